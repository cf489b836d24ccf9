"""Did you mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.source.keypaths import write_path
from sourcebook.source.spelling import nearest

KNOWN = ("owner", "service_levels", "title", "risks", "id", "A")


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("ownr", "owner"), ("woner", "owner"), ("Owner", "owner"), ("owners", "owner"),
        ("service-levels", "service_levels"), ("servicelevel", "service_levels"),
        ("risk", "risks"), ("title", "title"), ("di", "id"), ("xy", None), ("q", None), ("", None),
        ("something", None),
    ],
)
def test_nearest(word, near):
    assert nearest(word, KNOWN) == near


def test_nothing_is_near_nothing():
    assert nearest("owner", ()) is None


@given(st.text("abc-_", min_size=2, max_size=8))
def test_a_known_word_is_its_own_nearest(word):
    assert nearest(word, [word, word + "zzz"]) == word


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ((), ""), (("register",), "register"), (("register", 0, "owner"), "register[R-07].owner"),
        (("register", 1, "owner"), "register[1].owner"), (("register", 2), "register[12]"),
        (("register", 9, "owner"), "register[9].owner"), (("meta", "x", 0), "meta.x[0]"),
        ((0,), "[0]"),
    ],
)
def test_written_paths(path, written):
    data = {"register": [{"id": "R-07"}, {"title": "x"}, {"id": 12}], "meta": {}}
    assert write_path(data, path) == written
