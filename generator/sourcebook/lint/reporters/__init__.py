"""Reporters, one module a format: pure functions from a report to text.

Each is loaded when it is asked for: a person at a terminal does not wait for the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sourcebook.lean import dataclass

if TYPE_CHECKING:
    from sourcebook.lint.report import Report

Lines = Callable[[str, int], str | None]
"""A line of a file, by the file's name and the line's number; ``None`` where there is none."""


@dataclass(frozen=True)
class Look:
    """How a person wants to see a report; formats for programs take no notice."""

    lines: Lines
    colour: bool = False
    quiet: bool = False
    show_accepted: bool = False
    show_info: bool = False


Reporter = Callable[["Report", Look], str]


def _text(report: Report, look: Look) -> str:
    from sourcebook.lint.reporters.text import text_report

    return text_report(
        report,
        look.lines,
        colour=look.colour,
        quiet=look.quiet,
        show_accepted=look.show_accepted,
        show_info=look.show_info,
    )


def _json(report: Report, _look: Look) -> str:
    from sourcebook.lint.reporters.json import json_report

    return json_report(report)


def _sarif(report: Report, _look: Look) -> str:
    from sourcebook.lint.reporters.sarif import sarif_report

    return sarif_report(report)


def _github(report: Report, _look: Look) -> str:
    from sourcebook.lint.reporters.github import github_report

    return github_report(report)


def _gitlab(report: Report, _look: Look) -> str:
    from sourcebook.lint.reporters.gitlab import gitlab_report

    return gitlab_report(report)


def _junit(report: Report, _look: Look) -> str:
    from sourcebook.lint.reporters.junit import junit_report

    return junit_report(report)


def _checkstyle(report: Report, _look: Look) -> str:
    from sourcebook.lint.reporters.checkstyle import checkstyle_report

    return checkstyle_report(report)


def _markdown(report: Report, _look: Look) -> str:
    from sourcebook.lint.reporters.markdown import markdown_report

    return markdown_report(report)


REPORTER_BY_NAME: Mapping[str, Reporter] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
    "checkstyle": _checkstyle,
    "markdown": _markdown,
}
"""Every format, the one for people first."""


def next_view(report: Report, _look: Look) -> str:
    """What to do next, in place of the text report."""
    from sourcebook.lint.reporters.next_steps import next_report

    return next_report(report)


def statistics_view(report: Report, _look: Look) -> str:
    """How often each rule speaks, in place of the text report."""
    from sourcebook.lint.reporters.statistics import statistics_report

    return statistics_report(report)
