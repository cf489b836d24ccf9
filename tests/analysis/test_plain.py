"""Small values as JSON and back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from sourcebook.analysis.plain import made, written


@dataclass(frozen=True)
class Stay:
    """Where somebody is, from when on, and the days off there."""

    place: str
    begins: dt.date
    off: tuple[dt.date, ...] = ()


STAY = Stay("Porto", dt.date(2026, 11, 1), (dt.date(2026, 12, 8),))


def test_what_is_written_is_made_again() -> None:
    assert made(Stay, written(STAY)) == STAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "3",
        '"abc"',
        "[]",
        '["Porto", "soon", []]',
        '["Porto", "2026-11-01", null]',
        '{"place": "Porto", "begins": "2026-11-01", "off": []}',
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="this is no Stay"):
        made(Stay, text)
