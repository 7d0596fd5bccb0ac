"""What a flood of log-in attempts does to the desk: intake beside it, memory, and log-ins afterwards.

500 attempts a second for 30 seconds from 16 addresses, half of them for accounts that exist, at the full price
of a password hash for names that nobody has. A signed-in operator records complaints meanwhile.
"""

import json
import re
import statistics
import sys
import threading
import time

from bench_kit.figures import Figures
from bench_kit.flood import Flood
from bench_kit.folders import Workshop, complaint
from bench_kit.machine import CORES, Quiet, is_long, peak_mb

PER_SECOND = 500
SECONDS = 120 if is_long() else 30
INTAKE_PER_SECOND = 50
VICTIMS = 20
LOG_INS = 10
MEMORY_KIB, PASSES = 128 * 1024, 3
MEMORY_CAP_MB = 256 + MEMORY_KIB / 1024 * max(
    1, CORES - 1
)  # as many hashes at once as there are threads for them
RETRY_S = 0.2


def raise_password_cost(data) -> None:
    """The demonstration hashes cheaply; an attacker makes the server pay the price of real accounts."""
    file = data / "hotline.toml"
    text = file.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^memory_kib = .*$", f"memory_kib = {MEMORY_KIB}", text)
    file.write_text(re.sub(r"(?m)^passes = .*$", f"passes = {PASSES}", text), encoding="utf-8")


def record(server, token: str, over) -> list[float]:
    """Complaints at a fixed rate; milliseconds since each was due, so that a stall is not forgotten."""
    connection = server.connect(token)
    took, began = [], time.monotonic()
    while not over():
        due = began + len(took) / INTAKE_PER_SECOND
        time.sleep(max(0.0, due - time.monotonic()))
        connection.request("POST", "/v1/cases", complaint(given=True))
        took.append((time.monotonic() - due) * 1000)
    return took


def seconds_until_all_logged_in(server, members: list[dict]) -> float:
    """Each asks again, as a person would, until it is let in."""
    began = time.monotonic()

    def insist(member: dict) -> None:
        while True:
            try:
                server.log_in(member)
                return
            except RuntimeError:
                time.sleep(RETRY_S)

    people = [threading.Thread(target=insist, args=(member,)) for member in members]
    for each in people:
        each.start()
    for each in people:
        each.join()
    return time.monotonic() - began


def main() -> int:
    quiet = Quiet()
    with Workshop() as shop:
        data = shop.copy("flooded")
        raise_password_cost(data)
        server = shop.serve(data)
        members = json.loads(shop.log_ins.read_text(encoding="utf-8"))
        token = server.log_in(shop.member("operator"))
        calm_until = time.monotonic() + SECONDS / 3
        calm = record(server, token, lambda: time.monotonic() > calm_until)
        with Flood(
            server.port, [member["username"] for member in members[-VICTIMS:]], PER_SECOND, SECONDS
        ) as flood:
            beside = record(server, token, lambda: flood.is_over)
            # Half of them were attacked: an attack must not lock its victims out.
            after = seconds_until_all_logged_in(
                server, members[-VICTIMS - LOG_INS // 2 : -VICTIMS + LOG_INS // 2]
            )
        peak = peak_mb(server.pid)
        outcome = flood.outcome
    figures = Figures("flood", quiet)
    figures.add("attempts", [outcome.per_second], "/s")
    for status, count in sorted(outcome.statuses.items()):
        figures.add(f"    answered {status}" if status else "    unanswered", [count], "")
    for name, took in (("before", calm), ("during", beside)):
        cuts = statistics.quantiles(took, n=100)
        figures.add(f"intake {name} the flood: p50", [cuts[49]], "ms")
        figures.add(f"intake {name} the flood: p99", [cuts[98]], "ms", most=500)
    figures.add("peak memory of the server", [peak], "MB", most=MEMORY_CAP_MB)
    figures.add(f"{LOG_INS} members logged in after the flood", [after], "s", most=10)
    figures.finish()
    return 0


if __name__ == "__main__":
    sys.exit(main())
