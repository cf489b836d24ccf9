"""All that is written in an engagement's files, comments and hand-written pages included."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from sourcebook.findings import KeyPath, Place
from sourcebook.lean import dataclass
from sourcebook.model.playbook import Playbook
from sourcebook.source.document import Document
from sourcebook.source.keypaths import write_path
from sourcebook.source.text import position

if TYPE_CHECKING:
    from yaml.nodes import Node


@dataclass(frozen=True)
class Writing:
    """The text of one file, or of a page below its front matter."""

    section: str  # its id; empty for a page, and for what a layer says of itself
    file: str
    text: str
    document: Document | None = None  # of a YAML text
    first_line: int = 1  # of the text within the file

    def place(self, start: int, end: int) -> Place:
        """The span between two indexes into the text."""
        line, column = position(self.text, start)
        end_line, end_column = position(self.text, end)
        above = self.first_line - 1
        return Place(self.file, line + above, column, end_line + above, end_column)

    def path(self, index: int) -> str:
        """The key path around an index into the text; empty where there is none."""
        if self.document is None:
            return ""
        return write_path(self.document.data, _around(self._root, index))

    @cached_property
    def _root(self) -> Node | None:
        from sourcebook.source.composing import compose

        return compose(self.document.text) if self.document is not None else None


@lru_cache(maxsize=2)  # rules on what may not be written ask for them, one after the other
def writings(book: Playbook) -> tuple[Writing, ...]:
    """Every file that was read, each once; a layer's file comes with each of its engagements."""
    return tuple(_writings(book))


def _writings(book: Playbook) -> Iterator[Writing]:
    for layer in book.source.layer_sources:
        yield Writing("", layer.document.file, layer.document.text, layer.document)
    for key, section in book.source.sections.items():
        for document in section.documents:
            yield Writing(key, document.file, document.text, document)
    for page in book.source.pages:
        if page.front is not None:
            yield Writing("", page.front.file, page.front.text, page.front)
        yield Writing("", page.place.file, page.text, first_line=page.first_line)


def _around(root: Node | None, index: int) -> KeyPath:
    """The deepest key path whose key or value holds the index."""
    from sourcebook.source.tree import walk

    found: KeyPath = ()
    for path, key, value in walk(root) if root is not None else ():
        first = key or value
        start, end = first.start_mark.index, first.end_mark.index
        if value.start_mark.index >= start:  # else an alias: what it stands for is elsewhere
            end = value.end_mark.index
        if start <= index < end and len(path) >= len(found):
            found = path
    return found
