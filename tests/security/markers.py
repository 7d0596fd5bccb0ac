"""Markers that must never be found again in the clear, and the scanner that looks for them.

All markers of a run begin with one random stem, and every form below keeps a beginning a beginning: in
whatever form a marker leaks, the bytes of the stem in that form are there. One search for it finds any.
"""

import base64
import json
import re
import secrets
import string
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

MARKER_CHARACTERS = 24
TAIL_CHARACTERS = 12
LETTERS = string.ascii_letters + string.digits


def random_letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))


class Markers:
    """Hands out markers and remembers what each was for."""

    def __init__(self):
        # Vietnamese letters inside, so that NFC and NFD differ; capitals, so that folding shows.
        self.stem = f"Z{random_letters(7)}ẾĐ{random_letters(2)}"
        self.places: dict[str, str] = {}

    def new(self, place: str) -> str:
        marker = self.stem + random_letters(TAIL_CHARACTERS)
        assert len(marker) == MARKER_CHARACTERS
        self.places[marker] = place
        return marker

    def place_near(self, context: str) -> str:
        """Whose marker stands in this text, when its tail is readable."""
        return next(
            (place for marker, place in self.places.items() if marker[-TAIL_CHARACTERS:] in context), "?"
        )


def forms_of(text: str) -> dict[str, set[bytes]]:
    """The bytes to look for, by the name of the form."""
    nfc, nfd = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    both = (nfc, nfd)
    plain = [each.encode() for each in both]
    wide = [each.encode("utf-16-le") for each in both]
    escaped = [json.dumps(each)[1:-1] for each in both]
    percent = [quote(each, safe="") for each in both]
    forms = {
        "UTF-8 NFC": {plain[0]},
        "UTF-8 NFD": {plain[1]},
        "UTF-16LE": set(wide),
        "hex lower": {data.hex().encode() for data in plain},
        "hex upper": {data.hex().upper().encode() for data in plain},
        "percent-encoded": {each.encode() for each in percent}
        | {_lower_escapes(each, "%").encode() for each in percent},
        "JSON-escaped": {each.encode() for each in escaped}
        | {_upper_escapes(each).encode() for each in escaped},
        "folded": {_fold(text).encode()},
    }
    for offset in range(3):
        forms[f"base64 at offset {offset}"] = {
            piece
            for data in plain
            for piece in (_base64_inside(data, offset), _base64_inside(data, offset, b"-_"))
        }
    return forms


def _base64_inside(data: bytes, offset: int, altchars: bytes = b"+/") -> bytes:
    """The characters that are the same whatever stands before (`offset` bytes) and behind the data."""
    whole = base64.b64encode(b"\0" * offset + data, altchars=altchars)
    first = -(-8 * offset // 6)
    last = 8 * (offset + len(data)) // 6
    return whole[first:last]


def _lower_escapes(text: str, sign: str) -> str:
    parts = text.split(sign)
    return sign.join([parts[0], *(part[:2].lower() + part[2:] for part in parts[1:])])


def _upper_escapes(text: str) -> str:
    parts = text.split("\\u")
    return "\\u".join([parts[0], *(part[:4].upper() + part[4:] for part in parts[1:])])


def _fold(text: str) -> str:
    """As for searching: lower case, no marks, đ as d."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))


@dataclass(frozen=True)
class Hit:
    where: str
    what: str
    form: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} as {self.form}"


class Scanner:
    """Looks for the markers' stem and for secrets that cannot carry it, such as telephone numbers.

    Most of what is scanned is cipher text. A pattern of printable characters can only lie in a run of them,
    so thousands of patterns are looked for in the runs alone.
    """

    SHORTEST = 8
    RUNS = (re.compile(rb"[\x20-\x7e]{8,}"), re.compile(rb"(?:[\x20-\x7e]\0){8,}"))

    def __init__(self, markers: Markers):
        self.markers = markers
        self.patterns: dict[tuple[bytes, str], str] = {}
        self.scanned_bytes = 0
        self.add(markers.stem, "marker")

    def add(self, secret: str, what: str) -> None:
        for form, encodings in forms_of(secret).items():
            for encoding in encodings:
                assert len(encoding) >= self.SHORTEST, what
                self.patterns[encoding, form] = what

    def scan_bytes(self, data: bytes, where: str) -> list[Hit]:
        self.scanned_bytes += len(data)
        narrow, wide = (b"\n".join(run.findall(data)) for run in self.RUNS)
        hits = []
        for (pattern, form), what in self.patterns.items():
            if self.RUNS[0].fullmatch(pattern):
                hits += self.find(pattern, what, form, narrow, where)
            elif self.RUNS[1].fullmatch(pattern):
                hits += self.find(pattern, what, form, wide, where)
            else:
                hits += self.find(pattern, what, form, data, where)
        return hits

    def find(self, pattern: bytes, what: str, form: str, data: bytes, where: str) -> list[Hit]:
        if (at := data.find(pattern)) < 0:
            return []
        context = data[at : at + 200].decode("utf-8", "replace").replace("\0", "")
        named = f"{what} ({self.markers.place_near(context)})" if what == "marker" else what
        return [Hit(where, named, form)]

    def scan_files(self, files: list[Path]) -> list[Hit]:
        return [hit for file in files for hit in self.scan_bytes(file.read_bytes(), file.name)]
