"""``sourcebook export``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cli.conftest import Run
from exchange.rfc5545 import faults
from lint.workspace import make_project
from render.examples import ROOT

SLUG = "northbridge-health"


@pytest.fixture
def northbridge(project: Path) -> str:
    """An example with four locations, in a project with another engagement."""
    for folder in (SLUG, "_shared"):
        shutil.copytree(ROOT / "playbooks" / folder, project / "playbooks" / folder)
    return SLUG


@pytest.mark.parametrize("kind", ["overlap", "meetings"])
def test_data_go_to_standard_output_in_the_shape_of_their_schema(
    run: Run, northbridge: str, kind: str
) -> None:
    result = run("export", kind, northbridge)
    assert (result.exit_code, result.stderr) == (0, "")
    data = json.loads(result.stdout)
    assert (data["version"], data["engagement"]) == (1, northbridge)
    shape = json.loads(run("export", "schema", kind).stdout)
    assert list(Draft202012Validator(shape).iter_errors(data)) == []


def test_meetings_of_some_days(run: Run, northbridge: str) -> None:
    result = run("export", "meetings", northbridge, "--from", "2026-11-25", "--to", "2026-11-26")
    days = {one["start"][:10] for one in json.loads(result.stdout)["occurrences"]}
    assert days == {"2026-11-25", "2026-11-26"}


def test_a_path_is_as_good_as_a_name(run: Run, northbridge: str) -> None:
    named = run("export", "overlap", northbridge).stdout
    assert run("export", "overlap", f"playbooks/{northbridge}/roles.yaml").stdout == named


def test_calendars(run: Run, northbridge: str) -> None:
    whole = run("export", "ics", northbridge)
    role = run("export", "ics", northbridge, "--role", "vendor-sre")
    place = run("export", "ics", northbridge, "--location", "bogota", "--as-of", "2027-01-10")
    for result in (whole, role, place):
        assert (result.exit_code, result.stderr) == (0, "")
        assert faults(result.stdout_bytes) == []
    assert b"X-WR-CALNAME:Northbridge health data platform\r\n" in whole.stdout_bytes
    assert b"X-WR-CALNAME:Northbridge health data platform: Reliability engineer" in (
        role.stdout_bytes
    )
    assert b"DTSTAMP:20270110T000000Z" in place.stdout_bytes
    assert len(role.stdout_bytes) < len(whole.stdout_bytes)


def test_the_shared_edition_has_nothing_that_is_internal(run: Run, northbridge: str) -> None:
    asked = ("export", "meetings", northbridge, "--from", "2026-11-01", "--to", "2026-11-30")
    assert "client-preparation" in run(*asked).stdout
    assert "client-preparation" not in run(*asked, "--edition", "shared").stdout
    own = ("export", "ics", northbridge, "--role", "program-director")
    assert "client-preparation" in run(*own).stdout
    assert "client-preparation" not in run(*own, "--edition", "shared").stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ics", SLUG, "--role", "vendor-ser"), "'vendor-ser' is no role of northbridge-health. "
         "Did you mean 'vendor-sre'?"),
        (("ics", SLUG, "--location", "lima"), "'lima' is no location of northbridge-health. Its "
         "locations: bogota, boston, buenos-aires, seattle."),
        (("ics", SLUG, "--location", "lima", "--role", "x"), "Give --role or --location, not both"),
        (("ics", "northbridge-helth"), "Did you mean 'northbridge-health'?"),
        (("overlap", "."), "'.' means several engagements. Name one: "),
        (("meetings", SLUG, "--from", "2027-02-01", "--to", "2027-01-01"), "--from 2027-02-01 is "
         "after --to 2027-01-01"),
        (("meetings", SLUG, "--from", "2028-02-01"), "2028-02-01 is after 2027-12-17"),
        (("meetings", SLUG, "--from", "soon"), "'soon' is no date"),
        (("schema", "calendar"), "'calendar' is not one of 'overlap', 'meetings'"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_what_is_right(
    run: Run, northbridge: str, arguments: tuple[str, ...], told: str
) -> None:
    assert northbridge == SLUG
    result = run("export", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_what_cannot_be_read_or_is_left_out_is_told_beside_the_data(
    run: Run, northbridge: str, project: Path
) -> None:
    file = project / "playbooks" / northbridge / "roles.yaml"
    text = file.read_text("utf-8").replace("work_start: 09:00", "work_start: nine", 1)
    file.write_text(text, "utf-8")
    result = run("export", "overlap", northbridge)
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)["pairs"]) == 3
    assert "Not all of northbridge-health could be read" in result.stderr
    assert "Location 'boston' is left out: it has no work_start." in result.stderr


def test_secrets_are_blotted_out(run: Run, northbridge: str, project: Path) -> None:
    key = "AKIA" + "Z7Q2M5X8K3W9P4RT"
    file = project / "playbooks" / northbridge / "communication.yaml"
    file.write_text(file.read_text("utf-8").replace("Measure clinic", f"Measure {key}"), "utf-8")
    result = run("export", "ics", northbridge)
    assert "SUMMARY:Measure [hidden]" in result.stdout
    assert key not in result.stdout


def test_output_is_utf_8_on_any_terminal_and_may_go_to_somebody_who_stops_reading(
    tmp_path: Path,
) -> None:
    root = make_project(tmp_path / "project")
    for folder in (SLUG, "_shared"):
        shutil.copytree(ROOT / "playbooks" / folder, root / "playbooks" / folder)
    command = f"{sys.executable} -m sourcebook export overlap {SLUG}"
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    script = f"set -e; {command} | grep -c '09:00–17:00' >count; {command} | head -n 1"
    done = subprocess.run(
        ["sh", "-c", script], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("{\n", "")
    assert int((root / "count").read_text()) > 0
