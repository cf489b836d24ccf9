"""What a playbook says gives no orders to the CI that prints a report of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import Run

FORMATS = ("text", "github", "gitlab", "junit", "checkstyle", "markdown", "sarif", "json")


@pytest.mark.parametrize("form", FORMATS)
def test_no_line_of_a_report_is_an_order_to_the_ci(run: Run, project: Path, form: str) -> None:
    """GitHub and others carry out lines that begin with ``::``, wherever they are printed."""
    goals = project / "playbooks" / "base" / "goals.yaml"
    goals.write_text('"a\\n::stop-commands::x": 1\ngoals: [{id: "G1\\n::error::x", title: t}]\n')
    lines = run("lint", "--format", form).output.splitlines()
    orders = [line.strip() for line in lines if line.strip().startswith("::")]
    ours = ("::error file=", "::warning file=", "::notice file=")
    assert [line for line in orders if form != "github" or not line.startswith(ours)] == []
