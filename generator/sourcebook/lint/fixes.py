"""How findings are mended: the least edits at positions, so that nothing else in a file moves.

A safe repair keeps what the author meant, beyond doubt: another spelling of the same date, word or
id. An unsafe one guesses, or puts a TODO where only a person knows.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from sourcebook.findings import Finding, Repair
from sourcebook.lint.codes import UNKNOWN
from sourcebook.lint.keys import renamed_key
from sourcebook.model.playbook import SECTIONS, Loaded, Playbook

if TYPE_CHECKING:
    from sourcebook.lint.menders import Mender


def repaired(
    loaded: Loaded, findings: Iterable[Finding], codes: Container[str] | None = None
) -> tuple[Finding, ...]:
    """The findings, each with the repair that there is for it; of some rules alone by ``codes``."""
    repairs = _Repairs(loaded.playbook)
    return tuple(
        finding
        if finding.repair or finding.accepted or not (codes is None or finding.code in codes)
        else dataclasses.replace(finding, repair=repairs.of(finding))
        for finding in findings
    )


class _Repairs:
    """Finds repairs in one engagement's files."""

    def __init__(self, book: Playbook) -> None:
        self._book = book
        self._documents = {
            document.file: document
            for section in book.source.sections.values()
            for document in section.documents
        }

    def of(self, finding: Finding) -> Repair | None:
        """The repair of a finding; ``None`` where only a person can mend it."""
        document = self._documents.get(finding.place.file)
        if finding.section not in SECTIONS or document is None:
            return None
        if finding.code == UNKNOWN:
            return renamed_key(document, finding)
        return self._mender.repair(finding)

    @cached_property
    def _mender(self) -> Mender:
        """What all but keys needs: libyaml, and the nodes that it finds."""
        from sourcebook.lint.menders import Mender

        return Mender(self._book, self._documents)
