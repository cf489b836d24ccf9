"""Layers merged over each other, and where each value came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.source.document import read_document
from sourcebook.source.layers import Layered, Origin, is_blend, locate, merge

EMPTY = read_document("empty.yaml", b"")


def layered(data, layer=None):
    return Layered(data, Origin(EMPTY, layer=layer))


def merged(*data):
    first, *rest = (layered(its, f"layer-{index}") for index, its in enumerate(data))
    for its in rest:
        first = merge(first, its)
    return first


CASES = {
    "mappings merge, in order": ([{"a": 1, "b": {"c": 1}}, {"d": 4, "b": {"e": 2}}],
                                 {"a": 1, "b": {"c": 1, "e": 2}, "d": 4}),
    "other values replace": ([{"a": [1, 2], "b": 1, "c": {"d": 1}}, {"a": [3], "b": None, "c": 2}],
                             {"a": [3], "b": None, "c": 2}),
    "items merge by id": ([[{"id": "x", "t": 1, "u": 1}, {"id": "y"}], [{"id": "x", "t": 2}]],
                          [{"id": "x", "t": 2, "u": 1}, {"id": "y"}]),
    "new items come last": ([[{"id": "b"}], [{"id": "a"}]], [{"id": "b"}, {"id": "a"}]),
    "an item is dropped": ([[{"id": "x"}, {"id": "y"}], [{"id": "x", "remove": True}]],
                           [{"id": "y"}]),
    "all items are dropped": ([[{"id": "x"}], [{"id": "x", "remove": True}]], []),
    "an item within an item": ([[{"id": "x", "l": [{"id": 1}, {"id": 2}]}],
                                [{"id": "x", "l": [{"id": 1, "remove": True}]}]],
                               [{"id": "x", "l": [{"id": 2}]}]),
    "nothing to drop: it stays, to be told": ([[{"id": "x"}], [{"id": "z", "remove": True}]],
                                              [{"id": "x"}, {"id": "z", "remove": True}]),
    "dropped, and given anew by a third": (
        [[{"id": "x", "old": 1}], [{"id": "x", "remove": True}, {"id": "y"}], [{"id": "x"}]],
        [{"id": "y"}, {"id": "x"}]),
    "remove: no is not removal": ([[{"id": "x"}], [{"id": "x", "remove": "yes"}]],
                                  [{"id": "x", "remove": "yes"}]),
    "an empty list replaces": ([[{"id": "x"}], []], []),
    "a list without ids replaces": ([[{"id": "x"}], ["a"]], ["a"]),
    "an item without an id comes last": ([[{"id": "x"}], [{"t": 1}, {"id": "x", "u": 1}]],
                                         [{"id": "x", "u": 1}, {"t": 1}]),
    "a second item of one id stays, to be told": (
        [[{"id": "x"}], [{"id": "x", "a": 1}, {"id": "x", "a": 2}]],
        [{"id": "x", "a": 1}, {"id": "x", "a": 2}]),
    "a mapping over a list replaces": ([{"s": [{"id": "x"}]}, {"s": {"none": "alone"}}],
                                       {"s": {"none": "alone"}}),
    "ids that are no text make no items": ([[{"id": []}], [{"id": []}]], [{"id": []}]),
}


@pytest.mark.parametrize(("data", "whole"), CASES.values(), ids=CASES)
def test_merge(data, whole):
    assert merged(*data).data == whole


def test_merging_leaves_its_parts_alone():
    base, over = {"a": [{"id": "x", "t": 1}]}, {"a": [{"id": "x", "t": 2}]}
    merged(base, over)
    assert (base, over) == ({"a": [{"id": "x", "t": 1}]}, {"a": [{"id": "x", "t": 2}]})


def test_origins():
    whole = merged(
        {"a": 1, "rows": [{"id": "x", "t": 1}, {"id": "y"}], "m": {"k": 1}},
        {"rows": [{"id": "y", "remove": True}, {"id": "x", "u": 2}, {"id": "z"}], "m": {"l": 1}},
    )

    def found(*path):
        origin, within = locate(whole.trace, path)
        return origin.layer, within

    assert found("a") == ("layer-0", ("a",))
    assert found("rows", 0, "t") == ("layer-0", ("rows", 0, "t"))
    assert found("rows", 0, "u") == ("layer-1", ("rows", 1, "u"))
    assert found("rows", 0) == ("layer-1", ("rows", 1))
    assert found("rows", 1, "id") == ("layer-1", ("rows", 2, "id"))
    assert found("m", "k") == ("layer-0", ("m", "k"))
    # What is missing lacks in the nearest parent, in the document that spoke last of it.
    assert found("rows", 0, "v") == ("layer-1", ("rows", 1, "v"))
    assert found("nothing") == ("layer-1", ("nothing",))
    assert found() == ("layer-1", ())
    blends = [(), ("rows",), ("rows", 0), ("m",)]
    whole_ones = [("a",), ("rows", 0, "t"), ("rows", 1), ("m", "k"), ("m", "k", "x"), ("nothing",)]
    assert [path for path in blends + whole_ones if is_blend(whole.trace, path)] == blends


# Sections of one shape: what is a mapping, a list of items or a value in one is so in all.
ITEM = st.fixed_dictionaries(
    {"id": st.sampled_from("xyz")}, optional={"t": st.integers(0, 3), "m": st.just({"k": 1})},
)
ROWS = st.lists(ITEM, min_size=1, max_size=3, unique_by=lambda item: item["id"])
SECTION = st.fixed_dictionaries({}, optional={
    "value": st.integers(0, 3), "names": st.lists(st.sampled_from("ab"), max_size=2),
    "rows": ROWS, "map": st.dictionaries(st.sampled_from("ab"), st.integers(0, 3), max_size=2),
})


@given(SECTION, SECTION, SECTION)
def test_merging_is_associative(one, two, three):
    left = merge(merge(layered(one), layered(two)), layered(three)).data
    right = merge(layered(one), merge(layered(two), layered(three))).data
    assert left == right


@given(SECTION)
def test_merging_with_nothing_or_itself_changes_nothing(section):
    assert merged({}, section).data == merged(section, {}).data == section
    assert merged(section, section).data == section


@given(ROWS, ROWS)
def test_ids_keep_their_order(base, over):
    """Those of the base first, then the new ones as they came."""
    names = [item["id"] for item in base]
    names += [item["id"] for item in over if item["id"] not in names]
    assert [item["id"] for item in merged(base, over).data] == names


@given(SECTION, SECTION)
def test_every_value_is_found_where_it_came_from(one, two):
    whole, sources = merged(one, two), {"layer-0": one, "layer-1": two}

    def check(data, path):
        if isinstance(data, dict | list):
            for step in data if isinstance(data, dict) else range(len(data)):
                check(data[step], (*path, step))
            return
        origin, within = locate(whole.trace, path)
        value = sources[origin.layer]
        for step in within:
            value = value[step]
        assert value == data

    check(whole.data, ())
