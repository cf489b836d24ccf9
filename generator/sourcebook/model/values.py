"""The kinds of values that fields hold, and how each is read and explained.

Every kind accepts what YAML 1.2 gives for it and raises ``Refused`` otherwise, which says what was
expected and how to write it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones, reset_tzpath

import tzdata  # type: ignore[import-untyped]  # it is data

from sourcebook.lean import dataclass
from sourcebook.model.days import written_day
from sourcebook.nearest import nearest

_TABLES = Path(tzdata.__path__[0]).resolve() / "zoneinfo"
reset_tzpath((str(_TABLES),))  # the packaged ones: the same clocks on every machine

ID = re.compile(r"(?=.{1,100}$)(?:[a-z0-9][a-z0-9-]*|[A-Z][A-Z0-9]*(-[A-Z0-9]+)*)")
"""An id is a part of the name of files, which no system lets be long."""
_SHOWN = 80
"""So many characters of a refused value are quoted."""
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_SUBDIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_LEI = re.compile(r"[A-Z0-9]{18}\d{2}")
DIGEST = re.compile(r"v1-[0-9a-f]{32}")
"""The digest of what a section says; a later way to reckon it takes another beginning."""
_RRULE_PART = (  # seldom needed: compiled where it is asked for
    r"(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)|INTERVAL=\d+|COUNT=\d+|UNTIL=\d{8}(T\d{6}Z?)?"
    r"|BYDAY=[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)(,[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU))*"
    r"|BY(MONTHDAY|YEARDAY|WEEKNO|MONTH|SETPOS)=[+-]?\d+(,[+-]?\d+)*"
    r"|WKST=(MO|TU|WE|TH|FR|SA|SU))"
)
_DAY = re.compile(
    r"((first|second|third|fourth|fifth|last) )?(mon|tue|wed|thu|fri|sat|sun)"
    r"|last|[1-9]|[12]\d|3[01]"
)


@dataclass(frozen=True)
class Kind:
    """The name of a kind of value, as a person would say it."""

    name: str


@dataclass(frozen=True)
class Ref:
    """The value is the id of an item of one of these kinds; of any kind where none is named."""

    kinds: tuple[str, ...]
    everyone: bool = False  # "*" may stand for all roles
    or_text: bool = False  # what is no id is plain text, not an unresolved reference


class Refused(ValueError):  # noqa: N818 -- it is no error of the program
    """A value is not of its kind; ``remedy`` is how to write it: ``it as …``, ``a score …``."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} Write {remedy}.")
        self.remedy = remedy


@dataclass(frozen=True)
class Reads:
    """What reads a scalar as YAML gives it: returns the value, or raises ``Refused``."""

    check: Callable[[Any], Any]


@dataclass(frozen=True, eq=False)
class Json:
    """The JSON Schema of a kind of value, where its Python type does not say enough."""

    schema: Mapping[str, Any]


def _refuse(value: Any, expected: str, example: str) -> Refused:
    """The refusal of a value; ``example`` says how to write it: ``it as …``, ``a score …``."""
    shown = str(getattr(value, "raw", value))
    shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
    return Refused(f"'{shown}' is not {expected}.", example)


def plain_text(value: Any) -> str:
    """Text; a number keeps the way it was written. A boolean or a structure is refused."""
    if isinstance(value, str):
        return value
    raw = getattr(value, "raw", None)
    if isinstance(raw, str):
        return raw
    if isinstance(value, bool):
        word = "true" if value else "false"
        raise _refuse(word, "text", f'it as "{word}", in quotes')
    if isinstance(value, int | float):
        return str(value)
    shown = "a list" if isinstance(value, list | tuple) else "a mapping"
    raise Refused(
        f"{shown} stands where text is wanted.", "one text; put it in quotes if it holds a colon"
    )


def _id(value: Any) -> str:
    text = plain_text(value)
    if not ID.fullmatch(text):
        most = ", of 100 characters at most" if len(text) > _SHOWN else ""
        raise _refuse(text, "an id", f"one such as vendor-architect (a-z, 0-9, -) or R-07{most}")
    return text


def _reference(value: Any) -> str:
    return plain_text(value).strip()


_DATE = "2026-11-22"


def _date(value: Any) -> dt.date:
    text = plain_text(value)
    try:
        if len(text) == 10:
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    meant = written_day(text)
    sure = meant is not None and meant.sure
    how = f"it as {meant.text}" if meant and sure else f"it in the form {_DATE} (year, month, day)"
    raise _refuse(text, "a date of the calendar", how)


def _time(value: Any) -> dt.time:
    text = plain_text(value)
    if match := _TIME.fullmatch(text):
        return dt.time(int(match[1]), int(match[2]))
    raise _refuse(text, "a time of day", "it in the form 14:30 (24 hours)")


def _zone(value: Any) -> str:
    text = plain_text(value)
    if not _is_zone(text):
        offset = re.search(r"\d", text)  # no name is near to UTC+2
        near = nearest(text, _zones()) if text.strip() and not offset else None
        meant = f"{near}, if that is meant" if near else "one such as Europe/London"
        raise _refuse(text, "an IANA time zone", meant)
    return text


@cache
def _zones() -> frozenset[str]:
    """All zones there are: they are many files to look through."""
    return frozenset(available_timezones())


@cache
def _is_zone(name: str) -> bool:
    if not re.fullmatch(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*", name):
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


@cache
def countries() -> dict[str, str]:
    """ISO 3166-1 alpha-2 codes and short names, from the tz database's own table."""
    table = (_TABLES / "iso3166.tab").read_text("utf-8")
    rows = (line.split("\t", 1) for line in table.splitlines() if line[:1] not in ("#", ""))
    return {code: name.strip() for code, name in rows}


def _country(value: Any) -> str:
    text = plain_text(value)
    if text not in countries():
        raise _refuse(text, "a country of ISO 3166-1", "two letters such as PT (GB, not UK)")
    return text


def _matching(pattern: re.Pattern[str], expected: str, example: str) -> Any:
    def check(value: Any) -> str:
        text = plain_text(value)
        if not pattern.fullmatch(text):
            raise _refuse(text, expected, example)
        return text

    return check


def _rrule(value: Any) -> str:
    text = plain_text(value)
    parts = text.removeprefix("RRULE:").split(";")
    if not all(re.fullmatch(_RRULE_PART, part) for part in parts) or "FREQ=" not in text:
        raise _refuse(text, "a recurrence rule of RFC 5545", "one such as FREQ=MONTHLY;BYDAY=-1TH")
    return text


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _refuse(
        value if not isinstance(value, dict | list | tuple) else "a structure",
        "true or false",
        "true or false, in small letters",
    )


_LARGEST = 1e15
"""No quantity of a playbook is as large; what is, is a slip."""


def _number(low: float | None, high: float | None, whole: bool, expected: str, example: str) -> Any:
    def check(value: Any) -> int | float:
        good = isinstance(value, int) or (isinstance(value, float) and not whole)
        if isinstance(value, bool) or not good or value != value or abs(value) >= _LARGEST:
            shown = "a structure" if isinstance(value, dict | list | tuple) else value
            raise _refuse(shown, expected, example)
        if (low is not None and value < low) or (high is not None and value > high):
            raise _refuse(value, expected, example)
        return value if isinstance(value, float) else int(value)

    return check


_TEXT = Json({"type": ["string", "number"]})
_ID_SCHEMA = Json({"type": ["string", "integer"], "pattern": f"^({ID.pattern})$"})

Text = Annotated[str, Reads(plain_text), _TEXT, Kind("text")]
"""Markdown: paragraphs, lists, emphasis, links, code."""
Name = Annotated[str, Reads(plain_text), _TEXT, Kind("name")]
"""Plain text on one line: a name or a title."""
Pointer = Annotated[str, Reads(plain_text), _TEXT, Kind("pointer")]
"""Where something lies outside the playbook: an address or words; never resolved."""
Id = Annotated[str, Reads(_id), _ID_SCHEMA, Kind("id")]
Date = Annotated[
    dt.date,
    Reads(_date),
    Kind("date"),
    Json({"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
]
Time = Annotated[
    dt.time,
    Reads(_time),
    Kind("time"),
    Json({"type": "string", "pattern": r"^([01]?\d|2[0-3]):[0-5]\d$"}),
]
Zone = Annotated[
    str,
    Reads(_zone),
    Kind("zone"),
    Json({"type": "string", "examples": ["Europe/London", "America/Bogota"]}),
]
Country = Annotated[
    str,
    Reads(_country),
    Kind("country"),
    Json({"type": "string", "pattern": "^[A-Z]{2}$"}),
]
Subdivision = Annotated[
    str,
    Kind("subdivision"),
    Reads(_matching(_SUBDIVISION, "a subdivision of ISO 3166-2", "one such as PT-13")),
    Json({"type": "string", "pattern": f"^{_SUBDIVISION.pattern}$"}),
]
Lei = Annotated[
    str,
    Kind("name"),
    Reads(
        _matching(_LEI, "a legal entity identifier (ISO 17442)", "20 capital letters and digits")
    ),
    Json({"type": "string", "pattern": "^[A-Z0-9]{18}[0-9]{2}$"}),
]
Digest = Annotated[
    str,
    Kind("name"),
    Reads(
        _matching(
            DIGEST,
            "a digest of what a section says",
            "none by hand: delete the entry, and let the role agree with `sourcebook agree`",
        )
    ),
    Json({"type": "string", "pattern": f"^{DIGEST.pattern}$"}),
]
Rrule = Annotated[str, Reads(_rrule), Json({"type": "string"}), Kind("name")]
Day = Annotated[
    str,
    Kind("day"),
    Reads(_matching(_DAY, "a day of a meeting", "one such as thu, last thu, 15 or last")),
    Json({"type": ["string", "integer"], "pattern": f"^({_DAY.pattern})$"}),
]
Flag = Annotated[bool, Reads(_boolean), Kind("flag")]
Number = Annotated[
    float,
    Reads(_number(None, None, False, "a number", "one such as 4.4 (a point, no unit)")),
    Kind("number"),
]
Count = Annotated[
    int,
    Reads(_number(0, None, True, "a whole number, 0 or more", "one such as 30, no unit")),
    Kind("number"),
    Json({"type": "integer", "minimum": 0}),
]
FORMAT = 1
"""The version of the playbook format that is read and written; `sourcebook upgrade` leads to it."""
Format = Annotated[
    int,
    Reads(
        _number(
            1,
            FORMAT,
            True,
            "a format that this Sourcebook knows (a later one takes a newer Sourcebook)",
            f"the current one, {FORMAT}",
        )
    ),
    Kind("number"),
    Json({"type": "integer", "minimum": 1, "maximum": FORMAT}),
]
Whole = Annotated[
    int,
    Reads(_number(None, None, True, "a whole number", "one such as 30, no unit")),
    Kind("number"),
]
Quantity = Annotated[
    float,
    Reads(_number(0, None, False, "a number, 0 or more", "one such as 4, no unit")),
    Kind("number"),
    Json({"type": "number", "minimum": 0}),
]
Percent = Annotated[
    float,
    Reads(_number(0, 100, False, "a percentage, 0 to 100", "one such as 25")),
    Kind("number"),
    Json({"type": "number", "minimum": 0, "maximum": 100}),
]
Score = Annotated[
    int,
    Reads(_number(1, 5, True, "a score, 1 to 5", "one such as 4")),
    Kind("number"),
    Json({"type": "integer", "minimum": 1, "maximum": 5}),
]
Level = Annotated[
    int,
    Reads(_number(0, 4, True, "a level, 0 to 4", "one such as 3")),
    Kind("number"),
    Json({"type": "integer", "minimum": 0, "maximum": 4}),
]
Rating = Annotated[
    float,
    Reads(_number(1, 5, False, "a score, 1 to 5", "one such as 4.2")),
    Kind("number"),
    Json({"type": "number", "minimum": 1, "maximum": 5}),
]


Reference = Annotated[str, Reads(_reference), _TEXT, Kind("reference")]
"""The id of another item; sections add a ``Ref`` that says of which kind."""
RoleRef = Annotated[Reference, Ref(("role",))]
AnyoneRef = Annotated[Reference, Ref(("role",), everyone=True)]
PartyRef = Annotated[Reference, Ref(("party",))]
LocationRef = Annotated[Reference, Ref(("location",))]
ChannelRef = Annotated[Reference, Ref(("channel",))]
DataClassRef = Annotated[Reference, Ref(("data class",))]
