"""Any value of the model as something a page can show: every field of the catalogue has a place."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from sourcebook.model.fields import Audience
from sourcebook.model.index import Target
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.record import FieldSpec, Item, Record, Shape, fields_of
from sourcebook.render import prose, wording
from sourcebook.render.countries import country_name
from sourcebook.render.links import Link, Links

_URL = re.compile(r"(https?://|mailto:)[^\s<>\"']+")
_NAMES = (
    "title",
    "name",
    "city",
    "group",
    "tool",
    "function",
    "task",
    "action",
    "lesson",
    "what",
    "stage",
)
_HIDDEN = ("id", "visibility")
WIDE_TABLE = 7  # more columns than that read better as cards
LONG_CELL = 220  # characters


_EMPTY = Markup("")
_PHRASES = ("words", "prose", "link", "pointer", "badge", "series", "none")


@dataclass(frozen=True)
class Shown:
    """A value ready to print. ``form`` names the macro that prints it."""

    form: str  # prose, words, link, list, facts, table, cards, none
    html: Markup = _EMPTY
    text: str = ""
    link: Link | None = None
    items: tuple[Shown, ...] = ()
    rows: tuple[Row, ...] = ()
    columns: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    small: bool = True  # fits a table's cell

    @property
    def phrase(self) -> bool:
        """Whether it may stand in a paragraph."""
        single = self.form in _PHRASES and prose.is_phrase(self.html)
        return single and all(item.phrase for item in self.items)


@dataclass(frozen=True)
class Row:
    """A label and its value; or the cells of a table's row."""

    label: str
    value: Shown | None = None
    cells: tuple[Shown | None, ...] = ()
    anchor: str = ""
    search: str = ""
    internal: bool = False
    hint: str = ""  # what the field means
    layer: str | None = None  # the layer that an item comes from

    @property
    def wide(self) -> bool:
        """Whether the value wants the whole width."""
        value = self.value
        if value is None:
            return False
        long = len(value.text) > 90 or len(value.items) > 3
        return not value.small or long or value.form in ("table", "cards", "facts", "list", "pairs")


@dataclass(frozen=True)
class Card:
    """An item with everything that it says of itself."""

    title: str
    id: str
    anchor: str
    kind: str
    rows: tuple[Row, ...]
    layer: str | None
    internal: bool
    source: str  # file and line


def words(text: str) -> Shown:
    """Plain text."""
    return Shown("words", text=text)


@dataclass(frozen=True)
class Describer:
    """Turns values of one playbook into what one page shows."""

    book: Playbook
    links: Links

    def field(self, at: At, spec: FieldSpec, value: Any) -> Shown | None:
        """A field's value, or the reason why a list is rightly empty; ``None`` where not given."""
        if (reason := self.book.none_reason(at)) is not None:
            return Shown("none", html=prose.phrase(reason))
        if value is None or value in ((), {}):
            return None
        return self.value(at, value, spec.shape, spec.meta.unit)

    def _filled(self, at: At, record: Record, name: str) -> bool:
        return record.given(name) or self.book.none_reason(at / name) is not None

    def value(self, at: At, value: Any, shape: Shape, unit: str = "") -> Shown:
        """A value by its shape."""
        if isinstance(value, Record):
            inline = None if self.own(at) else _one_line(value)
            return inline or Shown("facts", rows=self.rows(at, value), small=False)
        if isinstance(value, dict):
            return self._table_of(at, value, shape)
        if isinstance(value, tuple) and shape.inner is not None:
            return self._list(at, value, shape.inner, unit)
        return self._scalar(value, shape, unit)

    def _scalar(self, value: Any, shape: Shape, unit: str) -> Shown:
        if isinstance(value, bool):
            return words("Yes" if value else "No")
        if isinstance(value, int | float):
            return words(wording.quantity(value, unit))
        if isinstance(value, dt.date):
            return words(wording.date(value))
        if isinstance(value, dt.time):
            return words(f"{value:%H:%M}")
        if shape.ref is not None:
            return Shown("link", link=self.links.follow(shape.ref, value))
        if shape.kind == "choice":
            return words(wording.operator(wording.choice(value)))
        if shape.kind == "country":
            return words(country_name(value))
        if shape.kind == "pointer":
            return _pointer(value)
        if shape.kind == "text":
            html = prose.inline(value)
            return Shown(
                "prose", html=html, text=value, small=len(value) <= LONG_CELL and "<p>" not in html
            )
        return words(value)

    def _list(self, at: At, values: tuple[Any, ...], inner: Shape, unit: str) -> Shown:
        if set(inner.choices) == set(wording.WEEKDAYS):
            return words(wording.weekdays(values))
        if inner.record is None:
            items = tuple(self.value(at / n, v, inner, unit) for n, v in enumerate(values))
            short = sum(len(item.text) for item in items) <= LONG_CELL
            form = "list" if inner.kind == "text" or inner.form == "list" else "series"
            return Shown(form, items=items, small=form == "series" or (short and len(items) < 5))
        records = [(at / n, v) for n, v in enumerate(values)]
        if table := self.grid(records, inner.record):
            return table
        return Shown("cards", cards=tuple(self.card(a, v) for a, v in records), small=False)

    def _table_of(self, at: At, value: dict[str, Any], shape: Shape) -> Shown:
        rows = []
        for key, inner in value.items():
            link = self.links.follow(shape.ref, key) if shape.ref else Link(key)
            where = At(at.section, (*at.keys, key))
            made = self.value(where, inner, shape.inner) if shape.inner else words(str(inner))
            rows.append(Row("", cells=(Shown("link", link=link), made)))
        rows += [Row("", cells=(words(row.label), row.value)) for row in self.own(at)]
        return Shown("pairs", rows=tuple(rows))

    def grid(
        self, records: list[tuple[At, Any]], kind: type[Record], *, wide: bool = False
    ) -> Shown | None:
        """A table of the records where each fits in a row, or if ``wide``; else nothing."""
        specs = [
            spec
            for spec in fields_of(kind).values()
            if spec.name not in _HIDDEN
            and any(self._filled(at, record, spec.name) for at, record in records)
        ]
        lists = sum(spec.shape.form == "list" and _prose(spec.shape.inner) for spec in specs)
        crowded = len(specs) > WIDE_TABLE or lists > 1 or any(_nested(s.shape) for s in specs)
        if not specs or (crowded and not wide):
            return None
        rows = []
        for at, record in records:
            cells = tuple(
                self.field(at / spec.name, spec, getattr(record, spec.attribute))
                if self._filled(at, record, spec.name)
                else None
                for spec in specs
            )
            if not wide and any(cell is not None and not cell.small for cell in cells):
                return None
            rows.append(self._row(at, record, cells))
        titled = any(row.search for row in rows) and specs[0].name not in _NAMES
        columns = tuple(named(spec) for spec in specs)
        extras = [self.own(at) for at, _ in records]
        if any(extras) and not wide:
            return None
        if titled:
            columns = (wording.label(kind.kind), *columns) if issubclass(kind, Item) else columns
            rows = (
                [replace(row, cells=(words(row.label), *row.cells)) for row in rows]
                if issubclass(kind, Item)
                else rows
            )
        return Shown("table", columns=columns, rows=tuple(rows), small=False)

    def _row(self, at: At, record: Record, cells: tuple[Shown | None, ...]) -> Row:
        if not isinstance(record, Item) or not record.id:
            return Row("", cells=cells)
        target = Target(record.kind, record.id, at, record)
        return Row(
            record.id,
            None,
            cells,
            self.links.anchor(at, record),
            target.title,
            record.visibility == "internal",
            layer=self.book.origin(at),
        )

    def rows(self, at: At, record: Record, skip: tuple[str, ...] = ()) -> tuple[Row, ...]:
        """The given fields as labelled values in the catalogue's order, x- keys last."""
        made = []
        for spec in fields_of(type(record)).values():
            where = at / spec.name
            if spec.name in _HIDDEN or spec.name in skip:
                continue
            if not self._filled(at, record, spec.name):
                continue
            shown = self.field(where, spec, getattr(record, spec.attribute))
            if shown is not None:
                name = named(spec)
                internal = spec.meta.audience is Audience.INTERNAL
                made.append(Row(name, shown, internal=internal, hint=spec.meta.description))
        return (*made, *self.own(at))

    def own(self, at: At) -> tuple[Row, ...]:
        """The ``x-`` keys of a mapping."""
        return tuple(
            Row(key, anything(value), hint="A field of your own.")
            for key, value in self.book.extensions(at).items()
        )

    def card(self, at: At, record: Record, skip: tuple[str, ...] = ()) -> Card:
        """A record with all that it says; its title is not repeated among the rows."""
        title = next((n for n in _NAMES if record.given(n)), "") if isinstance(record, Item) else ""
        id = (record.id or "") if isinstance(record, Item) else ""
        kind = record.kind if isinstance(record, Item) else ""
        place = self.book.locate(at)
        return Card(
            prose.plain(str(getattr(record, title)), 120) if title else id,
            id,
            self.links.anchor(at, record) if isinstance(record, Item) else "",
            kind,
            self.rows(at, record, (*skip, title) if _whole(record, title) else skip),
            self.book.origin(at),
            isinstance(record, Item) and record.visibility == "internal",
            f"{place.file}:{place.line}",
        )


def _whole(record: Record, title: str) -> bool:
    """Whether a heading holds all of the naming field: no marks, nothing cut."""
    return bool(title) and prose.plain(str(getattr(record, title)), 120) == getattr(record, title)


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
        return set(fields_of(shape.record)) not in _ONE_LINERS
    return shape.form == "table"


_ONE_LINERS = ({"operator", "value", "unit"}, {"value", "unit", "clock"}, {"value", "unit"})


def _one_line(record: Record) -> Shown | None:
    """Records that are one quantity: ``≥ 99.95 %``, ``2 hours (business)``."""
    if set(fields_of(type(record))) not in _ONE_LINERS:
        return None
    sign, value, unit = (getattr(record, n, None) for n in ("operator", "value", "unit"))
    parts = [wording.operator(sign)] if sign else []
    if value is not None:
        unit = unit[:-1] if value == 1 and unit in ("minutes", "hours", "days") else unit
        parts.append(wording.quantity(value, unit or "") if unit else wording.number(value))
    if clock := getattr(record, "clock", None):
        parts.append(f"({clock} time)")
    return words("\u00a0".join(parts[:2]) + (f" {parts[2]}" if len(parts) > 2 else ""))


def _pointer(value: str) -> Shown:
    if match := _URL.fullmatch(value.strip()):
        shown = re.sub(r"^https?://|^mailto:", "", match[0]).rstrip("/")
        return Shown("pointer", text=shown, link=Link(shown, match[0]))
    return Shown("prose", html=prose.phrase(value), text=value, small=len(value) <= LONG_CELL)


def anything(value: Any) -> Shown:
    """A value that no field describes, as it was written."""
    if isinstance(value, dict):
        rows = tuple(Row(str(key), anything(inner)) for key, inner in value.items())
        return Shown("facts", rows=rows, small=False)
    if isinstance(value, list):
        return Shown("list", items=tuple(anything(inner) for inner in value), small=False)
    if isinstance(value, bool):
        return words("true" if value else "false")
    return words("—" if value is None else str(getattr(value, "raw", value)))
