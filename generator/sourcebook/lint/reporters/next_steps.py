"""What to do next, as a numbered list."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.lint.next_steps import ORDER, Step, next_steps
from sourcebook.lint.report import Report
from sourcebook.lint.reporters.wording import clean, waiting_lines, whom


def next_report(report: Report) -> str:
    """The next steps, each with its first place and what to do."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    steps = next_steps(report)
    if not steps:
        yield f"Nothing to do in {whom(report)} (as of {report.as_of})."
        return
    for number, step in enumerate(steps, 1):
        yield from _told(number, step)
        yield ""
    yield from waiting_lines(report)
    told, all_there_are = sum(len(step.findings) for step in steps), len(report.findings)
    yield (
        f"{told} of {all_there_are} findings in {whom(report)} (as of {report.as_of}); "
        "`sourcebook lint` lists them all."
    )
    yield f"The order: {ORDER}."


def _told(number: int, step: Step) -> Iterator[str]:
    one, more = step.findings[0], len(step.findings) - 1
    place = one.place
    yield f"{number}. {step.severity.word}: {clean(one.message)}"
    also = f", and {more} more like it" if more else ""
    yield f"   {clean(place.file)}:{place.line}:{place.column}  {one.code} {one.slug}{also}"
    if one.fix:
        yield f"   fix: {clean(one.fix)}"
