"""What a person names on the command line: a section, an engagement, a role."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sourcebook.errors import UsageError

if TYPE_CHECKING:
    from sourcebook.model.playbook import Playbook
    from sourcebook.model.record import Section
    from sourcebook.source.project import Project


def section_named(name: str) -> type[Section]:
    """The section of that name, or of that file. Raises UsageError, with the nearest one."""
    from sourcebook.model.playbook import SECTIONS
    from sourcebook.model.schema import stem
    from sourcebook.nearest import nearest

    key = (
        Path(name).stem.replace("-", "_").lower()
        if name.endswith((".yaml", ".yml"))
        else (name.replace("-", "_").lower())
    )
    if key in SECTIONS:
        return SECTIONS[key]
    near = nearest(key, SECTIONS)
    hint = f"Did you mean '{stem(near)}'? " if near else ""
    raise UsageError(f"'{name}' is no section. {hint}Sections: {', '.join(map(stem, SECTIONS))}.")


def engagement_named(project: Project, chosen: str | None) -> str:
    """The slug of the engagement that is meant: named, around the working folder, or the only one.

    Raises UsageError where that is none, or several.
    """
    known = project.engagements()
    if chosen is not None:
        slugs = project.select([chosen])
        if len(slugs) == 1:
            return slugs[0]
    here = Path.cwd()
    for slug in known if chosen is None else ():
        if here.is_relative_to(project.playbooks / slug):
            return slug
    if len(known) == 1:
        return known[0]
    if not known:
        raise UsageError(project.how_to_start)
    raise UsageError(f"Which engagement? Add --engagement with one of: {', '.join(known)}.")


def role_named(book: Playbook, role: str, option: str) -> str:
    """The role that an option names. Raises UsageError, with the nearest one."""
    from sourcebook.nearest import nearest

    roles = book.index.by_kind.get("role", {})
    if role not in roles:
        near = nearest(role, roles)
        hint = f"Did you mean '{near}'?" if near else f"Roles: {', '.join(roles)}."
        raise UsageError(f"{option}: '{role}' is no role of {book.slug}. {hint}")
    return role
