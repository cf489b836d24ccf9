"""The example engagements as the tests of rendering need them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from sourcebook.analysis.thresholds import defaults
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import Loaded
from sourcebook.render.context import Context
from sourcebook.render.environment import environment
from sourcebook.source.project import Project

ROOT = Path(__file__).resolve().parents[2]
AS_OF = dt.date(2026, 11, 22)


@cache
def project() -> Project:
    return Project.find(ROOT)


@cache
def loaded(slug: str = "harbourline-mobile") -> Loaded:
    return load_playbook(project(), slug)


def context(book=None, findings=()) -> Context:
    return Context(
        book or loaded().playbook,
        tuple(findings),
        AS_OF,
        project().settings,
        defaults(),
        environment(),
    )
