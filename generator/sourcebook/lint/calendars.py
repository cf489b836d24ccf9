"""Public holidays that were looked up before, in one file of the project's cache folder.

The library that knows them takes longer to start than a file takes to be linted. The file is JSON,
holds for one version of the library and of Sourcebook, and may be deleted at any time; where it is
damaged in any way, it does not exist.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from sourcebook import __version__
from sourcebook.analysis.holidays import Holiday, Table, Year, known_tables, take_tables
from sourcebook.hashing import blake2b
from sourcebook.source.kept import keep

FILE = ".cache/sourcebook/holidays.json"
MOST = 2000
"""Years of countries that are kept; where there would be more, only what this run looked up."""

_LIBRARY = "holidays"
_VERSION = 2


@contextmanager
def kept_calendars(root: Path) -> Iterator[None]:
    """Within, what earlier runs over the project in a folder looked up is known.

    What this process looks up within is kept for later ones; where nothing can be written, nothing
    is.
    """
    made_by = _made_by()
    if made_by is None:
        yield
        return
    file = root / FILE
    before = _read(file, made_by)
    take_tables(before)
    try:
        yield
    finally:
        now = known_tables()
        if new := {year: now[year] for year in now.keys() - before.keys()}:
            all_ = {**before, **new}
            _write(file, made_by, all_ if len(all_) <= MOST else new)


def _made_by() -> str | None:
    """The versions that a table holds for; ``None`` where nobody can tell the library's.

    The library itself is not asked: to be asked it has to be imported.
    """
    found = PathFinder.find_spec(_LIBRARY)
    if found is None or found.origin is None:
        return None
    beside = os.path.dirname(os.path.dirname(found.origin))  # noqa: PTH120 -- fast
    try:
        names = os.listdir(beside)  # noqa: PTH208 -- names alone
    except OSError:  # it lies in an archive
        return None
    named = (name for name in names if name.startswith(f"{_LIBRARY}-"))
    versions = [name.removesuffix(".dist-info") for name in named if name.endswith(".dist-info")]
    if len(versions) != 1:
        return None
    return f"sourcebook {__version__}, {versions[0]}, {_VERSION}"


def _read(file: Path, made_by: str) -> Mapping[Year, Table]:
    try:
        whole = json.loads(file.read_bytes())
        if whole["made by"] != made_by or whole["sum"] != _sum(whole["years"]):
            return {}
        return {_year(name): _table(days) for name, days in whole["years"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _year(name: str) -> Year:
    country, subdivision, year = name.split(" ")
    return country, subdivision or None, int(year)


def _table(days: Any) -> Table:
    if days is None:
        return None
    found = (Holiday(dt.date.fromisoformat(day), name, estimated) for day, name, estimated in days)
    return {its.date: its for its in found}


def _write(file: Path, made_by: str, tables: Mapping[Year, Table]) -> None:
    years = {
        f"{country} {subdivision or ''} {year}": None
        if table is None
        else [[str(day), its.name, its.estimated] for day, its in table.items()]
        for (country, subdivision, year), table in tables.items()
    }
    told = {"made by": made_by, "sum": _sum(years), "years": years}
    keep(file, (json.dumps(told, ensure_ascii=False).encode(),))


def _sum(years: Any) -> str:
    """What tells whether a file is whole."""
    return blake2b(json.dumps(years).encode(), digest_size=16).hexdigest()
