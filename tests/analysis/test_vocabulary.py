"""Words are never overlooked; what cannot be there is not told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.analysis.vocabulary import Vocabulary

WORDS = Vocabulary(("AKIA", "@"), ("home address", "c?dula", "his "), {"00": r"\d\d"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a key AKIA5", {"AKIA"}),
        ("a key akia", set()),
        ("a Home  Address", {"home address"}),
        ("at home", set()),
        ("an address at home", set()),
        ("his home-\n  address", {"his ", "home address"}),
        ("the home `of the` address", {"home address"}),
        ("his\nCédula", {"his ", "c?dula"}),
        ("write to a@b.example or 12", {"@", "00"}),
        ("", set()),
    ],
)
def test_words_of_a_text(text, found):
    assert WORDS.among(text) == found


@given(st.text(), st.sampled_from(["AKIA", "@", "HOME address", "cEdula", "hIs ", "07"]), st.text())
def test_no_word_is_overlooked_however_often_it_is_asked_for(before, word, after):
    meant = {"HOME address": "home address", "cEdula": "c?dula", "hIs ": "his ", "07": "00"}
    for _ in range(2):
        assert meant.get(word, word) in WORDS.among(before + word + after)


def test_words_that_come_later_are_found_in_texts_that_are_known():
    text = "a vestibule " * 60
    assert not WORDS.among(text)
    later = Vocabulary(small=("vestibule",))
    assert later.among(text) == {"vestibule"}
    assert not WORDS.among(text)


def test_a_long_piece_is_looked_into_however_often_it_comes():
    piece = "x" * 60 + "AKIA"
    assert [WORDS.among(piece) for _ in range(2)] == [{"AKIA"}, {"AKIA"}]


LINES = st.lists(
    st.sampled_from(
        [
            "",
            "a word",
            "AKIA5",
            "at home",
            "  address",
            "his",
            "at\u2028home",
            "07",
            "z" * 50,
            "z" * 50 + "@",
        ]
    )
)


@given(LINES, LINES)
def test_lines_that_other_files_hold_too_hide_nothing(before, lines):
    """A file is told by its lines, a short text by all of its pieces: they say the same."""
    dull = "nothing to see here\n" * 40
    WORDS.among(dull + "\n".join(before))
    text = "\n".join(lines)
    assert WORDS.among(dull + text) == WORDS.among(text)
