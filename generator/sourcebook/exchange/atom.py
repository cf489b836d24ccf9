"""``changed.atom``: what changed, for feed readers (RFC 4287)."""

from __future__ import annotations

import datetime as dt
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from sourcebook.model.fields import Audience
from sourcebook.model.playbook import Playbook
from sourcebook.render.history import Entry, History
from sourcebook.render.views.changed import FEED, PATH, by_weight, entry_anchor

ATOM = "http://www.w3.org/2005/Atom"
_HEAVY = {"both": "Breaking for both sides", "client": "Breaking for the client",
          "vendor": "Breaking for the vendor"}  # fmt: skip


def changes_feed(book: Playbook, history: History, author: str, as_of: dt.date) -> bytes:
    """The history of an engagement as a feed; the same history makes the same bytes.

    ``author`` is the name that the feed goes by: persons are not named. Links are relative to the
    feed, as RFC 4287 allows. Without entries it is as of the day.
    """
    edition = Audience.SHARED if book.is_shared else Audience.INTERNAL
    name = f"sourcebook:{book.slug}:{edition.value}"
    feed = ElementTree.Element("feed", {"xmlns": ATOM})
    _add(feed, "id", _uid(name))
    _add(feed, "title", f"What changed: {book.name}")
    begun = dt.datetime.combine(as_of, dt.time(), dt.UTC)
    _add(feed, "updated", _stamp(history.entries[0].at if history.entries else begun))
    _add(ElementTree.SubElement(feed, "author"), "name", author)
    ElementTree.SubElement(feed, "link", {"rel": "self", "href": FEED})
    ElementTree.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": PATH})
    for entry in history.entries:
        _entry(feed, entry, name)
    ElementTree.indent(feed)
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(feed: ElementTree.Element, entry: Entry, name: str) -> None:
    node = ElementTree.SubElement(feed, "entry")
    _add(node, "id", _uid(f"{name}:{entry.commit}"))
    _add(node, "title", entry.subject or _first(entry))
    _add(node, "updated", _stamp(entry.at))
    href = f"{PATH}#{entry_anchor(entry)}"
    ElementTree.SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": href})
    _add(node, "content", "\n".join(_told(entry)), {"type": "text"})


def _first(entry: Entry) -> str:
    """The heaviest change, and how many more there are."""
    first, *others = by_weight(entry)
    return f"{first.text} (and {len(others)} more)" if others else first.text


def _told(entry: Entry) -> list[str]:
    return [
        f"{line.text} ({_HEAVY[line.weight].lower()})" if line.weight in _HEAVY else line.text
        for line in by_weight(entry)
    ]


def _add(
    node: ElementTree.Element, name: str, text: str, attributes: dict[str, str] | None = None
) -> None:
    ElementTree.SubElement(node, name, attributes or {}).text = "".join(
        letter if letter.isprintable() or letter == "\n" else " " for letter in text
    )


def _uid(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"


def _stamp(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
