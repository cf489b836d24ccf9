"""``sourcebook export json`` and ``export register``: all engagements of the examples together."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from sourcebook.analysis.register import COLUMNS
from sourcebook.cli import main
from sourcebook.exchange.portfolio import register_csv
from sourcebook.render.dossier import Dossier

ROOT = Path(__file__).parents[2]


def run(monkeypatch: pytest.MonkeyPatch, *words: str, folder: Path = ROOT) -> Result:
    monkeypatch.chdir(folder)
    return CliRunner().invoke(main, ["export", *words])


def test_all_engagements_as_json_keep_to_their_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    schema = json.loads(run(monkeypatch, "json", "--schema").stdout)
    whole = json.loads(run(monkeypatch, "json").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(whole, schema)
    assert whole["version"] == "1.0"
    assert whole["as_of"] == "2026-11-22"
    assert [its["member"]["slug"] for its in whole["engagements"]] == [
        "falkenrath-erp", "harbourline-mobile", "northbridge-health",
    ]  # fmt: skip
    assert whole["concentration"]["vendors"][0] == {
        "name": "Mare Alta Software, Lda.",
        "engagements": ["harbourline-mobile"],
        "critical": ["harbourline-mobile"],
    }
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**whole, "more": 1}, schema)


@pytest.mark.parametrize("edition", ["internal", "shared"])
def test_the_playbooks_of_an_edition_keep_to_their_schema(
    monkeypatch: pytest.MonkeyPatch, edition: str
) -> None:
    asked = ("json", "--playbooks", "--edition", edition)
    schema = json.loads(run(monkeypatch, *asked, "--schema").stdout)
    text = run(monkeypatch, *asked).stdout
    whole = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    check.validate(whole)
    assert (whole["version"], whole["edition"]) == ("1.0", edition)
    books = {its["slug"]: its for its in whole["playbooks"]}
    assert list(books) == ["falkenrath-erp", "harbourline-mobile", "northbridge-health"]
    assert {its["edition"] for its in books.values()} == {edition}
    assert books["harbourline-mobile"]["sections"]["engagement"]["name"] == "Harbourline mobile"
    internal = edition == "internal"
    assert ("portfolio" in whole) is internal
    assert ("partner" in books["harbourline-mobile"]["sections"]) is internal
    broken = {**whole, "playbooks": [{**books["falkenrath-erp"], "sections": {"scope": 1}}]}
    assert not check.is_valid(broken)
    other = {**whole, "edition": "shared" if internal else "internal"}
    assert not check.is_valid(other)


def test_what_all_show_together_is_in_no_shared_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    found = run(monkeypatch, "json", "--edition", "shared")
    assert found.exit_code == 2
    assert "--playbooks" in found.stderr


def test_the_register_has_a_line_for_each_provider_that_it_is_about(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = run(monkeypatch, "register")
    head, *lines = csv.reader(io.StringIO(found.stdout))
    assert head == [column.name for column in COLUMNS]
    vendor, subcontractor = (dict(zip(head, line, strict=True)) for line in lines)
    assert vendor["Reference number"] == "ROI-2026-0147"
    assert vendor["Critical or important function"] == "Yes"
    assert (vendor["Provider"], vendor["Rank in the chain"]) == ("Mare Alta Software, Lda.", "0")
    assert subcontractor["Rank in the chain"] == "1"
    assert "LEI of the provider is missing in 2 of 2 lines: engagement.parties.lei." in found.stderr


def test_engagements_that_need_not_be_in_it_come_when_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = list(csv.reader(io.StringIO(run(monkeypatch, "register", "--all").stdout)))[1:]
    assert {line[0] for line in lines} == {
        "falkenrath-erp", "harbourline-mobile", "northbridge-health",
    }  # fmt: skip


def test_a_cell_is_never_a_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    from sourcebook.analysis.plain import made, written
    from sourcebook.cli.export_portfolio import _dossiers

    monkeypatch.chdir(ROOT)
    its = _dossiers(None)[0][1]
    text = written(its).replace('"Mare Alta Software, Lda."', '"=1+1"')
    assert ",'=1+1," in register_csv([made(Dossier, text)])


def test_an_empty_project_is_told_how_to_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "playbooks").mkdir()
    found = run(monkeypatch, "json", folder=tmp_path)
    assert found.exit_code == 2
    assert "sourcebook new" in found.stderr
