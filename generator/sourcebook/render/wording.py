"""Values in plain words: dates, times, numbers with units, the names of fields."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from math import log10
from unicodedata import bidirectional

RIGHT_TO_LEFT = "\u200f"

_LABELS = {
    "tz": "Time zone",
    "ip": "Intellectual property",
    "mfa": "Multi-factor sign-in",
    "lei": "LEI",
    "phi": "Health information (PHI)",
    "rto_hours": "Recovery time (RTO)",
    "rpo_hours": "Recovery point (RPO)",
    "async": "Asynchronous work",
    "slas": "Service levels",
    "in_scope": "In scope",
    "out_of_scope": "Out of scope",
    "supports_cif": "Supports a critical function",
    "supports_critical_or_important_function": "Supports a critical or important function",
    "tlpt_participation": "Takes part in threat-led tests (TLPT)",
    "from": "From",
    "third_party_oss_policy": "Open-source policy",
    "client_bcp_ref": "Client's continuity plan",
    "vendor_bcp_ref": "Vendor's continuity plan",
    "raci": "RACI",
    "every": "Every",
    "rrule": "Recurrence rule",
    "dpia": "Impact assessment (DPIA)",
    "oss": "Open source",
    "nda": "NDA",
    "kt": "Knowledge transfer",
    "id": "Id",
    "key_personnel": "Key person",
    "day_1": "Day 1",
    "week_1": "Week 1",
    "pm-maturity": "Project management maturity",
    "control_refs": "Controls",
    "review_every_days": "Review every",
    "tool": "Tool",
    "requests": "Change requests",
    "activities": "Activities",
    "time_allocation_pct": "Time",
    "clause_notes": "Notes on clauses",
    "last_pentest": "Last penetration test",
    "pentest_frequency_days": "Penetration test every",
    "special": "Of a special category",
    "personal": "Personal data",
    "model": "How rights are given",
    "joiner_days": "A newcomer has access within",
    "leaver_revoke_hours": "A leaver's access is gone within",
    "offboarding_steps": "When somebody leaves",
    "privileged_rules": "Far-reaching rights",
    "initial_hours": "First notice within",
    "clock_starts": "The clock starts with",
    "final_report_days": "Final report within",
    "assistance_cost": "Cost of help",
    "objection_days": "Time to object",
    "data_access": "Can reach",
    "flow_down": "Same duties in its contract",
    "tier": "Place in the chain",
    "client_programme": "With the client's training",
    "last_completed": "Last taken by all",
    "verifier": "Checked by",
    "last_verified": "Last checked",
    "inspection": "May inspect and audit",
    "copies": "May copy documents",
    "authority_access": "Authorities have the same rights",
    "alternative_assurance": "What serves instead",
    "cooperation": "Full help during audits",
    "location_change_notice_days": "Notice of a new location",
    "min_minutes": "Least shared time",
    "max_effort_days": "Effort up to",
    "max_cost_pct": "Cost up to",
    "max_schedule_days": "Delay up to",
}
_SUFFIXES = {
    "days": ("_days", "_frequency_days"),
    "hours": ("_hours",),
    "minutes": ("_min", "_minutes"),
    "%": ("_pct", "_percent"),
    "working days": ("_days",),
}
_SHORT_UNITS = {"minutes": "min", "hours": "h", "percent": "%"}


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = frozenset(WEEKDAYS)


def are_weekdays(choices: Sequence[str]) -> bool:
    """Whether a closed list is that of the days of a week."""
    return len(choices) == len(WEEKDAYS) and _WEEK.issuperset(choices)


def weekdays(days: Sequence[str]) -> str:
    """``mon … fri`` as "Mon–Fri"; what is no run as a list."""
    places = sorted({WEEKDAYS.index(day) for day in days})
    short = [WEEKDAYS[place].capitalize() for place in places]
    if len(places) > 2 and places == list(range(places[0], places[-1] + 1)):
        return f"{short[0]}–{short[-1]}"
    return ", ".join(short)


_WEEKDAY_NAMES = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


def day(written: str) -> str:
    """A day of a meeting: ``first mon`` → "first Monday", ``15`` → "on day 15"."""
    *which, name = written.split()
    if name.isdigit():
        return f"on day {name}"
    if name == "last":
        return "last day"
    return " ".join([*which, _WEEKDAY_NAMES.get(name, name)])


def label(name: str, unit: str = "") -> str:
    """The name of a field as a label: ``acceptance_window_days`` → "Acceptance window"."""
    if name in _LABELS:
        return _LABELS[name]
    for suffix in _SUFFIXES.get(unit, ()):
        if name.endswith(suffix) and name != suffix[1:]:
            name = name.removesuffix(suffix)
            break
    name = name.removesuffix("_ref") if name != "_ref" else name
    words = name.replace("_", " ").replace("-", " ").strip()
    if unit and (words == "frequency" or words.endswith(" frequency")):
        words = f"{words.removesuffix('frequency')}every".strip()
    return words[:1].upper() + words[1:]


def within(label: str) -> str:
    """A label within a sentence: "Health information (PHI)" → "health information (PHI)"."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def zone(name: str) -> str:
    """The place by which a time zone is named: ``America/New_York`` → "New York"."""
    return name.rpartition("/")[2].replace("_", "\u00a0")


_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def isolated(name: str) -> str:
    """A name among others; one written from right to left leaves the numbers beside it in order."""
    return f"\u2068{name}\u2069" if _FROM_THE_RIGHT.search(name) else name


def date(day: dt.date) -> str:
    """``22 Nov 2026``, never broken over lines."""
    return f"{day.day}\u00a0{_MONTHS[day.month - 1]}\u00a0{day.year}"


def month(day: dt.date) -> str:
    """``Nov``."""
    return _MONTHS[day.month - 1]


def period(written: str) -> str:
    """``2026-10`` → "Oct 2026"; other names of periods as they are."""
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", written)
    return f"{_MONTHS[int(match[2]) - 1]}\u00a0{match[1]}" if match else written


def time(moment: dt.time | dt.datetime) -> str:
    """``09:30``."""
    return f"{_TWO_DIGITS[moment.hour]}:{_TWO_DIGITS[moment.minute]}"


_TWO_DIGITS = tuple(f"{number:02}" for number in range(60))


def short_date(day: dt.date) -> str:
    """``Thu 26 Nov``, for what is near."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def number(value: float) -> str:
    """A number without idle digits: ``4.4``, ``1250``, ``12,500``; with a true minus sign."""
    size = abs(value)
    if size and not 1e-9 <= size < 1e15:
        text = f"{value:g}"
    else:
        places = min(9, max(0, 9 - int(log10(size)))) if size else 0  # ten digits that count
        text = f"{value:,.{places}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    if size < 10_000:
        text = text.replace(",", "")
    return text.replace("-", "−") if value else "0"


def quantity(value: float, unit: str) -> str:
    """A number with its unit: ``30 min``, ``1 day``, ``25 %``."""
    short = _SHORT_UNITS.get(unit, unit)
    if value == 1:
        short = _one(short)
    return f"{number(value)}\u00a0{short}" if short else number(value)


def _one(unit: str) -> str:
    """The unit of a single thing: ``areas`` → "area", ``open failures`` → "open failure"."""
    if unit == "people":
        return "person"
    if unit.startswith("of "):
        return unit
    match = re.fullmatch(r"(.*?)( (?:of|per|a|at|by|in) .*)?", unit)
    counted, rest = match.groups("") if match else (unit, "")
    last = counted.rpartition(" ")[2]
    if len(last) > 3 and last.endswith("ies"):
        counted = counted[:-3] + "y"
    elif len(last) > 3 and last.endswith("s") and not last.endswith("ss"):
        counted = counted[:-1]
    return counted + rest


def span(value: float, unit: str) -> str:
    """A time that a field asks for, in the largest units that say it: 1440 hours → "60 days"."""
    if unit == "minutes" and isinstance(value, int) and value >= 60:
        return minutes(value)
    if unit == "hours" and value >= 48 and value % 24 == 0:
        return quantity(value / 24, "days")
    return quantity(value, unit)


def minutes(total: int) -> str:
    """A span of time in words: 510 → "8 h 30 min"."""
    hours, rest = divmod(total, 60)
    parts = ([f"{hours} h"] if hours else []) + ([f"{rest} min"] if rest or not hours else [])
    return " ".join(parts).replace(" ", "\u00a0")


def days(count: int) -> str:
    """``1 day``, ``54 days``."""
    return f"{count} day" if count == 1 else f"{count} days"


def months_left(start: dt.date, end: dt.date) -> str:
    """How long it is from one day to another, roughly: "14 months", "3 weeks", "5 days"."""
    span = (end - start).days
    if span >= 60:
        return f"{round(span / 30.44)} months"
    return f"{span // 7} weeks" if span >= 14 else days(span)


_CHOICES = {
    "run-without": "held without whoever is off",
    "move": "moved to another day",
    "skip": "left out",
    "pre-release": "before each release",
    "end-only": "only at the end",
    "eu_financial_entity": "EU financial entity",
    "eu_controller": "EU controller",
    "hipaa_covered_entity": "HIPAA covered entity",
    "na": "not applicable",
    "up": "higher",
    "down": "lower",
    "ex-ante": "price fixed beforehand",
    "kt-signoff": "knowledge transfer sign-off",
    "pm-maturity": "project management maturity",
}


def choice(word: str) -> str:
    """A word of a closed list, for people: ``per-commit`` → "per commit"."""
    if word in _CHOICES:
        return _CHOICES[word]
    return word if word.isupper() or "/" in word else word.replace("-", " ").replace("_", " ")


def cut(text: str, most: int) -> str:
    """The text, or so many letters of it with an ellipsis."""
    return text if len(text) <= most else going_on(text[: most - 1])


def going_on(text: str) -> str:
    """The beginning of a text, with an ellipsis where it goes on.

    A mark of its direction follows the ellipsis of a text that is read from the right (UAX 9).
    """
    first = next((sort for sort in map(bidirectional, text) if sort in {"L", "R", "AL"}), "L")
    return f"{text}…{'' if first == 'L' else RIGHT_TO_LEFT}"


def plural(count: int, one: str, many: str = "") -> str:
    """``1 risk``, ``11 risks``."""
    return f"{count} {one}" if count == 1 else f"{count} {many or one + 's'}"


_OPERATORS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "==": "="}


def operator(sign: str) -> str:
    """A comparison as it is written in print."""
    return _OPERATORS.get(sign, sign)


def written(value: object) -> str:
    """A plain value as one writes it in YAML, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written(inner) for inner in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
