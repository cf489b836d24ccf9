"""From documents to a playbook. Whatever is missing or wrong, a playbook comes out."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.findings import Finding, Severity
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Loaded, Notes, Playbook
from sourcebook.model.reading import SectionReading, read_section
from sourcebook.model.record import empty
from sourcebook.source.loading import EngagementSource, load_engagement
from sourcebook.source.project import Project


def load_playbook(project: Project, slug: str) -> Loaded:
    """Read an engagement of the project; its findings are those of reading and of loading."""
    return made_playbook(load_engagement(project, slug, tuple(SECTIONS)))


def made_playbook(source: EngagementSource) -> Loaded:
    """The typed playbook of what was read (STR003, STR004, STR005 beside the reader's own)."""
    readings: dict[str, SectionReading] = {}
    for key, kind in SECTIONS.items():
        section = source.sections.get(key)
        if section is not None:
            readings[key] = read_section(kind, section, source.slug)
    typed = {
        key: readings[key].section if key in readings else empty(kind)
        for key, kind in SECTIONS.items()
    }
    playbook = Playbook(source.slug, **typed, source=source, notes=_notes(readings))  # type: ignore[arg-type]
    findings = [*source.findings]
    for reading in readings.values():
        findings += reading.findings
    findings += _twins(playbook)
    return Loaded(playbook, tuple(sorted(findings, key=lambda finding: finding.order)))


def _notes(readings: dict[str, SectionReading]) -> Notes:
    return Notes(
        {At(key, p): value for key, r in readings.items() for p, value in r.extensions.items()},
        {At(key, p): why for key, r in readings.items() for p, why in r.nones.items()},
        {At(key, p): shift for key, r in readings.items() for p, shift in r.shifts.items()},
        frozenset(At(key, p) for key, r in readings.items() for p in r.refused),
        frozenset(At(key, p) for key, r in readings.items() for p in r.meant),
    )


def _twins(playbook: Playbook) -> Iterator[Finding]:
    for first, second in playbook.index.twins:
        at = second.at / "id"
        place = playbook.locate(first.at / "id")
        other = f"{place.file}:{place.line}"
        same = "" if first.id == second.id else f" as '{first.id}' (case makes no difference)"
        yield Finding(
            "STR005",
            "duplicate-id",
            Severity.ERROR,
            f"{playbook.spelled(at)}: {second.kind} id '{second.id}' is already used{same} at "
            f"{other}. Ids are permanent link anchors - choose a new one.",
            playbook.locate(at),
            playbook.slug,
            at.section,
            playbook.spelled(at),
            fix=f"Give the second {second.kind} another id.",
        )
