#!/usr/bin/env python3
"""Whether time tells a case of another unit from one that does not exist: paired refusals, in turn, on one connection."""

import secrets
import sys
import time

from bench_kit import Figures, Quiet, Workshop
from bench_kit.folders import complaint

PAIRS = 1000
ROUNDS = 3
OTHER_UNIT = "so-y-te"  # the complaint of the kit goes to another
REASON = "Kiểm tra thời gian từ chối"


def timed_us(connection, method: str, path: str, body: dict | None) -> float:
    began = time.perf_counter_ns()
    status = connection.status(method, path, body)
    taken = (time.perf_counter_ns() - began) / 1000
    if status != 404:
        raise RuntimeError(f"{path} answered {status}, not 404")
    return taken


def compare(connection, cases: list[str], act: str | None) -> dict[str, list[float]]:
    """Times of refusals, foreign and unknown in turn; who goes first changes, so that neither is always warm."""
    taken: dict[str, list[float]] = {"foreign": [], "unknown": []}
    for number in range(PAIRS):
        names = {"foreign": cases[number % len(cases)], "unknown": secrets.token_hex(16)}
        for kind in sorted(names, reverse=number % 2 == 0):
            path = f"/v1/cases/{names[kind]}"
            call = ("GET", path, None) if act is None else ("POST", f"{path}/{act}", {"version": 1})
            taken[kind].append(timed_us(connection, *call))
    return taken


def main() -> int:
    quiet = Quiet()
    figures = Figures("refusal", quiet)
    with Workshop() as shop:
        server = shop.serve(shop.copy("refusals"))
        operator = server.connect(server.log_in(shop.member("operator")))
        cases = [operator.request("POST", "/v1/cases", complaint(given=True))["id"] for _ in range(50)]
        foreign = server.connect(server.log_in(shop.member("officer", OTHER_UNIT)))
        for title, act in (("read", None), ("accept", "accept")):
            runs = [quiet.run(lambda act=act: compare(foreign, cases, act)) for _ in range(ROUNDS)]
            medians = {
                kind: [sorted(run[kind])[PAIRS // 2] for run in runs] for kind in ("foreign", "unknown")
            }
            figures.add(f"{title}: a case of another unit, median 404", medians["foreign"], "µs")
            figures.add("    a case that is none", medians["unknown"], "µs")
            gaps = [abs(a / b - 1) for a, b in zip(medians["foreign"], medians["unknown"])]
            figures.add("    difference", gaps, "×", most=0.05)
    figures.finish()
    return 0


if __name__ == "__main__":
    sys.exit(main())
