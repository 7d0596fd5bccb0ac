"""Figures beside their ceilings: a table for people, JSON for comparison with an earlier run."""

import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from .machine import CORES, RESULTS, Quiet

median = statistics.median


@dataclass(frozen=True)
class Row:
    what: str
    value: float
    low: float
    high: float
    unit: str
    aim: str
    met: bool | None


class Figures:
    """One bench's results; an aim is "at least" or "at most", and no aim is just a figure."""

    def __init__(self, name: str, quiet: Quiet) -> None:
        self.name = name
        self.quiet = quiet
        self.rows: list[Row] = []
        self.began = time.time()

    def add(
        self,
        what: str,
        values: Sequence[float],
        unit: str,
        *,
        least: float | None = None,
        most: float | None = None,
    ) -> float:
        """Values of several runs: the median and the spread are shown, the median is judged."""
        value = median(values)
        aim, met = "", None
        if least is not None:
            aim, met = f"≥ {least:g}", value >= least
        if most is not None:
            aim, met = f"≤ {most:g}", value <= most
        self.rows.append(Row(what, value, min(values), max(values), unit, aim, met))
        return value

    def finish(self) -> None:
        """Prints the table and writes build/bench/NAME.json. Missed aims are said, and fail nothing."""
        width = max(len(row.what) for row in self.rows)
        print()
        for row in self.rows:
            verdict = {None: "", True: "met", False: "MISSED"}[row.met]
            spread = "" if row.low == row.high else f"[{_short(row.low)}..{_short(row.high)}]"
            print(
                f"  {row.what.ljust(width)}  {_short(row.value):>9} {row.unit:<10} {spread:<20} "
                f"{row.aim:<9} {verdict}".rstrip()
            )
        missed = [row.what for row in self.rows if row.met is False]
        print(
            f"\n  {CORES} cores; others used at most {self.quiet.loudest:.0%} of them; "
            f"{self.quiet.discarded} noisy runs discarded, {self.quiet.noisy} kept; "
            f"{len(missed)} aims missed\n",
            flush=True,
        )
        result = {
            "bench": self.name,
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.began)),
            "cores": CORES,
            "noise": {
                "loudest": self.quiet.loudest,
                "discarded": self.quiet.discarded,
                "kept": self.quiet.noisy,
            },
            "figures": [asdict(row) for row in self.rows],
        }
        RESULTS.mkdir(parents=True, exist_ok=True)
        file = RESULTS / f"{self.name}.json"
        file.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _short(value: float) -> str:
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """Pair by pair: both were measured one right after the other."""
    return [a / b for a, b in zip(above, below, strict=True)]
