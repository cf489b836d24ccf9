"""Findings as pages tell them: names in place of ids, and days as pages write them.

The command's messages name what one looks for in a file, with its id; a page that speaks of
"Daily stand-up" and 13 Nov 2026 around them goes on so.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property

from sourcebook.findings import Finding
from sourcebook.model.index import Target
from sourcebook.model.playbook import Playbook
from sourcebook.render import prose, wording
from sourcebook.render.naming import title_of

AS_WRITTEN = ("STR", "CFG", "REF001", "REF003", "TXT", "PRV", "SEC008")
"""Rules that speak of what is written in a file, or is to be: their messages stay as they are."""
_OF_PLACES = ("TIM", "COM007")  # rules that speak of places
_BARE = ("role", "milestone", "contract")  # kinds whose ids messages have without quotes, too

_TOLD = re.compile(
    r"(?<![\w/.-])(?P<day>\d{4}-\d\d-\d\d)(?![\w/-])"
    r"|'(?P<quoted>[A-Za-z0-9][\w-]*)'"
    r"|(?<![\w/'.-])(?P<bare>[a-z0-9]+(?:-[a-z0-9]+)*)(?![\w/'-])"
)


@dataclass(frozen=True)
class Retelling:
    """Tells the findings of one engagement."""

    book: Playbook

    def told(self, finding: Finding) -> str:
        """What is wrong, in the manner of the pages."""
        if finding.code.startswith(AS_WRITTEN):
            return finding.message
        bare = self._bare | (self._places if finding.code.startswith(_OF_PLACES) else {})

        def words(match: re.Match[str]) -> str:
            if match["day"]:
                return _day(match["day"])
            if match["quoted"]:
                return f"'{self._named(match['quoted'], finding.section)}'"
            return bare.get(match["bare"], match["bare"])

        return _TOLD.sub(words, finding.message)

    def _named(self, id: str, section: str) -> str:
        """The name of an item; its id where several kinds have it, not one of them in here."""
        found = self._by_id.get(id, [])
        if len(found) > 1:
            found = [target for target in found if target.at.section == section]
        return self._title(found[0]) if len(found) == 1 else id

    @cached_property
    def _by_id(self) -> dict[str, list[Target]]:
        found: dict[str, list[Target]] = {}
        for items in self.book.index.by_kind.values():
            for id, target in items.items():
                found.setdefault(id, []).append(target)
        return found

    @cached_property
    def _bare(self) -> dict[str, str]:
        """Names by ids of several words: one of a single word may be a word of the sentence."""
        items = (self.book.index.by_kind.get(kind, {}) for kind in _BARE)
        return {id: self._title(its) for each in items for id, its in each.items() if "-" in id}

    @cached_property
    def _places(self) -> dict[str, str]:
        places = self.book.index.by_kind.get("location", {})
        return {id: self._title(target) for id, target in places.items()}

    def _title(self, target: Target) -> str:
        return prose.plain(title_of(self.book, target.item), 120) or target.id


def _day(written: str) -> str:
    try:
        return wording.date(dt.date.fromisoformat(written))
    except ValueError:
        return written
