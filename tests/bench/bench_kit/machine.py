"""The machine that is measured: where things are, and whether others are busy on it."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[3]
RELEASE = Path(os.environ.get("HOTLINE_BIN", ROOT / "build" / "release" / "bin"))
RESULTS = ROOT / "build" / "bench"
TICKS = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count() or 1

NOISE_LIMIT = 0.15  # share of all cores that others may use during a run
PATIENCE_S = 180  # spent on waiting and on runs that are discarded; then the rest is measured all the same

T = TypeVar("T")


def is_long() -> bool:
    return os.environ.get("HOTLINE_LONG") == "1"


def processor_seconds(pid: int) -> float:
    """User and system time of a process, all its threads."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mb(pid: int) -> float:
    return _memory_mb(pid, "VmRSS:")


def peak_mb(pid: int) -> float:
    """The most that was ever resident."""
    return _memory_mb(pid, "VmHWM:")


def _memory_mb(pid: int, name: str) -> float:
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
        for line in file:
            if line.startswith(name):
                return int(line.split()[1]) / 1024
    raise RuntimeError(f"no {name} for {pid}")


def _busy_seconds() -> float:
    """Of all processes: user, nice, system, interrupts; without idle and waiting for the disk."""
    with open("/proc/stat", encoding="ascii") as file:
        fields = [int(value) for value in file.readline().split()[1:]]
    return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6]) / TICKS


class Quiet:
    """Runs measurements while nobody else needs the machine; `noisy` counts those kept in spite of noise."""

    def __init__(self) -> None:
        self.discarded = 0
        self.noisy = 0
        self.loudest = 0.0
        self._patience_s = float(PATIENCE_S)

    def run(self, measure: Callable[[], T], servers: tuple[int, ...] = ()) -> T:
        """Measures until a run was quiet, or patience ends. `servers`: processes that take part in it."""
        while True:
            self._wait()
            began = time.monotonic()
            others, found = self._measure(measure, servers)
            if others > NOISE_LIMIT and self._patience_s > 0:
                self.discarded += 1
                self._patience_s -= time.monotonic() - began
                continue
            self.noisy += others > NOISE_LIMIT
            self.loudest = max(self.loudest, others)
            return found

    @staticmethod
    def _measure(measure: Callable[[], T], servers: tuple[int, ...]) -> tuple[float, T]:
        def own() -> float:
            times = os.times()
            mine = times.user + times.system + times.children_user + times.children_system
            return mine + sum(processor_seconds(pid) for pid in servers)

        started, busy, used = time.monotonic(), _busy_seconds(), own()
        found = measure()
        others = (_busy_seconds() - busy) - (own() - used)
        return max(0.0, others) / ((time.monotonic() - started) * CORES), found

    def _wait(self) -> None:
        while self._patience_s > 0:
            before = _busy_seconds()
            time.sleep(0.5)
            if (_busy_seconds() - before) / (0.5 * CORES) <= NOISE_LIMIT:
                return
            self._patience_s -= 0.5
