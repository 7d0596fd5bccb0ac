"""Reads the memory of a running process as root can, and looks for secrets in it."""

import base64
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

PAGE = 4096
PRESENT, SWAPPED, OF_FILE = 0x80, 0x40, 0x20  # the highest byte of an entry in /proc/PID/pagemap
PIECE = 4 << 20
OVERLAP = 256  # longer than anything that is looked for


@dataclass(frozen=True)
class Found:
    what: str
    region: str
    address: int
    around: bytes

    def __str__(self) -> str:
        return f"{self.what} at {self.address:x} in {self.region}: {self.around!r}"


class Needles:
    """What to look for: bytes as they are and in base64, by the name of the secret."""

    def __init__(self) -> None:
        self.patterns: dict[bytes, str] = {}

    def key(self, secret: bytes, what: str) -> None:
        self.patterns[secret] = what
        self.patterns[base64.b64encode(secret)[:40]] = f"{what} in base64"
        self.patterns[base64.urlsafe_b64encode(secret)[:40]] = f"{what} in base64"

    def text(self, text: str, what: str) -> None:
        for encoding in ("utf-8", "utf-16-le"):
            self.patterns[text.encode(encoding)] = f"{what} in {encoding}"

    def find(self, data: bytes) -> Iterator[tuple[int, str]]:
        for pattern, what in self.patterns.items():
            at = data.find(pattern)
            while at >= 0:
                yield at, what
                at = data.find(pattern, at + 1)


class ProcessMemory:
    """Every page of a process that it has written to: heap, stacks, data and what it mapped to write."""

    def __init__(self, pid: int):
        self.pid = pid
        self.scanned_bytes = 0

    def scan(self, needles: Needles) -> list[Found]:
        found = []
        with open(f"/proc/{self.pid}/mem", "rb", buffering=0) as memory:
            for start, end, rights, name in self._regions():
                for address, data in self._pieces(memory.fileno(), start, end, "w" in rights):
                    for at, what in needles.find(data):
                        found.append(Found(what, name, address + at, data[max(0, at - 32) : at + 96]))
        return found

    @property
    def anonymous_bytes(self) -> int:
        """What the process holds in memory beside files, as the kernel counts it."""
        with open(f"/proc/{self.pid}/status", encoding="utf-8") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("RssAnon:"))

    @contextmanager
    def halted(self):
        """Stands still meanwhile, in the middle of whatever it was doing."""
        os.kill(self.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.pid, signal.SIGCONT)

    def _regions(self) -> list[tuple[int, int, str, str]]:
        regions = []
        with open(f"/proc/{self.pid}/maps", encoding="utf-8") as maps:
            for line in maps:
                span, rights, *_, name = (line.split(maxsplit=5) + ["anonymous memory"])[:6]
                start, end = (int(part, 16) for part in span.split("-"))
                if "r" in rights and not name.startswith("[v"):
                    regions.append((start, end, rights, name.strip()))
        return regions

    def _pieces(self, memory: int, start: int, end: int, writable: bool) -> Iterator[tuple[int, bytes]]:
        """Pages that are there, and of what may only be read now those that are no file's. The rest of a
        reserved range would read as zeros, which costs time."""
        with open(f"/proc/{self.pid}/pagemap", "rb", buffering=0) as pagemap:
            entries = os.pread(pagemap.fileno(), (end - start) // PAGE * 8, start // PAGE * 8)
        run_start = None
        for page in range((end - start) // PAGE + 1):
            flags = entries[page * 8 + 7] if page * 8 + 7 < len(entries) else 0
            touched = flags & (PRESENT | SWAPPED) and (writable or not flags & OF_FILE)
            if touched and run_start is None:
                run_start = start + page * PAGE
            if not touched and run_start is not None:
                yield from self._read(memory, run_start, start + page * PAGE)
                run_start = None

    def _read(self, memory: int, start: int, end: int) -> Iterator[tuple[int, bytes]]:
        for address in range(start, end, PIECE):
            try:
                data = os.pread(memory, min(PIECE + OVERLAP, end - address), address)
            except OSError:  # given back meanwhile
                continue
            self.scanned_bytes += len(data)
            yield address, data
