#!/usr/bin/env python3
"""Writes tests/vectors/deadlines/table.json, or with --sample N works out every N-th line again and compares.

The lines of hand.json were worked out by a person; both ways of running fail when the walk disagrees with one."""
import json
import sys

import deadline_cases
import deadlines

TABLE = deadlines.ROOT / "tests/vectors/deadlines/table.json"
HAND = deadlines.ROOT / "tests/vectors/deadlines/hand.json"


def hand_cases():
    return json.loads(HAND.read_text(encoding="utf-8"))["cases"]


def check_hand(cases):
    wrong = [f"{case['id']}: by hand {case['due']}, minute by minute {found}"
             for case in cases if (found := deadlines.deadline(case)["due"]) != case["due"]]
    if wrong:
        raise SystemExit("\n".join(wrong))


def write():
    hand = hand_cases()
    check_hand(hand)
    lines = [deadlines.deadline(case) for case in [*deadline_cases.cases(), *hand]]
    assert len({line["id"] for line in lines}) == len(lines), "an id is used twice"
    picks = [[*choice, deadlines.choose(*choice)] for choice in deadline_cases.choices()]
    dump = lambda value: json.dumps(value, ensure_ascii=False)
    about = ("Deadlines worked out minute by minute by tests/reference/make_deadlines.py; times are Vietnam's. "
             "A row of a term is date, reason, counted (minutes, or days of a working_day rule), paused minutes; "
             "a choice is phase, class, field, urgency, date, rule.")
    text = '{\n "about": %s,\n "cases": [\n  %s\n ],\n "choices": [\n  %s\n ]\n}\n' % (
        dump(about), ",\n  ".join(map(dump, lines)), ",\n  ".join(map(dump, picks)))
    TABLE.write_text(text, encoding="utf-8")
    print(f"{len(lines)} deadlines, {len(hand)} of them by hand; {len(picks)} choices of a rule")


def compare(step):
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    sample = table["cases"][::step]
    wrong = [case["id"] for case in sample if deadlines.deadline(case) != case]
    wrong += [str(pick) for pick in table["choices"] if deadlines.choose(*pick[:5]) != pick[5]]
    hand = {case["id"]: case["due"] for case in hand_cases()}
    wrong += [case["id"] for case in table["cases"] if case["id"] in hand and case["due"] != hand[case["id"]]]
    if wrong:
        raise SystemExit("the table does not agree with the walk:\n" + "\n".join(wrong))
    print(f"{len(sample)} of {len(table['cases'])} deadlines walked again")


if __name__ == "__main__":
    compare(int(sys.argv[2])) if sys.argv[1:2] == ["--sample"] else write()
