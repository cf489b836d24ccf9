"""``sourcebook accept``: one comment in the right line, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import Run
from lint.workspace import change, findings_of

BY = ("--until", "2027-01-31", "--by", "client-lead", "--reason", "as agreed")
COMMENT = "until=2027-01-31 by=client-lead -- as agreed"


@pytest.fixture
def base(project: Path) -> Path:
    return project / "playbooks" / "base"


def test_it_writes_a_line_above(run: Run, base: Path, project: Path) -> None:
    change(base, replace={"risks.yaml": {"    owner: client-lead\n": "    owner: boss\n"}})
    before = (base / "risks.yaml").read_text("utf-8")
    line = before.partition("owner: boss")[0].count("\n") + 1
    result = run("accept", "REF001", f"playbooks/base/risks.yaml:{line}", *BY)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.output == f"Accepted REF001 until 2027-01-31: playbooks/base/risks.yaml:{line}.\n"
    after = (base / "risks.yaml").read_text("utf-8")
    comment = f"    # sourcebook: ignore[REF001] {COMMENT}\n"
    assert after == before.replace("    owner: boss\n", f"{comment}    owner: boss\n")
    assert [f.accepted is not None for f in findings_of(project)] == [True]
    again = run("accept", "REF001", f"playbooks/base/risks.yaml:{line + 1}", *BY)
    assert again.exit_code == 2
    assert "is accepted there until 2027-01-31 already" in again.stderr


@pytest.mark.parametrize(
    "place",
    [
        "base:register[R-1].owner",
        "base:risks.register[R-1].owner",
        "playbooks/base/risks.yaml:register[R-1].owner",
        "playbooks/base/risks.yaml:10:12",
    ],
)
def test_the_place_may_be_a_key_path(run: Run, base: Path, place: str) -> None:
    change(base, replace={"risks.yaml": {"    owner: client-lead\n": "    owner: boss\n"}})
    assert run("accept", "unknown-reference", place, *BY).exit_code == 0
    assert run("lint", "--fail-on", "info").exit_code == 0


def test_a_dry_run_writes_nothing(run: Run, base: Path) -> None:
    change(base, replace={"risks.yaml": {"    owner: client-lead\n": "    owner: boss\n"}})
    before = (base / "risks.yaml").read_bytes()
    result = run("accept", "REF001", "base:register[R-1].owner", *BY, "--dry-run")
    assert result.exit_code == 0
    assert result.output.startswith("--- a/playbooks/base/risks.yaml\n+++ b/playbooks/base/risks")
    assert f"+    # sourcebook: ignore[REF001] {COMMENT}\n" in result.output
    assert (base / "risks.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        # A field of an item in brackets: the line above would hold for the item as a whole as well.
        ("register:\n", "register:\n  - {id: R-2, nmae: x}\n", 4),
        # The first field of an item: above it the whole item would be accepted.
        ("  - id: R-1\n", "  - nmae: x\n    id: R-1\n", 4),
        # A text on the line below its key.
        ("    title: Delay\n", "    nmae:\n      a long\n      text\n    title: Delay\n", 5),
        ("    title: Delay\n", "    nmae: >-\n      a\n      b\n    title: Delay\n", 5),
        ("    title: Delay\n", "    nmae: 'a\n      b'\n    title: Delay\n", 5),
        ("meta: {", "meta: {nmae: x, ", 1),
    ],
)
def test_any_shape_takes_a_comment(
    run: Run, base: Path, project: Path, old: str, new: str, line: int
) -> None:
    change(base, replace={"risks.yaml": {old: new}})
    code = "STR003"
    result = run("accept", code, f"playbooks/base/risks.yaml:{line}", *BY)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    told = [f for f in findings_of(project) if f.code in (code, "STR006")]
    assert [(f.code, f.accepted is not None) for f in told] == [(code, True)]


def test_a_missing_section_is_accepted_in_the_manifest(run: Run, base: Path) -> None:
    change(base, delete=["risks.yaml"])
    text = (base / "engagement.yaml").read_text("utf-8")
    (base / "engagement.yaml").write_text(f"# yaml-language-server: $schema=x\n{text}", "utf-8")
    assert run("accept", "STR001", "playbooks/base/engagement.yaml:1", *BY).exit_code == 0
    lines = (base / "engagement.yaml").read_text("utf-8").splitlines()
    assert lines[:2] == [
        "# yaml-language-server: $schema=x",
        f"# sourcebook: ignore[STR001] {COMMENT}",
    ]
    assert run("lint").exit_code == 0


def test_bytes_around_it_stay(run: Run, base: Path) -> None:
    """A byte order mark, Windows line ends, no line end at the end."""
    raw = b"\xef\xbb\xbfmeta: {owner: client-lead, last_reviewed: 2026-11-02}\r\nx: \xc3\xa9"
    before = (base / "goals.yaml").read_bytes().split(b"\n", 1)[1].replace(b"\n", b"\r\n")
    head, _, last = raw.partition(b"\r\n")
    (base / "goals.yaml").write_bytes(head + b"\r\n" + before + last)
    assert run("accept", "STR003", "base:x", *BY).exit_code == 0
    comment = f"# sourcebook: ignore[STR003] {COMMENT}".encode()
    after = (base / "goals.yaml").read_bytes()
    assert after in (
        head + b"\r\n" + before + comment + b"\r\n" + last,
        head + b"\r\n" + before + last + b"  " + comment,
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["REF001", "base:register[R-1].owner", "--until", "2026-11-21"], "it ended on 2026-11-21"),
        (["REF001", "base:register[R-1].owner", "--until", "2027-05-22"], "more than 180 days"),
        (["REF001", "base:register[R-1].owner", "--by", "client-leed"], "mean 'client-lead'?"),
        (["REF001", "base:register[R-1].owner", "--reason", " - "], "say in a line why"),
        (["REF001", "base:register[R-2].owner"], "It is found at: playbooks/base/risks.yaml:10."),
        (["STR003", "base:register[R-1].owner"], "There is no STR003 at"),
        (["REF01", "base:register[R-1].owner"], "'REF01' is no rule. Did you mean REF001?"),
        (["SEC008", "base:register[R-1].owner"], "SEC008 cannot be accepted"),
        (["REF001", "bsae:register"], "Did you mean 'base'?"),
        (["REF001", "playbooks/base/goals.yaml:11"], "There is no REF001 at"),
        (
            ["REF001", "playbooks/base"],
            "Say which REF001 is meant: FILE:LINE, or a key path behind the file or the slug. "
            "It is found at: playbooks/base/risks.yaml:10.\n",
        ),
        (["STR003", "base"], "There is no STR003 at 'base'.\n"),
    ],
)
def test_what_it_refuses(run: Run, base: Path, arguments: list[str], words: str) -> None:
    change(base, replace={"risks.yaml": {"    owner: client-lead\n": "    owner: boss\n"}})
    before = (base / "risks.yaml").read_bytes()
    result = run("accept", *arguments[:2], *BY, *arguments[2:])
    assert result.exit_code == 2, result.output
    assert words in result.stderr
    assert (base / "risks.yaml").read_bytes() == before


def test_all_that_says_who_and_why_is_needed(run: Run) -> None:
    for option in ("--until", "--by", "--reason"):
        at = BY.index(option)
        result = run("accept", "REF001", "base:x", *BY[:at], *BY[at + 2 :])
        assert result.exit_code == 2
        assert f"Missing option '{option}'" in result.stderr
