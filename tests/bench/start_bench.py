#!/usr/bin/env python3
"""An idle server's memory, and the time from its start to the first accepted complaint."""

import subprocess
import sys
import time

from bench_kit import RELEASE, Figures, Quiet, Workshop, is_long
from bench_kit.folders import complaint

ROUNDS = 9 if is_long() else 5
CASES = 100_000
IDLE_S = 2


def bare_process_ms() -> float:
    """The ceiling: the same program loaded, and ended again."""
    began = time.monotonic()
    subprocess.run([RELEASE / "hotline-server", "--version"], stdout=subprocess.DEVNULL, check=True)
    return (time.monotonic() - began) * 1000


def start(shop: Workshop, data, token: str) -> dict:
    server = shop.serve(data)
    listening = time.monotonic()
    server.request("POST", "/v1/cases", complaint(given=True), token)
    accepted = time.monotonic()
    time.sleep(IDLE_S)
    resident = server.resident_mb
    server.stop()
    return {
        "listening_ms": (listening - server.started_at) * 1000,
        "accepted_ms": (accepted - server.started_at) * 1000,
        "resident_mb": resident,
    }


def start_idle(shop: Workshop, data, tls: bool) -> float:
    server = shop.serve(data, tls)
    time.sleep(IDLE_S)
    resident = server.resident_mb
    server.stop()
    return resident


def main() -> int:
    quiet = Quiet()
    figures = Figures("start", quiet)
    with Workshop() as shop:
        data = shop.copy("data")
        shop.probe("fill", data, "--cases", CASES)
        server = shop.serve(data)
        token = server.log_in(shop.member("operator"))  # sessions outlive the process
        server.stop()
        bare, starts = [], []
        for _ in range(ROUNDS):
            bare.append(quiet.run(bare_process_ms))
            starts.append(quiet.run(lambda: start(shop, data, token)))
        idle = {tls: [start_idle(shop, data, tls) for _ in range(3)] for tls in (False, True)}
    figures.add("ceiling: the bare program, started and ended", bare, "ms")
    figures.add("start to listening, 100,000 cases", [each["listening_ms"] for each in starts], "ms")
    figures.add("start to first accepted", [each["accepted_ms"] for each in starts], "ms", most=300)
    figures.add("idle after start, plain", idle[False], "MB", most=40)
    figures.add("idle after start, TLS", idle[True], "MB", most=40)
    figures.add("idle after the first complaint", [each["resident_mb"] for each in starts], "MB", most=40)
    figures.finish()
    return 0


if __name__ == "__main__":
    sys.exit(main())
