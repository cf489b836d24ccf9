"""What a page can show of any value, ready to print; templates have a macro for each form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

from markupsafe import Markup, escape

from sourcebook.render import prose, wording
from sourcebook.render.links import Link

_URL = re.compile(r"(https?://|mailto:)[^\s<>\"']+")
_PARTS = re.compile(r"[^./?&=-]*[./?&=-]+|[^./?&=-]+$")  # an address breaks after these signs
_PHONE = re.compile(r"\+\d[\d ()/-]{5,}\d")
_FIGURE = re.compile(r"(?=.*\d)(?=.*[ (–-]).{1,16}|\w{1,9}–\w{1,9}")  # a line could end in it
LONG_CELL = 220  # characters

LEAD, SLACK = 100, 20
"""So many rows of a long table stand open, the rest folded away; few more are not folded."""


_EMPTY = Markup("")
_PHRASES = ("words", "prose", "link", "pointer", "badge", "series", "none")


@dataclass(slots=True)  # not frozen, which would take five times as long: a site has thousands
class Shown:
    """A value ready to print, which never changes. ``form`` names the macro that prints it."""

    form: str  # prose, words, id, link, list, facts, table, cards, none
    html: Markup = _EMPTY
    text: str = ""
    link: Link | None = None
    items: tuple[Shown, ...] = ()
    rows: tuple[Row, ...] = ()
    columns: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    small: bool = True  # fits a table's cell
    key: str = ""  # what a column is ordered by, where that is not its text
    tools: Tools | None = None  # of a table

    @property
    def length(self) -> int:
        """So many characters it takes, about, where it is a phrase."""
        own = len(self.link.text if self.link else self.text)
        return own + sum(item.length + 2 for item in self.items)

    @property
    def is_figure(self) -> bool:
        """Whether it is a number with its unit, a span or an id, which stands on one line."""
        return self.form == "words" and _FIGURE.fullmatch(self.text) is not None

    @property
    def lead(self) -> Sequence[Row]:
        """The rows of a table that stand open."""
        return leading(self.rows)[0]

    @property
    def rest(self) -> Sequence[Row]:
        """The rows of a long table that are folded away."""
        return leading(self.rows)[1]

    @property
    def punctuated(self) -> Iterator[tuple[Shown, str]]:
        """The items of a series, and what follows each: names may hold commas themselves."""
        among = ";" if any("," in (item.link or item).text for item in self.items) else ","
        last = len(self.items) - 1
        return ((item, among if n < last else "") for n, item in enumerate(self.items))

    @property
    def phrase(self) -> bool:
        """Whether it may stand in a paragraph."""
        single = self.form in _PHRASES and prose.is_phrase(self.html)
        return single and all(item.phrase for item in self.items)


@dataclass(frozen=True)
class Tools:
    """How readers narrow and order a table: a script makes the controls, see ``tables.js``."""

    name: str  # begins the keys in the page's address
    noun: str  # what its rows are, in the plural
    facets: tuple[str, ...] = ()  # what rows are narrowed by: each says its values in ``facets``
    ordered: tuple[str, ...] = ()  # the columns by which rows can be ordered


@dataclass(slots=True)  # not frozen, as Shown
class Row:
    """A label and its value; or the cells of a table's row. It never changes."""

    label: str
    value: Shown | None = None
    cells: tuple[Shown | None, ...] = ()
    anchor: str = ""
    search: str = ""
    internal: bool = False
    hint: str = ""  # what the field means
    layer: str | None = None  # the layer that it comes from
    changed: bool = False  # and whether the engagement changed some of it
    facets: str = ""  # see ``facets``

    @property
    def named(self) -> bool:
        """Whether a table's row begins with the name of what it is about."""
        first = self.cells[0] if self.cells else None
        return bool(self.anchor) or (first is not None and first.form == "link")

    @property
    def wide(self) -> bool:
        """Whether the value wants the whole width."""
        value = self.value
        if value is None:
            return False
        long = value.length > 90 or len(value.items) > 3
        return not value.small or long or value.form in ("table", "cards", "facts", "list", "pairs")


def in_pairs(rows: Iterable[Row]) -> Iterator[tuple[Row, bool]]:
    """Labelled values, and whether each has a line to itself: two short ones share one."""
    waiting: Row | None = None
    for row in rows:
        wide = row.wide
        if waiting is not None:
            yield waiting, wide
        if wide or waiting is not None:
            yield row, wide
            waiting = None
        else:
            waiting = row
    if waiting is not None:
        yield waiting, True


def in_columns(
    cells: Sequence[Shown | None], columns: Sequence[str]
) -> Iterator[tuple[Shown | None, str, bool]]:
    """The cells of a table's row, the word over each, and whether it is the first."""
    return zip(cells, columns, chain((True,), repeat(False)), strict=False)


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
    related: tuple[Row, ...] = ()  # what names it, by kind
    changed: bool = False  # whether the engagement changed some of what the layer says


def leading(rows: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    """The rows of a table that stand open, and those that a browser lays out when asked for."""
    at = LEAD if len(rows) > LEAD + SLACK else len(rows)
    return rows[:at], rows[at:]


def facets(*values: str | Sequence[str]) -> str:
    """What a table's row is narrowed by, in the order of its table's facets, as the page has it."""
    several = ((value,) if isinstance(value, str) else value for value in values)
    return "|".join(";".join(re.sub("[|;]", ",", one) for one in each) for each in several)


def words(text: str, key: str = "") -> Shown:
    """Plain text; ``key`` is what its column is ordered by."""
    return Shown("words", text=text, key=key)


def day(date: dt.date | None) -> Shown | None:
    """A date, in the order of the calendar."""
    return words(wording.date(date), date.isoformat()) if date else None


def wrong(value: Any, why: str = "") -> Shown:
    """A value that cannot be read, as it was written, and what is wrong with it."""
    return Shown("wrong", text=_written(value), items=(words(why),) if why else (), small=not why)


def _written(value: Any) -> str:
    return wording.cut(wording.written(getattr(value, "raw", value)), 120)


def pointer(value: str) -> Shown:
    """Where something lies: an address or a telephone number as a link, else words."""
    if match := _URL.fullmatch(value.strip()):
        shown = re.sub(r"^https?://|^mailto:", "", match[0]).rstrip("/")
        broken = Markup("<wbr>").join(map(escape, _PARTS.findall(shown)))
        return Shown("pointer", broken, shown, Link(shown, match[0]))
    if _PHONE.fullmatch(value.strip()):
        number = "+" + re.sub(r"\D", "", value)
        said = value.strip()
        return Shown("pointer", escape(said), said, Link(said, f"tel:{number}"))
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
