"""A recurrence rule of RFC 5545 in words, for the forms that meetings have."""

from __future__ import annotations

import datetime as dt
import re

from sourcebook.render import wording

_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_DAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), wording.WEEKDAYS, strict=True))
_WHICH = {
    "1": "first",
    "2": "second",
    "3": "third",
    "4": "fourth",
    "5": "fifth",
    "-1": "last",
    "-2": "second last",
}
_SPOKEN = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "BYMONTH", "COUNT", "UNTIL"}


def repetition(rule: str) -> str:
    """``FREQ=MONTHLY;INTERVAL=3;BYDAY=3TH`` → "every 3 months, third Thursday".

    What cannot be said so is given as it was written, after "by rule".
    """
    pairs = [part.partition("=") for part in rule.removeprefix("RRULE:").split(";")]
    parts = {name: value for name, _, value in pairs if name != "WKST"}
    if parts.get("FREQ") not in _UNITS:
        return f"by rule {rule}"
    said = [_every(parts), *_days(parts), _months(parts), _end(parts)]
    if set(parts) - _SPOKEN or None in said or len(_days(parts)) > 7:
        return f"by rule {rule}"
    return ", ".join(word for word in said if word)


def with_rule(rule: str) -> str:
    """The rule in words, and as it was written: "every 2 weeks (FREQ=WEEKLY;INTERVAL=2)"."""
    told = repetition(rule)
    return told if told.endswith(rule) else f"{told} ({rule})"


def _every(parts: dict[str, str]) -> str | None:
    unit, count = _UNITS[parts["FREQ"]], int(parts.get("INTERVAL", "1"))
    return f"every {unit}" if count == 1 else f"every {count} {unit}s"


def _days(parts: dict[str, str]) -> list[str | None]:
    made: list[str | None] = []
    days = parts["BYDAY"].split(",") if "BYDAY" in parts else []
    place = parts.get("BYSETPOS")
    if place is not None:
        return [_placed(place, days)]
    for day in days:
        match = re.fullmatch(r"([+-]?\d{0,2})([A-Z]{2})", day)
        which = match[1].lstrip("+") if match else ""
        if match is None or (which and which not in _WHICH):
            return [None]
        made.append(" ".join(filter(None, (_WHICH.get(which, ""), _weekday(match[2])))))
    for day in parts["BYMONTHDAY"].split(",") if "BYMONTHDAY" in parts else ():
        made.append("last day" if day == "-1" else f"on day {day}" if day.isdigit() else None)
    return made


def _placed(place: str, days: list[str]) -> str | None:
    if place not in _WHICH:
        return None
    if set(days) == {"MO", "TU", "WE", "TH", "FR"}:
        return f"{_WHICH[place]} working day"
    if len(days) == 1 and days[0] in _DAYS:
        return f"{_WHICH[place]} {_weekday(days[0])}"
    return None


def _weekday(code: str) -> str:
    return wording.day(_DAYS[code])


def _months(parts: dict[str, str]) -> str | None:
    if "BYMONTH" not in parts:
        return ""
    numbers = [int(number) for number in parts["BYMONTH"].split(",")]
    if not all(1 <= number <= 12 for number in numbers):
        return None
    return "in " + ", ".join(wording.month(dt.date(2000, number, 1)) for number in numbers)


def _end(parts: dict[str, str]) -> str | None:
    if "COUNT" in parts:
        return f"{parts['COUNT']} times"
    if "UNTIL" not in parts:
        return ""
    try:
        return f"until {wording.date(dt.date.fromisoformat(parts['UNTIL'][:8]))}"
    except ValueError:
        return None
