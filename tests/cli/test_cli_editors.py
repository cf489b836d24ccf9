"""What somebody sees who fills in a section in an editor: asked of yaml-language-server itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli.conftest import Run
from cli.language_server import Editor, edited
from lint.workspace import make_project
from sourcebook.cli import main

HEAD = "# yaml-language-server: $schema=../../.schema/risks.json\n"


@pytest.fixture(scope="module", params=["by its settings", "by the first line"])
def editor(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Editor]:
    """risks.yaml of a new project, open in an editor that knows the schema in one way alone."""
    root = make_project(tmp_path_factory.mktemp("project"))
    done = CliRunner().invoke(main, ["-C", str(root), "schema", "--editor"])
    assert done.exit_code == 0, done.output
    settings: dict[str, Any] = json.loads((root / ".vscode" / "settings.json").read_text("utf-8"))
    settings["yaml.completion"] = settings["yaml.hover"] = settings["yaml.validate"] = True
    # Schemas from elsewhere would be loaded, where there is a network, while a test asks.
    settings["yaml.schemaStore"] = settings["yaml.kubernetesCRDStore"] = {"enable": False}
    if request.param == "by the first line":
        del settings["yaml.schemas"]
    with edited(root, root / "playbooks" / "base" / "risks.yaml", settings) as opened:
        opened.head = "" if "yaml.schemas" in settings else HEAD
        opened.wait_until_ready(opened.head + "\n", opened.head.count("\n"), "register")
        yield opened


def put(editor: Editor, text: str) -> int:
    """The text in the file; the number of lines above it."""
    editor.type(editor.head + text)
    return editor.head.count("\n")


@pytest.mark.slow
def test_it_completes_the_keys_of_a_section_and_of_an_item(editor: Editor) -> None:
    line = put(editor, "register:\n  - id: R-1\n    \n")
    keys = editor.complete(line + 2, 4)
    assert {"likelihood", "impact", "owner", "contingency"} <= set(keys)
    assert "objective" not in keys
    line = put(editor, "\n")
    assert {"meta", "assessment", "register", "continuity"} <= set(editor.complete(line, 0))


@pytest.mark.slow
def test_it_completes_the_words_of_a_choice(editor: Editor) -> None:
    line = put(editor, "register:\n  - id: R-1\n    category: \n")
    offered = editor.complete(line + 2, 14)
    assert {"technical", "operational", "financial", "strategic"} <= set(offered)
    assert "null" not in offered


@pytest.mark.slow
@pytest.mark.parametrize("field", ["owner", "likelihood", "title"])
def test_it_offers_no_null_where_nothing_stands_yet(editor: Editor, field: str) -> None:
    line = put(editor, f"register:\n  - id: R-1\n    {field}: \n")
    assert "null" not in editor.complete(line + 2, len(f"    {field}: "))


@pytest.mark.slow
def test_it_explains_the_field_under_the_pointer(editor: Editor) -> None:
    line = put(editor, "register:\n  - id: R-1\n    contingency:\n      trigger: x\n")
    assert "What is done when the risk comes true" in editor.hover(line + 2, 6)


@pytest.mark.slow
def test_it_underlines_a_wrong_value_and_an_unknown_key(editor: Editor) -> None:
    put(editor, "register:\n  - id: R-1\n    category: techincal\n    likelihood: 7\n    ownr: x\n")
    faults = "\n".join(editor.faults())
    assert "technical" in faults
    assert "maximum" in faults or "less than or equal" in faults or "at most" in faults
    assert "ownr" in faults
    put(editor, "register:\n  - id: R-1\n    category: technical\n    likelihood: 4\n")
    assert editor.faults() == []


def test_what_is_set_already_stays(run: Run, project: Path) -> None:
    file = project / ".vscode" / "settings.json"
    file.parent.mkdir()
    mine = {"yaml.schemas": {"mine.json": "x.yaml"}, "yaml.yamlVersion": "1.1", "a": [1]}
    file.write_text(json.dumps(mine), "utf-8")
    assert run("schema", "--editor").exit_code == 0
    text = file.read_text("utf-8")
    merged = json.loads(text)
    assert merged["yaml.schemas"]["mine.json"] == "x.yaml"
    assert ".schema/risks.json" in merged["yaml.schemas"]
    assert (merged["yaml.yamlVersion"], merged["a"]) == ("1.1", [1])
    assert "VS Code is told already." in run("schema", "--editor").output
    assert file.read_text("utf-8") == text
    assert run("schema", "--editor", "--check").exit_code == 0


def test_settings_with_comments_are_left_alone(run: Run, project: Path) -> None:
    file = project / ".vscode" / "settings.json"
    file.parent.mkdir()
    file.write_text("{ // mine\n}", "utf-8")
    result = run("schema", "--editor")
    assert result.exit_code == 2
    assert ".vscode/settings.json has comments" in result.stderr
    assert '".schema/risks.json"' in result.stderr
    assert file.read_text("utf-8") == "{ // mine\n}"


def test_editor_and_another_folder_do_not_go_together(run: Run) -> None:
    result = run("schema", "--editor", "--out", "x")
    assert result.exit_code == 2
    assert "not both" in result.stderr


def test_the_mapping_names_every_section(run: Run, project: Path) -> None:
    run("schema", "--editor", "--quiet")
    settings = json.loads((project / ".vscode" / "settings.json").read_text("utf-8"))
    named = {Path(name).name for name in settings["yaml.schemas"]}
    assert named == {path.name for path in (project / ".schema").iterdir()}
