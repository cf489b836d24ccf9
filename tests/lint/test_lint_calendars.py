"""Public holidays that are kept: known without the library, and never trusted blindly."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sourcebook.analysis import holidays
from sourcebook.analysis.holidays import Holiday, known_tables, public_holidays
from sourcebook.lint.calendars import FILE, kept_calendars

BASE = Path(__file__).parent / "base"
ASKED = (("PT", "PT-13", 2027), ("IN", None, 2027), ("UA", None, 2027))
RUN = (
    "import sys; from sourcebook.cli import main\n"
    "try: main(['lint', '--as-of', '2026-11-22', *sys.argv[1:]])\nexcept SystemExit: pass\n"
    "print('holidays' in sys.modules)"
)


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is known from other tests, and nothing is left to them."""
    monkeypatch.setattr(holidays, "_TABLES", {})


def tables(root: Path) -> dict[holidays.Year, holidays.Table]:
    """What a run that keeps its calendars says of the years."""
    with kept_calendars(root):
        return {asked: public_holidays(*asked) for asked in ASKED}


def another_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on nothing is known, and the library cannot be asked."""

    def gone() -> None:
        raise AssertionError("the library was asked")

    monkeypatch.setattr(holidays, "_TABLES", {})
    monkeypatch.setattr(holidays, "_library", gone)


def test_what_was_looked_up_is_known_to_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names, their order, estimates, and that a country is not known."""
    found = tables(tmp_path)
    another_run(monkeypatch)
    again = tables(tmp_path)
    assert {asked: table and [*table.items()] for asked, table in again.items()} == {
        asked: table and [*table.items()] for asked, table in found.items()
    }
    assert again[ASKED[2]] is None
    table = again[ASKED[1]]
    assert table is not None
    assert table[dt.date(2027, 3, 10)] == Holiday(dt.date(2027, 3, 10), "Eid al-Fitr", True)


def renamed(text: str) -> str:
    return text.replace("Saint John's Day", "Saint Jane's Day")


def older(text: str) -> str:
    return text.replace("holidays-", "holidays-0.")


@pytest.mark.parametrize(
    "damage",
    [renamed, older, lambda text: text[:-9], lambda _: "", lambda _: "[]", lambda _: '{"sum": 1}'],
    ids=["changed", "of another version", "cut", "empty", "a list", "bare"],
)
def test_a_damaged_file_does_not_exist(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage
) -> None:
    found = tables(tmp_path)
    file = tmp_path / FILE
    whole = file.read_text("utf-8")
    file.write_text(damage(whole), "utf-8")
    monkeypatch.setattr(holidays, "_TABLES", {})
    assert tables(tmp_path) == found
    assert file.read_text("utf-8") == whole


def test_years_of_other_runs_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables(tmp_path)
    monkeypatch.setattr(holidays, "_TABLES", {})
    with kept_calendars(tmp_path):
        public_holidays("IE", "IE-D", 2027)
    kept = json.loads((tmp_path / FILE).read_text("utf-8"))["years"]
    assert {*kept} == {"PT PT-13 2027", "IN  2027", "UA  2027", "IE IE-D 2027"}


def test_a_file_does_not_grow_for_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sourcebook.lint.calendars.MOST", 3)
    tables(tmp_path)
    monkeypatch.setattr(holidays, "_TABLES", {})
    with kept_calendars(tmp_path):
        public_holidays("DE", None, 2027)
    assert list(json.loads((tmp_path / FILE).read_text("utf-8"))["years"]) == ["DE  2027"]


def test_where_nothing_can_be_written_nothing_is(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("in the way", "utf-8")
    assert tables(tmp_path)[ASKED[0]]
    assert known_tables().keys() == {*ASKED}
    assert [path.name for path in tmp_path.iterdir()] == [".cache"]


def test_a_changed_engagement_is_linted_without_the_library(tmp_path: Path) -> None:
    """But for the first time, and with --no-cache; the findings are the same."""
    shutil.copytree(BASE, tmp_path / "playbooks" / "base")

    def run(*options: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", RUN, *options],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.splitlines()

    first = run()
    with (tmp_path / "playbooks" / "base" / "goals.yaml").open("a", encoding="utf-8") as file:
        file.write("# again\n")
    second = run()
    assert first[-1] == "True"
    assert second == [*first[:-1], "False"]
    assert run("--no-cache") == first


def test_what_other_processes_look_up_is_kept_as_well(tmp_path: Path) -> None:
    for number in range(24):
        shutil.copytree(BASE, tmp_path / "playbooks" / f"base-{number}")

    def run(*options: str) -> list[str]:
        command = [sys.executable, "-c", RUN, "--quiet", *options]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    alone = tmp_path / "alone"
    shutil.copytree(BASE, alone / "playbooks" / "base")
    subprocess.run([sys.executable, "-c", RUN], cwd=alone, capture_output=True, check=True)
    run("--jobs", "2")
    asked = [json.loads((root / FILE).read_text("utf-8"))["years"] for root in (tmp_path, alone)]
    assert asked[0] == asked[1] != {}
    with (tmp_path / "playbooks" / "base-3" / "goals.yaml").open("a", encoding="utf-8") as file:
        file.write("# again\n")
    assert run("--jobs", "2")[-1] == "False"
