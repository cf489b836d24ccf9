"""Agreements: a digest that follows what is said, and who has agreed to what stands there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.workspace import DAY, change, make_project
from sourcebook.analysis.agreements import Standing, accords, digest_now
from sourcebook.analysis.digests import digest_of
from sourcebook.analysis.personal_data import personal_data_in
from sourcebook.analysis.secrets import secrets_in
from sourcebook.model.edition import shared_content, shared_edition
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import Loaded
from sourcebook.model.sections.scope import Scope
from sourcebook.source.document import Document
from sourcebook.source.project import Project

SCOPE = """\
meta: {owner: client-lead, last_reviewed: 2026-11-02}
in_scope: [The shop, The till]
requirements:
  - {id: REQ-1, kind: functional, statement: A customer can order., priority: must}
  - {id: REQ-2, kind: quality, statement: It opens within 2 seconds., priority: must}
dependencies:
  - {id: D-1, description: A test store, owed_by: client, due: 2026-12-01}
x-room: {floor: 4}
"""


def digest(text: str) -> str:
    return digest_of(Scope, Document("scope.yaml", text).data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("last_reviewed: 2026-11-02", "last_reviewed: 2026-11-20, status: agreed"),
        ("in_scope: [The shop, The till]", "in_scope:  # all of it\n  - 'The till'\n  - The shop"),
        ("kind: functional, statement: A customer can order.",
         "statement: 'A customer  can order.', kind: functional"),
        ("due: 2026-12-01", 'due: "2026-12-01"'),
        ("priority: must}\n  - {id: REQ-2", "visibility: shared, priority: must}\n  - {id: REQ-2"),
        ("x-room: {floor: 4}", "x-room:\n  floor: '4'\nassumptions: []\nip: ~"),
    ],
)  # fmt: skip
def test_how_it_is_written_makes_no_difference(old: str, new: str) -> None:
    assert old in SCOPE
    assert digest(SCOPE.replace(old, new)) == digest(SCOPE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The till", "The tills"),
        (", The till", ""),
        ("2 seconds", "3 seconds"),
        ("must}\ndep", "should}\ndep"),
        ("REQ-2", "REQ-9"),
        ("due: 2026-12-01", "due: 2026-12-02"),
        ("floor: 4", "floor: 5"),
        ("in_scope: [The shop, The till]", "in_scope: {none: the shop is closed}"),
        ("x-room: {floor: 4}", "not_applicable: {reason: It is closed.}"),
    ],
)
def test_what_it_says_makes_one(old: str, new: str) -> None:
    assert old in SCOPE
    assert digest(SCOPE.replace(old, new)) != digest(SCOPE)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*Scope.declared, "x-a", "odd"]), VALUES), st.randoms())
def test_whatever_stands_there_has_a_digest_that_order_does_not_change(
    data: dict[str, Any], random: Any
) -> None:
    keys = [*data]
    random.shuffle(keys)
    told = digest_of(Scope, {key: data[key] for key in keys})
    assert told == digest_of(Scope, data)
    assert not secrets_in(f"digest: {told}")
    assert not personal_data_in(f"digest: {told}")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return make_project(tmp_path) / "playbooks" / "base"


def loaded(folder: Path) -> Loaded:
    return load_playbook(Project.find(folder), "base")


def now(folder: Path, key: str = "scope") -> str:
    shared = shared_content(loaded(folder).playbook)
    assert shared is not None
    found = digest_now(shared, key)
    assert found is not None
    return found


def test_a_move_into_a_layer_changes_nothing(base: Path) -> None:
    before = now(base)
    item = "  - {id: REQ-2, kind: quality, statement: The shop opens within 2 seconds., "
    item += "fit_criterion: 95 of 100 visits open within 2 seconds., priority: must}\n"
    layer = base.parent / "_shared" / "shops"
    change(
        base,
        replace={
            "scope.yaml": {item: "", "in_scope: [The shop]\n": ""},
            "engagement.yaml": {"name: Base\n": "name: Base\nextends: [shops]\n"},
        },
    )
    text = f"in_scope: [The shop]\nrequirements:\n{item}"
    change(layer, write={"scope.yaml": text, "layer.yaml": "title: Shops\nowner: client-lead\n"})
    assert now(base) == before


def test_what_is_internal_is_not_in_it(base: Path) -> None:
    before = now(base)
    hidden = "  - {id: REQ-9, visibility: internal, kind: quality, statement: It pays.}\n"
    change(base, replace={"scope.yaml": {"requirements:\n": f"requirements:\n{hidden}"}})
    assert now(base) == before
    change(base, replace={"scope.yaml": {"It pays.": "It pays twice."}})
    assert now(base) == before
    change(
        base, replace={"scope.yaml": {"- id: REQ-1\n": "- id: REQ-1\n    visibility: internal\n"}}
    )
    assert now(base) != before


def agreements(folder: Path, *entries: str, status: str = "agreed") -> None:
    listed = ", ".join(f"{{{entry}}}" for entry in entries)
    text = (folder / "scope.yaml").read_text("utf-8").partition("\n")[2]
    meta = f"owner: client-lead, last_reviewed: 2026-11-02, status: {status}"
    change(folder, write={"scope.yaml": f"meta: {{{meta}, agreements: [{listed}]}}\n{text}"})


def entry(role: str, digest: str, day: int = 3) -> str:
    return f"role: {role}, date: 2026-11-{day:02}, digest: {digest}"


OLD = f"v1-{'0' * 32}"


@pytest.mark.parametrize(
    ("roles", "standing", "lacking"),
    [
        (["client-lead now", "vendor-lead now"], Standing.AGREED, ()),
        (["client-lead now"], Standing.ONE_SIDE, ("vendor",)),
        (["client-lead old"], Standing.CHANGED, ("client", "vendor")),
        (["client-lead old", "vendor-lead old"], Standing.CHANGED, ("client", "vendor")),
        (["client-lead now", "vendor-lead old"], Standing.CHANGED, ("vendor",)),
        (["nobody now"], Standing.NOBODY, ("client", "vendor")),
    ],
)
def test_standing(
    base: Path, roles: list[str], standing: Standing, lacking: tuple[str, ...]
) -> None:
    is_now = now(base)
    words = (each.split() for each in roles)
    agreements(base, *(entry(role, is_now if when == "now" else OLD) for role, when in words))
    (accord,) = accords(loaded(base).playbook, DAY).values()
    assert (accord.section, accord.standing, accord.lacking) == ("scope", standing, lacking)
    assert accord.since == (dt.date(2026, 11, 3) if "nobody now" not in roles else None)


def test_nobody_is_asked_where_nothing_is_recorded(base: Path) -> None:
    assert accords(loaded(base).playbook, DAY) == {}


def test_both_editions_tell_the_same(base: Path) -> None:
    """Also where a role, and a party that would have to agree, are the client's secret."""
    change(
        base,
        replace={
            "engagement.yaml": {
                "  - {id: vendor,": "  - {id: next, visibility: internal, name: Next, "
                "side: successor, country: PT, from: 2026-11-01}\n  - {id: vendor,"
            },
            "roles.yaml": {
                "roles:\n": "roles:\n  - {id: scout, visibility: internal, title: Scout, party: "
                "client, location: london, responsibilities: [Looks]}\n"
            },
        },
    )
    is_now = now(base)
    agreements(base, entry("client-lead", is_now), entry("vendor-lead", is_now, 4),
               entry("scout", OLD))  # fmt: skip
    whole = loaded(base)
    shared = shared_edition(whole)
    assert shared is not None
    ours, theirs = accords(whole.playbook, DAY), accords(shared.playbook, DAY)
    assert ours == theirs
    assert ours["scope"].standing is Standing.AGREED
    assert [its.role for its in ours["scope"].entries] == ["client-lead", "vendor-lead"]
