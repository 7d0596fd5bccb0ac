"""Fails when the tree breaks a rule of the house: check.py ROOT."""

import sys
from pathlib import Path

from rules import RULES
from source_tree import SourceTree


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: check.py ROOT", file=sys.stderr)
        return 2
    tree = SourceTree(Path(sys.argv[1]))
    findings = [finding for rule in RULES for finding in rule(tree)]
    for finding in findings:
        print(finding)
    print(f"architecture: {len(tree.files)} files, {len(RULES)} rules, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
