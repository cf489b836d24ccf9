"""What a role has to do with something that names it, as a line of the role's page."""

from __future__ import annotations

from dataclasses import dataclass

from sourcebook.analysis.mentions import Mention
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Playbook
from sourcebook.model.record import Record
from sourcebook.model.sections.governance import EscalationLevel
from sourcebook.render import prose, wording
from sourcebook.render.links import Link, Links


@dataclass(slots=True)  # not frozen, which would take thrice as long: a site has hundreds
class Duty:
    """A line of a role's page: what, where it stands, in which part. It never changes."""

    link: Link
    note: str
    section: str


_PHRASES = {
    "owner": "answers for it",
    "agreed_by": "agreed to it",
    "operated_by": "does the work",
    "approver": "decides",
    "assessor": "weighs it",
    "decided_by": "decides",
    "raised_by": "asked for it",
    "acceptance_owner": "accepts it",
    "approved_by": "approved it",
    "reviewed_by": "reviewed it",
    "reviewer": "looked at it",
    "verifier": "checks it",
    "by": "confirms it",
    "chair": "leads it",
    "members": "sits in it",
    "evaluators": "judged it",
    "participants": "takes part",
    "optional": "may stay away",
    "audience": "reads it",
    "from_role": "hands over",
    "to_roles": "learns",
    "deputy": "stands in",
    "exit_manager": "leads the exit",
    "buddy_role": "looks after newcomers",
    "role": "is named",
}
_WITHIN = {
    ("achievability", "reviewed_by"): "reviewed its achievability",
    ("contingency", "owner"): "acts when it happens",
    ("artefacts", "owner"): "keeps it current",
    ("signoff", "by"): "signs it off",
    ("history", "by"): "checked it earlier",
    ("accepted_out_of_hours", "role"): "agreed to come out of hours",
    ("assessment", "participants"): "took part",
    ("process", "approver"): "decides on changes",
    ("process", "assessor"): "weighs changes",
    ("access_revocation", "owner"): "sees that access ends",
    ("documentation_plan", "owner"): "keeps it current",
    ("single_source_of_truth", "owner"): "keeps it in order",
    ("tracking", "owner"): "keeps it up to date",
    ("assessed_none", "reviewer"): "looked and found nothing",
    ("meta", "owner"): "keeps the section",
    ("meta", "agreed_by"): "agreed to the section",
    ("agreements", "role"): "agreed to the section",
}
"""The phrase of a field within a certain record, where the field alone would say too little."""
_NAMING = ("title", "artefact", "what", "decision", "activity", "category", "class", "topic")
_BARE = ("class",)
"""The names that say too little without what they name."""


def duty(book: Playbook, links: Links, mention: Mention) -> Duty:
    """The line for one mention of a role."""
    at, holder = mention.given.at, mention.holder
    section = SECTIONS[at.section].title
    start = holder.at.keys if holder else ()
    within = [k for k in at.keys[len(start) :] if isinstance(k, str)]
    if holder is not None:
        link = links.to(holder)
        if holder.kind == "role":
            link = Link(link.text, links.root + links.href(holder))
        part = _record_name(book, at, len(start))
        text = f"{link.text}: {part}" if part else link.text
        return Duty(Link(text, link.href), _note(book, mention, within), section)
    of_section = within[0] == "meta"
    name = section if of_section else _record_name(book, at) or wording.label(within[0])
    return Duty(Link(name, links.at(at)), _note(book, mention, within), section)


def _note(book: Playbook, mention: Mention, within: list[str]) -> str:
    field = mention.field
    if field == "roles":
        return _rung(book, mention)
    around = within[: within.index(field)] if field in within else within
    for name in reversed(around):
        if phrase := _WITHIN.get((name, field)):
            return phrase
    return _PHRASES.get(field, wording.within(wording.label(field)))


def _record_name(book: Playbook, at: At, above: int = 0) -> str:
    """The name of the innermost record around a place, where it has one."""
    for depth in range(len(at.keys) - 1, above, -1):
        value = book.value(At(at.section, at.keys[:depth]))
        if not isinstance(value, Record):
            continue
        for name in _NAMING:
            text = getattr(value, name, None) or getattr(value, f"{name}_", None)
            if isinstance(text, str):
                bare = f"{wording.label(name)} {text}" if name in _BARE else text
                return prose.plain(bare, 80)
    return ""


def _rung(book: Playbook, mention: Mention) -> str:
    """``level 1, Mare Alta``."""
    keys = mention.given.at.keys
    place = keys.index("roles")
    level = book.value(At(mention.given.at.section, keys[:place]))
    number = level.level if isinstance(level, EscalationLevel) and level.level is not None else "?"
    party = book.index.find("party", str(keys[place + 1])) if len(keys) > place + 1 else None
    return f"level {number}" + (f", {party.title}" if party else "")
