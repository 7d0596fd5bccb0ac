"""The files of a checkout, read once, without what is built or installed."""

import os
import re
from functools import cached_property
from pathlib import Path

IGNORED_FOLDERS = {".git", "build", "demo-data", "node_modules", "__pycache__", "dist"}
COMMENT_OR_TEXT = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"', re.DOTALL
)


class SourceTree:
    """Paths are relative to the root and written with slashes."""

    def __init__(self, root: Path):
        self.root = root
        self._texts: dict[str, str] = {}

    @cached_property
    def files(self) -> list[str]:
        found = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(name for name in folders if name not in IGNORED_FOLDERS)
            found += [(Path(folder) / name).relative_to(self.root).as_posix() for name in sorted(names)]
        return found

    @cached_property
    def top_names(self) -> list[str]:
        return sorted(entry.name for entry in self.root.iterdir() if entry.name not in IGNORED_FOLDERS)

    def named(self, *endings: str) -> list[str]:
        return [path for path in self.files if path.endswith(endings)]

    def size(self, path: str) -> int:
        return (self.root / path).stat().st_size

    def text(self, path: str) -> str:
        if path not in self._texts:
            self._texts[path] = (self.root / path).read_text(encoding="utf-8", errors="replace")
        return self._texts[path]

    def code(self, path: str) -> str:
        """The C++ text with comments and string literals blanked; line numbers stay."""
        return COMMENT_OR_TEXT.sub(lambda hit: "\n" * hit.group().count("\n"), self.text(path))


def line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
