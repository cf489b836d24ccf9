"""While nobody knows what an engagement inherits, its cause is told, and what is missing waits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from lint.test_lint_cases import CASES, make_case
from lint.workspace import DAY, FACTS, change, make_project
from sourcebook.cli import main
from sourcebook.findings import Severity
from sourcebook.lint.configuration import configured
from sourcebook.lint.run import Request, lint_project
from sourcebook.lint.waiting import waits_for
from sourcebook.model.loading import load_playbook
from sourcebook.source.project import Project

RULES = "../_shared/rules"
LAYER = {
    f"{RULES}/layer.yaml": "title: Rules\n",
    f"{RULES}/risks.yaml": "register: [{id: R-LOCK, title: Lock-in, likelihood: 2, impact: 3}]\n",
}
OWN = """\
meta: {owner: client-lead, last_reviewed: 2026-11-02}
register:
  - {id: R-LOCK, owner: client-lead, status: open}
  - {id: R-PRICE, remove: true}
"""
EXTENDS = {"status: active": "status: active\nextends: [rules]"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The base, whose risks are for the most part those of a layer."""
    made = make_project(tmp_path) / "playbooks" / "base"
    change(made, replace={"engagement.yaml": EXTENDS}, write={**LAYER, "risks.yaml": OWN})
    return made


def codes(folder: Path) -> list[str]:
    project = Project.find(folder)
    report = lint_project(project, configured(project), DAY, Request())
    return [finding.code for finding in report.findings]


def summary(folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> str:
    monkeypatch.chdir(folder.parent.parent)
    return CliRunner().invoke(main, ["lint", "--as-of", DAY.isoformat(), *options]).stdout


UNTOLD = "What is missing in base is not told yet, since {}: mend that first.\n"
CAUSES = {
    "a misspelt layer": ({"[rules]": "[ruels]"}, ["REF003"], "a layer is not found"),
    "no list of layers": ({"[rules]": "{a: b}"}, ["STR004"], "what it extends is not understood"),
    "no name of a layer": ({"[rules]": "[[a]]"}, ["STR004"], "what it extends is not understood"),
    "no YAML": ({"phase: ": "phase: ["}, ["STR000"], "engagement.yaml cannot be read"),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_a_cause_is_told_and_what_follows_waits(
    cause: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced, told, reason = CAUSES[cause]
    change(folder, replace={"engagement.yaml": replaced}, delete=["scope.yaml"])
    assert codes(folder) == told
    assert summary(folder, monkeypatch).endswith(UNTOLD.format(reason))
    assert summary(folder, monkeypatch).endswith(UNTOLD.format(reason))  # remembered


def test_reports_for_pull_requests_and_programs_tell_what_waits(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(folder, replace={"engagement.yaml": {"[rules]": "[ruels]"}})
    line = UNTOLD.format("a layer is not found").strip()
    assert line in summary(folder, monkeypatch, "--format", "markdown").splitlines()
    told = json.loads(summary(folder, monkeypatch, "--format", "json"))
    assert told["summary"]["waits"] == {"base": "a layer is not found"}
    change(folder, replace={"engagement.yaml": {"[ruels]": "[rules]"}})
    assert json.loads(summary(folder, monkeypatch, "--format", "json"))["summary"]["waits"] == {}


@pytest.mark.parametrize("name", ["engagment.yaml", None])
def test_an_engagement_without_its_manifest_lacks_that_alone(
    name: str | None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (folder / "engagement.yaml").read_text("utf-8")
    change(folder, delete=["engagement.yaml"], write={name: text} if name else {})
    assert codes(folder) == ["STR010" if name else "STR001"]
    reason = "engagement.yaml cannot be read" if name else "engagement.yaml is missing"
    assert summary(folder, monkeypatch).endswith(UNTOLD.format(reason))


def test_a_layer_that_a_layer_names_counts_alike(folder: Path) -> None:
    change(folder, write={f"{RULES}/layer.yaml": "title: Rules\nextends: [nowhere]\n"})
    assert codes(folder) == ["REF003"]


MORE = {
    "../_shared/more/layer.yaml": "title: More\n",
    "../_shared/more/risks.yaml": LAYER[f"{RULES}/risks.yaml"],
}
UNREAD = {
    "what it says of itself": {**MORE, f"{RULES}/layer.yaml": "title: Rules\nextends: [more\n"},
    "a section": {f"{RULES}/risks.yaml": "register: [\n"},
    "a section of a layer of it": {
        f"{RULES}/layer.yaml": "title: Rules\nextends: [more]\n",
        "../_shared/more/layer.yaml": "title: More\n",
        "../_shared/more/scope.yaml": "in_scope: a: b\n",
    },
}


@pytest.mark.parametrize("name", UNREAD)
def test_a_file_of_a_layer_that_cannot_be_read_counts_alike(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(folder, write=UNREAD[name], delete=["scope.yaml"])
    assert codes(folder) == ["STR000"]
    reason = "a file of a layer is not read"
    assert summary(folder, monkeypatch).endswith(UNTOLD.format(reason))


def test_a_misspelt_file_of_a_layer_counts_alike_where_it_is_an_error(folder: Path) -> None:
    text = LAYER[f"{RULES}/risks.yaml"]
    change(folder, write={f"{RULES}/risk.yaml": text}, delete=[f"{RULES}/risks.yaml", "scope.yaml"])
    assert codes(folder) == ["STR010"]
    change(folder, replace={"engagement.yaml": {"status: active": "status: draft"}})
    assert {"STR010", "STR001"} <= {*codes(folder)}


@pytest.mark.parametrize("value", ["{a: b}", "[[more]]", "true"])
def test_what_a_layer_extends_must_be_understood(value: str, folder: Path) -> None:
    change(folder, write={**MORE, f"{RULES}/layer.yaml": f"title: Rules\nextends: {value}\n"})
    assert codes(folder) == ["REF003"]


@pytest.mark.parametrize(("key", "words"), [("extend", "mean 'extends'?"), ("q", "Known: title")])
def test_a_misspelt_key_of_a_layer_is_told(key: str, words: str, folder: Path) -> None:
    change(folder, write={**MORE, f"{RULES}/layer.yaml": f"title: Rules\n{key}: [more]\nx-q: 1\n"})
    project = Project.find(folder)
    report = lint_project(project, configured(project), DAY, Request())
    (told,) = (its for its in report.findings if its.place.file.endswith("layer.yaml"))
    assert (told.code, told.severity, told.place.line) == ("STR003", Severity.WARNING, 2)
    assert words in told.message
    assert not report.waits


def test_what_is_really_there_speaks_all_the_same(folder: Path) -> None:
    change(
        folder,
        replace={
            "engagement.yaml": {"[rules]": "[ruels]", "2028-01-31": "2028-02-30"},
            "goals.yaml": {"owner: client-lead,": "owner: client-leed,"},
            "risks.yaml": {"status: open": "description: TODO"},
        },
        write={"pages/more.md": "The password is hunter2-Xk9!qLw7\n"},
    )
    assert {*codes(folder)} >= {"REF003", "STR004", "REF001", "TXT001", "SEC008"}


def test_an_unknown_id_waits_and_a_misspelt_one_does_not(folder: Path) -> None:
    change(folder, replace={"risks.yaml": {"owner: client-lead, status": "owner: group, status"}})
    assert "REF001" in codes(folder)
    change(folder, replace={"engagement.yaml": {"[rules]": "[ruels]"}})
    assert codes(folder) == ["REF003"]


def test_an_exception_may_be_for_what_waits(folder: Path) -> None:
    ignore = "  # sourcebook: ignore[RSK002] until=2027-01-31 -- scored in January"
    change(folder, replace={"risks.yaml": {"status: open}": f"status: open}}{ignore}"}})
    assert "STR006" in codes(folder)
    change(folder, replace={"engagement.yaml": {"[rules]": "[ruels]"}})
    assert codes(folder) == ["REF003"]


CALLED_LESS = {
    "a layer": ("[later]", "{REF003: warning}"),
    "a list": ("{a: b}", "{STR004: info}"),
    "a list that is off": ("{a: b}", "{STR004: off}"),
}


@pytest.mark.parametrize("name", CALLED_LESS)
def test_a_cause_that_is_no_error_lets_no_gap_through(name: str, folder: Path) -> None:
    extends, severity = CALLED_LESS[name]
    change(
        folder,
        replace={"engagement.yaml": {"[rules]": extends}},
        write={"../../site_config/lint.yml": f"severity: {severity}\n"},
        delete=["scope.yaml"],
    )
    assert "STR001" in codes(folder)


def test_a_list_of_layers_that_somebody_accepts_lets_no_gap_through(folder: Path) -> None:
    comment = "  # sourcebook: ignore[STR004] until=2027-01-31 -- to be written in January"
    replaced = {"[rules]": f"{{a: b}}{comment}"}
    change(folder, replace={"engagement.yaml": replaced}, delete=["scope.yaml"])
    assert "STR001" in codes(folder)


@pytest.mark.parametrize(("by", "told"), [("group-lead", False), ("client-leed", True)])
def test_who_accepts_may_be_a_role_of_the_layer(by: str, told: bool, folder: Path) -> None:
    comment = f"  # sourcebook: ignore[TXT001] until=2027-01-31 by={by} -- written in January"
    change(
        folder,
        replace={
            "engagement.yaml": {"[rules]": "[ruels]"},
            "risks.yaml": {"status: open}": f"description: TODO}}{comment}"},
        },
    )
    assert codes(folder) == (["REF003", "TXT001", "STR006"] if told else ["REF003"])


PARTS = {
    "RAC001": ("roles.yaml", "{client-lead: A, vendor-lead: R}", "{vendor-lead: R}"),
    "RAC002": ("roles.yaml", "{client-lead: A, vendor-lead: R}", "{client-lead: A}"),
    "GOL006": ("goals.yaml", "    checkpoints: [{date: 2027-01-29, expected: 30}]\n", ""),
}


@pytest.mark.parametrize("code", PARTS)
def test_a_part_that_the_layer_may_give_waits(code: str, folder: Path) -> None:
    file, whole, part = PARTS[code]
    change(folder, replace={file: {whole: part}})
    assert code in codes(folder)
    change(folder, replace={"engagement.yaml": {"[rules]": "[ruels]"}})
    assert codes(folder) == ["REF003"]


LACKING = {
    "FRS001": "the day after",
    "FRS003": "nobody has looked for 181 days",
    "GOL004": "low confidence without a risk",
    "IMP001": "a day late, and never",
    "KNW006": "a first session that comes later",
    "RAC003": "four of six",
    "RAC004": "a joint activity of one side",
    "RSK002": "three risks of one score",
    "STR008": "only the client",
    "TIM001": "no common working day",
    "TIM002": "once",
    "TIM003": "a milestone on a Saturday",
    "TIM004": "the weeks between the changes of two continents",
    "TIM005": "they overlap by a minute",
}
STANDING = {
    "FRS003": "ended yesterday",
    "GOL004": "reviewed by one side",
    "IMP002": "due yesterday",
    "KNW006": "a plan that begins a day later",
    "REG002": "unknown and superseded",
    "RSK002": "mitigations that change nothing",
}


@pytest.mark.parametrize(
    ("code", "name", "waits"),
    [
        *((code, name, True) for code, name in LACKING.items()),
        *((code, name, False) for code, name in STANDING.items()),
    ],
)
def test_what_a_layer_may_make_good_waits_and_what_stands_does_not(
    code: str, name: str, waits: bool, tmp_path: Path
) -> None:
    rows = yaml.safe_load((CASES / f"{code}.yaml").read_text("utf-8"))["bad"]
    (case,) = (case for case in rows if case["name"] == name)
    make_case(tmp_path, case)
    file = tmp_path / "playbooks" / "base" / "engagement.yaml"
    assert code in codes(file.parent)
    file.write_text(f"{file.read_text('utf-8')}extends: [nowhere]\n", "utf-8")
    assert ("REF003" in codes(file.parent), code in codes(file.parent)) == (True, not waits)


def test_a_profile_waits_for_parties_that_a_layer_may_mark(folder: Path) -> None:
    profiles = {"contracts:": "regulatory_profiles: [dora-30-2]\ncontracts:"}
    change(folder, replace={"engagement.yaml": profiles})
    assert "REG002" in codes(folder)
    change(folder, replace={"engagement.yaml": {"[rules]": "[ruels]"}})
    assert codes(folder) == ["REF003"]


def test_an_action_waits_that_a_layer_may_have_closed(folder: Path) -> None:
    text = "actions: [{id: A, action: Pair, owner: client-lead, due: 2026-11-20, status: open}]"
    cadence = "cadence: {delivery_days: 30, risk_days: 90, relationship_days: 90}"
    meta = "meta: {owner: client-lead, last_reviewed: 2026-11-02}"
    change(folder, write={"improvement.yaml": f"{meta}\n{cadence}\n{text}\n"})
    change(folder, replace={"engagement.yaml": {"[rules]": "[ruels]"}})
    assert "IMP002" in codes(folder)
    change(folder, replace={"improvement.yaml": {", status: open": ""}})
    assert codes(folder) == ["REF003"]


@pytest.mark.parametrize("how", ["off", "accepted"])
def test_nothing_waits_for_what_nobody_is_going_to_mend(
    how: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = "  # sourcebook: ignore[REF003] until=2027-01-31 -- to be written in January"
    change(folder, replace={"engagement.yaml": {"[rules]": "[later]"}})
    if how == "off":
        change(folder, write={"../../site_config/lint.yml": "severity: {REF003: off}\n"})
    else:
        change(folder, replace={"engagement.yaml": {"[later]": f"[later]{comment}"}})
    assert {"STR002", "RSK001", "RSK002"} <= {*codes(folder)}
    assert "not told yet" not in summary(folder, monkeypatch)


def test_layers_in_a_circle_are_all_there(folder: Path) -> None:
    change(
        folder,
        write={
            f"{RULES}/layer.yaml": "title: Rules\nextends: [more]\n",
            "../_shared/more/layer.yaml": "title: More\nextends: [rules]\n",
        },
    )
    loaded = load_playbook(Project.find(folder), "base")
    assert [finding.code for finding in loaded.findings] == ["REF003", "STR003"]
    assert waits_for(loaded, FACTS, {}) == ()
    assert len(codes(folder)) > 2


def test_a_misspelt_key_is_a_warning_and_lets_no_gap_through(folder: Path) -> None:
    change(folder, replace={"engagement.yaml": {"extends:": "extend:"}})
    project = Project.find(folder)
    report = lint_project(project, configured(project), DAY, Request())
    assert report.fails(Severity.ERROR)
    assert not report.waits


def test_the_line_names_every_engagement_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project(tmp_path, ("one", "two", "three"))
    for slug, name in (("one", "here"), ("two", "there")):
        extends = {"status: active": f"status: active\nextends: [{name}]"}
        change(root / "playbooks" / slug, replace={"engagement.yaml": extends})
    change(root / "playbooks" / "three", delete=["engagement.yaml"])
    assert summary(root / "playbooks" / "one", monkeypatch).endswith(
        "What is missing in one, two is not told yet, since a layer is not found: mend that first."
        "\nWhat is missing in three is not told yet, since engagement.yaml is missing: mend that "
        "first.\n"
    )
