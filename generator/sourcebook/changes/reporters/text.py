"""For people at a terminal: the changes of each engagement, the heaviest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sourcebook.changes.change import Action, Change, Comparison, EngagementChanges
from sourcebook.changes.reporters.look import Look, between, counted, heading
from sourcebook.changes.weight import Weight
from sourcebook.findings import Finding, Severity
from sourcebook.lint.reporters.wording import clean
from sourcebook.render.wording import plural

_BOLD, _DIM, _RED, _YELLOW, _GREEN = "1", "2", "31", "33", "32"
_BREAKING = (Weight.BOTH, Weight.CLIENT, Weight.VENDOR)
_SEVERITY = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW}

Paint = Callable[[str, str], str]


def text_report(comparison: Comparison, look: Look) -> str:
    """The comparison as text."""
    paint: Paint = _painted if look.colour else lambda text, _style: text
    lines: list[str] = []
    for each in comparison.engagements:
        lines += [*_engagement(each, paint), ""]
    lines += _summary(comparison)
    return "\n".join(lines) + "\n"


def _painted(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m"


def _engagement(each: EngagementChanges, paint: Paint) -> Iterator[str]:
    name = paint(clean(each.name), _BOLD)
    slug = paint(f"({each.slug})", _DIM)
    if each.action in (Action.ADDED, Action.REMOVED):
        yield f"{name} {slug}: the whole engagement was {each.action.value}"
        return
    was = f", was {each.old_slug}" if each.old_slug else ""
    yield f"{name} {slug}{was}"
    for weight in Weight:
        if found := each.of(weight):
            style = _RED if weight in _BREAKING else _DIM if weight is Weight.EDITORIAL else _BOLD
            yield f"  {paint(heading(weight), style)}"
            yield from (f"    {_line(change, paint)}" for change in found)
    if each.consequences:
        yield f"  {paint('What comes of it', _BOLD)}"
        yield from (f"    {clean(fact.text)}" for fact in each.consequences)
    yield from _findings(each, paint)


def _line(change: Change, paint: Paint) -> str:
    about, _, said = clean(change.text).partition(": ")
    return f"{paint(about, _BOLD)}: {said}"


def _findings(each: EngagementChanges, paint: Paint) -> Iterator[str]:
    if not each.new and not each.gone:
        return
    yield f"  {paint('Findings', _BOLD)}: {len(each.new)} new, {len(each.gone)} gone"
    for sign, found in (("+", each.new), ("-", each.gone)):
        told = sorted((its for its in found if its.severity > Severity.INFO), key=_order)
        yield from (f"    {sign} {_finding(finding, paint)}" for finding in told)
        if infos := len(found) - len(told):
            yield f"    {sign} {plural(infos, 'info')}"


def _order(finding: Finding) -> tuple[int, str]:
    return -finding.severity, finding.code


def _finding(finding: Finding, paint: Paint) -> str:
    word = paint(finding.severity.word, _SEVERITY[finding.severity])
    return f"{word} {paint(finding.code, _BOLD)} {clean(finding.message)}"


def _summary(comparison: Comparison) -> Iterator[str]:
    if not comparison.engagements:
        yield f"Nothing changed {between(comparison)}."
        return
    total = len(comparison.engagements) + len(comparison.same)
    where = (
        f"{len(comparison.engagements)} of {total} engagements"
        if total > 1
        else comparison.engagements[0].slug
    )
    yield f"{counted(comparison)}; in {where}, {between(comparison)}."
