"""What ``sourcebook lint --fix`` does around the linter: skeletons of sections, what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sourcebook.cli.diffs import unified
from sourcebook.cli.wiring import complain, say
from sourcebook.errors import UsageError

if TYPE_CHECKING:
    from sourcebook.findings import Finding
    from sourcebook.lint.fixing import Fixer, Mended
    from sourcebook.source.project import Project


def mend(fixer: Fixer, *, quiet: bool) -> None:
    """Mend the files, and say how much was mended."""
    mended = replace(fixer, skeleton=skeleton_of).mend()
    if not quiet:
        complain(f"sourcebook: {_told(mended)}")


def show(fixer: Fixer, names: Sequence[str], *, quiet: bool) -> bool:
    """Show what mending would change, and change nothing; whether there is anything.

    Raises UsageError where names mean nothing, or there is nothing to look at.
    """
    from sourcebook.lint.fixing import apart

    if not fixer.project.select(names) and not fixer.project.findings:
        raise UsageError(fixer.project.how_to_start)
    with apart(fixer.project) as copy:
        request = replace(fixer.request, names=_moved(fixer.project, copy, names))
        mended = replace(fixer, project=copy, request=request, skeleton=skeleton_of).mend()
        for file in sorted(mended.before):
            before, after = mended.before[file] or b"", (copy.root / file).read_bytes()
            say(unified(file, _text(before), _text(after), new=mended.before[file] is None))
    if not mended.before and not quiet:
        complain(f"sourcebook: {_told(mended)}")
    return bool(mended.before)


def _moved(project: Project, copy: Project, names: Sequence[str]) -> tuple[str, ...]:
    """The names as they mean the same in the copy: paths there, slugs as they are."""
    known = project.engagements()
    moved = []
    for name in names:
        path = next((p for p in (Path(name), project.root / name) if p.exists()), None)
        inside = path is not None and (path.parent.resolve() / path.name).is_relative_to(
            project.playbooks
        )
        if name in known or path is None or not inside:
            moved.append(name)
        else:
            whole = path.parent.resolve() / path.name
            moved.append(str(copy.root / whole.relative_to(project.root)))
    return tuple(moved)


def _told(mended: Mended) -> str:
    count, files = mended.count, len(mended.before)
    if not count:
        return "nothing can be mended without you." if mended.left else "nothing to mend."
    findings = "1 finding" if count == 1 else f"{count} findings"
    return f"mended {findings} in {files} file{'s' if files != 1 else ''}."


def _text(raw: bytes) -> str:
    return raw.decode("utf-8").removeprefix("\ufeff")


def skeleton_of(project: Project, finding: Finding) -> tuple[Path, str] | None:
    """The file of a missing section, and its skeleton; ``None`` where a file is there already."""
    from sourcebook.exchange.skeleton import skeleton
    from sourcebook.model.playbook import SECTIONS

    folder = project.playbooks / finding.engagement
    if not finding.engagement or finding.section not in SECTIONS or not folder.is_dir():
        return None
    if any(path.stem.replace("-", "_") == finding.section for path in folder.glob("*.y*ml")):
        return None
    text = skeleton(SECTIONS[finding.section])
    return folder / f"{finding.section.replace('_', '-')}.yaml", text
