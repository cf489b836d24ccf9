"""Duplicate keys (STR004), and text that YAML cut at a number sign (STR011)."""

import pytest

from sourcebook.findings import Severity
from sourcebook.source.document import read_document

CUT = [
    ("title: C# dev #1", "title", "#1", 8, 14),
    ("title: see ticket #4711 for more", "title", "#4711 for more", 8, 18),
    ("channel: #delivery", "channel", "#delivery", 9, 9),
    ("title: x #", "title", "#", 8, 9),
    ("title: x # --", "title", "# --", 8, 9),
    ("list: [a, b #1\n  ]", "list[1]", "#1", 11, 12),
    ("items:\n  - id: R-07\n    t: x #1", "items[R-07].t", "#1", 8, 9),
    ("title: x\r\nb: y #2\r\n", "b", "#2", 4, 5),
]


@pytest.mark.parametrize(("source", "path", "rest", "column", "end"), CUT)
def test_text_cut_at_a_number_sign(source, path, rest, column, end):
    (finding,) = read_document("x.yaml", source.encode()).findings
    assert (finding.code, finding.severity, finding.path) == ("STR011", Severity.WARNING, path)
    assert finding.message == f"{path}: the text ends at ' #'. Quote it if '{rest}' belongs to it."
    assert (finding.place.column, finding.place.end_column) == (column, end)


@pytest.mark.parametrize(
    "source",
    [
        "title: x # a comment", "title: 'C# dev' #1", 'title: "x" #1', "title: C#1",
        "# title: x #1", "title: |\n  see #1\n", "title: >\n  ticket #1 and\n  #2\n",
        "title: 'see #1'", "meta: #1\n  owner: x", "list: [a] #1", "x: y\n  #comment\n",
        "a: b # sourcebook: ignore[KNW001] until=2027-01-31 -- because", "a: b # é",
    ],
)
def test_honest_comments_and_quoted_text(source):
    assert read_document("x.yaml", source.encode()).findings == ()


def test_duplicate_key():
    document = read_document("x.yaml", b"""\
register:
  - id: R-07
    owner: one   # counts
    title: x
    owner: two
""")
    (finding,) = document.findings
    assert document.data["register"][0]["owner"] == "one"
    assert (finding.code, finding.slug, finding.path) == (
        "STR004", "bad-type-or-unit", "register[R-07].owner")
    assert "on line 3 and on line 5; the first counts" in finding.message
    assert (finding.place.line, finding.place.column, finding.place.end_column) == (5, 5, 10)
    assert document.place(("register", 0, "owner")).line == 3


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("a: 1\nb: 2\na: 3\na: 4\n", [3, 4]),
        ("a: 1\n'a': 2\n", [2]),
        ("a: {b: 1, b: 2}\n", [1]),
        ("x: &x {k: 1}\na:\n  <<: *x\n  <<: *x\n", [4]),
        ("x: &x {k: 1}\na: {<<: *x, k: 2}\n", []),
        ("a: 1\na:\n  b: 1\n  b: 2\n", [2, 4]),
        ("a: &a {b: 1, b: 2}\nc: *a\n", [1]),
    ],
)
def test_duplicates(source, lines):
    found = read_document("x.yaml", source.encode()).findings
    assert [finding.place.line for finding in found] == lines
