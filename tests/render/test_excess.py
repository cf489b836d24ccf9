"""Texts that would take a parser minutes, or break it, are shown as they were written."""

from __future__ import annotations

import pytest

from sourcebook.render import prose
from sourcebook.render.excess import is_excessive

EXCESSIVE = {
    "brackets": "[" * 5000,
    "brackets within brackets": "[" * 3000 + "]" * 3000,
    "quotes": "> " * 2000 + "x",
    "lists": "- " * 500 + "x",
    "numbers": "1. " * 600 + "x",
    "indented lists": "\n".join("    " * depth + "- x" for depth in range(120)),
    "abbreviations": "".join(f"*[a{number}]: b\n" for number in range(2000)),
    "definitions": "a\n: b\n" * 2000,
}


@pytest.mark.parametrize("text", EXCESSIVE.values(), ids=EXCESSIVE)
@pytest.mark.parametrize("made", [prose.block, prose.page, prose.inline, prose.plain])
def test_it_is_shown_as_it_was_written(made, text: str) -> None:
    shown = made(text)
    assert text.strip().split()[0].replace(">", "&gt;") in str(shown) or made is prose.plain
    assert str(prose.block("**one**")) == "<p><strong>one</strong></p>"
    assert "<blockquote>" not in prose.page("plain words")


USUAL = [
    "[a](b.md) and [c](d.md) " * 800,
    "See [the list](https://a.example) of array[0 to 9.\n\n" * 500,
    "> > quoted twice\n\n- one\n  - two\n    - three\n      - four",
    "---\n\n" + "- " * 30 + "\n\n***",
    "term\n: meaning\n\n" * 100,
    "word " * 20_000,
]


@pytest.mark.parametrize("text", USUAL)
def test_what_people_write_is_read(text: str) -> None:
    assert not is_excessive(text)
    assert "<pre>" not in prose.page(text)


def test_many_blank_lines_are_a_few() -> None:
    assert str(prose.page("a\n" + "\n" * 200_000 + "b")) == "<p>a</p>\n<p>b</p>"
