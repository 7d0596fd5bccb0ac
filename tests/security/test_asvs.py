"""Every line of ASVS that we answer for has a test that names it, or a reason in server/DESIGN.md."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES = Path(__file__).with_name("asvs.txt")
NAMING = re.compile(r"(?://|#|\*) ASVS 5\.0\.0: ([\d., ]+)")
REASON = re.compile(r"^\* \*([\d., ]+)\*: .{20,}", re.MULTILINE)


def numbers(text: str) -> set[str]:
    return {number.strip() for number in text.split(",")}


def named_in_tests() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for file in sorted((ROOT / "tests").rglob("*")):
        if file.suffix not in (".py", ".cpp", ".ts") or "node_modules" in file.parts or file == Path(__file__):
            continue
        for match in NAMING.finditer(file.read_text(encoding="utf-8")):
            for number in numbers(match[1]):
                found.setdefault(number, set()).add(str(file.relative_to(ROOT)))
    return found


class Asvs(unittest.TestCase):
    def test_every_line_is_tested_or_explained(self):
        lines = [line.split(maxsplit=1) for line in LINES.read_text(encoding="utf-8").splitlines()]
        wanted = [number for number, _ in lines if number != "#"]
        tested = named_in_tests()
        design = (ROOT / "server" / "DESIGN.md").read_text(encoding="utf-8").partition("\n## ASVS\n")[2]
        explained = set().union(*(numbers(match[1]) for match in REASON.finditer(design)))
        self.assertEqual(len(wanted), len(set(wanted)))
        self.assertEqual([number for number in wanted if number not in tested.keys() | explained], [])
        self.assertEqual((tested.keys() | explained) - set(wanted), set(), "not in asvs.txt")
        print(f"ASVS: {len(wanted)} lines, {len(tested)} tested, {len(explained - tested.keys())} explained")


if __name__ == "__main__":
    unittest.main()
