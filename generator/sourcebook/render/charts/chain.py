"""Who works for whom: the companies by their place in the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sourcebook.analysis.parties import Side


@dataclass(frozen=True)
class Mark:
    """Something to know of a company, with its badge's kind."""

    kind: str
    text: str


@dataclass(frozen=True)
class Company:
    """A company of the chain; without ``href`` it has no entry of its own."""

    name: str
    href: str = ""
    side: Side | None = None
    where: str = ""
    does: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Link:
    """A place in the chain, and the companies that stand there."""

    title: str
    companies: tuple[Company, ...]


@dataclass(frozen=True)
class Chain:
    """Everything that the template shows."""

    label: str
    links: tuple[Link, ...]


def chain(links: Sequence[Link]) -> Chain | None:
    """The places that have a company, in their order; nothing where only one has."""
    there = tuple(link for link in links if link.companies)
    if len(there) < 2:
        return None
    counted = sum(len(link.companies) for link in there)
    return Chain(f"{counted} companies in {len(there)} places of the chain", there)
