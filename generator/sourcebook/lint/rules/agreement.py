"""What is called agreed was agreed by both sides."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.analysis.parties import active_vendors, camp_of_role, party_of_role
from sourcebook.findings import Severity
from sourcebook.lint.presence import Presence
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import listed, section_name
from sourcebook.model.fields import Audience
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook, State
from sourcebook.model.record import Meta, Section


@rule("STR008", "one-sided-agreement", Severity.WARNING)
def one_sided_agreement(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """A section that is called agreed names a role of the client and one of each active vendor.

    Why: The mutual understanding of both companies is what a playbook is for. What only one of
    them calls agreed, the other will learn of in a dispute.
    Fix: Add a role of the other side to meta.agreed_by once it has agreed, or set meta.status to
    draft until then. Sections that only the client may read are not asked.
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
        roles = tuple(role for role in meta.agreed_by if role.strip())
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
    )


RULES: tuple[Rule, ...] = (one_sided_agreement,)
