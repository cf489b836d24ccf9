"""Hand-written pages: Markdown with front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sourcebook.errors import SourceError
from sourcebook.findings import Place
from sourcebook.forms import Form
from sourcebook.lean import dataclass
from sourcebook.source.document import Document, read_mapping
from sourcebook.source.text import decode

_FENCE = Form(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_OPENING = Form(r"\s*^[ \t]*---[ \t]*$", re.MULTILINE)
_ASTRAY = Form(r"^[ \t]*visib\w*[ \t]*:[ \t]*internal\b", re.MULTILINE | re.IGNORECASE)
_CODE = Form(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_BREAKS = Form(r"\r\n|\r")
_CLOSED = {"visibility": "internal"}


@dataclass(frozen=True)
class HandPage:
    """A page that somebody wrote by hand.

    ``path`` is relative to ``pages/``, with forward slashes; ``text`` the Markdown after the
    front matter, from ``first_line`` of the file on, its lines ended by ``\\n``; ``meta`` the
    front matter, whose places ``front`` knows.
    """

    path: str
    text: str
    meta: Mapping[str, Any]
    place: Place
    first_line: int = 1
    front: Document | None = None


def read_page(path: str, file: str, raw: bytes) -> tuple[HandPage, SourceError | None]:
    """The page in a file's bytes, and what is wrong with its front matter, if anything is.

    With bad front matter the page counts as internal: what it says of its audience is unknown.
    Raises SourceError where there is no text to show: not UTF-8, too large, control characters.
    """
    text, place = _BREAKS.sub("\n", decode(raw)), Place(file)
    if not (opening := _OPENING.match(text)):
        error = _astray(text, 1)
        return HandPage(path, text, _CLOSED if error else {}, place), error
    closing = _FENCE.search(text, opening.end() + 1)
    if closing is None:
        error = SourceError(
            "begins with front matter ('---') that does not end",
            "End it with a line '---'; if the page is to begin with a rule, write '***'",
        )
        return HandPage(path, text, _CLOSED, place), error
    body, first_line = text[closing.end() + 1 :], text.count("\n", 0, closing.end()) + 2
    try:
        # The line of dashes stays as an empty one, so that places are those of the file.
        above = "\n" * text.count("\n", 0, opening.end())
        front = read_mapping(file, (above + text[opening.end() : closing.start()]).encode())
    except SourceError as refusal:
        return HandPage(path, body, _CLOSED, place, first_line), refusal
    if error := _astray(body, first_line):
        return HandPage(path, body, {**front.data, **_CLOSED}, place, first_line, front), error
    return HandPage(path, body, front.data, place, first_line, front), None


def _astray(body: str, first_line: int) -> SourceError | None:
    """What is wrong with a page that calls itself internal in its text, where it has no effect."""
    text = _CODE.sub(lambda code: "\n" * code[0].count("\n"), body)
    if not (found := _ASTRAY.search(text)):
        return None
    return SourceError(
        "says 'visibility: internal' in its text, and counts as internal until that is settled",
        "Move the line to front matter, between two lines '---' at the very top, or put it in a "
        "block of code (```)",
        first_line + text.count("\n", 0, found.start()),
    )
