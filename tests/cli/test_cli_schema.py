"""``sourcebook schema``."""

from __future__ import annotations

import json
from pathlib import Path

from cli.conftest import Run


def test_it_writes_a_schema_for_each_section(run: Run, project: Path) -> None:
    result = run("schema")
    assert result.exit_code == 0
    files = sorted(path.name for path in (project / ".schema").iterdir())
    assert len(files) == 19
    assert {"goals.json", "service-levels.json", "layer.json"} <= set(files)
    assert json.loads((project / ".schema" / "goals.json").read_text("utf-8"))["title"] == "Goals"


def test_a_second_run_writes_nothing(run: Run, project: Path) -> None:
    run("schema", "--quiet")
    before = {path: path.stat().st_mtime_ns for path in (project / ".schema").iterdir()}
    assert "0 written" in run("schema").output
    assert before == {path: path.stat().st_mtime_ns for path in (project / ".schema").iterdir()}


def test_check_tells_what_is_not_current_and_writes_nothing(run: Run, project: Path) -> None:
    assert run("schema", "--check").exit_code == 1
    assert not (project / ".schema").exists()
    run("schema", "--out", "schemas")
    assert run("schema", "--check", "--out", "schemas").exit_code == 0
    (project / "schemas" / "goals.json").write_text("{}", "utf-8")
    result = run("schema", "--check", "--out", "schemas")
    assert result.exit_code == 1
    assert "goals.json is not current. Run: sourcebook schema" in result.stderr
