"""What reports for people say alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sourcebook.findings import Severity
from sourcebook.lint.report import Report
from sourcebook.lint.wording import some_of

_MOST = 8
_UNSEEN = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    """Text that cannot steer a terminal: tabs as blanks, other control characters as a mark."""
    text = text.replace("\t", "    ")
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else _UNSEEN for letter in text)


def counted_one(severity: Severity, count: int) -> str:
    """``2 errors``."""
    return f"{count} {severity.word}{'s' if count != 1 else ''}"


def counted(report: Report) -> str:
    """``2 errors, 1 warning, 0 infos``."""
    return ", ".join(counted_one(each, report.count(each)) for each in reversed(Severity))


def whom(report: Report) -> str:
    """The engagement, or how many there are."""
    count = len(report.engagements)
    return f"{count} engagements" if count != 1 else report.engagements[0]


def score_line(report: Report) -> str:
    """What the score is and of what it is made; empty where nothing was counted."""
    whole = report.filled
    if whole is None or whole.percent is None:
        return ""
    line = (
        f"Score: {whole.percent} % - {whole.filled} of {whole.asked} required fields that apply "
        "are filled; findings do not lower it."
    )
    if 1 < len(report.scores) <= _MOST:
        shares = ((slug, score.whole.percent) for slug, score in report.scores.items())
        line += f" {', '.join(f'{slug} {percent} %' for slug, percent in shares)}."
    return line


def waiting_lines(report: Report) -> Iterator[str]:
    """Where it is not told yet what an engagement lacks, and what is to be mended first; and where
    it is told, and may not be so."""
    for reason, slugs in _by_reason(report.waits):
        yield (
            f"What is missing in {some_of(slugs)} is not told yet, since {reason}: mend that first."
        )
    for reason, slugs in _by_reason(report.untold) if report.findings else ():
        yield (
            f"What is called missing in {some_of(slugs)} may not be, since {reason}, which these "
            "findings do not tell: mend that first."
        )


def _by_reason(waits: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    for reason in dict.fromkeys(waits.values()):
        yield reason, [slug for slug, its in waits.items() if its == reason]
