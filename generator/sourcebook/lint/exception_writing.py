"""Where the comment goes that accepts a finding: one line more, or the end of one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Sequence

from sourcebook.errors import SourceError
from sourcebook.findings import Edit, Finding, Place
from sourcebook.lean import dataclass
from sourcebook.lint.edits import edited
from sourcebook.lint.exceptions import exceptions_in
from sourcebook.source.comments import Comments
from sourcebook.source.document import Document


@dataclass(frozen=True)
class Written:
    """A file with an exception in it: the edit, the text before and after, what it accepts."""

    edit: Edit
    before: str
    text: str
    accepts: tuple[Finding, ...]

    @property
    def line(self) -> int:
        """The line on which the comment stands."""
        return self.edit.place.line


def comment_of(code: str, until: dt.date, by: str, reason: str) -> str:
    """The comment that accepts a rule's finding."""
    return f"# sourcebook: ignore[{code}] until={until} by={by} -- {' '.join(reason.split())}"


def written(
    document: Document, finding: Finding, comment: str, alike: Sequence[Finding]
) -> Written | None:
    """The file with the comment where it accepts the finding, and as few as may be beside it.

    ``alike`` are the file's findings of the same rule, this one among them. Data and all other
    comments stay as they are. ``None`` where no line can take the comment.
    """
    tried = [
        made
        for edit in _candidates(document, finding.place, comment)
        if (made := _tried(document, edit, alike)) and finding in made.accepts
    ]
    return min(tried, key=lambda made: len(made.accepts), default=None)


def _candidates(document: Document, place: Place, comment: str) -> Iterator[Edit]:
    """The edits that may do: a line above, above the whole entry, or at the line's end."""
    comments = Comments(document.file, document.text)
    if place == Place(place.file):
        yield _above(document, document.place(()).line, comment)
        return
    for line in dict.fromkeys((place.line, comments.entry_line(place))):
        yield _above(document, line, comment)
    end = len(document.line(place.line).rstrip())
    yield Edit(
        Place(place.file, place.line, end + 1, place.line, len(document.line(place.line)) + 1),
        f"  {comment}",
    )


def _above(document: Document, line: int, comment: str) -> Edit:
    blanks = re.match(r"[ ]*", document.line(line))
    indent = blanks[0] if blanks else ""
    ending = "\r\n" if "\r\n" in document.text else "\n"
    return Edit(Place(document.file, line, 1, line, 1), f"{indent}{comment}{ending}")


def _tried(document: Document, edit: Edit, alike: Sequence[Finding]) -> Written | None:
    """What an edit brings about; ``None`` if it does harm or makes no exception."""
    text = edited(document.text, [edit])
    try:
        after = Document(document.file, text)
    except SourceError:
        return None
    if after.data != document.data:
        return None
    exceptions = [its for its in exceptions_in(after) if its.comment.place.line == edit.place.line]
    more = text.count("\n") - document.text.count("\n")
    accepts = [
        finding
        for finding in alike
        if any(its.holds(_moved(finding, edit.place.line, more)) for its in exceptions)
    ]
    return Written(edit, document.text, text, tuple(accepts))


def _moved(finding: Finding, line: int, more: int) -> Finding:
    """The finding where it stands after so many lines more; one of the whole file stays."""
    place = finding.place
    if place == Place(place.file) or place.line < line:
        return finding
    moved = dataclasses.replace(place, line=place.line + more, end_line=place.end_line + more)
    return dataclasses.replace(finding, place=moved)
