"""Every field that a playbook gives can be read on a page of its site."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from html import unescape

import pytest

from render.examples import context, loaded
from sourcebook.model.index import given
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import Record, fields_of
from sourcebook.render import prose, wording
from sourcebook.render.site import SECTION_VIEWS, engagement_site
from sourcebook.render.views.people import role_pages


def _pages(book, section):
    ctx = context(book)
    pages = [SECTION_VIEWS[section](ctx)]
    if section == "roles":
        pages += [make() for make in role_pages(ctx).values()]
    return "".join(page.html for page in pages)


def _with(value, keys, new):
    """The value with ``new`` at the key path."""
    if not keys:
        return new
    key, rest = keys[0], keys[1:]
    if isinstance(value, Record):
        attribute = fields_of(type(value))[key].attribute
        return value.changed(**{attribute: _with(getattr(value, attribute), rest, new)})
    if isinstance(value, dict):
        return {**value, key: _with(value[key], rest, new)}
    return tuple(_with(item, rest, new) if n == key else item for n, item in enumerate(value))


def _other(book, entry):
    """Another value of the same kind."""
    value = entry.value
    if isinstance(value, bool):
        return not value
    if entry.shape.kind == "day":
        return "last tue"
    if entry.spec.name == "rrule":
        return "FREQ=MONTHLY;BYDAY=1MO"
    if isinstance(value, int | float):
        return value - 1
    if isinstance(value, dt.date):
        return value - dt.timedelta(days=3)
    if isinstance(value, dt.time):
        return value.replace(minute=(value.minute + 7) % 60)
    if entry.ref is not None:
        return next(id for id in (*book.index.ids(entry.ref), "nobody") if id != value)
    if entry.shape.kind == "choice":
        return next(choice for choice in entry.shape.choices if choice != value)
    return {"zone": "Asia/Tokyo", "country": "JP"}.get(entry.shape.kind, "Another")


def _fields():
    """One place for each field of the catalogue that the example gives."""
    book = loaded().playbook
    found = {}
    for section in book.sections():
        for entry in given(At(section.key), section):
            if not entry.is_key:
                names = [k for k in entry.at.keys if isinstance(k, str)]
                within = names[: names.index(entry.spec.name) + 1]  # a table's keys are no fields
                found.setdefault((section.key, *within), entry)
    return list(found.values())


@pytest.mark.parametrize(
    "entry", _fields(), ids=lambda e: f"{e.at.section}.{'.'.join(map(str, e.at.keys))}"
)
def test_a_field_that_changes_changes_its_page(entry):
    book = loaded().playbook
    section = _with(book.section(entry.at.section), entry.at.keys, _other(book, entry))
    changed = dataclasses.replace(book, **{entry.at.section: section})
    assert _pages(changed, entry.at.section) != _pages_of(entry.at.section)


_seen: dict[str, str] = {}


def _pages_of(section):
    if section not in _seen:
        _seen[section] = _pages(loaded().playbook, section)
    return _seen[section]


def test_every_text_that_is_given_stands_on_a_page():
    book = loaded().playbook
    site = engagement_site(book, (), context().as_of, context().settings)
    shown = " ".join(_words(page.html) for page in site.pages)
    missing = [
        f"{book.spelled(entry.at)}: {entry.value}"
        for section in book.sections()
        for entry in given(At(section.key), section)
        if entry.shape.kind in ("text", "name", "pointer")
        and entry.ref is None
        and entry.spec.name != "digest"  # it is there to be compared, not read
        and not _stands(entry.value, shown)
    ]
    assert missing == []


def _words(html):
    return " ".join(
        unescape(re.sub(r"<[^>]*>", "", re.sub(r"</?(p|li|ul|ol|br)>", " ", html))).split()
    )


def _stands(value, shown):
    plain = prose.plain(value)
    if plain in shown or wording.choice(plain) in shown:
        return True
    return re.sub(r"^https?://", "", plain).rstrip("/") in shown


def test_the_catalogue_of_the_example_is_nearly_whole():
    """What the example leaves out is left out for a reason; anything new must be given."""
    book = loaded().playbook
    given_names = {
        (section.key, tuple(k for k in entry.at.keys if isinstance(k, str)))
        for section in book.sections()
        for entry in given(At(section.key), section)
    }
    tops = {(section, names[0]) for section, names in given_names}
    absent = {
        f"{key}.{name}"
        for key, kind in SECTIONS.items()
        for name in fields_of(kind)
        if (key, name) not in tops and name != "not_applicable"
    }
    assert absent == {"compliance.phi"}
