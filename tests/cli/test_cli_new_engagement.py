"""``sourcebook new engagement``: from options, by asking, and from another engagement."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.conftest import Run
from lint.workspace import change
from sourcebook.cli import asking, main, new_engagement
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import fields_of
from sourcebook.source.document import read_mapping

LAYERS = Path(__file__).parent.parent.parent / "playbooks" / "_shared"
SIDES = (
    "--client", "Acme", "--client-place", "Leeds, UK",
    "--vendor", "Mare Alta, Lda.", "--vendor-place", "Porto, Portugal, 10:00-18:00",
)  # fmt: skip


def data(project: Path, section: str, slug: str = "acme") -> Any:
    path = project / "playbooks" / slug / f"{section}.yaml"
    return read_mapping(path.name, path.read_bytes()).data


def ask(monkeypatch: pytest.MonkeyPatch, answers: str, *arguments: str) -> Result:
    monkeypatch.setattr("sourcebook.cli.new_engagement.at_terminal", lambda: True)
    return CliRunner().invoke(main, ["new", "engagement", "acme", *arguments], input=answers)


def test_options_say_all(run: Run, project: Path) -> None:
    result = run(
        "new", "engagement", "acme", *SIDES, "--start", "2027-01-04", "--end", "2028-12-31",
        "--phase", "selection", "--profile", "gdpr-28", "--model", "project",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "sourcebook lint acme --next" in result.output
    engagement, roles = data(project, "engagement"), data(project, "roles")
    assert {side["id"]: side["country"] for side in engagement["parties"]} == {
        "acme": "GB", "mare-alta-lda": "PT",
    }  # fmt: skip
    assert engagement["location_model"] == "nearshore"
    assert engagement["status"] == "draft"
    assert engagement["regulatory_profiles"] == ["gdpr-28"]
    assert [place["tz"] for place in roles["locations"]] == ["Europe/London", "Europe/Lisbon"]
    assert roles["locations"][1]["work_start"] == "10:00"
    assert {role["party"] for role in roles["roles"]} == {"acme", "mare-alta-lda"}
    names = {path.stem for path in (project / "playbooks" / "acme").iterdir()}
    assert {"goals", "security", "compliance"} <= names
    assert "milestones" not in names  # asked for from the transition on


@pytest.mark.parametrize("phase", ["selection", "transition", "delivery", "exit"])
def test_nothing_but_what_is_to_do_is_left(run: Run, project: Path, phase: str) -> None:
    assert run("new", "engagement", "acme", *SIDES, "--phase", phase).exit_code == 0
    shutil.rmtree(project / "playbooks" / "base")
    lines = run("lint", "--quiet").output.splitlines()
    words = {word for line in lines if " info " not in line for word in line.split()}
    assert {"TXT001", "STR002"} <= words
    assert (
        not {"STR000", "STR001", "STR003", "STR004", "STR005", "REF001", "RAC001", "RAC004"} & words
    )
    first = run("lint", "--next").output
    assert first.index("roles.yaml") < first.index("communication.yaml")


@pytest.mark.slow
def test_it_builds_at_once(run: Run, project: Path) -> None:
    assert run("new", "engagement", "acme", *SIDES).exit_code == 0
    result = run("build", "acme")
    assert result.exit_code == 0, result.output
    assert "Acme" in (project / "site" / "internal" / "acme" / "index.html").read_text("utf-8")


def test_without_a_person_what_no_option_says_stays_open(run: Run, project: Path) -> None:
    assert run("new", "engagement", "acme").exit_code == 0
    engagement = data(project, "engagement")
    assert engagement["start_date"] is None
    assert engagement["criticality"] is None
    assert [side["name"] for side in engagement["parties"]] == ["TODO", "TODO"]


def test_it_asks_and_asks_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = "\n".join((
        "", "Acme", "Leeds", "Leeds, United Kingdom", "", "",
        "Mare Alta", "Boston, USA", "America/New_Yrok", "America/New_York", "8-17", "8:00-17:00",
        "", "2027-01-04", "2026-01-01", "", "deliv", "", "hihg", "high", "dora",
        "gdpr-28, dora-30-2",
    ))  # fmt: skip
    result = ask(monkeypatch, f"{answers}\n")
    assert result.exit_code == 0, result.output
    for told in (
        "'Leeds' is no place.",
        "Did you mean America/New_York?",
        "'8-17' are no working hours.",
        "2026-01-01 is before 2027-01-04",
        "Did you mean 'high'?",
        "    gdpr-28            GDPR Article 28 processor terms\n",
        "    dora-30-2          Regulation (EU) 2022/2554 (DORA): All ICT service contracts\n",
        "'dora' may be dora-30-2 or dora-30-3 or dora-28-extras. Write which.",
    ):
        assert told in result.output
    engagement = data(project, "engagement")
    assert engagement["name"] == "Acme"
    assert engagement["end_date"] == "2029-01-03"
    assert engagement["phase"] == "delivery"
    assert engagement["delivery_model"] == "dedicated-team"
    assert engagement["regulatory_profiles"] == ["gdpr-28", "dora-30-2"]
    assert data(project, "roles")["locations"][1]["tz"] == "America/New_York"


def test_companies_of_one_name_have_ids_of_their_own(run: Run, project: Path) -> None:
    sides = ("--client", "Acme", "--vendor", "ACME", "--vendor-place", "Porto, Portugal")
    assert run("new", "engagement", "acme", *sides).exit_code == 0
    assert [side["id"] for side in data(project, "engagement")["parties"]] == ["acme", "acme-2"]
    assert [role["party"] for role in data(project, "roles")["roles"]] == ["acme", "acme-2"]


def test_what_nobody_knows_yet_stays_todo(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = ask(monkeypatch, "\n" * 20)
    assert result.exit_code == 0, result.output
    assert "Where people of the client work" in result.output
    parties = data(project, "engagement")["parties"]
    assert [(side["id"], side["name"]) for side in parties] == [
        ("client", "TODO"),
        ("vendor", "TODO"),
    ]


def test_nobody_is_asked_with_no_input(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = ask(monkeypatch, "", "--no-input")
    assert result.exit_code == 0
    assert (project / "playbooks" / "acme").is_dir()


def test_who_stops_half_way_leaves_nothing_behind(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = ask(monkeypatch, "Acme\n")
    assert (result.exit_code, result.stderr) == (130, "\nStopped: nothing is written.\n")
    assert not (project / "playbooks" / "acme").exists()
    assert not asking.at_terminal()


def test_layers_are_not_laid_over_with_todos(run: Run, project: Path) -> None:
    shutil.copytree(LAYERS, project / "playbooks" / "_shared")
    assert run("new", "engagement", "acme", *SIDES, "--extends", "security-baseline").exit_code == 0
    security = data(project, "security")
    assert "mfa" not in security["access"]
    assert "awareness_training" not in security


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("base",), "playbooks/base exists already. Take another slug"),
        (("Acme X",), "Use a-z, 0-9 and '-': acme-x"),
        (("acme", "--profile", "gdpr28"), "Did you mean 'gdpr-28'?"),
        (("acme", "--extends", "x"), "There is none in this project yet."),
        (("acme", "--from", "bsae"), "Did you mean 'base'?"),
        (("acme", "--from", "base", "--client", "X"), "Give --client or --from, not both"),
        (("acme", "--client-place", "Porto"), "--client-place: 'Porto' is no place."),
        (("acme", "--client-place", "Rome, Itlay"), "Did you mean IT (Italy)?"),
        (("acme", "--client-place", "Rome, IT, now"), "neither a time zone nor working hours"),
        (("acme", "--client-place", "Boston, US"), "Add the one of Boston, such as: America/New_"),
        (("acme", "--start", "2027-01-04", "--end", "2026-01-04"), "before it begins"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    run: Run, project: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = run("new", "engagement", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert [folder.name for folder in (project / "playbooks").iterdir()] == ["base"]


def test_from_another_comes_how_people_work_and_no_fact(run: Run, project: Path) -> None:
    base = project / "playbooks" / "base"
    ignore = "  # sourcebook: ignore[SEC003] until=2027-01-31 by=client-lead -- soon\n"
    text = (base / "security.yaml").read_text("utf-8")
    change(base, write={"security.yaml": text.replace("protocols:\n", f"protocols:{ignore}", 1)})
    result = run("new", "engagement", "acme", "--from", "base", "--start", "2027-01-04")
    assert result.exit_code == 0, result.output
    for section in ("roles", "security", "communication"):
        ids = [item["id"] for item in _first_list(data(project, section, "base"))]
        assert [item["id"] for item in _first_list(data(project, section))] == ids
    security = data(project, "security")
    assert security["meta"]["last_reviewed"] is None
    assert {p["verification"]["last_verified"] for p in security["protocols"]} == {None}
    assert {p["verification"]["result"] for p in security["protocols"]} == {None}
    assert "ignore[" not in (project / "playbooks/acme/security.yaml").read_text("utf-8")
    engagement = data(project, "engagement")
    assert engagement["parties"][0]["id"] == data(project, "engagement", "base")["parties"][0]["id"]
    assert engagement["start_date"] == "2027-01-04"
    shutil.rmtree(base)
    words = set(run("lint", "--quiet").output.split())
    assert not {"STR000", "STR001", "STR003", "STR004", "STR005", "REF001"} & words


@pytest.mark.parametrize("other", ["harbourline-mobile", "northbridge-health", "falkenrath-erp"])
def test_from_every_example(run: Run, project: Path, other: str) -> None:
    shutil.rmtree(project / "playbooks" / "base")
    for name in ("_shared", other):
        shutil.copytree(LAYERS.parent / name, project / "playbooks" / name)
    arguments = ("--from", other, "--phase", "delivery", "--no-input")
    assert run("new", "engagement", "acme", *arguments).exit_code == 0
    shutil.rmtree(project / "playbooks" / other)
    words = set(run("lint", "--quiet").output.split())
    refused = {"STR000", "STR003", "STR004", "STR005", "STR006", "REF001", "REF003"}
    assert not refused & words
    agreed = data(project, "security")["meta"]
    assert (agreed["status"], agreed["agreed_by"]) == ("draft", [])


def test_its_choices_are_those_of_the_model() -> None:
    """The command line is there before the model is; a closed engagement is never begun."""
    fields = fields_of(SECTIONS["engagement"])
    assert (*new_engagement.PHASES, "closed") == fields["phase"].shape.choices
    assert fields["delivery_model"].shape.choices == new_engagement.MODELS
    assert fields["criticality"].shape.choices == new_engagement.CRITICALITIES


def _first_list(section: dict[str, Any]) -> list[dict[str, Any]]:
    return next(value for value in section.values() if isinstance(value, list))
