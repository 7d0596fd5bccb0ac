#!/usr/bin/env python3
"""The inbox page at growing sizes, and the other calls of a working day, at 4 connections."""

import json
import sys

from bench_kit import Figures, Load, Quiet, Workshop, is_long, ratios
from bench_kit.folders import GIVEN_UNIT, complaint

ROUNDS = 5
SECONDS = 3
CONNECTIONS = 4
SIZES = [10_000, 100_000] + ([1_000_000] if is_long() else [])
JUDGED = 100_000
PAGE = "/v1/cases?limit=50"
WORKED = 500  # cases that are read, revealed, accepted and answered
TRACKED = 100  # the public page takes 120 a minute from one address
NOTE = "Gọi lại để hỏi rõ vị trí hố trên mặt đường."


class Filled:
    """A server whose file holds so many cases."""

    def __init__(self, shop: Workshop, cases: int) -> None:
        data = shop.copy(f"cases-{cases}")
        filled = shop.probe("fill", data, "--cases", cases)
        print(f"  {cases:,} cases filled in within {filled['seconds']:.0f} s", flush=True)
        self.server = shop.serve(data)
        self.officer = self.server.log_in(shop.member("officer", GIVEN_UNIT))
        self.operator = self.server.log_in(shop.member("operator"))
        self.auditor = self.server.log_in(shop.member("auditor"))

    def get(self, path: str, token: str, quiet: Quiet, seconds: float = SECONDS) -> dict:
        load = Load([("GET", path, "")], token, CONNECTIONS)
        return quiet.run(lambda: load.run(self.server, seconds), (self.server.pid,))

    def once(self, requests: list[tuple[str, str, dict]], token: str) -> dict:
        """Each request once; not tried again when others were busy, since it has changed something."""
        lines = [(method, path, json.dumps(body)) for method, path, body in requests]
        return Load(lines, token, CONNECTIONS).run(self.server, None)


def bench_pages(shop: Workshop, quiet: Quiet, figures: Figures) -> Filled:
    filled = {size: Filled(shop, size) for size in SIZES}
    for each in filled.values():  # the first reading stores copies of wraps, which later ones use
        each.get(PAGE, each.officer, quiet, 1)
        each.get(PAGE, each.operator, quiet, 1)
    pages: dict[int, list[dict]] = {size: [] for size in SIZES}
    desk, floor = [], []
    for _ in range(ROUNDS):
        for size, each in filled.items():
            pages[size].append(each.get(PAGE, each.officer, quiet))
        judged = filled[JUDGED]
        desk.append(judged.get(PAGE, judged.operator, quiet))
        floor.append(judged.get("/v1/sessions/current", judged.officer, quiet))
    report_pages(pages, desk, floor, figures)
    return filled[JUDGED]


def report_pages(
    pages: dict[int, list[dict]], desk: list[dict], floor: list[dict], figures: Figures
) -> None:
    def values(runs: list[dict], name: str) -> list[float]:
        return [run[name] for run in runs]

    figures.add("ceiling: the smallest call with a session", values(floor, "per_second"), "calls/s")
    figures.add("    processor a call", values(floor, "processor_us"), "µs")
    figures.add("    p99", values(floor, "p99_ms"), "ms")
    runs = [(f"{size:,} cases: an officer's page of 50", pages[size]) for size in pages]
    runs.append((f"{JUDGED:,} cases: the desk's page of 50", desk))
    for title, found in runs:
        most = 10 if found is pages[JUDGED] or found is desk else None
        figures.add(title, values(found, "per_second"), "pages/s")
        figures.add("    processor a page", values(found, "processor_us"), "µs")
        figures.add("    p50", values(found, "p50_ms"), "ms")
        figures.add("    p99", values(found, "p99_ms"), "ms", most=most)
    smallest = pages[SIZES[0]]
    for size in SIZES[1:]:
        for name, unit in (("processor_us", "processor"), ("p50_ms", "p50")):
            growth = ratios(values(pages[size], name), values(smallest, name))
            figures.add(f"    {size:,} : {SIZES[0]:,} cases, {unit} a page", growth, "×", most=1.3)


def record_cases(filled: Filled) -> list[dict]:
    """Cases with telephone numbers of their own, which the desk then indexes."""
    connection = filled.server.connect(filled.operator)
    made = []
    for number in range(WORKED):
        body = complaint(given=True, phone=f"09{number:08d}")
        made.append(connection.request("POST", "/v1/cases", body))
    while connection.request("POST", "/v1/work", {})["left"]:
        pass
    return made


def bench_day(filled: Filled, quiet: Quiet, figures: Figures) -> None:
    cases = record_cases(filled)

    def act(name: str, **body: object) -> list[tuple[str, str, dict]]:
        return [("POST", f"/v1/cases/{case['id']}/{name}", body) for case in cases]

    reveal = {"compartments": ["contact"], "purpose": "contact-citizen", "note": NOTE}
    preview = {"text": complaint(given=False)["text"]}
    phones = [{"phone": f"09{number:08d}"} for number in range(WORKED)]
    codes = [{"tracking_code": case["tracking_code"]} for case in cases[:TRACKED]]
    reads = [("GET", f"/v1/cases/{case['id']}", {}) for case in cases]
    days = {
        "read a case, officer": (reads, filled.officer),
        "read a case, operator": (reads, filled.operator),
        "preview of 800 characters": ([("POST", "/v1/intake/preview", preview)] * WORKED, filled.operator),
        "reveal a telephone number": (act("reveal", **reveal), filled.officer),
        "accept": (act("accept", version=1), filled.officer),
        "reply": (act("reply", text="Đã sửa mặt đường và thay bóng đèn.", version=2), filled.officer),
        "close": (act("close", version=3), filled.officer),
        "look a caller up": ([("POST", "/v1/callers/lookup", body) for body in phones], filled.operator),
        "track, a citizen": ([("POST", "/v1/public/track", body) for body in codes], ""),
        "a page of the log, auditor": ([("GET", "/v1/audit/events", {})] * WORKED, filled.auditor),
        "the newest checkpoint": ([("GET", "/v1/log/checkpoint", {})] * WORKED, ""),
    }
    for title, (requests, token) in days.items():
        found = filled.once(requests, token)
        figures.add(f"{title}: p99", [found["p99_ms"]], "ms", most=20)
        figures.add("    p50", [found["p50_ms"]], "ms")
        figures.add("    processor a call", [found["processor_us"]], "µs")


def main() -> int:
    quiet = Quiet()
    figures = Figures("reading", quiet)
    with Workshop() as shop:
        filled = bench_pages(shop, quiet, figures)
        bench_day(filled, quiet, figures)
        figures.finish()
    return 0


if __name__ == "__main__":
    sys.exit(main())
