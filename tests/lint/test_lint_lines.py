"""Entries in lines: found one by one or all at once, added or written anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.lint import lines
from sourcebook.lint.lines import Lines

NAME, HEAD = ".cache/sourcebook/lint/some.lines", b"1 mark"
NAMES = ("one", "two", "three", "four", "five", "six", "o", "one-more")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with an entry for each of the names."""
    written = Lines(tmp_path / NAME, HEAD)
    for name in NAMES:
        written.set(name, b"of\t%b" % name.encode() * 20)
    written.save(NAMES)
    return tmp_path


@pytest.mark.parametrize("last", [1, 50, 250, 9999])
@pytest.mark.parametrize("few", [0, 3, 99], ids=["all at once", "some of each", "one by one"])
def test_an_entry_is_found_by_its_whole_name(
    root: Path, few: int, last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "_FEW", few)
    monkeypatch.setattr(lines, "_LAST", last)
    found = Lines(root / NAME, HEAD)
    asked = ("five", "one-more", "wo", "tw", "one", "o", "of", "six")
    entries = [found.get(name) for name in asked]
    there = [name if name in NAMES else None for name in asked]
    assert entries == [name and b"of\t%b" % name.encode() * 20 for name in there]


@pytest.mark.parametrize("last", [1, 9, 14, 9999])
@pytest.mark.parametrize("few", [0, 99])
def test_of_an_entry_that_was_added_the_last_counts(
    root: Path, few: int, last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "_FEW", few)
    monkeypatch.setattr(lines, "_LAST", last)
    before = (root / NAME).read_bytes()
    for entry in (b"new", b"newer"):
        added = Lines(root / NAME, HEAD)
        added.set("two", entry)
        assert added.get("two") == entry
        added.save(NAMES)
    assert (root / NAME).read_bytes() == before + b"\ntwo\tnew\ntwo\tnewer"
    assert Lines(root / NAME, HEAD).get("two") == b"newer"


def test_another_file_that_took_its_place_is_not_mixed_with_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "_LAST", 1)
    asked = Lines(root / NAME, HEAD)
    whole = Lines(root / NAME, b"1 other")
    whole.set("two", b"of another mark")
    whole.save(NAMES)
    assert asked.get("two") is None


def test_what_is_added_is_bounded(root: Path) -> None:
    size = len((root / NAME).read_bytes())
    for number in range(200):
        added = Lines(root / NAME, HEAD)
        added.set("two", b"%d" % number * 10)
        added.save(NAMES)
        assert len((root / NAME).read_bytes()) <= 2 * size
    kept = Lines(root / NAME, HEAD)
    assert kept.get("two") == b"199" * 10
    assert kept.get("six") == b"of\tsix" * 20


def test_where_all_are_written_names_that_are_no_more_are_dropped(root: Path) -> None:
    many = Lines(root / NAME, HEAD)
    for name in NAMES[:4]:
        many.set(name, b"anew" * 99)
    many.save(NAMES[2:])
    found = Lines(root / NAME, HEAD)
    assert [found.get(name) for name in NAMES[:3]] == [None, None, b"anew" * 99]
    assert found.get("six") == b"of\tsix" * 20


def test_what_was_there_is_found_after_all_were_written(root: Path) -> None:
    many = Lines(root / NAME, HEAD)
    for name in NAMES[:4]:
        many.set(name, b"anew" * 99)
    many.save(NAMES)
    assert (many.get("one"), many.get("six")) == (b"anew" * 99, b"of\tsix" * 20)


@pytest.mark.parametrize(
    "start",
    [b"", b"1 mark", b"1 mark\n", b"1 mark x\n", b"1 mars 10\n", b"1 mark %b\n" % (b"9" * 5000)],
    ids=["none", "no size", "no number", "a word", "another", "a number without end"],
)
def test_a_file_that_holds_for_something_else_holds_nothing(root: Path, start: bytes) -> None:
    rest = (root / NAME).read_bytes().partition(b"\n")[2]
    (root / NAME).write_bytes(start + rest)
    assert [Lines(root / NAME, HEAD).get(name) for name in NAMES[1:3]] == [None, None]
    assert Lines(root / NAME, b"1 other").get("two") is None


def test_where_nothing_can_be_written_nothing_is(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file")
    lost = Lines(tmp_path / NAME, HEAD)
    lost.set("one", b"entry")
    lost.save(NAMES)
    assert (tmp_path / ".cache").read_text() == "a file"
