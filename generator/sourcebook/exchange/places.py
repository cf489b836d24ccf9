"""Places as people name them: a town, a country, its clock and its working week."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from sourcebook.errors import UsageError
from sourcebook.model import values  # noqa: F401 -- the packaged tables of time zones
from sourcebook.nearest import nearest
from sourcebook.render.countries import country_name

WORK_START, WORK_END = dt.time(9), dt.time(17, 30)
_YEAR = 2026  # any recent one: rules of a country's clocks seldom part
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"(\d{1,2}:\d{2})\s*(?:-|–|to)\s*(\d{1,2}:\d{2})")
_HOW = "Write it as: City, Country, or: City, Country, Time/Zone, 09:00-17:30"


@dataclass(frozen=True)
class Place:
    """A place where people work; ``tz`` is None where the country has several clocks."""

    city: str
    country: str  # ISO 3166-1
    tz: str | None
    start: dt.time = WORK_START
    end: dt.time = WORK_END


def place_of(text: str) -> Place:
    """A place from one line: ``Porto, Portugal`` or ``Boston, US, America/New_York, 8:00-16:00``.

    Raises UsageError, which says what cannot be understood.
    """
    city, *rest = (part.strip() for part in text.split(","))
    if not city or not rest:
        raise UsageError(f"'{text}' is no place. {_HOW}")
    country = country_of(rest.pop(0))
    tz, hours = zone_at(city, country), (WORK_START, WORK_END)
    for part in rest:
        if _HOURS.fullmatch(part):
            hours = hours_of(part)
        elif "/" in part or part == "UTC":
            tz = zone_of(part, country)
        else:
            raise UsageError(
                f"'{part}' is neither a time zone nor working hours (in '{text}'). {_HOW}"
            )
    return Place(city, country, tz, *hours)


def country_of(text: str) -> str:
    """The code of a country by its code or its English name. Raises UsageError."""
    codes = _countries()
    if text.upper() in codes.values():
        return text.upper()
    if found := codes.get(text.casefold()):
        return found
    near = nearest(text.casefold(), codes)
    hint = (
        f"Did you mean {codes[near]} ({country_name(codes[near])})?"
        if near
        else ("Write its name in English, or the two letters of ISO 3166-1, such as PT.")
    )
    raise UsageError(f"'{text}' is no country. {hint}")


def zone_of(text: str, country: str | None = None) -> str:
    """A time zone, checked and spelt as IANA has it. Raises UsageError."""
    known = {name.casefold(): name for name in available_timezones()}
    if found := known.get(text.strip().replace(" ", "_").casefold()):
        return found
    near = nearest(text.casefold(), known)
    here = zones_in(country) if country else ()
    hint = (
        f"Did you mean {known[near]}?"
        if near
        else (
            f"Zones of {country_name(country)}: {', '.join(here)}."
            if country and here
            else "Write one of IANA's, such as Europe/London."
        )
    )
    raise UsageError(f"'{text}' is no time zone. {hint}")


def hours_of(text: str) -> tuple[dt.time, dt.time]:
    """When work begins and ends: ``09:00-17:30``. Raises UsageError."""
    found = _HOURS.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError(text)
        first, last = (dt.time.fromisoformat(part.rjust(5, "0")) for part in found.groups())
    except ValueError:
        raise UsageError(
            f"'{text}' are no working hours. Write them as 09:00-17:30, in the time of the place."
        ) from None
    return first, last


def zones_in(country: str) -> tuple[str, ...]:
    """The IANA zones of a country, those with the most people about first."""
    return _zones().get(country, ())


def zone_at(city: str, country: str) -> str | None:
    """The clock of a town: that which is named after it, or nearly the whole country's."""
    here = zones_in(country)
    name = city.strip().replace(" ", "_").casefold()
    own = (zone for zone in here if zone.rpartition("/")[2].casefold() == name)
    return next(own, here[0] if here and _rules_most(here) else None)


def _rules_most(zones: tuple[str, ...]) -> bool:
    """Whether a country's first zone holds but for islands and corners, or all show one time."""
    if re.search(r"most of|mainland", _notes().get(zones[0], "")):
        return True
    clocks = {
        tuple(dt.datetime(_YEAR, month, 15, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7))
        for zone in zones
    }
    return len(clocks) == 1


def work_days(country: str) -> tuple[str, ...]:
    """The days of the week on which people work there."""
    import holidays

    try:
        weekend = holidays.country_holidays(country).weekend
    except NotImplementedError:
        weekend = {5, 6}
    days = [number for number in range(7) if number not in weekend]
    return tuple(_WEEK[number] for number in days)


@cache
def _countries() -> dict[str, str]:
    """Codes by names in lower case, with those that tzdata and people use beside the official."""
    listed = _table("iso3166.tab")
    names = {name.casefold(): code for code, name in listed}
    return {
        **names,
        **{country_name(code).casefold(): code for code, _ in listed},
        "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "usa": "US",
        "holland": "NL", "czech republic": "CZ",
    }  # fmt: skip


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, _, zone, *_ in _table("zone.tab"):
        found.setdefault(code, []).append(zone)
    return {code: tuple(zones) for code, zones in found.items()}


@cache
def _notes() -> dict[str, str]:
    """What the table of zones says of each: ``Portugal (mainland)``."""
    return {row[2]: row[3] for row in _table("zone.tab") if len(row) > 3}


def _table(name: str) -> Iterable[list[str]]:
    """The rows of a table of tzdata, without its comments."""
    text = (files("tzdata") / "zoneinfo" / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
