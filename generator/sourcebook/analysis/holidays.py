"""Which days are public holidays where people work, and where nobody can tell."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from sourcebook.forms import Form
from sourcebook.lean import dataclass
from sourcebook.model.sections.roles import Location

_ANY_YEAR = 2026  # a recent one: which subdivisions have calendars does not hang on it
_ESTIMATED = Form(r" \((observed, )?estimated\)")


@dataclass(frozen=True)
class Holiday:
    """A day off."""

    date: dt.date
    name: str
    estimated: bool = False  # it goes by the moon or by decree, and may yet move by a day


@dataclass(frozen=True)
class Holidays:
    """The days off of a place in some years."""

    days: Mapping[dt.date, Holiday]
    known: bool  # whether the public calendar of its country is known for all of these years


def holidays(place: Location, first: dt.date, last: dt.date) -> Holidays:
    """The days off of a place in the years from one day to another.

    The public calendar of its country and subdivision, with what the place itself adds and takes
    away. Half holidays do not count.
    """
    years = [
        public_holidays(place.country, place.subdivision, year)
        for year in range(first.year, last.year + 1)
    ]
    days = {day: holiday for year in years if year for day, holiday in year.items()}
    if (own := place.holidays) is not None:
        for day in own.remove:
            days.pop(day, None)
        for added in own.add:
            if added.date and first.year <= added.date.year <= last.year:
                days[added.date] = Holiday(added.date, added.name or "Day off")
    return Holidays(days, all(year is not None for year in years))


def holiday(place: Location, day: dt.date) -> Holiday | None:
    """What is celebrated at a place on a day, for all that is known."""
    if (own := place.holidays) is not None:
        for added in own.add:
            if added.date == day:
                return Holiday(day, added.name or "Day off")
        if day in own.remove:
            return None
    return (public_holidays(place.country, place.subdivision, day.year) or {}).get(day)


Year = tuple[str, str | None, int]
"""A country, a subdivision, a year."""

Table = Mapping[dt.date, Holiday] | None
"""The public holidays of a year, in their order; ``None`` where they are not known.

Of a subdivision they are not known either where it is another country's.
"""

_TABLES: dict[Year, Table] = {}


def public_holidays(country: str | None, subdivision: str | None, year: int) -> Table:
    """The public holidays of a year; ``None`` where they are not known.

    A subdivision that has no calendar of its own has that of its country.
    """
    if country is None:
        return None
    own = _table((country, subdivision, year))
    return _table((country, None, year)) if own is None and subdivision else own


def lacks_calendar(place: Location) -> bool:
    """Whether only the calendar of its country holds, though the place names a subdivision.

    It does where the subdivision is another country's, or none of those whose holidays are known.
    Where a country's subdivisions all keep the same holidays, each has these.
    """
    country, part = place.country, place.subdivision
    if country is None or part is None:
        return False
    foreign = not is_part(part, country)
    known = foreign or _table((country, None, _ANY_YEAR)) is not None
    return known and _table((country, part, _ANY_YEAR)) is None


def is_part(subdivision: str, country: str) -> bool:
    """Whether the code of a subdivision begins with that of the country."""
    return subdivision.startswith(f"{country}-")


@cache
def subdivisions(country: str) -> tuple[str, ...]:
    """The codes (ISO 3166-2) of a country's subdivisions with calendars of their own."""
    try:
        parts = _library().country_holidays(country).subdivisions
    except NotImplementedError:
        return ()
    return tuple(f"{country}-{part}" for part in parts if re.fullmatch("[A-Z0-9]{1,3}", part))


def _table(asked: Year) -> Table:
    if asked not in _TABLES:
        _TABLES[asked] = _looked_up(*asked)
    return _TABLES[asked]


def known_tables() -> Mapping[Year, Table]:
    """The tables that somebody asked for in this process, and those that it was given."""
    return MappingProxyType(_TABLES)


def take_tables(tables: Mapping[Year, Table]) -> None:
    """Know tables that an earlier process looked up: the library is not needed for them."""
    for asked, table in tables.items():
        _TABLES.setdefault(asked, table)


def _looked_up(country: str, subdivision: str | None, year: int) -> Table:
    """What is known of a country, or of a subdivision: nothing of one that is not among its own."""
    if subdivision and not is_part(subdivision, country):
        return None
    library = _library()
    part = subdivision.partition("-")[2] if subdivision else None
    for subdiv in dict.fromkeys((part, None)):
        try:
            found = library.country_holidays(country, subdiv, years=year, language="en_US")
        except NotImplementedError:  # no such country, or no such subdivision of it
            if subdiv and subdivisions(country):
                return None
            continue
        return MappingProxyType({d: _named(d, found[d]) for d in sorted(found)}) if found else None
    return None


@cache
def _library() -> ModuleType:
    """The library of holidays, imported where somebody asks, and without what nobody asks it for.

    Its package of countries imports all 250 of them when the first is asked for, which takes longer
    than linting a file, and those of calendars and of groups of holidays do the same. Something
    stands in for each, with the same path: then each module is imported by itself. To learn its own
    version it imports half of ``email``, and to read days that are texts a parser of any date;
    nobody asks for either, and something empty stands in as well.
    """
    for name, absent in (("holidays.version", "__version__"), ("dateutil.parser", "parse")):
        if name not in sys.modules:
            sys.modules[name] = ModuleType(name)
            sys.modules[name].__dict__[absent] = ""
    found = PathFinder.find_spec("holidays")
    for path in found.submodule_search_locations or () if found else ():
        for part in ("calendars", "groups", "countries"):
            sys.modules.setdefault(f"holidays.{part}", _Package(f"holidays.{part}", path))
    import holidays as library

    if not hasattr(sys.modules["dateutil.parser"], "parser"):
        del sys.modules["dateutil.parser"]  # others may ask for it
    return library


class _Package(ModuleType):
    """A package that has what its modules have, by what its first file says of them."""

    def __init__(self, name: str, above: str) -> None:
        super().__init__(name)
        self.__path__ = [f"{above}/{name.rpartition('.')[2]}"]

    def __getattr__(self, name: str) -> Any:
        """What a module of it has under a name. Raises AttributeError where none has it."""
        for module, names in self._handed_on:
            if name in names:
                return getattr(import_module(module), name)
        if name.startswith("__"):
            raise AttributeError(f"'{self.__name__}' has no '{name}'")
        sys.modules.pop(self.__name__, None)  # it has more of its own than is known here
        return getattr(import_module(self.__name__), name)

    @cached_property
    def _handed_on(self) -> Sequence[tuple[str, frozenset[str]]]:
        text = Path(self.__path__[0], "__init__.py").read_text("utf-8")
        told = re.findall(r"^from (\S+) import (\([^)]*\)|.*)$", text, re.MULTILINE)
        return [(module, frozenset(re.findall(r"\w+", names))) for module, names in told]


def _named(day: dt.date, name: str) -> Holiday:
    """Of two holidays on a day the certain one counts."""
    names = name.split("; ")
    certain = [one for one in names if not _ESTIMATED.search(one)]
    plain = [_ESTIMATED.sub("", one) for one in certain or names]
    return Holiday(day, "; ".join(plain), estimated=not certain)
