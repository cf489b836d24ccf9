"""What reports look like."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from importlib.resources import files

import jsonschema
import pytest

from sourcebook.findings import Accepted, Edit, Finding, Place, Repair, Severity
from sourcebook.lint.report import Report, reported
from sourcebook.lint.reporters.json import json_report, json_schema
from sourcebook.lint.reporters.text import text_report

DAY = dt.date(2026, 11, 22)


def finding(
    severity: Severity, line: int, message: str = "It is wrong.", **more: object
) -> Finding:
    file = str(more.pop("file", "playbooks/a/goals.yaml"))
    place = Place(file, line, int(str(more.pop("column", 3))), line, int(str(more.pop("end", 8))))
    return Finding(
        "ABC001", "some-rule", severity, message, place, "a", "goals", "goals[G1]",
        fix=str(more["fix"]) if "fix" in more else None,
    )


def report(*findings: Finding) -> Report:
    return Report(findings, ("a",), DAY)


def lines(_file: str, number: int) -> str:
    return f"  owner: boss  # {number}"


def test_text_has_errors_first_a_frame_the_fix_and_a_summary() -> None:
    shown = text_report(
        report(finding(Severity.WARNING, 2), finding(Severity.ERROR, 9, fix="Write 'lead'.")), lines
    )
    assert shown == (
        "playbooks/a/goals.yaml:9:3  error    ABC001 some-rule  It is wrong.\n"
        "     9 |   owner: boss  # 9\n"
        "       |   ^^^^^\n"
        "   fix: Write 'lead'.\n"
        "playbooks/a/goals.yaml:2:3  warning  ABC001 some-rule  It is wrong.\n"
        "     2 |   owner: boss  # 2\n"
        "       |   ^^^^^\n"
        "\n"
        "section  errors  warnings  infos\n"
        "goals         1         1      ·\n"
        "\n"
        "1 error, 1 warning, 0 infos in a (as of 2026-11-22).\n"
    )


def test_what_is_about_a_whole_file_has_no_frame() -> None:
    missing = Finding("STR001", "x", Severity.ERROR, "Missing.", Place("engagement.yaml"), "a")
    assert "|" not in text_report(report(missing), lines)


def test_text_groups_by_file_the_files_with_errors_first() -> None:
    shown = text_report(
        report(
            finding(Severity.INFO, 1, file="a.yaml"),
            finding(Severity.ERROR, 1, file="b.yaml"),
            finding(Severity.WARNING, 7, file="b.yaml"),
            finding(Severity.WARNING, 1, file="a.yaml"),
        ),
        lines,
        quiet=True,
    )
    assert [line.split("  ")[0] for line in shown.splitlines()] == [
        "b.yaml:1:3", "b.yaml:7:3", "a.yaml:1:3", "a.yaml:1:3",
    ]


def test_text_without_findings() -> None:
    assert text_report(report(), lines) == "No findings in a (as of 2026-11-22).\n"
    assert text_report(report(), lines, quiet=True) == ""


def test_colours_come_only_when_asked_for_and_change_no_word() -> None:
    one = report(finding(Severity.ERROR, 1))
    plain, coloured = text_report(one, lines), text_report(one, lines, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[31m" in coloured
    stripped = coloured
    for code in ("1", "2", "31", "32", "33", "36", "0"):
        stripped = stripped.replace(f"\x1b[{code}m", "")
    assert stripped == plain


def test_a_frame_follows_wide_letters_and_tabs_and_cuts_long_lines() -> None:
    def tricky(_file: str, number: int) -> str:
        return {1: "日本: x", 2: "\ta: b", 3: "k: " + "x" * 300}[number]

    def frame(line: int, column: int, end: int) -> list[str]:
        one = report(finding(Severity.ERROR, line, column=column, end=end))
        return [row[9:] for row in text_report(one, tricky).splitlines()[1:3]]

    assert frame(1, 5, 6) == ["日本: x", "      ^"]
    assert frame(2, 2, 3) == ["    a: b", "    ^"]
    shown, mark = frame(3, 200, 204)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert mark == " " * 51 + "^^^^"


def test_content_cannot_steer_the_terminal() -> None:
    one = report(finding(Severity.ERROR, 1, "bad \x1b[31m\u202e\nword"))
    shown = text_report(one, lambda _file, _number: "a: \x1b]0;title\x07")
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert shown.count("\n") == 8


@pytest.mark.parametrize(
    "findings",
    [(), (finding(Severity.ERROR, 3), Finding("STR010", "x-y", Severity.INFO, "m", Place("f")))],
)
def test_json_keeps_the_promise_of_its_schema(findings: tuple[Finding, ...]) -> None:
    shape = json.loads(json_report(report(*findings)))
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.validate(shape, json_schema(), cls=jsonschema.Draft202012Validator)
    assert shape["version"] == 1
    assert shape["as_of"] == "2026-11-22"
    assert shape["summary"]["errors"] == sum(f.severity is Severity.ERROR for f in findings)


def test_json_of_a_finding_has_every_key() -> None:
    (shape,) = json.loads(json_report(report(finding(Severity.ERROR, 3))))["findings"]
    assert list(shape) == [
        "code", "slug", "severity", "message", "engagement", "file", "line", "column",
        "end_line", "end_column", "path", "profile", "clause", "fix", "accepted", "fingerprint",
    ]
    assert list(shape) == json_schema()["$defs"]["finding"]["required"]


ACCEPTED = dataclasses.replace(
    finding(Severity.ERROR, 3),
    accepted=Accepted(dt.date(2027, 1, 31), "training in January", "lead"),
    repair=Repair(True, (Edit(Place("a.yaml", 3, 1, 3, 9), "b"),)),
)


def test_text_counts_what_is_accepted_and_lists_it_when_asked() -> None:
    one = reported([ACCEPTED], ("a",), DAY)
    assert text_report(one, lines) == (
        "No findings in a (as of 2026-11-22). 1 is accepted; --show-accepted lists them.\n"
    )
    assert text_report(one, lines, show_accepted=True).startswith(
        "playbooks/a/goals.yaml:3:3  error    ABC001 some-rule  It is wrong.\n"
        "   accepted by lead until 2027-01-31: training in January\n\nNo findings in a"
    )
    assert text_report(one, lines, quiet=True) == ""
    assert text_report(one, lines, quiet=True, show_accepted=True) == (
        "playbooks/a/goals.yaml:3:3  error    ABC001 some-rule  It is wrong."
        "  (accepted by lead until 2027-01-31: training in January)\n"
    )
    assert not one.fails(Severity.INFO)
    assert one.count(Severity.ERROR) == 0


def test_json_says_who_accepts_a_finding_and_what_mends_it() -> None:
    shape = json.loads(json_report(reported([ACCEPTED], ("a",), DAY)))
    jsonschema.validate(shape, json_schema(), cls=jsonschema.Draft202012Validator)
    assert shape["summary"]["accepted"] == 1
    assert shape["summary"]["errors"] == 0
    (one,) = shape["findings"]
    assert one["accepted"] == {
        "by": "lead", "until": "2027-01-31", "reason": "training in January",
    }
    assert one["fix"] == {
        "safe": True,
        "edits": [{
            "file": "a.yaml", "line": 3, "column": 1, "end_line": 3, "end_column": 9, "text": "b",
        }],
    }


def test_a_report_fails_at_its_bar() -> None:
    warned = report(finding(Severity.WARNING, 1))
    assert warned.fails(Severity.INFO)
    assert warned.fails(Severity.WARNING)
    assert not warned.fails(Severity.ERROR)


INFOS = [dataclasses.replace(finding(Severity.INFO, line), code="XYZ001") for line in range(1, 6)]
ALSO = finding(Severity.INFO, 9)


def test_more_than_a_handful_of_infos_are_counted_by_rule() -> None:
    shown = text_report(report(*INFOS, ALSO, finding(Severity.WARNING, 7)), lines)
    assert [line.split()[1] for line in shown.splitlines() if line.startswith("playbooks/")] == [
        "warning"
    ]
    assert (
        "6 infos, counted by rule; --show-info lists them:\n"
        "     5  XYZ001 some-rule\n     1  ABC001 some-rule\n\n"
    ) in shown
    assert "0 errors, 1 warning, 6 infos in a" in shown


@pytest.mark.parametrize(
    ("infos", "bar", "asked"),
    [(INFOS, Severity.ERROR, False), ([*INFOS, ALSO], Severity.INFO, False),
     ([*INFOS, ALSO], Severity.ERROR, True)],
    ids=["a handful", "they fail the run", "asked for"],
)  # fmt: skip
def test_infos_are_listed(infos: list[Finding], bar: Severity, asked: bool) -> None:
    given = dataclasses.replace(report(*infos), bar=bar)
    shown = text_report(given, lines, show_info=asked)
    assert shown.count("  info     ") == len(infos)
    assert "counted by rule" not in shown
    assert text_report(report(*INFOS, ALSO), lines, quiet=True).count("  info     ") == 6


def test_the_schema_says_everything_once() -> None:
    """Of two equal keys JSON silently takes the last."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        assert len(set(names)) == len(names)
        return dict(pairs)

    text = files("sourcebook.lint.reporters").joinpath("findings.schema.json").read_text("utf-8")
    assert json.loads(text, object_pairs_hook=once) == json_schema()
