"""``sourcebook accept``: write down that a finding is accepted, by whom, until when and why."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sourcebook.cli.diffs import unified
from sourcebook.cli.naming import role_named
from sourcebook.cli.wiring import Day, as_of_option, project_here, say
from sourcebook.errors import UsageError
from sourcebook.source.day import day_of

if TYPE_CHECKING:
    from sourcebook.findings import Finding
    from sourcebook.lint.configuration import Configuration
    from sourcebook.model.playbook import Loaded, Playbook
    from sourcebook.source.document import Document
    from sourcebook.source.project import Project


@click.command(short_help="Accept a finding for a while, with a reason.")
@click.argument("code", metavar="CODE")
@click.argument("place", metavar="PLACE")
@click.option("--until", type=Day(), metavar="DATE", required=True, help="The last day.")
@click.option("--by", metavar="ROLE", required=True, help="The role that accepts it.")
@click.option("--reason", metavar="TEXT", required=True, help="Why, in a line.")
@click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")
@as_of_option
def accept(
    code: str,
    place: str,
    until: dt.date,
    by: str,
    reason: str,
    dry_run: bool,
    as_of: dt.date | None,
) -> None:
    """Accept the finding CODE at PLACE: a comment in the file says until when, by whom and why.

    PLACE is FILE:LINE as `sourcebook lint` prints it, or a key path after an engagement or a
    file. Nothing else in the file changes. Secrets (SEC008) cannot be accepted.

    \b
    Example:
      sourcebook accept KNW001 playbooks/harbourline-mobile/knowledge.yaml:119 \\
          --until 2027-01-31 --by client-architect --reason "training in January"
      sourcebook accept KNW001 "harbourline-mobile:areas[hsm-key-ceremony]" …
    """
    from sourcebook.lint.configuration import configured
    from sourcebook.lint.edits import rewritten
    from sourcebook.lint.exception_writing import Written, comment_of, written

    project = project_here()
    day = day_of(as_of, project.settings.as_of)
    configuration = configured(project)
    code = _code(configuration, code)
    loaded, finding, alike = _finding(project, configuration, day, code, place)
    _check_term(configuration, loaded.playbook, day, until)
    comment = comment_of(code, until, role_named(loaded.playbook, by, "--by"), _one_line(reason))
    document = _document(loaded.playbook, finding)
    made = document and written(document, finding, comment, alike)
    if not isinstance(made, Written):
        raise UsageError(
            f"No line of {finding.place.file} can take a comment for {code}. Mend what it is about."
        )
    file = finding.place.file
    if dry_run:
        say(unified(file, made.before, made.text))
        return
    path = project.root / file
    _write(path, rewritten(path.read_bytes(), made.text))
    say(f"Accepted {code} until {until}: {file}:{made.line}.")
    if len(made.accepts) > 1:
        say(f"The comment accepts {len(made.accepts)} findings of {code} there.")


def _code(configuration: Configuration, name: str) -> str:
    """The code of a rule, by code or slug."""
    from sourcebook.lint.codes import NEVER_ACCEPTED
    from sourcebook.nearest import nearest

    codes = {word: rule.code for rule in configuration.rules for word in (rule.code, rule.slug)}
    code = codes.get(name, name.upper())
    if code in NEVER_ACCEPTED:
        raise UsageError(f"{code} cannot be accepted. Mend what it is about.")
    if code not in codes:
        near = nearest(code, codes) or nearest(name, codes)
        raise UsageError(f"'{name}' is no rule." + (f" Did you mean {near}?" if near else ""))
    return code


def _finding(
    project: Project, configuration: Configuration, day: dt.date, code: str, place: str
) -> tuple[Loaded, Finding, list[Finding]]:
    """The finding that is meant, in its engagement, and all of its rule in the same file."""
    from sourcebook.model.loading import load_playbook

    where, _, spot = place.partition(":")
    elsewhere: list[str] = []
    for slug in project.select([where]):
        loaded = load_playbook(project, slug)
        found = [f for f in configuration.check(loaded, day, waiting=False) if f.code == code]
        for finding in found:
            if _meant(project, finding, where, spot):
                if finding.accepted:
                    raise UsageError(
                        f"{code} is accepted there until {finding.accepted.until} already."
                    )
                file = finding.place.file
                return loaded, finding, [f for f in found if f.place.file == file]
        elsewhere += [f"{f.place.file}:{f.place.line}" for f in found if not f.accepted]
    listed = f"It is found at: {', '.join(dict.fromkeys(elsewhere))}." if elsewhere else ""
    if elsewhere and not spot:
        raise UsageError(
            f"Say which {code} is meant: FILE:LINE, or a key path behind the file or the slug. "
            f"{listed}"
        )
    raise UsageError(f"There is no {code} at '{place}'. {listed}".rstrip())


def _meant(project: Project, finding: Finding, where: str, spot: str) -> bool:
    """Whether a finding stands at the place that was named."""
    file = finding.place.file
    if where not in project.engagements() and (project.root / file).resolve() not in (
        Path(where).resolve(),
        (project.root / where).resolve(),
    ):
        return False
    if numbers := re.fullmatch(r"(\d+)(?::(\d+))?", spot):
        line, column = int(numbers[1]), int(numbers[2] or finding.place.column)
        return (finding.place.line, finding.place.column) == (line, column)
    return spot in (finding.path, f"{finding.section}.{finding.path}".rstrip("."))


def _check_term(configuration: Configuration, book: Playbook, day: dt.date, until: dt.date) -> None:
    """Refuse what would be a finding itself."""
    from sourcebook.analysis.waivers import term_fault

    if fault := term_fault(until, day, configuration.options(book.slug).thresholds):
        raise UsageError(f"--until {until}: it {fault}.")


def _one_line(reason: str) -> str:
    if not re.search(r"\w", reason):
        raise UsageError("--reason: say in a line why the finding is accepted.")
    return reason


def _document(book: Playbook, finding: Finding) -> Document | None:
    """The document that a finding stands in."""
    documents = (doc for section in book.source.sections.values() for doc in section.documents)
    return next((doc for doc in documents if doc.file == finding.place.file), None)


def _write(path: Path, raw: bytes) -> None:
    try:
        path.write_bytes(raw)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from None
