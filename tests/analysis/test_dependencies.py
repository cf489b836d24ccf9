"""Cycles of items that wait for each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.analysis.dependencies import cycles, waits_for


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        ({}, ()),
        ({"a": [], "b": ["a"], "c": ["a", "b"]}, ()),
        ({"a": ["nobody"]}, ()),
        ({"a": ["a"]}, (("a",),)),
        ({"a": ["b"], "b": ["a"]}, (("a", "b"),)),
        ({"x": ["a"], "a": ["b"], "b": ["c"], "c": ["a"]}, (("a", "b", "c"),)),
        ({"a": ["b", "c"], "b": ["c"], "c": ["a"]}, (("a", "c"),)),
        ({"a": ["b"], "b": ["a", "c"], "c": ["b"]}, (("a", "b"),)),
        ({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c", "a"]}, (("a", "b"), ("c", "d"))),
    ],
)
def test_one_cycle_for_each_group(
    graph: dict[str, list[str]], found: tuple[tuple[str, ...], ...]
) -> None:
    assert cycles(graph) == found


def test_waiting_goes_through_others() -> None:
    graph = {"a": ["b"], "b": ["c"], "c": []}
    assert waits_for(graph, "a", "c")
    assert not waits_for(graph, "c", "a")
    assert not waits_for(graph, "a", "a")


def test_a_long_chain_is_no_burden() -> None:
    assert cycles({str(number): [str(number + 1)] for number in range(5000)}) == ()


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"))))
def test_each_step_of_a_cycle_is_a_dependency(graph: dict[str, list[str]]) -> None:
    for cycle in cycles(graph):
        for one, other in zip(cycle, (*cycle[1:], cycle[0]), strict=True):
            assert other in graph[one]
