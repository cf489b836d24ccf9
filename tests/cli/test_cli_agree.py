"""``sourcebook agree``: one entry in the section's envelope, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.conftest import Run
from lint.workspace import change, findings_of

SCOPE = "v1-6fcd6586f9be85107e5e879057af7740"
"""The digest of the base's scope."""
CLIENT = f"{{role: client-lead, date: 2026-11-22, digest: {SCOPE}}}"
VENDOR = f"{{role: vendor-lead, date: 2026-11-22, digest: {SCOPE}}}"
META = "meta: {owner: client-lead, last_reviewed: 2026-11-02}\n"


@pytest.fixture
def base(project: Path) -> Path:
    return project / "playbooks" / "base"


def text(base: Path) -> str:
    return (base / "scope.yaml").read_text("utf-8")


def test_one_side_agrees_and_then_the_other(run: Run, base: Path, project: Path) -> None:
    before = text(base)
    result = run("agree", "scope", "--as", "client-lead")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.output == (
        "client-lead agrees to 'scope' as it stands: playbooks/base/scope.yaml. "
        "Still to agree: a role of 'vendor'.\n"
    )
    one = META.replace("}", f", agreements: [{CLIENT}]}}")
    assert text(base) == before.replace(META, one)
    result = run("agree", "scope.yaml", "--as", "vendor-lead", "--engagement", "base")
    assert result.output.endswith("Each side has agreed to it now.\n")
    both = META.replace("}", f", agreements: [{CLIENT}, {VENDOR}], status: agreed}}")
    assert text(base) == before.replace(META, both)
    assert findings_of(project) == ()


BLOCK = "meta:\n  owner: client-lead  # keeps it\n  last_reviewed: 2026-11-02\n"
LISTED = f"{BLOCK}  status: draft  # for now\n  agreements:\n"
OLD = f"v1-{'0' * 32}"


@pytest.mark.parametrize(
    ("meta", "after"),
    [
        pytest.param(BLOCK, f"{BLOCK}  agreements:\n    - {VENDOR}\n", id="block"),
        pytest.param(
            f"{BLOCK}  agreements: []\n", f"{BLOCK}  agreements: [{VENDOR}]\n", id="empty"
        ),
        pytest.param(f"{BLOCK}  agreements:\n", f"{BLOCK}  agreements: [{VENDOR}]\n", id="nothing"),
        pytest.param(
            f"{LISTED}    - {CLIENT}  # by mail\n",
            f"{LISTED.replace('draft', 'agreed')}    - {CLIENT}  # by mail\n    - {VENDOR}\n",
            id="second",
        ),
        pytest.param(
            f"{BLOCK}  agreements:\n    - {CLIENT}\n",
            f"{BLOCK}  agreements:\n    - {CLIENT}\n    - {VENDOR}\n  status: agreed\n",
            id="second, without a status yet",
        ),
        pytest.param(
            f"{LISTED}  - role: vendor-lead  # who\n    digest: {OLD}\n    date: 2026-03-01\n"
            f"  - {CLIENT}\n",
            f"{LISTED.replace('draft', 'agreed')}  - role: vendor-lead  # who\n"
            f"    digest: {SCOPE}\n    date: 2026-11-22\n  - {CLIENT}\n",
            id="again",
        ),
        pytest.param(
            f"{BLOCK}  agreements: [{{role: vendor-lead, date: 2026-03-01}}]\n",
            f"{BLOCK}  agreements: [{VENDOR}]\n",
            id="half",
        ),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_any_shape_takes_it(run: Run, base: Path, meta: str, after: str, ending: str) -> None:
    rest = text(base).removeprefix(META)
    (base / "scope.yaml").write_bytes(f"\ufeff{meta}{rest}".replace("\n", ending).encode())
    result = run("agree", "scope", "--as", "vendor-lead")
    assert (result.exit_code, result.stderr) == (0, "")
    written = (base / "scope.yaml").read_bytes()
    assert written == f"\ufeff{after}{rest}".replace("\n", ending).encode()


def test_what_nobody_can_have_meant_is_told_before_that_it_is_to_be_agreed_anew(
    run: Run, base: Path, project: Path
) -> None:
    for role in ("client-lead", "vendor-lead"):
        assert run("agree", "scope", "--as", role).exit_code == 0
    held = "['The shop, password: Xk9vq27Lmpz4']"
    for before, after, code in (
        ("[The shop]", "[TODO]", "TXT001"),
        ("[TODO]", held, "SEC008"),
        (held, "[The till]", "STR009"),
    ):
        change(base, replace={"scope.yaml": {before: after}})
        assert [f.code for f in findings_of(project)] == [code]


def test_a_rule_that_is_off_keeps_nobody_from_agreeing_anew(
    run: Run, base: Path, project: Path
) -> None:
    for role in ("client-lead", "vendor-lead"):
        assert run("agree", "scope", "--as", role).exit_code == 0
    change(base, replace={"scope.yaml": {"[The shop]": "[The till]\nodd: 1"}})
    assert [f.code for f in findings_of(project)] == ["STR003"]
    settings = project / "site_config" / "lint.yml"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text("severity: {STR003: off}\n", "utf-8")
    (line,) = run("lint", "base", "--quiet").output.splitlines()
    assert " STR009 " in line


def test_a_change_makes_it_stale_until_both_agree_again(
    run: Run, base: Path, project: Path
) -> None:
    for role in ("client-lead", "vendor-lead"):
        assert run("agree", "scope", "--as", role).exit_code == 0
    change(base, replace={"scope.yaml": {"[The shop]": "[The shop, The till]"}})
    assert [f.code for f in findings_of(project)] == ["STR009"]
    assert run("agree", "scope", "--as", "client-lead").exit_code == 0
    assert [f.code for f in findings_of(project)] == ["STR009"]
    assert run("agree", "scope", "--as", "vendor-lead").exit_code == 0
    assert findings_of(project) == ()


def test_a_dry_run_writes_nothing(run: Run, base: Path) -> None:
    before = text(base)
    result = run("agree", "scope", "--as", "client-lead", "--dry-run", "--as-of", "2026-12-01")
    assert result.output.startswith("--- a/playbooks/base/scope.yaml\n+++ b/playbooks/base/scope")
    assert f"date: 2026-12-01, digest: {SCOPE}" in result.output
    assert text(base) == before


def test_all_at_once(run: Run, base: Path) -> None:
    change(
        base,
        replace={
            "goals.yaml": {"objective: Orders": "objective: TODO Orders"},
            "exit.yaml": {"meta: {": "meta: {visibility: internal, "},
        },
    )
    result = run("agree", "--all", "--as", "vendor-lead")
    assert result.exit_code == 0
    agreed = [line.split("'")[1] for line in result.output.splitlines() if " agrees to " in line]
    assert agreed == [
        "engagement", "scope", "roles", "governance", "communication", "security", "risks",
        "knowledge",
    ]  # fmt: skip
    left = [line for line in result.output.splitlines() if line.startswith("Left: ")]
    assert any("'exit' is internal as a whole" in line for line in left)
    assert not any("is missing" in line for line in left)  # nothing there that one could agree to
    assert any("'goals' is not finished. playbooks/base/goals.yaml:2 says" in its for its in left)
    assert "TODO" in (base / "goals.yaml").read_text("utf-8")
    again = run("agree", "--all", "--as", "vendor-lead")
    assert again.exit_code == 2
    assert "There is nothing for vendor-lead to agree to." in again.stderr


REFUSALS = yaml.safe_load((Path(__file__).parent / "refusals.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", REFUSALS, ids=[case["name"] for case in REFUSALS])
def test_what_cannot_be_agreed_to_is_refused(run: Run, base: Path, case: dict[str, Any]) -> None:
    change(base, replace=case.get("edit"), write=case.get("write"))
    before = {path: path.read_bytes() for path in base.iterdir()}
    result = run("agree", *case.get("names", ["scope"]), "--as", case.get("role", "client-lead"))
    assert result.exit_code == 2
    assert case["says"] in result.stderr
    assert {path: path.read_bytes() for path in base.iterdir()} == before


def test_what_comes_from_layers_alone_is_taken_over_first(run: Run, base: Path) -> None:
    layer = base.parent / "_shared" / "shops"
    change(
        layer,
        write={"scope.yaml": text(base), "layer.yaml": "title: Shops\nowner: client-lead\n"},
    )
    change(base, replace={"engagement.yaml": {"name: Base\n": "name: Base\nextends: [shops]\n"}},
           delete=["scope.yaml"])  # fmt: skip
    result = run("agree", "scope", "--as", "client-lead")
    assert result.exit_code == 2
    assert (
        "'scope' comes from layers alone. Take it over first: write playbooks/base/scope.yaml"
        in result.stderr
    )
