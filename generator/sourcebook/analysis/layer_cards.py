"""What the layers of a project say of themselves, whether somebody uses them or not."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from sourcebook.errors import SourceError
from sourcebook.findings import Place
from sourcebook.lean import dataclass
from sourcebook.source.document import read_mapping
from sourcebook.source.folders import Entry, Kind, read_bytes
from sourcebook.source.project import Project

_CARD = "layer.yaml"


@dataclass(frozen=True)
class LayerLesson:
    """Something learnt that a layer holds on to, and where it was learnt."""

    id: str
    lesson: str
    origin: str


@dataclass(frozen=True)
class LayerCard:
    """A layer as its ``layer.yaml`` describes it; what that does not say is empty."""

    name: str
    place: Place
    title: str = ""
    purpose: str = ""
    owner: str = ""
    extends: tuple[str, ...] = ()
    lessons: tuple[LayerLesson, ...] = field(default=())


def layer_cards(project: Project) -> tuple[LayerCard, ...]:
    """The cards of all layers of a project, by name. One that cannot be read says nothing."""
    return tuple(_card(project, name) for name in project.layers())


def _card(project: Project, name: str) -> LayerCard:
    path = project.shared / name / _CARD
    shown = path.relative_to(project.root).as_posix()
    bare = LayerCard(name, Place(shown), name)
    if not path.is_file():
        return bare
    try:
        data = read_mapping(shown, read_bytes(Entry(path, Kind.FILE))).data
    except SourceError:
        return bare
    extends = data.get("extends")
    extends = [extends] if isinstance(extends, str) else extends
    lessons = data.get("lessons")
    return LayerCard(
        name,
        bare.place,
        _text(data.get("title")) or name,
        _text(data.get("purpose")),
        _text(data.get("owner")),
        tuple(map(_text, extends)) if isinstance(extends, list) else (),
        tuple(
            LayerLesson(_text(its.get("id")), _text(its.get("lesson")), _text(its.get("origin")))
            for its in (lessons if isinstance(lessons, list) else [])
            if isinstance(its, dict)
        ),
    )


def _text(value: Any) -> str:
    return "" if isinstance(value, dict | list | None) else str(getattr(value, "raw", value))
