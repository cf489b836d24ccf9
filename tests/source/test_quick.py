"""What is read without libyaml is what libyaml would have read; anything else is left to it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sourcebook.findings import KeyPath
from sourcebook.source import entries
from sourcebook.source.composing import compose
from sourcebook.source.document import Document
from sourcebook.source.parsed import Parsed
from sourcebook.source.quick import quick
from sourcebook.source.tree import Builder

TESTS = Path(__file__).parent.parent
PLAYBOOKS = [
    *sorted((TESTS / "lint" / "base").glob("*.yaml")),
    *sorted((TESTS.parent / "playbooks").rglob("*.yaml")),
]
FOREIGN = sorted((TESTS / "fuzz" / "corpus" / "yaml").iterdir())


def exact(value: Any) -> Any:
    """A value that is equal to another one only if that is written alike, in the same order."""
    if isinstance(value, dict):
        return [(key, exact(its)) for key, its in value.items()]
    if isinstance(value, list):
        return [exact(its) for its in value]
    return type(value), value, getattr(value, "raw", None)


def compare(text: str) -> bool:
    """Whether the text was read quickly; then it was read rightly."""
    found = quick(text)
    if found is None:
        return False
    root, builder = compose(text), Builder()
    assert root is not None
    assert exact(found.data) == exact(builder.build(root)), text
    assert builder.duplicates == [], text
    compare_places(text, found.data)
    return True


def compare_places(text: str, data: Any) -> None:
    """Each place, and that of what is missing beside or below it, is the one that libyaml says."""
    document, parsed = Document("x.yaml", text), Parsed("x.yaml", text)
    for path in paths(data):
        for asked in (path, (*path, "missing"), (*path, 99), (*path[:-1], "missing", 0)):
            for key in (False, True):
                found = document.place(asked, key=key)
                assert found == parsed.place(asked, key=key), (text, asked, key)


def paths(data: Any, above: KeyPath = ()) -> Iterator[KeyPath]:
    """The key path of each value."""
    yield above
    pairs = data.items() if isinstance(data, dict) else ()
    for step, its in enumerate(data) if isinstance(data, list) else pairs:
        yield from paths(its, (*above, step))


def test_every_playbook_is_read_quickly() -> None:
    slow = [path for path in PLAYBOOKS if not compare(path.read_text("utf-8"))]
    assert slow == []


@pytest.mark.parametrize(
    "text",
    [
        "a: text\n",
        "a: \n# said\n\nb: # said\n  c: x # said\n  d: #\n",
        "a:\n- x\n-  b: 1\n   c: 2\n",
        "a: one text\n  that goes on\n   and on # said\nb:\n  - and\n    here\n  - too\n",
        'a: http://x.example/#y:z, it\'s [so] {so} "so" & so\n',
        "a: 'it''s: so' # said\nb: \"# no: comment\"\n",
        "a: >-\n  one\n  text\n\n\n  two: texts\nb: >\n    kept\n\n\n",
        "a: |\n  as\n   it is\n  # too\nb: |-\n  x\n",
        "a: []\nb: {}\nc: [ x , 'y, z', [1, {d: 14:30}] ]\nd: {e: {f: [g]}, h: it's}\n",
        "a: [true, null, 1.50, 010, 0x1F, word]\nb: {c: 2026-11-22, d: ~, e: -5}\n",
        "a: -5\nb: 1e3\nc: 14:30\nd: 1_000\ne: NO\nf: .5\ng: ~\nh: null\ni: true\nj:\n",
        "größe: ä\u00a0ö\n",
        "a: x",
    ],
)
def test_what_is_read_quickly(text: str) -> None:
    assert compare(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "- a list\n",
        "  a: indented\n",
        "a: b: c\n",
        "a: [b\n  , c]\n",
        "a: 'b\n  c'\n",
        'a: "b\\n"\n',
        "a: &b c\nd: *b\n",
        "a: !b c\n",
        "a: b\na: c\n",
        "a: {b: 1, b: 2}\n",
        "a: [b: c]\n",
        "a: {b}\n",
        "a: {b:1}\n",
        "a: [b] c\n",
        "null: a\n",
        "a: {true: b}\n",
        "1: a\n",
        "<<: a\n",
        "'a': b\n",
        "a b: c\n",
        "---\na: b\n",
        "a: b\n...\n",
        "a:\n    b: c\n  d: e\n",
        "a:\n  - b\n - c\n",
        "a:\n  - - b\n",
        "a:\n  -\n    b: c\n",
        "a: b\n  c: d\n",
        "a: b # said\n  c\n",
        "a: b\n\n  c\n",
        "- a: b\n",
        "a:\n  - b: c\n   d: e\n",
        "a: b\n  - c\n",
        "a: >+\n  b\n",
        "a: |2\n   b\n",
        "a: >\n  b\n   c\n",
        "a: |\n    b\n  c\n",
        "a: |\n  \n  b\n",
        "a: |\n  b\n  ",
        "a: |\n  b\n     \n",
        "a:\n  b: |\n  c\n",
        "a:\tb\n",
        "a: b\r\n",
        "a: b\u2028c\n",
        "a: b\ufeff\n",
        "a: @b\n",
        "a: - b\n",
        "a: ?\n",
    ],
)
def test_what_is_left_to_libyaml(text: str) -> None:
    assert quick(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "a:\n  b: c\nd: |\n  b: c\n  - e\n",
        "d: >-\n  b: c\n\n  # said\na:\n  b: c\n  # said\n",
        "a:\n  - id: x\n    b: >\n      - id: x\n    c: y\n  - id: x\n    c: y\n",
        "a:\n  - one\n  - one\n    two\nb:\n  - one\n",
        "a:\n  b: 010\n  c: [x]\nd:\n  - b: 010\n    c: [x]\n  - [x]\n  - [x]\n",
        "a: 'b'\n# said\na2: 'b'\nb: one\n  two # said\nc: one\n",
    ],
)
def test_a_line_that_stands_twice_is_read_in_its_place(text: str) -> None:
    assert compare(text)
    assert compare(text)


def test_no_more_lines_are_remembered_than_have_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "_known", {})
    monkeypatch.setattr(entries, "_MOST_KNOWN", 20)
    long = "a text that is too long to be remembered" * 5
    assert compare("".join(f"a{number}: {number}\nb{number}: {long}\n" for number in range(90)))
    assert 0 < len(entries._known) <= 20
    assert not any(long in line for line in entries._known)


def test_deep_nesting_is_left_to_libyaml() -> None:
    assert quick("".join(f"{'  ' * depth}a:\n" for depth in range(200))) is None
    assert quick(f"a: {'[' * 200}{']' * 200}\n") is None


MARKS = (
    *" \n:-#[]{},'\"|>&*!?%@`~=\\_/.a1é",
    *("\n  ", "\n    ", ": ", "- ", " #", "''", "\n- ", "---\n", "null", "x:\n", ": >-\n\n  a\n"),
    *(": |\n    a\n  b\n", "- - ", "[a, b]", "{a: 1}", "\u00a0", "\u3000", "1_0", "<<: "),
)


@pytest.mark.parametrize("seed", range(8))
def test_pieces_of_playbooks_with_marks_strewn_in(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- nothing secret
    sources = [path.read_text("utf-8") for path in (*PLAYBOOKS, *FOREIGN)]
    read = sum(compare(_torn(chance.choice(sources), chance)) for _ in range(250))
    assert 50 < read < 250


def _torn(source: str, chance: random.Random) -> str:
    """A few lines of a file, from a key of its own on, with up to three changes."""
    lines = source.split("\n")
    begin = chance.choice([n for n, line in enumerate(lines) if line[:1].isalpha()] or [0])
    text = "\n".join(lines[begin : begin + chance.randrange(1, 14)])
    text += chance.choice(["\n", "", "\n\n", "\n# said\n"])
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(text) + 1)
        gone = at + chance.randrange(4) * chance.randrange(2)
        text = text[:at] + chance.choice(["", *MARKS]) + text[gone:]
    return text
