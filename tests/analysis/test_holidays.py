"""Public holidays of places: by country and subdivision, estimated ones, unknown ones."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from model.reader import record
from sourcebook.analysis.holidays import (
    _Package,
    holiday,
    holidays,
    lacks_calendar,
    public_holidays,
    subdivisions,
)
from sourcebook.model.sections.roles import Holiday, HolidayChanges, Location

PORTUGAL = "Day of Portugal, Camões, and the Portuguese Communities"


def place(country: str | None, subdivision: str | None = None) -> Location:
    return record(Location, country=country, subdivision=subdivision)


@pytest.mark.parametrize(
    ("where", "day", "name"),
    [
        (place("PT", "PT-13"), "2027-06-24", "Saint John's Day"),
        (place("PT", "PT-11"), "2027-06-24", None),
        (place("PT", "PT-11"), "2027-05-27", "Corpus Christi"),
        (place("IE"), "2027-06-07", "June Bank Holiday"),
        (place("AR"), "2026-07-10", "Bridge Public Holiday"),
        (place("DE", "DE-BW"), "2027-01-06", "Epiphany"),
        (place("DE", "DE-BE"), "2027-01-06", None),
        (place("IE", "IE-D"), "2027-06-07", "June Bank Holiday"),  # has no calendar of its own
        (place("US", "US-MA"), "2027-04-19", "Patriots' Day"),
        (place("PT", "ES-13"), "2027-06-24", None),  # is none of Portugal
        (place("PT", "ES-13"), "2027-06-10", PORTUGAL),
        (place("PT", "PT-99"), "2027-06-10", PORTUGAL),
        (place("EE"), "2026-12-24", "Christmas Eve"),
        (place(None), "2026-12-25", None),
    ],
)
def test_a_day(where: Location, day: str, name: str | None) -> None:
    found = holiday(where, dt.date.fromisoformat(day))
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("where", "without"),
    [
        (place("PT", "PT-13"), False),
        (place("PT", "PT-99"), True),
        (place("PT", "ES-13"), True),
        (place("IE", "IE-D"), False),
        (place("IE", "GB-NIR"), True),
        (place("UA", "UA-30"), False),
        (place("PT"), False),
        (place(None, "PT-13"), False),
    ],
)
def test_a_subdivision_without_a_calendar(where: Location, without: bool) -> None:
    assert lacks_calendar(where) is without


def test_the_subdivisions_of_a_country_are_codes() -> None:
    assert subdivisions("GB") == ("GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS")
    assert "DE-BY" in subdivisions("DE")
    assert not any(" " in code or len(code) > 6 for code in subdivisions("DE"))
    assert subdivisions("IE") == subdivisions("QQ") == ()


def test_what_goes_by_the_moon_is_estimated() -> None:
    bengaluru = place("IN", "IN-KA")
    eid = holiday(bengaluru, dt.date(2027, 3, 10))
    assert eid is not None
    assert (eid.name, eid.estimated) == ("Eid al-Fitr", True)
    both = holiday(bengaluru, dt.date(2027, 8, 15))  # with the Prophet's Birthday, estimated
    assert both is not None
    assert (both.name, both.estimated) == ("Independence Day", False)


@pytest.mark.parametrize(("country", "known"), [("PT", True), ("UA", False), (None, False)])
def test_a_country_without_data_is_unknown(country: str | None, known: bool) -> None:
    found = holidays(place(country), dt.date(2026, 12, 1), dt.date(2027, 2, 1))
    assert found.known is known
    assert bool(found.days) is known


def test_a_place_adds_and_takes_away() -> None:
    where = record(
        Location,
        country="EE",
        holidays=record(
            HolidayChanges,
            add=(
                record(Holiday, date="2027-02-09", name="Company day"),
                record(Holiday, date="2027-02-10"),
            ),
            remove=("2026-12-24",),
        ),
    )
    own = holidays(where, dt.date(2026, 1, 1), dt.date(2027, 12, 31))
    for day, name in (("2027-02-09", "Company day"), ("2027-02-10", "Day off")):
        date = dt.date.fromisoformat(day)
        found = holiday(where, date)
        assert found is not None
        assert found.name == own.days[date].name == name
    assert holiday(where, dt.date(2026, 12, 24)) is None
    assert dt.date(2026, 12, 24) not in own.days
    assert dt.date(2026, 12, 25) in own.days
    only_2026 = holidays(where, dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert dt.date(2027, 2, 9) not in only_2026.days


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Stands in for a package of two modules that hand on three names, and one of its own."""
    folder = tmp_path / "odd"
    folder.mkdir()
    head = "from odd.one import One, Two\nfrom odd.three import (\n    Three,\n)\n\nOWN = 4\n"
    (folder / "__init__.py").write_text(head)
    (folder / "one.py").write_text("One, Two = 1, 2\n")
    (folder / "three.py").write_text("Three = 3\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "odd", package := _Package("odd", str(tmp_path)))
    yield package
    for name in ("odd", "odd.one", "odd.three"):
        sys.modules.pop(name, None)


def test_of_a_package_only_those_modules_are_read_that_are_asked(package: ModuleType) -> None:
    assert not hasattr(package, "__file__")
    assert (package.One, package.Two) == (1, 2)
    assert "odd.three" not in sys.modules
    assert package.Three == 3
    assert sys.modules["odd"] is package


def test_what_a_package_has_of_its_own_is_had_from_the_whole(package: ModuleType) -> None:
    assert package.OWN == 4
    assert sys.modules["odd"] is not package
    with pytest.raises(AttributeError, match="'odd'"):
        _ = package.Nothing


def test_the_library_reads_no_calendar_that_nobody_asks_for() -> None:
    code = (
        "import sys; from sourcebook.analysis.holidays import public_holidays\n"
        "print(len(public_holidays('PT', None, 2027)), len(public_holidays('IN', None, 2027)))\n"
        "parts = ('groups.christian', 'groups.islamic', 'groups.tibetan', 'calendars.thai')\n"
        "print(*(part for part in parts if f'holidays.{part}' in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    counts, read = done.stdout.splitlines()
    there = (public_holidays("PT", None, 2027), public_holidays("IN", None, 2027))
    assert counts == " ".join(str(len(table)) for table in there if table)
    assert read == "groups.christian groups.islamic"
