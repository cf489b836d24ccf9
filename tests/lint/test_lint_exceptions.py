"""What comments accept, what they do not, and what becomes of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lint.workspace import change, findings_of, make_project
from sourcebook.findings import Accepted, Finding
from sourcebook.lint.exceptions import exceptions_in
from sourcebook.source.document import Document

WHY = "until=2027-01-31 by=client-lead -- as agreed"
ACCEPTED = Accepted(dt.date(2027, 1, 31), "as agreed", "client-lead")


def found(tmp_path: Path, file: str, old: str, new: str) -> tuple[Finding, ...]:
    folder = make_project(tmp_path) / "playbooks" / "base"
    change(folder, replace={file: {old: new}})
    return findings_of(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    owner: client-lead\n", f"    owner: boss  # sourcebook: ignore[REF001] {WHY}\n"),
        ("    owner: client-lead\n", f"    # sourcebook: ignore[REF001] {WHY}\n    owner: boss\n"),
        ("  - id: R-1\n", f"  # sourcebook: ignore[REF001] {WHY}\n  - owner: boss\n    id: R-1\n"),
        ("register:\n", f"register:  # sourcebook: ignore[STR003] {WHY}\n  - {{id: R-2, a: 1}}\n"),
    ],
)
def test_it_holds_for_the_value_of_its_line_or_the_next_node(
    tmp_path: Path, old: str, new: str
) -> None:
    spoken = [f for f in found(tmp_path, "risks.yaml", old, new) if f.code in ("REF001", "STR003")]
    assert [finding.accepted for finding in spoken] == [ACCEPTED]


def test_it_holds_for_nothing_else(tmp_path: Path) -> None:
    new = f"    owner: boss  # sourcebook: ignore[REF001] {WHY}\n    response: x\n"
    told = found(tmp_path, "risks.yaml", "    owner: client-lead\n    response: reduce\n", new)
    assert [(f.code, f.accepted is not None) for f in told] == [("REF001", True), ("STR004", False)]


def test_what_is_missing_is_accepted_where_it_is_told(tmp_path: Path) -> None:
    """A missing field of an item at the item's first line, of a mapping at its key."""
    new = f"  - id: R-1  # sourcebook: ignore[STR002] {WHY}\n"
    (told,) = found(tmp_path, "risks.yaml", "  - id: R-1\n    title: Delay\n", new)
    assert (told.code, told.accepted) == ("STR002", ACCEPTED)


def test_a_missing_section_is_accepted_at_the_head_of_the_manifest(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    change(
        folder, delete=["risks.yaml"],
        replace={"engagement.yaml": {"meta:": f"# sourcebook: ignore[STR001] {WHY}\nmeta:"}},
    )
    (told,) = findings_of(tmp_path)
    assert (told.code, told.accepted) == ("STR001", ACCEPTED)


@pytest.mark.parametrize("why", ["", "until=2026-11-21 -- late", "until=2027-01-31 by=x -- y"])
def test_what_an_invalid_one_was_meant_for_stands(tmp_path: Path, why: str) -> None:
    new = f"    owner: boss  # sourcebook: ignore[REF001] {why}\n"
    told = found(tmp_path, "risks.yaml", "    owner: client-lead\n", new)
    assert [(f.code, f.accepted) for f in told] == [("REF001", None), ("STR006", None)]


def test_who_accepts_is_not_doubted_while_no_role_is_known(tmp_path: Path) -> None:
    """A section that is missing is told once, and what was accepted stays so."""
    folder = make_project(tmp_path) / "playbooks" / "base"
    new = f"    impact: 3\n    note: x  # sourcebook: ignore[STR003] {WHY}\n"
    change(folder, delete=["roles.yaml"], replace={"risks.yaml": {"    impact: 3\n": new}})
    told = findings_of(tmp_path)
    assert [(f.code, f.accepted) for f in told] == [("STR001", None), ("STR003", ACCEPTED)]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("REF0001", " - did you mean REF001?"),
        ("ref001", " - did you mean REF001?"),
        ("unknown-reference", " - did you mean REF001?"),
        ("unknwon-referense", " - did you mean REF001?"),
        ("elephant", ". An exception needs"),
    ],
)
def test_a_name_that_is_no_code_is_answered_with_the_nearest(
    tmp_path: Path, name: str, hint: str
) -> None:
    new = f"    owner: boss  # sourcebook: ignore[{name}] {WHY}\n"
    reference, exception = found(tmp_path, "risks.yaml", "    owner: client-lead\n", new)
    assert (reference.code, reference.accepted, exception.code) == ("REF001", None, "STR006")
    assert f"names '{name}', which is no rule's code{hint}" in exception.message


def test_one_comment_may_name_several_codes(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    change(folder, replace={"risks.yaml": {
        "  - id: R-1\n": f"  # sourcebook: ignore[REF001, STR003] {WHY}\n  - id: R-1\n",
        "    impact: 3\n": "    impact: 3\n    note: x\n",
        "    owner: client-lead\n": "    owner: boss\n",
    }})
    told = {finding.code: finding.accepted for finding in findings_of(tmp_path)}
    assert told == {"REF001": ACCEPTED, "STR003": ACCEPTED}


def test_an_exception_in_a_layer_holds_for_every_engagement(tmp_path: Path) -> None:
    root = make_project(tmp_path, ("one", "two"))
    for slug in ("one", "two"):
        change(
            root / "playbooks" / slug,
            replace={"engagement.yaml": {"status: active": "status: active\nextends: [rules]"}},
            write={
                "../_shared/rules/layer.yaml": "title: Rules\n",
                "../_shared/rules/exit.yaml":
                    f"# sourcebook: ignore[REF001, STR003] {WHY}\n"
                    "assets: [{asset: Keys, owner: nobody}]\n",
            },
        )
    (told,) = findings_of(root)
    assert (told.code, told.accepted) == ("REF001", ACCEPTED)


def test_what_ended_and_what_is_in_vain_says_how_it_is_removed(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    change(folder, replace={"risks.yaml": {
        "register:\n": f"# sourcebook: ignore[STR003] {WHY}\nregister:\n",
        "    impact: 3\n": "    impact: 3  # sourcebook: ignore[STR003] until=2026-11-01 -- x\n",
    }})
    repairs = [finding.repair for finding in findings_of(tmp_path)]
    spans = [(e.place.line, e.place.column, e.place.end_line, e.place.end_column, e.text)
             for repair in repairs if repair and repair.safe for e in repair.edits]
    assert spans == [(3, 1, 4, 1, ""), (10, 14, 10, 66, "")]


def test_they_are_read_in_any_spacing() -> None:
    text = "#  sourcebook:  ignore[ABC001,DEF002 , GHI003]  by=x  until=2027-01-31  --  why -- so"
    (read,) = exceptions_in(Document("a.yaml", f"a: 1  {text}\n"))
    assert read.codes == ("ABC001", "DEF002", "GHI003")
    assert (read.by, read.until, read.reason) == ("x", dt.date(2027, 1, 31), "why -- so")
    assert read.faults == ()
