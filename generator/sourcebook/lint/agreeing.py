"""Whether a role can agree to a section, and what it writes down when it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property

from sourcebook.analysis.agreements import (
    CLIENT,
    Accord,
    accords,
    asked_sides,
    digest_now,
    side_of,
)
from sourcebook.analysis.parties import party_of_role, side_of_role
from sourcebook.analysis.smells import placeholder
from sourcebook.errors import UsageError
from sourcebook.findings import Finding
from sourcebook.lean import dataclass
from sourcebook.lint.agreement_writing import Agreeing, with_agreement
from sourcebook.lint.configuration import Configuration
from sourcebook.lint.wording import listed, section_file, section_name, some_of
from sourcebook.model.edition import SharedContent, shared_content, shared_edition
from sourcebook.model.fields import Need
from sourcebook.model.index import given
from sourcebook.model.paths import At
from sourcebook.model.playbook import Loaded, Playbook, State
from sourcebook.source.document import Document

_UNFINISHED = ("STR001", "SEC008")
"""Rules that find sections in which nothing stands, and secrets: no site shows the text of those,
so nobody can agree to it."""


@dataclass(frozen=True)
class Agreed:
    """An agreement that can be written: into which file, its text then, and what to say."""

    document: Document
    text: str
    told: str


def agreements_of(
    loaded: Loaded, configuration: Configuration, role: str, day: dt.date
) -> Agreements:
    """What a role can agree to. Raises UsageError where it speaks for neither side."""
    shared = shared_content(loaded.playbook)
    if shared is None:
        raise UsageError(
            f"All of {loaded.playbook.slug} is internal (meta.visibility in engagement.yaml): "
            "there is nothing that both sides could agree to."
        )
    if ("role", role) in shared.taken:
        raise UsageError(
            f"--as: '{role}' is internal: the other side could not see who agreed. Name a role "
            "that both know."
        )
    asked, side = asked_sides(shared, day), side_of(shared, role)
    if side is None or side not in asked:
        raise UsageError(_no_side(shared, asked, role, day))
    return Agreements(loaded, configuration, role, day, shared, asked, side)


def _no_side(shared: SharedContent, asked: Sequence[str], role: str, day: dt.date) -> str:
    book = shared.book
    party, its = party_of_role(book, role), side_of_role(book, role)
    whose = f"a role of '{party}' ({its.word.lower()})" if party and its else "of no party"
    roles = (id for id in book.index.by_kind.get("role", {}) if ("role", id) not in shared.taken)
    able = [id for id in roles if side_of(shared, id) in asked]
    return (
        f"--as: '{role}' is {whose}, and on {day} that is neither side: the client and the vendors "
        f"of that day agree. Roles that can: {some_of(able) or 'none'}."
    )


@dataclass(frozen=True)
class Agreements:
    """What a role can agree to in an engagement on a day."""

    loaded: Loaded
    configuration: Configuration
    role: str
    day: dt.date
    shared: SharedContent
    asked: tuple[str, ...]  # the sides that have to agree
    side: str  # the one that the role speaks for

    def given(self, key: str) -> Agreed:
        """The agreement to a section as it stands. Raises UsageError where there can be none."""
        self._check_state(key)
        digest = digest_now(self.shared, key)
        if digest is None:
            raise UsageError(
                f"Section '{section_name(key)}' is internal as a whole: the other side cannot read "
                "what it would agree to. Set its meta.visibility to shared if it may."
            )
        self._check_finished(key)
        accord = self._accords.get(key)
        self._check_new(key, accord)
        lacking = accord.lacking if accord else self.asked
        still = tuple(side for side in lacking if side != self.side)
        document = self._document(key)
        text = with_agreement(document, Agreeing(self.role, self.day, digest, settles=not still))
        if text is None:
            raise UsageError(
                f"{document.file}: 'meta' has no room for an agreement. Write it as lines of "
                "'field: value', with the section's owner and last_reviewed."
            )
        return Agreed(document, text, self._told(key, document, still))

    @cached_property
    def _accords(self) -> dict[str, Accord]:
        return dict(accords(self.loaded.playbook, self.day))

    def _check_state(self, key: str) -> None:
        book, name = self.shared.book, section_name(key)
        state, meta = book.state(key), book.section(key).meta
        if state is State.MISSING:
            raise UsageError(
                f"Section '{name}' is missing: there is nothing to agree to. `sourcebook new "
                f"section {name} --engagement {book.slug}` writes a skeleton."
            )
        if state is State.REFUSED:
            raise UsageError(
                f"{section_file(key)} cannot be read, so nobody can agree to it. `sourcebook lint "
                f"{book.slug}` says why."
            )
        if state is State.WAIVED:
            raise UsageError(
                f"Section '{name}' does not apply (not_applicable): there is nothing to agree to."
            )
        if meta is not None and meta.status == "retired":
            raise UsageError(
                f"Section '{name}' is retired. Set its meta.status to draft before anybody agrees."
            )

    def _check_finished(self, key: str) -> None:
        """Refuse what is still to be written, as far as both sides read it; and secrets."""
        name = f"Section '{section_name(key)}'"
        for found in self._findings:
            if found.section == key:
                raise UsageError(
                    f"{name} is not finished. {found.place.file}:{found.place.line}: "
                    f"{found.message}"
                )
        words = self.configuration.options(self._edition.slug).words
        for entry in given(At(key), self._edition.section(key)):
            required = entry.spec.meta.need is Need.REQUIRED and not entry.is_key
            left = isinstance(entry.value, str) and placeholder(
                entry.value, words, required=required
            )
            if left:
                place = self._edition.locate(entry.at, key=entry.is_key)
                raise UsageError(
                    f"{name} is not finished. {place.file}:{place.line} says '{left}' "
                    f"({self._edition.spelled(entry.at)}). Write what it stands for first."
                )

    @cached_property
    def _edition(self) -> Playbook:
        """What both sides read."""
        shared = shared_edition(self.loaded)
        return shared.playbook if shared else self.shared.book

    @cached_property
    def _findings(self) -> tuple[Finding, ...]:
        found = self.configuration.check(self.loaded, self.day, waiting=False)
        return tuple(its for its in found if its.code in _UNFINISHED and its.accepted is None)

    def _check_new(self, key: str, accord: Accord | None) -> None:
        entries = accord.entries if accord else ()
        mine = next((its for its in entries if its.role == self.role and its.current), None)
        if mine is not None:
            raise UsageError(
                f"Section '{section_name(key)}': {self.role} has already agreed to it as it "
                f"stands, on {mine.date}."
            )

    def _document(self, key: str) -> Document:
        """The engagement's own file of the section. Raises UsageError where there is none."""
        book = self.shared.book
        own = f"playbooks/{book.slug}/"
        documents = book.source.sections[key].documents
        found = next((its for its in documents if its.file.startswith(own)), None)
        if found is None:
            raise UsageError(
                f"Section '{section_name(key)}' comes from layers alone. Take it over first: write "
                f"{own}{section_file(key)} with meta: owner and last_reviewed."
            )
        return found

    def _told(self, key: str, document: Document, still: tuple[str, ...]) -> str:
        said = f"{self.role} agrees to '{section_name(key)}' as it stands: {document.file}."
        if not still:
            return f"{said} Each side has agreed to it now."
        names = ("the client" if side == CLIENT else f"'{side}'" for side in still)
        return f"{said} Still to agree: {listed([f'a role of {name}' for name in names])}."
