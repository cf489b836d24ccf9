"""What README and CONTRIBUTING tell people to type and open is there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
NAMES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
DOCUMENTS = {name: (ROOT / name).read_text() for name in NAMES}
CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def typed(program: str, argument: str) -> set[tuple[str, ...]]:
    """What the documents' code tells to type after a program's name."""
    found = CODE.findall("\n".join(DOCUMENTS.values()))
    code = "\n".join(block or inline for block, inline in found)
    return {match.groups() for match in re.finditer(rf"(?<![\w/.-]){program} {argument}", code)}


def test_make_targets_are_there() -> None:
    told = {target for (target,) in typed("make", "([a-z-]+)")}
    assert told
    assert told <= TARGETS


def test_every_public_target_has_its_line_of_help() -> None:
    told = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    listed = set(re.findall(r"^  make ([a-z-]+)", told, re.MULTILINE))
    assert listed == TARGETS - {"static"}


COMMANDS = sorted(typed("sourcebook", "(new [a-z]+|[a-z]+)"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_commands_are_there(command: tuple[str, ...]) -> None:
    program = Path(sys.executable).with_name("sourcebook")
    result = subprocess.run(
        [program, *command[0].split(), "--help"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)", DOCUMENTS[name])
    dead = [target for target in targets if "://" not in target and not (ROOT / target).exists()]
    assert dead == []
