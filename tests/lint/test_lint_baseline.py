"""The baseline: what is known, what is new, what is mended."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.errors import UsageError
from sourcebook.findings import Accepted, Finding, Place, Severity
from sourcebook.lint.baseline import NOTHING, Baseline, Entry, entry_of, read_baseline


def finding(path: str, line: int = 1, code: str = "ABC001", file: str = "a.yaml") -> Finding:
    return Finding(code, "x", Severity.ERROR, "m", Place(file, line, 2), "a", "goals", path)


def everything(_entry: Entry) -> bool:
    return True


def of(*findings: Finding) -> Baseline:
    return NOTHING.updated(findings, everything)


def test_lines_above_make_no_difference() -> None:
    split = of(finding("goals[G1]", 3)).split([finding("goals[G1]", 30)], everything)
    assert (len(split.standing), len(split.known), split.stale) == (0, 1, ())


def test_one_more_of_a_kind_stands() -> None:
    alike = [finding("goals[G1]", line) for line in (1, 2, 3)]
    split = of(*alike[:2]).split(alike, everything)
    assert (split.known, split.standing) == (tuple(alike[:2]), (alike[2],))


def test_what_is_mended_is_stale_where_the_run_looked() -> None:
    known = of(finding("a"), finding("b", file="b.yaml"))
    split = known.split([], lambda entry: entry.file == "a.yaml")
    assert split.stale == (entry_of(finding("a")),)
    assert len(known.split([], everything).stale) == 2


def test_updating_merges_and_prunes() -> None:
    known = of(finding("a"), finding("b", file="b.yaml"))
    updated = known.updated([finding("c")], lambda entry: entry.file == "a.yaml")
    assert [entry.path for entry in sorted(updated.counts)] == ["c", "b"]


def test_neither_secrets_nor_what_is_accepted_are_part_of_it() -> None:
    secret = finding("a", code="SEC008")
    accepted = dataclasses.replace(
        finding("b"), accepted=Accepted(dt.date(2027, 1, 1), "why", None)
    )
    assert of(secret, accepted) == NOTHING
    by_hand = Baseline({entry_of(secret): 1})
    assert by_hand.split([secret], everything).standing == (secret,)


_TEXTS = st.text(max_size=8)
_ENTRIES = st.builds(Entry, _TEXTS, _TEXTS, _TEXTS, _TEXTS, _TEXTS)


@given(st.dictionaries(_ENTRIES, st.integers(1, 9), max_size=4))
def test_what_is_written_is_read_again(counts: dict[Entry, int]) -> None:
    text = Baseline(counts).text
    assert len(json.loads(text)["findings"]) == len(counts)


def test_the_file_has_one_line_an_entry(tmp_path: Path) -> None:
    known = of(finding("b"), finding("a"), finding("a", 9))
    assert known.text == (
        '{"version": 1,\n "findings": [\n'
        '  {"file": "a.yaml", "code": "ABC001", "section": "goals", "path": "a", "count": 2},\n'
        '  {"file": "a.yaml", "code": "ABC001", "section": "goals", "path": "b"}\n ]}\n'
    )
    path = tmp_path / "baseline.json"
    path.write_text(known.text, "utf-8")
    assert read_baseline(path) == known
    path.write_text(NOTHING.text, "utf-8")
    assert read_baseline(path) == NOTHING


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is no JSON"),
        ("[]", "is no baseline of version 1"),
        ('{"version": 2}', "is no baseline of version 1"),
        ('{"version": 1}', "has no list of findings"),
        ('{"version": 1, "findings": [1]}', "entry 1: it is no object"),
        ('{"version": 1, "findings": [{"fil": "a"}]}', "unknown key 'fil'. Did you mean 'file'?"),
        ('{"version": 1, "findings": [{"file": "a"}]}', "lacks file or code"),
        ('{"version": 1, "findings": [{"file": "a", "code": 1}]}', "its values are texts"),
        ('{"version": 1, "findings": [{"file": "a", "code": "b", "count": 0}]}', "from 1"),
    ],
)
def test_a_file_that_is_no_baseline(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError) as raised:
        read_baseline(path)
    assert words in str(raised.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_baseline(tmp_path / "no.json")
