"""What is called agreed was agreed by both sides, and is still what they agreed to."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.analysis.agreements import CLIENT, Accord, Standing, accords
from sourcebook.analysis.parties import active_vendors, camp_of_role, party_of_role
from sourcebook.findings import Severity
from sourcebook.lint.presence import Presence
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import agreed_before, listed, section_name
from sourcebook.model.fields import Audience
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook, State
from sourcebook.model.record import Meta, Section


@rule("STR008", "one-sided-agreement", Severity.WARNING)
def one_sided_agreement(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """A section that is called agreed names a role of the client and one of each active vendor.

    Why: The mutual understanding of both companies is what a playbook is for. What only one of
    them calls agreed, the other will learn of in a dispute.
    Fix: Let a role of the other side agree with `sourcebook agree`, or add it to meta.agreed_by, or
    set meta.status to draft until then. Sections that only the client may read are not asked.
    Source: mutual understanding of requirements, expectations and changes (practices R36 and R40).
    """
    presence = Presence(book)
    for section in book.sections():
        meta = section.meta
        if book.state(section.key) is not State.PRESENT or not _is_shared(section, meta):
            continue
        if meta is None or meta.status != "agreed":
            continue
        at = At(section.key) / "meta.agreed_by"
        given = (*meta.agreed_by, *(its.role or "" for its in meta.agreements))
        roles = tuple(dict.fromkeys(role for role in given if role.strip()))
        if all(party_of_role(book, role) for role in roles) and (
            roles or not presence.stands(at, meta.agreed_by)
        ):
            yield from _lacking(book, facts, section.key, roles)


def _is_shared(section: Section, meta: Meta | None) -> bool:
    audience = (meta and meta.visibility) or section.audience.value
    return audience == Audience.SHARED.value


def _lacking(book: Playbook, facts: Facts, key: str, roles: tuple[str, ...]) -> Iterator[Hit]:
    """The finding of a section whose agreement lacks a side."""
    camps = {camp_of_role(book, role) for role in roles}
    parties = {party_of_role(book, role) for role in roles}
    lacking = [
        f"'{party.id}'" for party in active_vendors(book, facts.as_of) if party.id not in parties
    ]
    has_client = any(party.side == "client" for party in book.engagement.parties)
    if has_client and "client" not in camps:
        lacking.insert(0, "the client")
    if not lacking:
        return
    by = f"only by {listed(roles)}" if roles else "by nobody"
    missing = listed(lacking)
    yield Hit(
        At(key) / "meta.agreed_by",
        f"Section '{section_name(key)}' is marked agreed, but {by}. Add a role of {missing} to "
        "meta.agreed_by, or set meta.status to draft.",
        f"Add a role of {missing} to agreed_by, or write 'status: draft'.",
        needs_all=True,
    )


@rule("STR009", "agreement-outdated", Severity.WARNING)
def agreement_outdated(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """A section that is called agreed says what both sides agreed to.

    Why: A text that changes after the handshake is agreed by nobody, and still looks agreed. In a
    dispute each side remembers another version.
    Fix: Look at what changed (`sourcebook diff`). If it is meant, let each side agree again
    (`sourcebook agree`); if not, take the change back; while you talk about it, set meta.status to
    draft. Only what both companies read counts, without the envelope (meta). What nobody can
    have meant, such as a TODO or a misspelt id, is told first: it will be written otherwise.
    Source: mutual understanding of requirements, expectations and changes (practices R36 and R40).
    """
    presence = Presence(book)
    for section in book.sections():
        yield from _incomplete(presence, section)
    for key, accord in accords(book, facts.as_of).items():
        meta = book.section(key).meta
        if accord.standing is Standing.CHANGED and meta is not None and meta.status == "agreed":
            yield _outdated(key, accord)


def _incomplete(presence: Presence, section: Section) -> Iterator[Hit]:
    """Entries that nobody can compare with what the section says."""
    for number, its in enumerate(section.meta.agreements if section.meta else ()):
        at = At(section.key) / "meta.agreements" / number
        needed = ("role", "date", "digest")
        missing = [name for name in needed if not presence.stands(at / name, getattr(its, name))]
        if missing:
            yield Hit(
                at,
                f"An agreement to section '{section_name(section.key)}' lacks {listed(missing)}, "
                "so nobody can tell what was agreed to. Delete the entry, and let the role agree "
                f"with `sourcebook agree {section_name(section.key)} --as ROLE`.",
                "Delete the entry and agree again with `sourcebook agree`.",
            )


def _outdated(key: str, accord: Accord) -> Hit:
    name = section_name(key)
    again = [its.role for its in accord.current]
    renewed = (
        f" {listed(again)} {'have' if len(again) > 1 else 'has'} agreed again." if again else ""
    )
    asked = listed([f"a role of {_side(side)}" for side in accord.lacking])
    return Hit(
        At(key) / "meta.agreements",
        f"Section '{name}' has changed since {agreed_before(accord)}.{renewed} See what changed "
        f"with `sourcebook diff`, then let {asked} agree: `sourcebook agree {name} --as ROLE`.",
        f"Let {asked} agree again, or take the change back.",
        key=True,
        needs_all=True,
    )


def _side(side: str) -> str:
    return "the client" if side == CLIENT else f"'{side}'"


RULES: tuple[Rule, ...] = (one_sided_agreement, agreement_outdated)
