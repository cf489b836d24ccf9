"""Any value of the model as something a page can show: every field of the catalogue has a place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sourcebook.analysis.profiles import Profile
from sourcebook.model.fields import Audience
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import FieldSpec, Item, Record, Shape, fields_of, given_fields
from sourcebook.model.values import countries
from sourcebook.render import prose, wording
from sourcebook.render.countries import country_name
from sourcebook.render.links import Link, Links
from sourcebook.render.naming import EXPLAINED, NAMES, occasion, title_of
from sourcebook.render.quantities import is_quantity, quantity, scale, unit_within
from sourcebook.render.recurrence import with_rule
from sourcebook.render.related import Related
from sourcebook.render.shown import LONG_CELL, Card, Row, Shown, anything, pointer, words, wrong
from sourcebook.source.keypaths import write_path

_HIDDEN = ("id", "visibility")
_NUMBERS = (int, float)
_SORTS = (("communication", "kind"), ("security", "area"))  # words of the authors' own choice
_CODED = {"from", "to", "profile", "regulatory_profiles", "source", "origin", "rrule", "period"}
_CODED |= {name for _, name in _SORTS}
"""The names of fields whose values may be told by other words: see ``Describer._coded``."""
WIDE_TABLE = 7  # more columns than that read better as cards


@dataclass(frozen=True)
class Describer:
    """Turns values of one playbook into what one page shows."""

    book: Playbook
    links: Links
    faults: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """What is wrong with values that cannot be read, by their section and path."""
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    related: Related | None = None
    """What names each item; without it cards do not say."""

    def field(self, at: At, spec: FieldSpec, value: Any, unit: str = "") -> Shown | None:
        """A field's value, or the reason why a list is rightly empty; ``None`` where not given.

        What cannot be read is shown as it was written. ``unit`` is that of numbers without one.
        """
        lost: list[tuple[str | int, Shown]] = []
        if self.book.is_noted(at):
            if (fault := self.fault(at)) is not None:
                return fault
            if (reason := self.book.none_reason(at)) is not None:
                return Shown("none", html=prose.phrase(reason))
            lost = self._lost(at)
        if not lost and (value is None or value in ((), {})):
            return None
        if spec.name in _CODED and (special := self._coded(at.section, spec.name, value)):
            return special
        if isinstance(value, str):
            return self._text(value, spec.shape)
        if isinstance(value, _NUMBERS) and (own := spec.meta.unit or scale(spec.meta.description)):
            return words(wording.span(value, own))
        return self.value(at, value, spec.shape, spec.meta.unit or unit)

    def _coded(self, section: str, name: str, value: Any) -> Shown | None:
        """What is no plain value of its field: codes with a name of their own, months, rules."""
        if section == "compliance" and name in ("from", "to") and value in countries():
            return words(f"{country_name(value)} ({value})")
        if section == "compliance" and name == "profile" and value:
            return words(self._profile(value))
        if section == "improvement" and name in ("source", "origin") and isinstance(value, str):
            held = self.book.index.find("retrospective", value)
            return Shown("link", link=self.links.to(held)) if held else None
        if (section, name) in _SORTS and isinstance(value, str):
            return words(wording.choice(value))
        if name == "rrule":
            return words(with_rule(value))
        if name == "period" and isinstance(value, str):
            return words(wording.period(value))
        if section == "engagement" and name == "regulatory_profiles":
            return Shown("series", items=tuple(words(self._profile(id)) for id in value))
        return None

    def _profile(self, id: str) -> str:
        profile = self.profiles.get(id)
        return f"{profile.title} ({id})" if profile else id

    def fault(self, at: At) -> Shown | None:
        """What stands at a place if it cannot be read: as it was written, and what is wrong."""
        place = At(at.section, self.book.in_source(at))
        if place not in self.book.notes.refused:
            return None
        return self._wrong(place)

    def _wrong(self, place: At) -> Shown | None:
        source = self.book.source.sections.get(place.section)
        raw: Any = source.data if source else None
        for key in place.keys:
            try:
                raw = raw[key]
            except (KeyError, IndexError, TypeError):
                return None
        path = write_path(source.data if source else {}, place.keys)
        return wrong(raw, self.faults.get((place.section, path), ""))

    def _lost(self, at: At) -> list[tuple[str | int, Shown]]:
        """The values directly within a list or a table that cannot be read."""
        if not self.book.notes.refused:
            return []
        around = At(at.section, self.book.in_source(at))
        found = [
            (place.keys[-1], self._wrong(place))
            for place in self.book.notes.refused
            if place.section == at.section and place.keys[:-1] == around.keys
        ]
        found.sort(key=lambda pair: str(pair[0]).rjust(9))
        return [(key, shown) for key, shown in found if shown is not None]

    def filled(self, at: At, record: Record) -> Sequence[FieldSpec]:
        """The fields at which something was written: a value, or why there is none."""
        if not self.book.is_noted(at):
            return given_fields(record)
        specs = fields_of(type(record)).values()
        return [spec for spec in specs if record.given(spec.name) or self._told(at / spec.name)]

    def _told(self, at: At) -> bool:
        """Whether it is said why there is no value."""
        if self.book.none_reason(at) is not None:
            return True
        return self.fault(at) is not None or bool(self._lost(at))

    def value(self, at: At, value: Any, shape: Shape, unit: str = "") -> Shown:
        """A value by its shape."""
        if isinstance(value, Record):
            inline = None if self.own(at) or self._lost(at) else quantity(value)
            return inline or Shown("facts", rows=self.rows(at, value, unit=unit), small=False)
        if isinstance(value, dict):
            return self._table_of(at, value, shape)
        if isinstance(value, tuple) and shape.inner is not None:
            return self._list(at, value, shape.inner, unit)
        return self._scalar(value, shape, unit)

    def _scalar(self, value: Any, shape: Shape, unit: str) -> Shown:
        if isinstance(value, str):
            return self._text(value, shape)
        if isinstance(value, bool):
            return words("Yes" if value else "No")
        if isinstance(value, _NUMBERS):
            return words(wording.quantity(value, unit))
        if isinstance(value, dt.date):
            return words(wording.date(value))
        if isinstance(value, dt.time):
            return words(wording.time(value))
        return self._text(value, shape)

    def _text(self, value: str, shape: Shape) -> Shown:
        if shape.ref is not None:
            return Shown("link", link=self.links.follow(shape.ref, value))
        kind = shape.kind
        if kind == "text":
            html = prose.inline(value)
            small = len(value) <= LONG_CELL and "<p>" not in html
            return Shown("prose", html=html, text=value, small=small)
        if kind == "choice":
            return words(wording.operator(wording.choice(value)))
        if kind == "pointer":
            return pointer(value)
        if kind == "day":
            return words(wording.day(value))
        if kind == "country":
            return words(country_name(value))
        return words(value)

    def _list(self, at: At, values: tuple[Any, ...], inner: Shape, unit: str) -> Shown:
        lost = [shown for _, shown in self._lost(at)]
        if inner.form == "scalar":
            if wording.are_weekdays(inner.choices) and not lost:
                return words(wording.weekdays(values))
            items = tuple([self._scalar(each, inner, unit) for each in values])
            return _listed((*self._told_apart(inner, values, items), *lost), inner)
        if inner.record is None:
            items = tuple([self.value(at / n, v, inner, unit) for n, v in enumerate(values)])
            return _listed((*items, *lost), inner)
        records = [(at / n, v) for n, v in enumerate(values)]
        if table := self.grid(records, inner.record, unit=unit):
            blank = (None,) * (len(table.columns) - 1)
            return replace(table, rows=(*table.rows, *(Row("", cells=(x, *blank)) for x in lost)))
        cards = [self.card(a, v) for a, v in records]
        cards += [_unreadable(shown) for shown in lost]
        return Shown("cards", cards=tuple(cards), small=False)

    def _told_apart(
        self, shape: Shape, values: tuple[Any, ...], items: tuple[Shown, ...]
    ) -> tuple[Shown, ...]:
        """Links to items of different kinds say the kind where their names are the same."""
        if shape.ref is None or len(shape.ref.kinds) == 1:
            return items
        names = [item.link.text for item in items if item.link]
        made = []
        for value, item in zip(values, items, strict=True):
            target = self.book.index.resolve(shape.ref, value)
            if target and item.link and names.count(item.link.text) > 1:
                link = replace(item.link, text=f"{item.link.text} ({target.kind})")
                item = replace(item, link=link)
            made.append(item)
        return tuple(made)

    def _table_of(self, at: At, value: dict[str, Any], shape: Shape) -> Shown:
        rows = []
        for key, inner in value.items():
            link = self.links.follow(shape.ref, key) if shape.ref else Link(key)
            where = At(at.section, (*at.keys, key))
            made = self.value(where, inner, shape.inner) if shape.inner else words(str(inner))
            rows.append(Row("", cells=(Shown("link", link=link), made)))
        rows += [Row("", cells=(words(str(key)), shown)) for key, shown in self._lost(at)]
        rows += [Row("", cells=(words(row.label), row.value)) for row in self.own(at)]
        return Shown("pairs", rows=tuple(rows))

    def grid(
        self,
        records: list[tuple[At, Any]],
        kind: type[Record],
        *,
        wide: bool = False,
        unit: str = "",
    ) -> Shown | None:
        """A table of the records where each fits in a row, or if ``wide``; else nothing."""
        filled = [{spec.name for spec in self.filled(at, record)} for at, record in records]
        some = set().union(*filled).difference(_HIDDEN)
        specs = [spec for spec in fields_of(kind).values() if spec.name in some]
        lists = sum(spec.shape.form == "list" and _prose(spec.shape.inner) for spec in specs)
        crowded = len(specs) > WIDE_TABLE or lists > 1 or any(_nested(s.shape) for s in specs)
        if not specs or (crowded and not wide):
            return None
        rows = []
        for (at, record), given in zip(records, filled, strict=True):
            cells = tuple(
                self.field(at / spec.name, spec, getattr(record, spec.attribute), unit)
                if spec.name in given
                else None
                for spec in specs
            )
            if not wide and any(cell is not None and not cell.small for cell in cells):
                return None
            rows.append(self._row(at, record, cells))
        titled = specs[0].name not in NAMES and any(
            row.search and row.search != getattr(row.cells[0], "text", "") for row in rows
        )
        columns = tuple(named(spec) for spec in specs)
        extras = [self.own(at) for at, _ in records]
        if any(extras) and not wide:
            return None
        if titled and issubclass(kind, Item):
            columns, rows = _by_name(wording.label(kind.kind), columns, rows)
        return Shown("table", columns=columns, rows=tuple(rows), small=False)

    def _row(self, at: At, record: Record, cells: tuple[Shown | None, ...]) -> Row:
        if not isinstance(record, Item) or not record.id:
            return Row("", cells=cells)
        return Row(
            record.id,
            None,
            cells,
            self.links.anchor(at, record),
            title_of(self.book, record),
            record.visibility == "internal",
            layer=(source := self.source(at, record))[0],
            changed=source[1],
        )

    def source(self, at: At, record: Record) -> tuple[str | None, bool]:
        """The layer that a record comes from, and whether the engagement changed some of it."""
        if (layer := self.book.origin(at)) is not None or not self.book.is_blend(at):
            return layer, False
        layers = (self.book.origin(at / spec.name) for spec in given_fields(record))
        layer = next((layer for layer in layers if layer is not None), None)
        return layer, layer is not None

    def rows(
        self, at: At, record: Record, skip: tuple[str, ...] = (), unit: str = ""
    ) -> tuple[Row, ...]:
        """The given fields as labelled values in the catalogue's order, x- keys last."""
        made, unit = [], unit_within(record) or unit
        loose = (
            not isinstance(record, Item)
            and self.book.is_layered(at.section)
            and self.book.origin(at) is None
        )
        for spec in self.filled(at, record):
            if spec.name in _HIDDEN or spec.name in skip:
                continue
            where, meta = at / spec.name, spec.meta
            shown = self.field(where, spec, getattr(record, spec.attribute), unit)
            if shown is not None:
                name, hint = named(spec), meta.description
                internal = meta.audience is Audience.INTERNAL and not self.book.is_shared
                layer = self.book.origin(where) if loose else None
                made.append(Row(name, shown, internal=internal, hint=hint, layer=layer))
        return (*made, *self.own(at))

    def own(self, at: At) -> tuple[Row, ...]:
        """The ``x-`` keys of a mapping."""
        return tuple(
            Row(key, anything(value), hint="A field of your own.")
            for key, value in self.book.extensions(at).items()
        )

    def card(self, at: At, record: Record, skip: tuple[str, ...] = ()) -> Card:
        """A record with all that it says; its title is not repeated among the rows."""
        item = record if isinstance(record, Item) else None
        layer, changed = self.source(at, record)
        return Card(
            self._heading(item) if item else occasion(record),
            (item.id or "") if item else "",
            self.links.anchor(at, item) if item else "",
            item.kind if item else "",
            self.rows(at, record, (*skip, *_in_heading(record)) if item else skip),
            layer,
            item is not None and item.visibility == "internal",
            self.related.of(item.kind, item.id) if self.related and item and item.id else (),
            changed,
        )

    def _heading(self, item: Item) -> str:
        title = prose.plain(title_of(self.book, item), 120)
        about = next((n for n in EXPLAINED if item.given(n)), "")
        return prose.plain(f"{title}: {getattr(item, about)}", 120) if about and title else title


def _listed(items: tuple[Shown, ...], shape: Shape) -> Shown:
    """Single values: texts below each other, all else in a row."""
    if shape.kind != "text" and shape.form != "list":
        return Shown("series", items=items)
    short = len(items) < 5 and sum([len(item.text) for item in items]) <= LONG_CELL
    return Shown("list", items=items, small=short)


def _in_heading(record: Record) -> tuple[str, ...]:
    """The naming field, where a heading holds all of it: no marks, nothing cut."""
    name = next((n for n in NAMES if record.given(n)), "")
    if name and prose.plain(str(getattr(record, name)), 120) == getattr(record, name):
        return (name,)
    return ()


def _by_name(
    title: str, columns: tuple[str, ...], rows: list[Row]
) -> tuple[tuple[str, ...], list[Row]]:
    """A table's rows by their names: the column that holds them first, else one of its own."""
    for n, _ in enumerate(columns):
        if all(row.cells[n] is not None and _said(row.cells[n]) == row.search for row in rows):
            columns = (title, *columns[:n], *columns[n + 1 :])
            rows = [
                replace(row, cells=(row.cells[n], *row.cells[:n], *row.cells[n + 1 :]))
                for row in rows
            ]
            return columns, rows
    return (title, *columns), [replace(row, cells=(words(row.search), *row.cells)) for row in rows]


def _said(cell: Shown | None) -> str:
    return cell.text if cell else ""


def _unreadable(shown: Shown) -> Card:
    """A card for an item that cannot be read."""
    return Card("Cannot be read", "", "", "", (Row("As written", shown),), None, False)


def named(spec: FieldSpec) -> str:
    """What a page calls a field."""
    return spec.meta.label or wording.label(spec.name, spec.meta.unit)


def _prose(shape: Shape | None) -> bool:
    return shape is not None and shape.kind == "text"


def _nested(shape: Shape) -> bool:
    """Whether a value of that shape is too much for a cell."""
    if shape.form == "list" and shape.inner is not None:
        return shape.inner.form != "scalar"
    if shape.form == "record" and shape.record is not None:
        return not is_quantity(shape.record)
    return shape.form == "table"
