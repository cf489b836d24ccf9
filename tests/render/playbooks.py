"""Playbooks made up for tests: from plain data, without a folder on disk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from render.examples import AS_OF
from sourcebook.findings import Place
from sourcebook.model.loading import made_playbook
from sourcebook.model.playbook import SECTIONS, Loaded
from sourcebook.model.record import Record, Shape, fields_of
from sourcebook.model.schema import stem
from sourcebook.render.pages import Page, Site
from sourcebook.render.site import engagement_site
from sourcebook.source.document import Document
from sourcebook.source.handpages import HandPage, read_page
from sourcebook.source.layers import Origin
from sourcebook.source.loading import EngagementSource, SectionSource
from sourcebook.source.settings import Settings

Data = Mapping[str, Any]


def loaded(sections: Mapping[str, Data], pages: Mapping[str, str] | None = None) -> Loaded:
    """The engagement ``demo`` with the data of some sections, and hand-written pages."""
    return made_playbook(
        EngagementSource(
            "demo",
            Path("playbooks/demo"),
            {key: _section(key, data) for key, data in sections.items()},
            pages=tuple(hand_page(path, text) for path, text in (pages or {}).items()),
        )
    )


def _section(key: str, data: Data) -> SectionSource:
    text = json.dumps(data, ensure_ascii=False, indent=1)  # JSON is YAML
    document = Document(f"playbooks/demo/{stem(key)}.yaml", text)
    return SectionSource(key, document.data, Origin(document), (document,))


def hand_page(path: str, text: str) -> HandPage:
    return read_page(path, f"playbooks/demo/pages/{path}", text.encode())[0]


def site(
    sections: Mapping[str, Data] | Loaded,
    pages: Mapping[str, str] | None = None,
    settings: Settings | None = None,
) -> Site:
    """The site of such an engagement, with what loading found as its findings."""
    whole = sections if isinstance(sections, Loaded) else loaded(sections, pages)
    return engagement_site(whole.playbook, whole.findings, AS_OF, settings or Settings())


def page(made: Site, path: str) -> Page:
    return next(page for page in made.pages if page.path == path)


def filled(kind: type[Record], text: str) -> dict[str, Any]:
    """Data that gives every field: ``text`` wherever words or references may stand."""
    left_out = ("not_applicable", "extends", "rrule", "date") if kind.__name__ == "Meeting" else ()
    return {
        name: _value(spec.shape, text)
        for name, spec in fields_of(kind).items()
        if name not in ("not_applicable", "extends", *left_out)
    }


def _value(shape: Shape, text: str) -> Any:
    if shape.record is not None:
        return filled(shape.record, text)
    if shape.form == "list" and shape.inner is not None:
        return [_value(shape.inner, text)]
    if shape.form == "table" and shape.inner is not None:
        return {text: _value(shape.inner, text)}
    if shape.ref is None and shape.kind == "choice":
        return shape.choices[0]
    return text if shape.ref is not None else _SCALARS.get(shape.kind, text)


_SCALARS = {
    "id": "one",
    "date": "2026-11-20",
    "time": "09:30",
    "zone": "Europe/Lisbon",
    "country": "PT",
    "subdivision": "PT-13",
    "flag": True,
    "number": 2,
}


def everything(text: str) -> dict[str, dict[str, Any]]:
    """Every section, every field of it."""
    return {key: filled(kind, text) for key, kind in SECTIONS.items()}


NOWHERE = Place("playbooks/demo/engagement.yaml")
