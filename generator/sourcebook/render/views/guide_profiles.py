"""The guide to regulatory profiles: each clause, and what in a playbook is evidence for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import Environment

from sourcebook.analysis.profiles import Clause, EvidencePath, Profile
from sourcebook.model.schema import stem
from sourcebook.render.outline import outline
from sourcebook.render.pages import Page

PROFILES = "guide/profiles.html"
DISCLAIMER = "A profile points at evidence in a playbook. It is not legal advice."


@dataclass(frozen=True)
class Evidence:
    """A part of a clause's evidence: fields, and how many of them are wanted."""

    how: str
    paths: tuple[tuple[str, str], ...]  # each as it is written, and the guide's page of its section


def profile_address(id: str) -> str:
    """Where the guide tells of a profile, from the portfolio's root."""
    return f"{PROFILES}#{id}"


def profiles_page(templates: Environment, profiles: Iterable[Profile]) -> Page:
    """Every profile with its clauses, in their order."""
    title = "Regulatory profiles"
    html = templates.get_template("guide/profiles.html.j2").render(
        title=title,
        disclaimer=DISCLAIMER,
        profiles=[
            {
                "its": profile,
                "clauses": [
                    {"its": clause, "evidence": [*_evidence(clause)]} for clause in profile.clauses
                ],
            }
            for profile in profiles
        ],
    )
    description = "What each regulation asks for, and where in a playbook the evidence stands."
    return Page(PROFILES, title, description, html, *outline(html, title))


def _evidence(clause: Clause) -> Iterator[Evidence]:
    if clause.all:
        yield Evidence("All of", _linked(clause.all))
    if clause.answered:
        yield Evidence("An answer, yes or no, to", _linked(clause.answered))
    if clause.any:
        yield Evidence("One of", _linked(clause.any))
    for question, paths in clause.when_true.items():
        yield Evidence(f"An answer to {question.text}, and where it is true", _linked(paths))
    for path, words in clause.where.items():
        yield Evidence(f"{', '.join(words)}, named together in", _linked((path,)))


def _linked(paths: Iterable[EvidencePath]) -> tuple[tuple[str, str], ...]:
    return tuple((path.text, f"sections/{stem(path.section)}.html") for path in paths)
