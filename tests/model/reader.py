"""Playbooks made of the texts of some files, and records of values as YAML gives them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from sourcebook.findings import Finding
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import Loaded
from sourcebook.model.record import Record, Shape, fields_of
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


R = TypeVar("R", bound=Record)


def record(kind: type[R], **values: Any) -> R:
    """A record of values as YAML gives them: ``work_start="08:00"``."""
    shapes = {spec.attribute: spec.shape for spec in fields_of(kind).values()}
    return kind(**{name: _read(shapes[name], value) for name, value in values.items()})


def _read(shape: Shape, value: Any) -> Any:
    if shape.inner is not None and isinstance(value, list | tuple):
        return tuple(_read(shape.inner, each) for each in value)
    is_plain = isinstance(value, str | int | float)
    return shape.check(value) if shape.check is not None and is_plain else value
