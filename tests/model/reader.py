"""A project in a folder, made of the texts of some files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sourcebook.findings import Finding
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import Loaded
from sourcebook.source.project import Project

MANIFEST = "format: 1\nname: Trial\n"


def load(root: Path, files: Mapping[str, str]) -> Loaded:
    """The playbook of one engagement, ``trial``, that has these files beside a manifest."""
    folder = root / "playbooks" / "trial"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"engagement.yaml": MANIFEST, **files}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return load_playbook(Project.find(root), "trial")


def spots(loaded: Loaded, code: str) -> list[tuple[str, str, int, int]]:
    """Path, file name, line and column of the findings with that code."""
    return [
        (f.path, f.place.file.rpartition("/")[2], f.place.line, f.place.column)
        for f in loaded.findings
        if f.code == code
    ]


def only(loaded: Loaded) -> Finding:
    """The one finding that there is."""
    (finding,) = loaded.findings
    return finding
