"""Comments: where they stand, and what each speaks of."""

from __future__ import annotations

import pytest

from sourcebook.findings import Place
from sourcebook.source.comments import Comment, Comments

TEXT = '''\
# head
a: >-  # header
  text # no comment
  more

# own
b:
  - id: x  # trailing
    c: |
      one
      # in the text

    # below a block
    d: {e: f, # in brackets
      g: [1,
       # before the two
       2]}  # after brackets
  - # at a dash
    h: "q # x"  # behind quotes
  # before an item
  - i: plain
      more  # behind two lines
    j: 'it''s # x'
    k: x#y
l: y
# the end
'''


def found(text: str = TEXT) -> dict[str, tuple[Comments, Comment]]:
    comments = Comments("a.yaml", text)
    return {comment.text[1:].strip(): (comments, comment) for comment in comments}


def test_every_comment_and_nothing_else() -> None:
    assert list(found()) == [
        "head", "header", "own", "trailing", "below a block", "in brackets", "before the two",
        "after brackets", "at a dash", "behind quotes", "before an item", "behind two lines",
        "the end",
    ]


def test_a_comment_knows_its_place_and_whether_it_has_a_line_of_its_own() -> None:
    comments = found()
    assert comments["own"][1].place == Place("a.yaml", 6, 1, 6, 6)
    assert comments["trailing"][1].place == Place("a.yaml", 8, 12, 8, 22)
    assert [name for name, (_, its) in comments.items() if its.own_line] == [
        "head", "own", "below a block", "before the two", "before an item", "the end",
    ]


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("head", (2, 1), (4, 7)),  # a: all of it
        ("header", (2, 1), (4, 7)),
        ("own", (7, 1), (24, 11)),
        ("trailing", (8, 5), (8, 10)),  # id: x
        ("below a block", (14, 5), (17, 11)),
        ("in brackets", (14, 9), (14, 13)),
        ("before the two", (17, 8), (17, 9)),
        ("after brackets", (14, 5), (17, 11)),
        ("at a dash", (18, 3), (19, 15)),
        ("behind quotes", (19, 5), (19, 15)),
        ("before an item", (21, 3), (24, 11)),
        ("behind two lines", (21, 5), (22, 11)),
    ],
)
def test_what_a_comment_speaks_of(
    name: str, first: tuple[int, int], last: tuple[int, int]
) -> None:
    comments, comment = found()[name]
    scope = comments.scope(comment)
    assert scope is not None
    assert (scope.begin, scope.end) == (first, last)
    assert scope.head is (name == "head")
    assert (scope.line is None) is comment.own_line


def test_what_follows_nothing_speaks_of_nothing() -> None:
    comments, comment = found()["the end"]
    assert comments.scope(comment) is None


def test_the_head_of_a_file_speaks_of_the_file_as_well() -> None:
    comments, comment = found("# head\n")["head"]
    scope = comments.scope(comment)
    assert scope is not None
    assert scope.holds(Place("a.yaml"))
    assert not scope.holds(Place("a.yaml", 2, 1, 2, 3))


@pytest.mark.parametrize(
    "text", ["", "a: 1", "- 'x'\n- &a {b: 1}\n- *a\n", "a: &b [1]\nc: *b # d\n"]
)
def test_any_text_will_do(text: str) -> None:
    comments = Comments("a.yaml", text)
    for comment in comments:
        assert comments.scope(comment) is not None


def test_windows_line_ends() -> None:
    comments, comment = found("a: 1  # one\r\n# two\r\nb: 2\r\n")["two"]
    assert comment.place == Place("a.yaml", 2, 1, 2, 6)
    scope = comments.scope(comment)
    assert scope is not None
    assert scope.holds(Place("a.yaml", 3, 4, 3, 5))
