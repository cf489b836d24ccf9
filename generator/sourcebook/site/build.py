"""Building sites: every edition of every engagement, and the portfolio, onto the disk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sourcebook.errors import SourcebookError, UsageError
from sourcebook.findings import Finding
from sourcebook.model.fields import Audience
from sourcebook.render.portfolio import Summary
from sourcebook.site.builder import Builder, Checked
from sourcebook.site.leaks import Leak, kept_back, leaks
from sourcebook.site.links import problems
from sourcebook.site.lock import locked
from sourcebook.site.swap import remove, tidy
from sourcebook.site.theme import STYLES
from sourcebook.site.write import unwritable, write_site
from sourcebook.source.folders import SLUG
from sourcebook.source.project import Project

EDITIONS = (Audience.INTERNAL, Audience.SHARED)

SHOWN = 60
"""So many characters of a text are quoted in a message."""


@dataclass(frozen=True)
class BuildOutcome:
    """What a build did."""

    built: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]  # slug, why
    problems: tuple[str, ...]  # dead links, one line each
    pages: int
    findings: tuple[Finding, ...] = ()  # of what was built; accepted ones left out


def build_sites(
    project: Project,
    slugs: Sequence[str],
    out: Path,
    as_of: dt.date,
    report: Callable[[str], None],
    editions: Collection[Audience] = EDITIONS,
) -> BuildOutcome:
    """Build the sites of ``slugs`` into ``out/internal`` and ``out/shared``; a line for each.

    With the internal edition the portfolio as well. One engagement's failure does not stop the
    others; its last good site stays. One build at a time writes to ``out``: another one waits.
    Raises UsageError if the portfolio itself cannot be built, and if ``out`` is no place for sites.
    """
    outputs = _outputs(project, out, editions)

    def waiting() -> None:
        report(f"Another build writes to {_shown(out, project.root)}: this one waits for it.")

    try:
        with locked(out, waiting):
            for folder in (out, *outputs.values()):
                tidy(folder)
            return _built(_Building(Builder(project, as_of), outputs, report), slugs, editions)
    except OSError as error:
        raise UsageError(unwritable(out, error)) from error


def _built(
    building: _Building, slugs: Sequence[str], editions: Collection[Audience]
) -> BuildOutcome:
    known = building.builder.project.engagements()
    for slug in known:
        building.engagement(slug, chosen=slug in slugs)
    if Audience.INTERNAL in editions:
        building.portfolio(known)
    if Audience.SHARED in editions:
        building.forget_all_but(known)
    return building.outcome()


class _Building:
    """One run of ``build_sites``."""

    def __init__(
        self, builder: Builder, outputs: Mapping[Audience, Path], report: Callable[[str], None]
    ) -> None:
        self.builder, self._outputs, self._report = builder, outputs, report
        self._root = builder.project.root
        self._built: dict[str, None] = {}
        self._failed: list[tuple[str, str]] = []
        self._dead: list[str] = []
        self._summaries: list[Summary] = []
        self._found: list[Finding] = []
        self._pages = 0

    def engagement(self, slug: str, *, chosen: bool) -> None:
        """Read an engagement, and build its sites if it was chosen."""
        checked = self.builder.checked(slug)
        self._summaries.append(checked.summary)
        if not chosen:
            return
        for edition, folder in self._outputs.items():
            try:
                self._edition(checked, edition, folder / slug)
            except SourcebookError as error:
                self._failed.append((slug, str(error)))
                if edition is Audience.INTERNAL:
                    self._summaries[-1] = replace(checked.summary, failed=str(error))
                self._report(f"{slug}: {edition.value} edition failed")
            else:
                self._built[slug] = None
        self._found += [finding for finding in checked.findings if finding.accepted is None]

    def _edition(self, checked: Checked, edition: Audience, folder: Path) -> None:
        check = None
        if edition is Audience.SHARED:
            shared = self.builder.shared(checked)
            if shared is None:
                remove(folder)
                self._report(f"{folder.name}: all of it is internal, so there is no shared edition")
                return
            check = self._guard(checked, shared)
            checked = shared
        site = self.builder.site(checked)
        write_site(site, folder, frame=self.builder.frame(site, edition), check=check)
        self._pages += len(site.pages)
        self._dead += [
            f"{site.slug}: {p.page} links to {p.href!r}: {p.why}"
            for p in problems(site, known=("../",) if edition is Audience.INTERNAL else ())
        ]
        self._report(f"{site.slug}: {len(site.pages)} pages → {_shown(folder, self._root)}")

    def _guard(self, whole: Checked, shared: Checked) -> Callable[[Path], None]:
        """What stops a shared site that holds internal words (PRV002)."""

        def guard(folder: Path) -> None:
            secrets = kept_back(whole.playbook, shared.playbook)
            settings = self.builder.project.settings
            allowed = " ".join(filter(None, (settings.name, settings.footer, settings.repository)))
            found = list(leaks(folder, secrets, allowed))
            if found:
                raise UsageError(_told(found))

        return guard

    def portfolio(self, known: Sequence[str]) -> None:
        """Build the page that links to every engagement's site, and the guide."""
        builder, target = self.builder, self._outputs[Audience.INTERNAL]
        there = {slug for slug in known if (target / slug / "index.html").is_file()}
        told = [replace(each, there=each.slug in there) for each in self._summaries]
        portfolio = builder.portfolio(told)
        write_site(portfolio, target, frame=builder.frame(portfolio), keep=known)
        self._report(f"portfolio → {_shown(target / 'index.html', self._root)}")
        self._dead += [
            f"portfolio: {p.page} links to {p.href!r}: {p.why}"
            for p in problems(portfolio, known=[f"{slug}/" for slug in there])
        ]
        self._pages += len(portfolio.pages)

    def forget_all_but(self, known: Sequence[str]) -> None:
        """Take away the shared sites of engagements that are no longer there."""
        for folder in sorted(self._outputs[Audience.SHARED].iterdir()):
            if SLUG.fullmatch(folder.name) and folder.name not in known:
                remove(folder)

    def outcome(self) -> BuildOutcome:
        """What was done."""
        failed = {slug for slug, _ in self._failed}
        return BuildOutcome(
            tuple(slug for slug in self._built if slug not in failed),
            tuple(self._failed),
            tuple(self._dead),
            self._pages,
            tuple(self._found),
        )


def _told(found: Sequence[Leak]) -> str:
    """Why a shared site is not put in place."""
    first = found[0]
    place = first.secret.place
    text = first.secret.text if len(first.secret.text) <= SHOWN else first.secret.text[:SHOWN] + "…"
    others = f" So are {len(found) - 1} more." if len(found) > 1 else ""
    return (
        f"PRV002 the shared edition was not put in place: internal words of "
        f"{place.file}:{place.line}, '{text}', would be in {first.file}.{others} Take them out of "
        "what is shared, or make what they are in shared too."
    )


def _outputs(project: Project, out: Path, editions: Collection[Audience]) -> dict[Audience, Path]:
    """The folder of each edition, there and holding nothing but sites.

    Raises UsageError if one lies among the sources, holds other things, or cannot be written.
    """
    root = project.root
    sources = [root / "playbooks", root / "site_config", root / "templates", *project.overlays]
    taken = f"{out} holds what the sites are made of: build into another folder, such as site/."
    if out.resolve() == root or any(out.resolve().is_relative_to(each) for each in sources):
        raise UsageError(taken)
    targets = {edition: out / edition.value for edition in EDITIONS if edition in editions}
    for target in targets.values():
        if any(each.is_relative_to(target.resolve()) for each in sources):
            raise UsageError(taken)
        try:
            target.mkdir(parents=True, exist_ok=True)
            strange = _strange(target)
        except OSError as error:
            raise UsageError(f"{target} cannot be written: {error.strerror}.") from None
        if strange is not None:
            raise UsageError(
                f"{target} holds {strange.name}, which no build wrote, and a build replaces all "
                "that is there: name another folder with --out, or move it away."
            )
    return targets


def _strange(folder: Path) -> Path | None:
    """Something in a folder that is no site, where the folder is none either."""
    if (folder / STYLES).is_file():
        return None
    return next(
        (
            each
            for each in sorted(folder.iterdir())
            if not each.name.startswith(".") and not (each / STYLES).is_file()
        ),
        None,
    )


def _shown(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
