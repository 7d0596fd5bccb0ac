"""Deadlines by walking every minute: the second calculation that server/calendar must agree with.

Written from the law and the data alone. It is slow and plain on purpose: one minute after the other is looked at
and either counted or not, so that there is no arithmetic over days that could be wrong in the same way twice.

What is counted (Civil Code 2015, articles 147-148; office hours of the province):
  minute, hour    every minute of the clock that is not paused.
  working_hour    every minute inside the office hours of a working day that is not paused; the term ends with the
                  last counted minute (17:00, not the next morning).
  working_day     whole days. The day of receipt is not counted. A working day is counted unless pauses take half of
                  its office minutes or more. The term ends at 24:00 of the last counted day.
  an extension    goes on where the first term ended; in working days its first day is the one after the day in which
                  the first term ended.
"""
import datetime
import functools
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
CALENDAR = json.loads((ROOT / "server/calendar/data/calendar.json").read_text(encoding="utf-8"))
RULES = json.loads((ROOT / "tests/vectors/deadlines/rules.json").read_text(encoding="utf-8"))["rules"]
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)
CLOCK = {"minute": 1, "hour": 60}


def instant(text):
    """2026-02-13T16:00 is local time; times here never carry a zone, because Vietnam's clock never changes."""
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M")


def written(due, last_term):
    """The end of a day is written as its 24:00, so that it reads as the day that still counts."""
    if last_term.unit != "working_day":
        return due.strftime("%Y-%m-%dT%H:%M")
    return (due - DAY).strftime("%Y-%m-%dT24:00")


@functools.cache
def marked_days(year):
    if str(year) not in CALENDAR["years"]:
        raise LookupError(f"no calendar for {year}")
    days = CALENDAR["years"][str(year)]["days"]
    return {day["date"]: day["kind"] for day in days if day.get("enabled", True)}


@functools.cache
def kind_of(date):
    """working, make-up, holiday or weekend."""
    marked = marked_days(date.year).get(date.isoformat())
    if marked == "work":
        return "make-up"
    if marked == "off":
        return "holiday"
    weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][date.weekday()]
    return "working" if weekday in CALENDAR["week"] else "weekend"


def in_season(date, season):
    if season is None:
        return True
    today = date.strftime("%m-%d")
    if season["from"] <= season["to"]:
        return season["from"] <= today <= season["to"]
    return today >= season["from"] or today <= season["to"]


@functools.cache
def windows(date, province):
    own = [hours for hours in CALENDAR["hours"] if hours.get("province") == province]
    lines = own or [hours for hours in CALENDAR["hours"] if "province" not in hours]
    fitting = [hours for hours in lines
               if hours["valid_from"] <= date.isoformat() <= hours.get("valid_to", "9999-12-31")
               and in_season(date, hours.get("season"))]
    return fitting[-1]["windows"]


@functools.cache
def open_minutes(date, province):
    """The set of minutes of the day (0..1439) in which the office is open."""
    if kind_of(date) in ("weekend", "holiday"):
        return frozenset()
    number = lambda text: int(text[:2]) * 60 + int(text[3:])
    return frozenset(minute for opens, closes in windows(date, province)
                     for minute in range(number(opens), number(closes)))


class Term:
    """One term (a first one or an extension), walked minute by minute from its start."""

    def __init__(self, amount, unit, start, province, pauses):
        self.amount, self.unit, self.start = amount, unit, start
        self.province = province
        self.pauses = pauses
        self.days = []
        self.last_day = None

    def paused(self, minute):
        return any(begin <= minute < end for begin, end in self.pauses)

    def is_open(self, minute):
        return minute.hour * 60 + minute.minute in open_minutes(minute.date(), self.province)

    def walk(self, start_day_counts=False):
        """Returns the instant at which the term ends and fills `days`: [date, reason, counted, paused]."""
        walk = self.walk_days if self.unit == "working_day" else self.walk_minutes
        return walk(start_day_counts)

    def walk_minutes(self, _):
        wanted = self.amount * (CLOCK.get(self.unit) or 60)
        done, minute = 0, self.start
        while done < wanted:
            row = self.row(minute.date())
            inside = self.unit in CLOCK or self.is_open(minute)
            if inside and self.paused(minute):
                row[3] += 1
            elif inside:
                row[2] += 1
                done += 1
            minute += MINUTE
        for row in self.days:
            row[1] = self.reason(row)
        self.last_day = (minute - MINUTE).date()
        return minute

    def row(self, date):
        if not self.days or self.days[-1][0] != date:
            self.days.append([date, "", 0, 0])
        return self.days[-1]

    def reason(self, row):
        date, _, counted, paused = row
        if self.unit in CLOCK:
            return "clock" if counted else "paused"
        if counted:
            return kind_of(date)
        if paused:
            return "paused"
        return kind_of(date) if kind_of(date) in ("weekend", "holiday") else "closed"

    def walk_days(self, start_day_counts):
        done, date = 0, self.start.date()
        if not start_day_counts:
            self.days.append([date, "start", 0, 0])
            date += DAY
        while done < self.amount:
            office = paused = 0
            minute = datetime.datetime.combine(date, datetime.time())
            for _ in range(24 * 60):
                if self.is_open(minute):
                    office += 1
                    paused += self.paused(minute)
                minute += MINUTE
            reason = kind_of(date)
            counted = 1 if office and paused * 2 < office else 0
            if office and not counted:
                reason = "paused"
            done += counted
            self.days.append([date, reason, counted, paused])
            date += DAY
        self.last_day = date - DAY
        return datetime.datetime.combine(date, datetime.time())


def rule(rule_id):
    return next(entry for entry in RULES if entry["id"] == rule_id)


def deadline(case):
    """The case with `due` and `terms` worked out; the case's own values for these are not looked at."""
    province = case["province"]
    pauses = [(instant(begin), instant(end)) for begin, end in case.get("pauses", [])]
    first_rule = rule(case["rule"])
    first = Term(first_rule["amount"], first_rule["unit"], instant(case["from"]), province, pauses)
    due, terms = first.walk(), [first]
    if "extension" in case:
        extension = rule(case["extension"])
        begin = due
        if extension["unit"] == "working_day":
            begin = datetime.datetime.combine(first.last_day + DAY, datetime.time())
        terms.append(Term(extension["amount"], extension["unit"], begin, province, pauses))
        due = terms[-1].walk(start_day_counts=True)
    answer = {key: case[key] for key in ("id", "rule", "province", "from", "pauses", "extension", "because") if key in case}
    answer["due"] = written(due, terms[-1])
    answer["terms"] = [[[date.isoformat(), *rest] for date, *rest in term.days] for term in terms]
    return answer


def choose(phase, of_class, field, urgency, on):
    """The rule that is valid and names most of class, field and urgency; between equals the later in the file."""
    best, best_named = None, -1
    for entry in RULES:
        if entry["phase"] != phase:
            continue
        if not entry.get("valid_from", "0001-01-01") <= on <= entry.get("valid_to", "9999-12-31"):
            continue
        given = {"class": of_class, "field": field, "urgency": urgency}
        if any(key in entry and entry[key] != value for key, value in given.items()):
            continue
        named = sum(key in entry for key in given)
        if named >= best_named:
            best, best_named = entry, named
    return best["id"] if best else None
