"""Exit codes, help, and what happens when something goes wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import pytest

from cli.conftest import Run
from lint.workspace import change
from sourcebook import __version__
from sourcebook.cli import main
from sourcebook.cli.lint import lint as lint_command

WHOLE = [sys.executable, "-c", "from sourcebook.cli import main; main(prog_name='sourcebook')"]


def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found, context = [], click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        found.append((*path, name))
        if isinstance(command, click.Group):
            found += commands(command, (*path, name))
    return found


@pytest.mark.parametrize("path", [(), *commands(main)], ids=lambda path: " ".join(path) or "main")
def test_every_command_has_help_with_an_example(run: Run, path: Sequence[str]) -> None:
    result = run(*path, "--help")
    assert result.exit_code == 0
    assert "Example:" in result.output
    assert re.search(r"^ +sourcebook \w+", result.output, re.MULTILINE)


def test_version(run: Run) -> None:
    assert run("--version").output == f"sourcebook {__version__}\n"


def test_a_misspelt_command(run: Run) -> None:
    result = run("lnt")
    assert result.exit_code == 2
    assert "No such command 'lnt'. Did you mean 'lint'?" in result.stderr


def test_ctrl_c_ends_a_command_in_a_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(lint_command, "callback", stopped)
    result = run("lint")
    assert (result.exit_code, result.stderr) == (130, "\nStopped: before it was done.\n")


def test_a_fault_of_our_own_is_logged_and_named_in_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("the reason")

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr(lint_command, "callback", lambda **_: broken())
    result = run("lint")
    assert result.exit_code == 3
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    log = Path(line.rpartition(" ")[2])
    assert log.parent == tmp_path
    assert "ZeroDivisionError: the reason" in log.read_text("utf-8")
    assert __version__ in log.read_text("utf-8")


def process(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*WHOLE, *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_a_reader_that_goes_away_early_is_no_error(project: Path) -> None:
    change(project / "playbooks" / "base", delete=["risks.yaml", "exit.yaml", "goals.yaml"])
    command = " ".join(f"'{part}'" if " " in part else part for part in WHOLE[:2])
    script = f'{command} "{WHOLE[2]}" lint | head -n 1; echo "${{PIPESTATUS[0]}}"'
    done = subprocess.run(
        ["bash", "-c", script], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[1:] == ["1"]


def test_output_to_a_pipe_has_no_colours(project: Path) -> None:
    change(project / "playbooks" / "base", delete=["risks.yaml"])
    assert "\x1b" not in process(project, "lint").stdout


@pytest.mark.parametrize(("setting", "coloured"), [("", True), ("1", False)])
def test_a_terminal_has_colours_unless_no_color_says_no(
    project: Path, setting: str, coloured: bool
) -> None:
    change(project / "playbooks" / "base", delete=["risks.yaml"])
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    environment = {**os.environ, "NO_COLOR": setting, "TERM": "xterm"}
    done = subprocess.run(
        [*WHOLE, "lint"], cwd=project, stdout=follower, env=environment, check=False
    )
    os.close(follower)
    shown = os.read(leader, 100_000).decode()
    os.close(leader)
    assert done.returncode == 1
    assert ("\x1b[31m" in shown) is coloured


def test_lint_and_help_load_nothing_heavy(project: Path) -> None:
    """Half a second is all that a person should wait; what takes it is loaded when needed."""
    code = (
        "import sys, click; known = {{*sys.modules}}\n"
        "from sourcebook.cli import main\n"
        "try: main({!r})\nexcept SystemExit: pass\n"
        "new = sys.modules.keys() - known\n"
        "print(' '.join(name for name in {!r} if name in new), file=sys.stderr)"
    )
    heavy = [
        "mkdocs",
        "jinja2",
        "rich",
        "babel",
        "markdown",
        "watchdog",
        "nh3",
        "icalendar",
        "importlib.metadata",
        "importlib.resources",
        "email",
        "multiprocessing",
        "subprocess",
    ]
    for arguments, more in ((["lint"], ["yaml", "difflib"]), (["--help"], ["yaml", "holidays"])):
        done = subprocess.run(
            [sys.executable, "-c", code.format(arguments, [*heavy, *more])],
            cwd=project,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr.strip() == "", arguments
