"""Which known name a misspelt one is taken for, and when none is."""

import pytest

from sourcebook.nearest import nearest, nearest_id


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("rsiks", ("roles", "risks"), "risks"),
        ("Client_Lead", ("client-lead", "client-led"), "client-lead"),
        ("clientleed", ("client-lead",), "client-lead"),
        ("rol", ("role", "rule"), "role"),
        ("cart", ("card", "care"), None),  # as near to the one as to the other
        ("x", ("y",), "y"),
        ("boss", ("client-lead",), None),
        ("a", (), None),
    ],
)
def test_the_nearest_name(word, known, meant):
    assert nearest(word, known) == meant


@pytest.mark.parametrize(
    ("id", "known", "meant"),
    [
        ("G2", ("G1", "G3"), None),
        ("G2", ("G1",), None),
        ("G2", ("M2",), None),
        ("CR-07", ("R-07",), None),
        ("R-7", ("R-07", "R-08"), "R-07"),
        ("r-07", ("R-07",), "R-07"),
        ("KR-004", ("CR-003", "CR-004"), "CR-004"),
        ("sprint-review-3", ("sprint-review-1",), None),
        ("sprint-reveiw-1", ("sprint-review-1", "sprint-review-2"), "sprint-review-1"),
        ("client-leed", ("client-lead",), "client-lead"),
    ],
)
def test_the_nearest_id_never_differs_in_its_number(id, known, meant):
    assert nearest_id(id, known) == meant
