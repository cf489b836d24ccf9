"""``sourcebook upgrade``: format 1 is current; the next one is made up here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.conftest import Run
from lint.workspace import change, make_project
from sourcebook.errors import UsageError
from sourcebook.findings import Edit
from sourcebook.lint.nodes import Nodes
from sourcebook.lint.upgrading import Steps, upgraded
from sourcebook.source.document import Document


def about(key: str, nodes: Nodes) -> Iterator[Edit]:
    """Format 2, made up: what was called summary is called about."""
    if key == "engagement" and ("summary",) in nodes.keys:
        yield Edit(nodes.place(nodes.keys[("summary",)]), "about")


def doubled(key: str, nodes: Nodes) -> Iterator[Edit]:
    """Format 3, made up: weeks in place of days, in sections alone."""
    if key == "exit":
        yield Edit(nodes.place(nodes.values[("days",)]), str(int(nodes.written(("days",))) * 2))


NEXT = Steps(3, {1: about, 2: doubled})


def documents(format: str = "1") -> dict[str, list[Document]]:
    manifest = f"# ours\nformat: {format}   # the first\nsummary: >\n  Text, summary: of it\n"
    texts = {"engagement": manifest, "exit": "days: 5\r\n# end"}
    return {key: [Document(f"{key}.yaml", text)] for key, text in texts.items()}


def test_each_step_changes_what_it_names_and_nothing_else() -> None:
    assert upgraded(documents(), NEXT) == {
        "engagement.yaml": "# ours\nformat: 3   # the first\nabout: >\n  Text, summary: of it\n",
        "exit.yaml": "days: 10\r\n# end",
    }


def test_it_goes_on_from_where_the_files_stand() -> None:
    texts = upgraded(documents("2"), NEXT)
    assert texts["engagement.yaml"].startswith("# ours\nformat: 3   # the first\nsummary")
    assert texts["exit.yaml"] == "days: 10\r\n# end"
    assert upgraded(documents("3"), NEXT) == {}


def test_there_is_a_step_for_every_format_before_the_current_one() -> None:
    assert [*Steps().by_format] == [*range(1, Steps().current)]


@pytest.mark.parametrize(
    ("format", "words"),
    [
        ("4", "engagement.yaml:2: its files have format 4, and this Sourcebook knows formats up"),
        ("", "it does not say which format its files have. Write: format: 1"),
        ("one", "'one' is no format. Write: format: 1"),
        ("0", "'0' is no format."),
    ],
)
def test_what_cannot_be_upgraded_says_why(format: str, words: str) -> None:
    with pytest.raises(UsageError) as told:
        upgraded(documents(format), NEXT)
    assert words in str(told.value)


def test_the_current_format_needs_nothing(run: Run, project: Path) -> None:
    result = run("upgrade")
    assert result.exit_code == 0
    assert result.output == "1 engagement has format 1, the current one: nothing to do.\n"
    make_project(project, ["second"])
    assert run("upgrade", "--diff").output.startswith("2 engagements have format 1")
    assert run("upgrade", "secnd").exit_code == 2


def test_a_later_format_is_told_by_both_commands(run: Run, project: Path) -> None:
    change(project / "playbooks" / "base", replace={"engagement.yaml": {"format: 1": "format: 2"}})
    result = run("upgrade")
    assert result.exit_code == 2
    assert "Install a newer Sourcebook." in result.stderr
    linted = run("lint", "-q")
    assert linted.exit_code == 1
    assert "STR004" in linted.output
    assert "a later one takes a newer Sourcebook" in linted.output


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("exit.yaml", "plan: [\n", "playbooks/base/exit.yaml cannot be read."),
        ("engagement.yaml", "- x\n", "playbooks/base/engagement.yaml cannot be read."),
    ],
)
def test_files_that_cannot_be_read(
    run: Run, project: Path, file: str, text: str, words: str
) -> None:
    change(project / "playbooks" / "base", write={file: text})
    result = run("upgrade")
    assert result.exit_code == 2
    assert words in result.stderr


def test_without_a_manifest_nobody_knows_the_format(run: Run, project: Path) -> None:
    change(project / "playbooks" / "base", delete=["engagement.yaml"])
    result = run("upgrade")
    assert result.exit_code == 2
    assert "base has no engagement.yaml" in result.stderr
