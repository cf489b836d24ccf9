"""Findings that somebody accepts for a while, by a comment beside what they are about.

``# sourcebook: ignore[KNW001] until=2027-01-31 by=client-architect -- training in January``: at the
end of a line for that line's value, on its own line for the next node and all below it. What is
wrong with such a comment is a finding itself (STR006), and the one it was meant for stands.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from sourcebook.analysis.waivers import term_fault
from sourcebook.findings import Accepted, Edit, Finding, Place, Repair, Severity
from sourcebook.forms import Form
from sourcebook.lean import dataclass
from sourcebook.lint.codes import INVALID, NEVER_ACCEPTED
from sourcebook.lint.gaps import is_over
from sourcebook.lint.rule import Facts
from sourcebook.lint.wording import listed
from sourcebook.model.playbook import Loaded, Playbook, State
from sourcebook.nearest import nearest
from sourcebook.source.document import Document
from sourcebook.source.keypaths import write_path
from sourcebook.source.loading import MANIFEST

if TYPE_CHECKING:
    from sourcebook.source.comments import Comment, Scope

SLUG = "waiver-invalid"

_MEANT = Form(r"#+\s*sourcebook:\s*(?P<rest>.*)")
_FORM = Form(
    r"ignore\[(?P<codes>[^\]]*)\](?P<settings>(?:\s+(?!--)\S+)*)\s*(?:--\s*(?P<reason>.*))?"
)
_EXAMPLE = "# sourcebook: ignore[CODE] until=2027-01-31 by=ROLE -- reason"


@dataclass(frozen=True)
class Exemption:
    """One comment: what it accepts, until when, why, by whom, and what is wrong with it."""

    comment: Comment
    scope: Scope | None
    codes: tuple[str, ...] = ()
    until: dt.date | None = None
    by: str | None = None
    reason: str = ""
    faults: tuple[str, ...] = ()

    def holds(self, finding: Finding) -> bool:
        """Whether it is about the finding, valid or not."""
        return (
            finding.code in self.codes
            and self.scope is not None
            and finding.place.file == self.comment.place.file
            and self.scope.holds(finding.place)
        )


@dataclass
class _Use:
    """An exception of a document, and the codes that it accepted something of."""

    exception: Exemption
    document: Document
    section: str
    of_layer: bool
    problems: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)


def exceptions_in(document: Document) -> Iterator[Exemption]:
    """The exceptions in a file, from top to bottom."""
    if "sourcebook:" not in document.text:
        return
    from sourcebook.source.comments import Comments  # and with it libyaml

    comments = Comments(document.file, document.text)
    for comment in comments:
        if meant := _MEANT.fullmatch(comment.text):
            yield _read(comment, comments.scope(comment), meant["rest"])


def _read(comment: Comment, scope: Scope | None, rest: str) -> Exemption:
    form = _FORM.fullmatch(rest)
    if form is None:
        return Exemption(comment, scope, faults=("is not understood",))
    codes = tuple(dict.fromkeys(re.findall(r"[^\s,]+", form["codes"])))
    faults = [] if codes else ["names no rule between its brackets"]
    given: dict[str, str] = {}
    for setting in form["settings"].split():
        key, equals, value = setting.partition("=")
        if key not in ("until", "by") or not equals:
            near = nearest(key, ("until", "by"))
            faults.append(f"has '{setting}'" + (f" - did you mean '{near}='?" if near else ""))
        given[key] = value
    until = _day(given.get("until", ""))
    if given.get("until") and until is None:
        faults.append(f"has '{given['until']}' for a date")
    elif until is None:
        faults.append("has no date (until=)")
    reason = (form["reason"] or "").strip()
    if not re.search(r"\w", reason):
        faults.append("has no reason (-- reason)")
    return Exemption(comment, scope, codes, until, given.get("by") or None, reason, tuple(faults))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Known:
    """The codes of rules: all that there are, by their slugs too, and those that looked at the
    engagement."""

    codes: Collection[str]
    ran: Collection[str]
    by_slug: Mapping[str, str]


def excepted(
    loaded: Loaded, found: Iterable[Finding], facts: Facts, known: Callable[[], Known]
) -> list[Finding]:
    """The findings, each with who accepts it, and those about the exceptions themselves."""
    uses = list(_uses(loaded.playbook, facts))
    if not uses:
        return list(found)
    told = [_accepted(finding, uses) for finding in found]
    rules = known()
    return [*told, *(fault for use in uses if (fault := _fault(use, loaded, facts, rules)))]


def accepted_in(book: Playbook, found: Iterable[Finding], facts: Facts) -> list[Finding]:
    """The findings, each with who accepts it in the files of an engagement."""
    uses = list(_uses(book, facts))
    return [_accepted(finding, uses) for finding in found]


def _uses(book: Playbook, facts: Facts) -> Iterator[_Use]:
    seen: set[str] = set()
    for key, section in book.source.sections.items():
        for document in section.documents:
            if document.file in seen:
                continue
            seen.add(document.file)
            of_layer = not document.file.startswith(f"playbooks/{book.slug}/")
            for exception in exceptions_in(document):
                problems = list(_problems(exception, book, facts))
                yield _Use(exception, document, key, of_layer, problems)


def _problems(exception: Exemption, book: Playbook, facts: Facts) -> Iterator[str]:
    """Why an exception accepts nothing at all."""
    yield from exception.faults
    until = exception.until
    if until is not None and not is_over(book):
        fault = term_fault(until, facts.as_of, facts.thresholds)
        yield from [fault] if fault else []
    roles = book.index.by_kind.get("role", {})  # without any, STR001 speaks
    if exception.by is not None and roles and book.index.find("role", exception.by) is None:
        near = nearest(exception.by, roles)
        hint = f" - did you mean '{near}'?" if near else ""
        if near or not _may_inherit_more(book):
            yield f"names '{exception.by}', which is no known role{hint}"


def _may_inherit_more(book: Playbook) -> bool:
    """Whether a layer that was not found, or not read, may hold what is not known."""
    lost = book.source.unresolved or book.source.unread
    return bool(lost) or book.state(MANIFEST) is not State.PRESENT


def _accepted(finding: Finding, uses: Sequence[_Use]) -> Finding:
    for use in uses:
        exception = use.exception
        if not exception.holds(finding):
            continue
        use.used.add(finding.code)
        if use.problems or finding.code in NEVER_ACCEPTED or exception.until is None:
            continue
        accepted = Accepted(exception.until, exception.reason, exception.by)
        return dataclasses.replace(finding, accepted=accepted)
    return finding


def _fault(use: _Use, loaded: Loaded, facts: Facts, known: Known) -> Finding | None:
    """What is wrong with an exception, in one finding."""
    exception = use.exception
    problems = [*use.problems, *_code_problems(exception.codes, known)]
    repair = None
    if use.problems and exception.until is not None and exception.until < facts.as_of:
        repair = Repair(safe=True, edits=(_removed(use, exception.codes),))
    unused = [code for code in exception.codes if code in known.ran and code not in use.used]
    if unused and not problems and not use.of_layer:  # another engagement may need a layer's
        problems = [_unused(unused, exception)]
        repair = Repair(safe=True, edits=(_removed(use, unused),))
    if not problems:
        return None
    name = f"the exception for {listed(exception.codes)}" if exception.codes else "the exception"
    path = write_path(use.document.data, exception.scope.path) if exception.scope else ""
    where = f"{path}: " if path else ""
    most = int(facts.thresholds["waiver.max_days"])
    what = "; it ".join(problems)
    message = (
        f"{where}{name} {what}{'' if what.endswith('?') else '.'} An exception needs a reason and "
        f"a date at most {most} days ahead: {_EXAMPLE}"
    )
    fix = "Remove the comment, or what it names in vain." if repair else "Mend the comment."
    return Finding(
        INVALID,
        SLUG,
        Severity.ERROR,
        message,
        exception.comment.place,
        loaded.playbook.slug,
        use.section,
        path,
        fix=fix,
        repair=repair,
    )


def _code_problems(codes: Sequence[str], known: Known) -> Iterator[str]:
    for code in codes:
        if code in NEVER_ACCEPTED:
            yield f"names {code}, which cannot be accepted"
        elif code not in known.codes:
            near = nearest(code, (*known.codes, *known.by_slug))
            hint = f" - did you mean {known.by_slug.get(near, near)}?" if near else ""
            yield f"names '{code}', which is no rule's code{hint}"


def _unused(codes: Sequence[str], exception: Exemption) -> str:
    if exception.scope is None:
        return "stands at the end of the file, where nothing follows it"
    return f"accepts nothing: there is no {listed(codes, 'or')} there"


def _removed(use: _Use, gone: Collection[str]) -> Edit:
    """The edit that takes codes out of a comment, or the comment out of the file."""
    comment, place = use.exception.comment, use.exception.comment.place
    left = [code for code in use.exception.codes if code not in gone]
    if left:
        text = re.sub(r"\[[^\]]*\]", f"[{', '.join(left)}]", comment.text, count=1)
        return Edit(place, text)
    line = use.document.line(place.line)
    if comment.own_line:
        following = use.document.text.find("\n", comment.start) >= 0
        end = (place.line + 1, 1) if following else (place.line, len(line) + 1)
        return Edit(Place(place.file, place.line, 1, *end), "")
    kept = len(line[: place.column - 1].rstrip())
    return Edit(Place(place.file, place.line, kept + 1, place.line, len(line) + 1), "")
