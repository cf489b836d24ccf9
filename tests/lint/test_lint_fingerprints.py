"""A finding is recognised from one run to the next."""

from __future__ import annotations

from pathlib import Path

from lint.workspace import change, findings_of, make_project
from sourcebook.findings import Finding, Place, Severity
from sourcebook.lint.fingerprints import fingerprint, fingerprints


def test_lines_above_change_nothing(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    change(folder, replace={
        "goals.yaml": {"    owner: client-lead": "    owner: nobody"},
        "roles.yaml": {"raci: {client-lead: A,": "raci: {client-lead: C,"},
    })  # fmt: skip
    before = findings_of(tmp_path)
    change(folder, replace={
        "goals.yaml": {"goals:": "# a comment\n\nx-note: text\ngoals:"},
        "roles.yaml": {"activities:": "activities:\n  - {id: plan, title: Plan, raci: "
                       "{client-lead: A, vendor-lead: R}}"},
    })  # fmt: skip
    after = findings_of(tmp_path)
    assert before
    assert {f.place.line for f in before} != {f.place.line for f in after}
    assert fingerprints(before) == fingerprints(after)


def test_those_that_are_alike_are_counted_from_the_top() -> None:
    lines = (9, 3, 5)
    alike = [
        Finding("ABC001", "x", Severity.ERROR, "m", Place("a.yaml", line), "a") for line in lines
    ]
    marks = fingerprints(alike)
    assert marks == tuple(fingerprint(alike[0], number) for number in (3, 1, 2))
    assert len(set(marks)) == 3
    assert fingerprints(alike[:1]) == (fingerprint(alike[0]),)


def test_what_makes_a_difference_and_what_does_not() -> None:
    place = Place("a.yaml", 3)
    one = Finding("ABC001", "x", Severity.ERROR, "m", place, "a", "goals", "goals[G1]")
    reworded = Finding(
        "ABC001", "y", Severity.INFO, "n", Place("a.yaml", 9), "", "goals", "goals[G1]"
    )
    assert fingerprint(one) == fingerprint(reworded)
    others = [
        Finding("ABC002", "x", Severity.ERROR, "m", place, "a", "goals", "goals[G1]"),
        Finding("ABC001", "x", Severity.ERROR, "m", Place("b.yaml", 3), "a", "goals", "goals[G1]"),
        Finding("ABC001", "x", Severity.ERROR, "m", place, "a", "goals", "goals[G2]"),
        Finding("ABC001", "x", Severity.ERROR, "m", place, "a", "risks", "goals[G1]"),
        Finding("ABC001", "x", Severity.ERROR, "m", place, "a", "goals", "goals[G1]", "dora", "30"),
        Finding("ABC001", "x", Severity.ERROR, "m", place, "a", "goals", "goals[G1]", "dora", "31"),
    ]
    assert len({fingerprint(one), *map(fingerprint, others)}) == 7
