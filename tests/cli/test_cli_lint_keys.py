"""Misspelt keys, however they are written: renamed where that is beyond doubt, and by no more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import Run
from lint.workspace import change

OWNER = "    owner: client-lead\n"
RENAMED = {
    "in quotes": ('    "ownr": client-lead\n', OWNER),
    "with an escape": ('    "ow\\u006er": client-lead\n', OWNER),
    "behind an anchor": ("    &who ownr: client-lead\n", "    &who owner: client-lead\n"),
    "behind a question mark": (
        "    ? ownr\n    : client-lead\n",
        "    ? owner\n    : client-lead\n",
    ),
    "with a text that others repeat": (
        "    ownr: &who client-lead\n    x-who: *who\n",
        "    owner: &who client-lead\n    x-who: *who\n",
    ),
    "in what is merged there": ("    <<: {ownr: client-lead}\n", "    <<: {owner: client-lead}\n"),
}
LEFT = {
    "beside what a merge key brings": (
        "    x-who: &who {owner: client-lead}\n    <<: *who\n    ownr: a\n"
    ),
    "by a merge key": "    x-who: &who {ownr: client-lead}\n    <<: *who\n",
    "behind an anchor of its own line": "    ? &who\n      ownr\n    : client-lead\n",
}  # fmt: skip
RUN = (
    "import sys; from sourcebook.cli import main\n"
    "try: main(['lint', '--no-cache', '--as-of', '2026-11-22', *sys.argv[1:]])\n"
    "except SystemExit: pass\n"
    "print('yaml' in sys.modules)"
)


@pytest.fixture
def base(project: Path) -> Path:
    return project / "playbooks" / "base"


@pytest.mark.parametrize("name", RENAMED)
def test_a_key_is_renamed_and_nothing_else_moves(run: Run, base: Path, name: str) -> None:
    bad, good = RENAMED[name]
    risks = base / "risks.yaml"
    change(base, replace={"risks.yaml": {OWNER: bad}})
    meant = risks.read_text("utf-8").replace(bad, good)
    assert run("lint", "--fix").stderr == "sourcebook: mended 1 finding in 1 file.\n"
    assert risks.read_text("utf-8") == meant


@pytest.mark.parametrize("name", LEFT)
def test_what_might_break_something_is_left_alone(run: Run, base: Path, name: str) -> None:
    change(base, replace={"risks.yaml": {OWNER: LEFT[name]}})
    before = (base / "risks.yaml").read_text("utf-8")
    assert "STR003" in run("lint").stdout
    assert run("lint", "--fix").stderr == "sourcebook: nothing can be mended without you.\n"
    assert (base / "risks.yaml").read_text("utf-8") == before


def test_telling_that_it_can_be_mended_needs_no_libyaml(base: Path) -> None:
    change(base, replace={"risks.yaml": {OWNER: "    ownr: client-lead\n"}})
    command = [sys.executable, "-c", RUN, "base"]
    done = subprocess.run(
        command, cwd=base.parent.parent, capture_output=True, encoding="utf-8", env={**os.environ}
    )
    assert "STR003" in done.stdout
    assert "--fix" in done.stdout
    assert done.stdout.splitlines()[-1] == "False", done.stderr
