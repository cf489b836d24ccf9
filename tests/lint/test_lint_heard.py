"""Nothing waits for a cause that a run does not tell: by a baseline, a choice of rules or files, or
a revision before which it was there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from changes.past import Past
from lint.test_lint_waiting import EXTENDS, LAYER, OWN, RULES
from lint.workspace import DAY, change, make_project
from sourcebook.cli import main

FILE = "site_config/lint-baseline.json"
MISSPELT = {"[rules]": "[ruels]"}
UNTOLD = "is not told yet"
PERHAPS = (
    "What is called missing in base may not be, since a layer is not found, which these findings "
    "do not tell: mend that first.\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An engagement with half of its risks in a layer, whose name is misspelt; it lacks a scope."""
    made = make_project(tmp_path) / "playbooks" / "base"
    change(made, replace={"engagement.yaml": EXTENDS}, write={**LAYER, "risks.yaml": OWN})
    change(made, replace={"engagement.yaml": MISSPELT}, delete=["scope.yaml"])
    monkeypatch.chdir(tmp_path)
    return made


def lint(*options: str) -> Result:
    return CliRunner().invoke(main, ["lint", "--as-of", DAY.isoformat(), *options])


def codes(*options: str) -> set[str]:
    told = json.loads(lint("--format", "json", *options).stdout)
    return {finding["code"] for finding in told["findings"]}


def known(root: Path, *codes: str) -> None:
    rows = [
        {"file": "playbooks/base/engagement.yaml", "code": code, "section": "engagement", **path}
        for code, path in ((code, {"path": "extends[0]"}) for code in codes)
    ]
    (root / "site_config").mkdir(exist_ok=True)
    (root / FILE).write_text(json.dumps({"version": 1, "findings": rows}), "utf-8")


@pytest.mark.usefixtures("folder")
def test_a_cause_that_the_baseline_knows_lets_no_gap_through(tmp_path: Path) -> None:
    known(tmp_path, "REF003")
    result = lint()
    assert result.exit_code == 1
    assert "STR001" in result.stdout
    assert UNTOLD not in result.stdout
    assert lint("--format", "json").stdout == lint("--format", "json", "--no-cache").stdout


def test_a_baseline_takes_what_waits_with_its_cause(folder: Path, tmp_path: Path) -> None:
    assert lint("--write-baseline").exit_code == 0
    entries = {row["code"] for row in json.loads((tmp_path / FILE).read_text())["findings"]}
    assert {"REF003", "STR001", "RSK001"} <= entries
    assert lint().exit_code == 0
    change(folder, delete=["security.yaml"])
    assert codes() == {"STR001"}


@pytest.mark.usefixtures("folder")
def test_what_to_do_next_begins_with_the_cause() -> None:
    told = lint("--next").stdout
    assert told.startswith("1. error: extends: 'ruels' is no folder")
    assert UNTOLD in told


def test_what_waits_is_not_called_mended(folder: Path) -> None:
    change(folder, replace={"engagement.yaml": {"[ruels]": "[rules]"}})
    assert lint("--write-baseline").exit_code == 0
    change(folder, replace={"engagement.yaml": {"[rules]": "[ruels]"}})
    result = lint()
    assert UNTOLD in result.stdout
    assert "mended" not in result.stderr


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--select", "STR001"), {"STR001"}),
        (("--select", "STR"), {"STR001", "STR002", "STR003"}),
        (("--ignore", "REF003,RSK,STR002,STR003"), {"STR001"}),
        (("--ignore", "RSK"), {"REF003"}),
        (("--select", "REF003,STR001"), {"REF003"}),
        (("playbooks/base/risks.yaml", "--select", "RSK001"), {"RSK001"}),
        (("playbooks/base/engagement.yaml",), {"REF003"}),
    ],
)
def test_gaps_wait_where_their_cause_is_told(options: tuple[str, ...], told: set[str]) -> None:
    assert codes(*options) == told
    result = lint(*options)
    assert (UNTOLD in result.stdout) is ("REF003" in told)
    assert (PERHAPS in result.stdout) is ("REF003" not in told)
    assert result.exit_code == (0 if told == {"STR003"} else 1)


@pytest.mark.usefixtures("folder")
def test_a_file_as_it_is_being_typed_is_told_its_own_gaps() -> None:
    arguments = ["lint", "-", "--stdin-filename", "playbooks/base/risks.yaml", "-q"]
    piped = CliRunner().invoke(main, [*arguments, "--as-of", DAY.isoformat()], input=OWN)
    assert "RSK001" in piped.stdout
    assert piped.exit_code == 1


def test_a_cause_from_before_lets_through_no_gap_that_a_change_brought(
    folder: Path, tmp_path: Path
) -> None:
    first = Past(tmp_path).commit("2026-11-20", "first")
    change(folder, delete=["security.yaml"])
    assert codes("--changed-since", first) == {"STR001"}
    assert lint("--changed-since", first).exit_code == 1


def test_gaps_that_were_there_all_the_time_did_not_come_with_the_layer(
    folder: Path, tmp_path: Path
) -> None:
    first = Past(tmp_path).commit("2026-11-20", "first")
    change(folder, replace={"engagement.yaml": {"[ruels]": "[rules]"}})
    assert codes("--changed-since", first) == set()


def test_what_only_waits_is_not_gone_and_does_not_come(folder: Path, tmp_path: Path) -> None:
    past = Past(tmp_path)
    change(folder, replace={"engagement.yaml": {"[ruels]": "[rules]"}})
    good = past.commit("2026-11-20", "good")
    change(folder, replace={"engagement.yaml": {"[rules]": "[ruels]"}})
    bad = past.commit("2026-11-21", "bad")
    assert (findings(good, bad), findings(bad, good)) == ((["REF003"], []), ([], ["REF003"]))


def findings(before: str, after: str) -> tuple[list[str], list[str]]:
    """The codes of the findings that came, and of those that went."""
    arguments = ["diff", before, after, "--format", "json", "--as-of", DAY.isoformat()]
    (told,) = json.loads(CliRunner().invoke(main, arguments).stdout)["engagements"]
    new, gone = (told["findings"][key] for key in ("new", "gone"))
    return [its["code"] for its in new], [its["code"] for its in gone]


def test_mending_writes_nothing_in_place_of_a_layer(folder: Path) -> None:
    before = (folder / "risks.yaml").read_bytes()
    lint("--unsafe-fixes", "--ignore", "REF003")
    assert (folder / "risks.yaml").read_bytes() == before
    assert not (folder / "scope.yaml").exists()


@pytest.mark.usefixtures("folder")
def test_one_line_a_finding_holds_the_cause() -> None:
    (line,) = lint("-q").stdout.splitlines()
    assert "REF003" in line


def test_a_layer_is_found_once_for_all_and_known_once(folder: Path, tmp_path: Path) -> None:
    """The cause stands in a layer that two engagements share."""
    change(
        folder,
        replace={"engagement.yaml": {"[ruels]": "[rules]"}},
        write={f"{RULES}/layer.yaml": "title: Rules\nextends: [nowhere]\n"},
    )
    make_project(tmp_path, ["other"])
    change(tmp_path / "playbooks/other", replace={"engagement.yaml": EXTENDS})
    assert codes() == {"REF003"}
    assert lint("--ignore", "REF003").exit_code == 1


def test_a_file_that_cannot_be_read_is_in_no_baseline(folder: Path, tmp_path: Path) -> None:
    change(folder, replace={"engagement.yaml": {"[ruels]": "[rules]"}})
    change(folder, write={"goals.yaml": "objective: [\n"})
    lint("--write-baseline")
    assert "STR000" not in (tmp_path / FILE).read_text()
    assert codes() == {"STR000"}


def test_a_file_that_cannot_be_read_is_not_called_mended(folder: Path, tmp_path: Path) -> None:
    """An entry of it may stand in an older baseline."""
    goals = {"file": "playbooks/base/goals.yaml", "code": "STR000", "section": "goals"}
    change(folder, replace={"engagement.yaml": {"[ruels]": "[rules]"}})
    change(folder, write={"goals.yaml": "objective: [\n"})
    known(tmp_path)
    (tmp_path / FILE).write_text(json.dumps({"version": 1, "findings": [goals]}), "utf-8")
    result = lint("--select", "STR000")
    assert (result.exit_code, result.stderr) == (1, "")
    change(folder, write={"goals.yaml": "objective: Sell\n"})
    assert "mended" in lint("--select", "STR000").stderr
