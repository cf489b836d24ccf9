"""What of it is told: rules, changes, piped text; and in which words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli.conftest import Run
from lint.workspace import change, make_project
from sourcebook.cli import main
from sourcebook.cli.outputs import FORMATS, SUMMARY
from tools import require_tool

SECRET = "Tr0ub4dor&3"  # noqa: S105 -- what is looked for
MAIL = "jane.doe@mail.example"


@pytest.fixture
def base(project: Path) -> Path:
    return project / "playbooks" / "base"


def codes(run: Run, *arguments: str) -> list[str]:
    """The codes that are told, in their order."""
    shown = json.loads(run("lint", "--format", "json", *arguments).stdout)
    return [finding["code"] for finding in shown["findings"]]


@pytest.fixture
def broken(base: Path) -> Path:
    """An unknown reference, an unknown key, a text that is cut off."""
    change(base, replace={
        "goals.yaml": {"    owner: client-lead": "    owner: client-leed",
                       "objective: Orders": "objektive: x\nobjective: Orders #1"},
    })  # fmt: skip
    return base


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], ["REF001", "STR003", "STR011"]),
        (["--select", "REF001"], ["REF001"]),
        (["--select", "STR"], ["STR003", "STR011"]),
        (["--select", "ref,str011"], ["REF001", "STR011"]),
        (["--select", "unknown-field"], ["STR003"]),
        (["--ignore", "STR"], ["REF001"]),
        (["--ignore", "STR", "--extend-select", "STR011"], ["REF001", "STR011"]),
        (["--select", "STR", "--ignore", "STR003"], ["STR011"]),
        (["--select", "REF", "--extend-select", "STR003"], ["REF001", "STR003"]),
        (["--select", "STR003", "--ignore", "STR003"], []),
    ],
)
def test_rules_are_chosen(run: Run, broken: Path, arguments: list[str], told: list[str]) -> None:
    assert broken.is_dir()
    assert codes(run, *arguments) == told


@pytest.mark.parametrize("option", ["--select", "--ignore", "--extend-select"])
def test_a_misspelt_rule(run: Run, option: str) -> None:
    result = run("lint", option, "REF01")
    assert result.exit_code == 2
    assert "'REF01' is no rule, and no beginning of one. Did you mean 'REF001'?" in result.stderr


def test_what_is_not_chosen_does_not_fail(run: Run, broken: Path) -> None:
    assert broken.is_dir()
    assert run("lint").exit_code == 1
    assert run("lint", "--ignore", "REF").exit_code == 0


def test_statistics_and_what_to_do_next_take_the_place_of_text(run: Run, broken: Path) -> None:
    assert broken.is_dir()
    counted = run("lint", "--statistics")
    assert (counted.exit_code, counted.output.splitlines()[0]) == (
        1, "1  error    REF001 unknown-reference",
    )  # fmt: skip
    steps = run("lint", "--next", "--format", "text", "--format", "json:out.json")
    assert steps.exit_code == 1
    assert steps.output.startswith("1. error: goals[G1].owner: 'client-leed' is not a known role")
    assert "The order: secrets and personal data first" in steps.output
    assert run("lint", "--next", "--ignore", "REF,STR").output.startswith("Nothing to do in base")
    refused = run("lint", "--next", "--format", "json")
    assert refused.exit_code == 2
    assert "--next and --statistics are text" in refused.stderr
    assert "The order" in run("lint", "--help").output


def test_every_format_may_go_to_its_file_at_once(run: Run, broken: Path, project: Path) -> None:
    assert broken.is_dir()
    files = [part for name in FORMATS for part in ("-f", f"{name}:out.{name}")]
    result = run("lint", *files)
    assert (result.exit_code, result.output) == (1, "")
    for name in FORMATS:
        text = (project / f"out.{name}").read_text("utf-8")
        assert "REF001" in text
        assert text == run("lint", "-f", name).stdout


def test_paths_are_those_of_the_repository(run: Run, broken: Path, project: Path) -> None:
    assert broken.is_dir()
    (project.parent / ".git").mkdir()
    assert "file=project/playbooks/base/goals.yaml," in run("lint", "-f", "github").stdout
    assert '"path": "project/playbooks/base/goals.yaml"' in run("lint", "-f", "gitlab").stdout
    assert "playbooks/base/goals.yaml:" in run("lint", "-q").stdout


def test_a_job_of_github_gets_its_summary(
    run: Run, broken: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert broken.is_dir()
    page = project / "summary.md"
    page.write_text("# Job\n", "utf-8")
    monkeypatch.setenv(SUMMARY, str(page))
    run("lint")
    assert page.read_text("utf-8") == "# Job\n"
    result = run("lint", "-f", "github")
    assert all(line.startswith("::") for line in result.stdout.splitlines())
    assert page.read_text("utf-8").startswith("# Job\n## Sourcebook\n")
    assert SUMMARY in run("lint", "--help").output


def test_junit_fails_at_the_bar(run: Run, broken: Path) -> None:
    assert broken.is_dir()
    assert 'failures="1"' in run("lint", "-f", "junit").stdout
    assert 'failures="3"' in run("lint", "-f", "junit", "--fail-on", "warning").stdout


def test_no_secret_and_no_address_is_repeated_anywhere(run: Run, base: Path) -> None:
    """Not in the message of another rule, not in the frame of another finding's line."""
    change(base, replace={"communication.yaml": {
        "    owner: vendor-lead": f"    owner: {MAIL}",
        "    purpose: Outages only": f"    purposse: the password is {SECRET}\n    purpose: x",
    }})  # fmt: skip
    for name in FORMATS:
        shown = run("lint", "-f", name).stdout
        assert "SEC008" in shown
        assert "PRV001" in shown
        assert SECRET not in shown
        assert MAIL not in shown
    for more in (["--next"], ["-q"], ["--select", "STR,REF"]):
        shown = run("lint", *more).stdout
        assert SECRET not in shown
        assert MAIL not in shown
    assert "'[hidden]' is not a known role" in run("lint", "--select", "REF").stdout
    assert "purposse: the password is •••••••••••\n" in run("lint", "--select", "STR003").stdout


def test_a_file_that_is_refused_gives_nothing_away_either(run: Run, base: Path) -> None:
    for line in (f"password: now: {SECRET}", f"owner: mail: {MAIL}"):
        change(base, write={"goals.yaml": f"objective: x\n{line}\n"})
        shown = run("lint").stdout
        assert "STR000" in shown
        assert SECRET not in shown
        assert MAIL not in shown


def test_work_addresses_are_told_by_the_configuration(run: Run, base: Path, project: Path) -> None:
    change(base, replace={"communication.yaml": {"purpose: Outages only": f"purpose: {MAIL}"}})
    assert codes(run) == ["PRV001"]
    (project / "site_config" / "lint.yml").write_text("work_domains: [mail.example]\n", "utf-8")
    assert codes(run) == []


GOALS = "playbooks/base/goals.yaml"


def piped(text: str | bytes, *arguments: str) -> Any:
    return CliRunner().invoke(main, ["lint", *arguments], input=text)


def test_a_piped_text_stands_in_for_its_file(project: Path, base: Path) -> None:
    change(base, delete=["risks.yaml"])
    before = (base / "goals.yaml").read_text("utf-8")
    text = before.replace("    owner: client-lead", "    owner: client-leed")
    for name in (GOALS, str(project / GOALS)):
        result = piped(text, "-", "--stdin-filename", name)
        assert result.exit_code == 1
        lines = result.stdout.splitlines()
        assert lines[0].startswith("playbooks/base/goals.yaml:7:12  error    REF001")
        assert lines[1].strip() == "7 |     owner: client-leed"
        assert "STR001" not in result.stdout
    assert piped(before, "-", "--stdin-filename", GOALS).exit_code == 0
    assert (base / "goals.yaml").read_text("utf-8") == before


def test_a_piped_text_is_not_said_to_be_mended_with_fix(base: Path) -> None:
    text = (base / "goals.yaml").read_text("utf-8").replace("due: 2027-03-31", "due: 2027-3-31")
    told = piped(text, "-", "--stdin-filename", GOALS).stdout
    assert "STR004" in told
    assert "--fix" not in told


def test_a_piped_text_may_be_new_refused_or_a_layers(project: Path, base: Path) -> None:
    new = piped(
        "milestones: [{id: M1}]\n", "-", "--stdin-filename", "playbooks/base/milestones.yaml"
    )
    assert "STR002" in new.stdout
    refused = piped(b"objective: \xff\n", "-", "--stdin-filename", GOALS)
    assert (refused.exit_code, "STR000" in refused.stdout) == (1, True)
    extending = {"status: active": "status: active\nextends: [rules]"}
    change(base, replace={"engagement.yaml": extending},
           write={"../_shared/rules/layer.yaml": "title: Rules\n"})  # fmt: skip
    layer = "playbooks/_shared/rules/exit.yaml"
    told = piped("assets: [{asset: Keys, owner: nobody}]\n", "-", "--stdin-filename", layer)
    assert told.stdout.startswith(f"{layer}:1:")
    assert not (project / layer).exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-"], "say which file it is"),
        (["--stdin-filename", GOALS], "give - alone"),
        (["-", "base", "--stdin-filename", GOALS], "give - alone"),
        (["-", "--stdin-filename", "goals.yaml"], "'goals.yaml' is no file of a playbook"),
        (["-", "--stdin-filename", "playbooks/x.yaml"], "is no file of a playbook"),
        (["-", "--stdin-filename", "/etc/passwd"], "is no file of a playbook"),
    ],
)
def test_a_piped_text_without_its_place(project: Path, arguments: list[str], words: str) -> None:
    assert project.is_dir()
    result = piped("x: 1\n", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def git(folder: Path, *arguments: str) -> None:
    settings = ["-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    subprocess.run([require_tool("git"), *settings, *arguments], cwd=folder, check=True,
                   capture_output=True)  # fmt: skip


@pytest.fixture
def repository(project: Path, base: Path) -> Path:
    """The project as a folder of a repository, with one finding committed."""
    change(base, replace={"goals.yaml": {"    owner: client-lead": "    owner: client-leed"}})
    root = project.parent
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "one")
    return root


def test_only_what_a_change_brought(run: Run, repository: Path, base: Path) -> None:
    assert codes(run) == ["REF001"]
    assert codes(run, "--changed-since", "HEAD") == []
    assert run("lint", "--changed-since", "HEAD").exit_code == 0
    change(base, replace={"goals.yaml": {"objective:": "# above\n\nobjektive: x\nobjective:"}})
    assert codes(run, "--changed-since", "HEAD") == ["STR003"]
    git(repository, "checkout", "-q", "-b", "topic")
    git(repository, "commit", "-q", "-a", "-m", "two")
    assert codes(run, "--changed-since", "main") == ["STR003"]
    assert codes(run, "--changed-since", "HEAD") == []


def test_what_others_mended_since_is_not_new(run: Run, repository: Path, base: Path) -> None:
    git(repository, "checkout", "-q", "-b", "topic")
    git(repository, "checkout", "-q", "main")
    change(base, replace={"goals.yaml": {"client-leed": "client-lead"}})
    git(repository, "commit", "-q", "-a", "-m", "mended")
    git(repository, "checkout", "-q", "topic")
    assert codes(run) == ["REF001"]
    assert codes(run, "--changed-since", "main") == []


def test_a_new_engagement_is_all_new_and_nothing_is_touched(
    run: Run, repository: Path, project: Path
) -> None:
    make_project(project, ["second"])
    change(project / "playbooks" / "second", delete=["risks.yaml"])
    git(repository, "add", ".")
    before = subprocess.run([require_tool("git"), "status", "--porcelain"], cwd=repository,
                            capture_output=True, check=True).stdout  # fmt: skip
    assert codes(run, "--changed-since", "HEAD") == ["STR001"]
    after = subprocess.run([require_tool("git"), "status", "--porcelain"], cwd=repository,
                           capture_output=True, check=True).stdout  # fmt: skip
    assert before == after


def test_what_was_agreed_changes_by_a_request(run: Run, repository: Path, base: Path) -> None:
    agreed = "last_reviewed: 2026-11-02, status: agreed, agreed_by: [client-lead, vendor-lead]}"
    change(base, replace={"scope.yaml": {"last_reviewed: 2026-11-02}": agreed}})
    git(repository, "commit", "-q", "-a", "-m", "agreed")
    assert codes(run, "--changed-since", "HEAD") == []
    change(base, replace={"scope.yaml": {"[The shop]": "[The shop, The till]"}})
    assert codes(run, "--changed-since", "HEAD") == ["CHG003"]
    assert run("lint", "--changed-since", "HEAD").exit_code == 1
    assert codes(run, "--changed-since", "HEAD", "--ignore", "CHG") == []
    assert codes(run, "playbooks/base/goals.yaml", "--changed-since", "HEAD") == []
    assert codes(run) == ["REF001"]
    accepted = "# sourcebook: ignore[CHG003] until=2027-01-31 by=client-lead -- asked by mail\n"
    change(base, replace={"scope.yaml": {"in_scope:": f"{accepted}in_scope:"}})
    assert run("lint", "--changed-since", "HEAD").exit_code == 0
    assert codes(run) == ["REF001"]  # without an earlier state nobody can tell that it is used


@pytest.mark.parametrize("revision", ["nowhere", "--help", "HEAD~9", "main:README"])
def test_an_unknown_revision(run: Run, repository: Path, revision: str) -> None:
    assert repository.is_dir()
    result = run("lint", f"--changed-since={revision}")
    assert result.exit_code == 2
    assert f"'{revision}' is no revision of this repository" in result.stderr


def test_without_a_repository_or_git_there_is_no_change(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_tool("git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    result = run("lint", "--changed-since", "HEAD")
    assert result.exit_code == 2
    assert "is in no git repository" in result.stderr
    git(project, "init", "-q")
    result = run("lint", "--changed-since", "HEAD")
    assert result.exit_code == 2
    assert "Nothing is committed in this repository yet." in result.stderr
    monkeypatch.setenv("PATH", "")
    result = run("lint", "--changed-since", "HEAD")
    assert result.exit_code == 2
    assert "needs git" in result.stderr


def test_a_projects_own_words(run: Run, base: Path, project: Path) -> None:
    """Also where the linter remembers what it found before the list was changed."""
    change(base, replace={"goals.yaml": {"objective: ": "objective: OPEN POINT, "}})
    assert codes(run) == []
    words = project / "site_config" / "words"
    words.mkdir()
    (words / "placeholders.txt").write_text("OPEN POINT\n", "utf-8")
    assert codes(run) == ["TXT001"]
    (words / "placeholders.txt").write_text("OPEN POINT\n- TBDD\n", "utf-8")
    result = run("lint")
    assert result.exit_code == 2
    assert "CFG001 site_config/words/placeholders.txt:2: 'TBDD' is not in the list" in result.stderr


def test_colours_may_be_forbidden(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert broken.is_dir()
    module = sys.modules["sourcebook.cli.lint"]  # its name in the package is the command's
    monkeypatch.setattr(module, "colours", lambda allowed: allowed)
    assert "\x1b[" in CliRunner().invoke(main, ["lint"], color=True).output
    assert "\x1b[" not in CliRunner().invoke(main, ["lint", "--no-color"], color=True).output


def test_without_the_cache_and_with_several_jobs_the_same_is_told(
    run: Run, broken: Path, project: Path
) -> None:
    assert broken.is_dir()
    make_project(project, [f"other-{number}" for number in range(2)])
    told = run("lint", "--no-cache").output
    assert not (project / ".cache").exists()
    assert "REF001" in told
    for arguments in (["--jobs", "1"], ["-j", "2"], []):
        assert run("lint", *arguments).output == told
    assert (project / ".cache" / "sourcebook" / "lint").is_dir()
    assert run("lint", "--jobs", "0").exit_code == 2
