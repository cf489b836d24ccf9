"""Reporters of a comparison, one module a format: pure functions from it to text."""

from __future__ import annotations

from collections.abc import Callable

from sourcebook.changes.change import Comparison
from sourcebook.changes.reporters.json import json_report
from sourcebook.changes.reporters.look import Look
from sourcebook.changes.reporters.markdown import markdown_report
from sourcebook.changes.reporters.text import text_report

__all__ = ["REPORTER_BY_NAME", "Look", "Reporter"]

Reporter = Callable[[Comparison, Look], str]

REPORTER_BY_NAME: dict[str, Reporter] = {
    "text": text_report,
    "markdown": markdown_report,
    "json": json_report,
}
