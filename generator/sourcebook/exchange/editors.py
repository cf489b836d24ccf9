"""What editors need to know of a project: which schema belongs to which file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sourcebook.errors import UsageError
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.schema import schemas, stem
from sourcebook.source.project import LAYERS, PLAYBOOKS

SCHEMAS = ".schema"
SETTINGS, EXTENSIONS = ".vscode/settings.json", ".vscode/extensions.json"
_EXTENSION = "redhat.vscode-yaml"


def schema_files() -> dict[str, str]:
    """The files of .schema/ and their texts: one for each section, and one for layer.yaml."""
    return {
        f"{name}.json": json.dumps(shape, ensure_ascii=False, indent=2) + "\n"
        for name, shape in schemas().items()
    }


def mapping() -> dict[str, list[str]]:
    """Which files each schema is for, as patterns from the project's root."""
    found = {}
    for key in SECTIONS:
        names = dict.fromkeys((stem(key), key))
        folders = [f"{PLAYBOOKS}/*", f"{PLAYBOOKS}/{LAYERS}/*"]
        files = [f"{folder}/{name}.yaml" for folder in folders for name in names]
        found[f"{SCHEMAS}/{stem(key)}.json"] = files
    return {**found, f"{SCHEMAS}/layer.json": [f"{PLAYBOOKS}/{LAYERS}/*/layer.yaml"]}


def settings() -> dict[str, Any]:
    """What VS Code is told, and what any other editor with yaml-language-server can be told."""
    return {
        "yaml.schemas": mapping(),
        "yaml.schemaStore.enable": False,  # goals.yaml of other people are something else
        "yaml.yamlVersion": "1.2",
        "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2},
    }


def with_settings(before: str | None) -> str:
    """The text of .vscode/settings.json with ours in it; keys that stand there already stay.

    The schemas are kept in step. Raises UsageError where the file has comments or is no JSON.
    """
    return _merged(SETTINGS, before, settings(), always={"yaml.schemas"})


def with_extension(before: str | None) -> str:
    """The text of .vscode/extensions.json that recommends the YAML extension."""
    ours = {"recommendations": [_EXTENSION]}
    return _merged(EXTENSIONS, before, ours, always={"recommendations"})


def _merged(file: str, before: str | None, ours: Mapping[str, Any], always: set[str]) -> str:
    if before is None or not before.strip():
        return json.dumps(ours, indent=2) + "\n"
    try:
        given = json.loads(before)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise UsageError(
            f"{file} has comments, or is no JSON, and is left as it is. Put this into it:\n"
            f"{json.dumps(ours, indent=2)}"
        )
    merged = {**given, **{key: value for key, value in ours.items() if key not in given}}
    for key in always & given.keys():
        merged[key] = _joined(given[key], ours[key])
    return before if merged == given else json.dumps(merged, indent=2, ensure_ascii=False) + "\n"


def _joined(given: Any, ours: Any) -> Any:
    """Both, ours last; of two mappings or two lists."""
    if isinstance(given, dict) and isinstance(ours, dict):
        return {**given, **ours}
    if isinstance(given, list) and isinstance(ours, list):
        return [*given, *(entry for entry in ours if entry not in given)]
    return ours
