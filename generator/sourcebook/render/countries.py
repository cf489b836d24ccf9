"""Names of countries for people."""

from __future__ import annotations

from functools import cache

from babel import Locale


def country_names() -> tuple[str, ...]:
    """The English names of all countries and regions."""
    return tuple(Locale("en").territories.values())


@cache
def country_name(code: str) -> str:
    """The English name of an ISO 3166-1 country: ``GB`` → "United Kingdom"."""
    name: str = Locale("en").territories.get(code, code)
    return name
