"""Where keys and values stand: what a report's caret and an editor's squiggle point at."""

import pytest

from sourcebook.source.document import read_document

SOURCE = """\
# yaml-language-server: $schema=x
meta: {owner: zoë, days: [mon, tue]}   # flow
text: >
  folded 😀
  text


# a comment
é😀: after multi-byte   # trailing
register:
  - id: R-01
    title: "quoted"  # c
    empty:

  - id: R-02
    note: |
      one

      two

    # comment in the list
  - plain
  over: &anchor
"""
SOURCE = SOURCE.replace("  over: &anchor\n", "") + """\
base: &base
  a: 1
  b: {c: 2}
use: *base   # an alias
uses:
  - &first x
  - y
  - *first   # an alias again

# the end
"""

# The path, whether its key is meant, and the span: line, column, end line, end column.
PLACES = [
    ((), False, (2, 1, 30, 11)),
    (("meta",), False, (2, 7, 2, 37)),
    (("meta",), True, (2, 1, 2, 5)),
    (("meta", "owner"), False, (2, 15, 2, 18)),
    (("meta", "days"), False, (2, 26, 2, 36)),
    (("meta", "days", 1), False, (2, 32, 2, 35)),
    (("text",), False, (3, 7, 5, 7)),
    (("é😀",), True, (9, 1, 9, 3)),
    (("é😀",), False, (9, 5, 9, 21)),
    (("register",), False, (11, 3, 22, 10)),
    (("register", 0), False, (11, 5, 13, 11)),
    (("register", 0, "title"), False, (12, 12, 12, 20)),
    (("register", 0, "empty"), False, (13, 11, 13, 11)),
    (("register", 1), False, (15, 5, 19, 10)),
    (("register", 1, "note"), False, (16, 11, 19, 10)),
    (("register", 2), False, (22, 5, 22, 10)),
    (("register", 2), True, (22, 5, 22, 10)),
    # What is not there: the key of its parent, or the first line of the item.
    (("register", 0, "owner"), False, (11, 5, 11, 13)),
    (("register", 9), False, (10, 1, 10, 9)),
    (("register", 9, "id"), True, (10, 1, 10, 9)),
    (("meta", "status"), False, (2, 1, 2, 5)),
    (("nothing", "at", 1), False, (2, 1, 2, 37)),
    (("meta", 0), False, (2, 1, 2, 5)),
    (("text", "x"), False, (3, 1, 3, 5)),
    # Through an alias: the place of what it points at; the key is the one that stands there.
    (("use",), True, (26, 1, 26, 4)),
    (("use", "b", "c"), False, (25, 10, 25, 11)),
    (("base",), False, (23, 7, 25, 12)),
    (("uses",), False, (28, 3, 30, 11)),
]


@pytest.fixture(scope="module")
def document():
    return read_document("risks.yaml", SOURCE.encode())


@pytest.mark.parametrize(("path", "key", "span"), PLACES)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_place(path, key, span, ends, mark):
    """The same with every kind of line end, and with a byte order mark."""
    document = read_document("risks.yaml", (mark + SOURCE.replace("\n", ends)).encode())
    place = document.place(path, key=key)
    assert (place.line, place.column, place.end_line, place.end_column) == span
    assert place.file == "risks.yaml"


def test_merged_values_keep_their_place():
    document = read_document("x.yaml", b"a: &a\n  k: 1\nb:\n  <<: *a\n  own: 2\n")
    assert document.place(("b", "k")).line == 2
    assert document.place(("b", "own")).line == 5
    assert document.place(("b", "missing"), key=True).line == 3


def test_line_separators_of_unicode_end_no_line():
    document = read_document("x.yaml", "a: x\u2028y\nb: 'p\u2029q'\nc: d\n".encode())
    assert document.data == {"a": "x\u2028y", "b": "p\u2029q", "c": "d"}
    assert (document.place(("c",)).line, document.place(("a",)).end_column) == (3, 7)
    assert document.line(1) == "a: x\u2028y"
    assert (document.line(3), document.line(4), document.line(99)) == ("c: d", "", "")


def test_keys_with_line_separators_are_found():
    document = read_document("x.yaml", "'a\u2028b': 1\n".encode())
    assert document.place(("a\u2028b",), key=True).end_column == 6


@pytest.mark.parametrize(
    ("source", "path", "end"),
    [
        ("a:\n  - {id: &r foo}\n  - *r # c\n\nb: 1\n", ("a",), (3, 7)),
        ("a:\n  - &a x\n  - &b y\n  - *a\n  - *b\n", ("a",), (5, 7)),
        ("x: &x {k: 1}\na:\n  m: *x\n\n\n", ("a",), (3, 8)),
        ("a: |\n\n\nb: 1\n", ("a",), (1, 5)),
        ("a: >-\n  x  \n\n", ("a",), (2, 4)),
        ("a: {}\n", ("a",), (1, 6)),
        ("a: b\n  c\n  d  # e\n", ("a",), (3, 4)),
        ("a:\n  b:\n    c:\n\n\n", ("a",), (3, 7)),
    ],
)
def test_ends_are_trimmed(source, path, end):
    place = read_document("x.yaml", source.encode()).place(path)
    assert (place.end_line, place.end_column) == end
