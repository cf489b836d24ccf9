"""For people at a terminal: findings by file, each with the line it is about and what to do."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from sourcebook.findings import Accepted, Finding, Place, Severity
from sourcebook.lint.codes import LOST
from sourcebook.lint.report import Report
from sourcebook.lint.reporters import Lines
from sourcebook.lint.reporters.wording import clean, counted_one, score_line, waiting_lines, whom
from sourcebook.lint.wording import section_name

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_BOLD, _DIM, _GREEN = "1", "2", "32"
_GUTTER = 6
_NO_SECTION = "(no section)"
_WIDEST = 100  # columns of a source line that are shown
_HANDFUL = 5  # infos that are listed unasked


def text_report(
    report: Report,
    lines: Lines,
    *,
    colour: bool = False,
    quiet: bool = False,
    show_accepted: bool = False,
    show_info: bool = False,
) -> str:
    """The report as text; with ``quiet`` one line a finding, accepted or not, and no summary.

    More than a handful of infos are counted by rule, unless ``show_info`` asks for them, or they
    fail the run: they would hide what is to be done.
    """
    paint = _painted if colour else _plain
    ordered = _in_order(report)
    if quiet:
        parts = [_headline(finding, paint) for finding in ordered]
        if show_accepted:
            parts += [
                f"{_headline(finding, paint)}  ({_exception(finding.accepted, paint)})"
                for finding in report.accepted
                if finding.accepted
            ]
        return "".join(f"{part}\n" for part in parts)
    infos = [finding for finding in ordered if finding.severity is Severity.INFO]
    if show_info or report.bar is Severity.INFO or len(infos) <= _HANDFUL:
        infos = []
    told = [finding for finding in ordered if not infos or finding.severity > Severity.INFO]
    parts = []
    for _, group in groupby(told, key=lambda finding: finding.place.file):
        parts += [*(_told(finding, lines, paint) for finding in group), ""]
    parts += _by_rule(infos, paint)
    if show_accepted:
        parts += [part for finding in report.accepted for part in _accepted(finding, paint)]
    return "\n".join([*parts, *_summary(report, paint)]) + "\n"


Paint = Callable[[str, str], str]


def _painted(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if text else ""


def _plain(text: str, _style: str) -> str:
    return text


def _in_order(report: Report) -> list[Finding]:
    """By file, the files with errors first; in a file the errors first, then from top to bottom."""
    worst: dict[str, int] = {}
    for finding in report.findings:
        file = finding.place.file
        worst[file] = max(worst.get(file, 0), finding.severity)

    def order(finding: Finding) -> tuple[object, ...]:
        place = finding.place
        file = (-worst[place.file], place.file)
        return (*file, -finding.severity, place.line, place.column, finding.code)

    return sorted(report.findings, key=order)


def _by_rule(infos: Sequence[Finding], paint: Paint) -> Iterator[str]:
    """How many infos there are of each rule, the most frequent first."""
    if infos:
        word = paint("infos", _COLOURS[Severity.INFO])
        yield f"{len(infos)} {word}, counted by rule; --show-info lists them:"
        for (code, slug), count in Counter((its.code, its.slug) for its in infos).most_common():
            yield f"{count:>{_GUTTER}}  {paint(code, _BOLD)} {paint(slug, _DIM)}"
        yield ""


def _headline(finding: Finding, paint: Paint) -> str:
    place = finding.place
    where = paint(f"{clean(place.file)}:{place.line}:{place.column}", _BOLD)
    word = paint(f"{finding.severity.word:<7}", _COLOURS[finding.severity])
    name = f"{paint(finding.code, _BOLD)} {paint(finding.slug, _DIM)}"
    return f"{where}  {word}  {name}  {clean(finding.message)}"


def _told(finding: Finding, lines: Lines, paint: Paint) -> str:
    parts = [_headline(finding, paint)]
    whole = finding.place == Place(finding.place.file)  # no place in the file, but all of it
    source = None if whole else lines(finding.place.file, finding.place.line)
    if source is not None and source.strip():
        parts += _frame(finding.place, source, paint, _COLOURS[finding.severity])
    if finding.fix:
        parts.append(f"{' ' * (_GUTTER - 3)}{paint('fix:', _GREEN)} {clean(finding.fix)}")
    return "\n".join(parts)


def _accepted(finding: Finding, paint: Paint) -> Iterator[str]:
    """A finding that somebody accepts: who, until when, why."""
    yield _headline(finding, paint)
    if accepted := finding.accepted:
        yield f"   {_exception(accepted, paint)}"
    yield ""


def _exception(accepted: Accepted, paint: Paint) -> str:
    by = f" by {clean(accepted.by)}" if accepted.by else ""
    return f"{paint('accepted', _GREEN)}{by} until {accepted.until}: {clean(accepted.why)}"


def _frame(place: Place, source: str, paint: Paint, style: str) -> list[str]:
    """The line of source, and below it a mark under what the finding is about."""
    begin = min(place.column - 1, len(source))
    end = place.end_column - 1 if place.end_line == place.line else len(source.rstrip())
    end = max(begin + 1, min(end, len(source)))
    first = max(0, begin - _WIDEST // 2) if len(source) > _WIDEST else 0
    shown = clean(source[first : first + _WIDEST]).rstrip()
    before = clean(source[first:begin])
    marked = clean(source[begin : min(end, first + _WIDEST)])
    left, right = "…" if first else "", "…" if len(source) > first + _WIDEST else ""
    gutter = f"{place.line:>{_GUTTER}}"
    mark = " " * _width(left + before) + paint("^" * max(1, _width(marked)), style)
    bar = paint("|", _DIM)
    blank = " " * len(gutter)
    return [f"{paint(gutter, _DIM)} {bar} {left}{shown}{right}", f"{blank} {bar} {mark}"]


def _width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )


def _summary(report: Report, paint: Paint) -> Iterator[str]:
    if report.findings:
        yield from _table(report, paint)
        yield ""
        totals = ", ".join(_counted(severity, report, paint) for severity in reversed(Severity))
        yield f"{totals} in {whom(report)} (as of {report.as_of}).{_more(report)}"
    else:
        good = paint(f"No findings in {whom(report)}", _GREEN)
        yield f"{good} (as of {report.as_of}).{_more(report)}"
    if line := score_line(report):
        yield line
    yield from waiting_lines(report)


def _table(report: Report, paint: Paint) -> Iterator[str]:
    rows = [
        (
            section_name(name) or _NO_SECTION,
            *(str(row[severity] or "·") for severity in reversed(Severity)),
            _filled(report, name),
        )
        for name, row in sorted(report.by_section.items(), key=_weight)
    ]
    wide = max(len("section"), *(len(row[0]) for row in rows))
    scored = f"{'filled':>8}" if report.scores else ""
    yield paint(f"{'section':<{wide}}  errors  warnings  infos{scored}", _DIM)
    for name, errors, warnings, infos, filled in rows:
        counts = f"{errors:>6}  {warnings:>8}  {infos:>5}"
        yield f"{name:<{wide}}  {counts}{filled:>8}".rstrip()


def _filled(report: Report, section: str) -> str:
    share = report.filled_in(section)
    return f"{share.percent} %" if share and share.percent is not None else ""


def _more(report: Report) -> str:
    """How many findings ``--fix`` mends; and how many somebody accepts, or a baseline knows: these
    are in no other count.

    Whether it mends a reference that leads nowhere may not have been looked up.
    """
    more = ""
    count = sum(its.repair is not None and its.repair.safe for its in report.findings)
    if count and report.saved:
        open_ = any(its.code == LOST and its.repair is None for its in report.findings)
        more = f" {'At least ' if open_ else ''}{count} can be mended with --fix."
    if count := len(report.accepted):
        more += f" {count} {'is' if count == 1 else 'are'} accepted; --show-accepted lists them."
    if count := len(report.known):
        more += f" {count} {'stands' if count == 1 else 'stand'} in the baseline."
    return more


def _weight(pair: tuple[str, Mapping[Severity, int]]) -> tuple[object, ...]:
    """The order of the summary: the section with the most errors first."""
    name, row = pair
    return (*(-row[severity] for severity in reversed(Severity)), name)


def _counted(severity: Severity, report: Report, paint: Paint) -> str:
    count = report.count(severity)
    text = counted_one(severity, count)
    return paint(text, _COLOURS[severity]) if count else text
