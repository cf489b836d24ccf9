"""Every kind of item shows what any item may hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from render.markup import read
from render.playbooks import everything, filled, page, site
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import Item, Record, Shape, fields_of, records_of
from sourcebook.render.links import section_page
from sourcebook.render.pages import Site


def _paths(kind: type[Record], make: Callable[[type[Record]], Any]) -> dict[str, Any]:
    """Data in which every mapping holds what ``make`` adds to it."""
    data = filled(kind, "Words")
    _add(kind, data, make)
    return data


def _add(kind: type[Record], data: dict[str, Any], make: Callable[[type[Record]], Any]) -> None:
    for name, spec in fields_of(kind).items():
        if name in data:
            _inside(spec.shape, data[name], make)
    data.update(make(kind))


def _inside(shape: Shape, value: Any, make: Callable[[type[Record]], Any]) -> None:
    if shape.record is not None:
        _add(shape.record, value, make)
    elif shape.inner is not None:
        for inner in value.values() if isinstance(value, dict) else value:
            _inside(shape.inner, inner, make)


def _shown(made: Site, key: str) -> str:
    """What the pages of a section say; each role's own page belongs to the roles."""
    paths = [section_page(key)]
    if key == "roles":
        paths += [p.path for p in made.pages if p.path.startswith("roles/")]
    return " ".join(read(page(made, path).html).text for path in paths)


@pytest.mark.parametrize("key", SECTIONS)
def test_keys_of_ones_own_are_shown_at_every_level(key):
    kind = SECTIONS[key]
    own = _paths(kind, lambda record: {"x-own": f"own of {record.__name__}"})
    made = site({**everything("Words"), key: own})
    shown = _shown(made, key)
    records = {record.__name__ for record in records_of(kind)} - {"NotApplicable"}
    assert {name for name in records if f"own of {name}" not in shown} == set()


@pytest.mark.parametrize("key", SECTIONS)
def test_the_reason_why_a_list_is_empty_is_shown(key):
    kind = SECTIONS[key]
    lists = [
        (record, name)
        for record in records_of(kind)
        for name, spec in fields_of(record).items()
        if spec.shape.form == "list" and name != "extends"
    ]
    missing = []
    for record, name in lists:
        reason = f"no {name} of {record.__name__}"

        def empty(its: type[Record], name=name, record=record, reason=reason) -> dict[str, Any]:
            return {name: {"none": reason}} if its is record else {}

        made = site({key: _paths(kind, empty)})
        if f"no {name} of {record.__name__}" not in _shown(made, key):
            missing.append(f"{record.__name__}.{name}")
    assert missing == []


def test_every_item_for_the_client_alone_is_tagged():
    untagged = []
    for key, kind in SECTIONS.items():
        data = everything("Words")
        for item in records_of(kind):
            if not issubclass(item, Item):
                continue
            data[key] = _paths(
                kind, lambda its, item=item: {"visibility": "internal"} if its is item else {}
            )
            plain = site(everything("Words"))
            made = site(data)
            for path in {section_page(key), *(["roles/one.html"] if item.kind == "role" else [])}:
                tags = page(made, path).html.count("Only in the internal edition")
                if tags <= page(plain, path).html.count("Only in the internal edition"):
                    untagged.append(f"{path}: {item.kind}")
    assert untagged == []
