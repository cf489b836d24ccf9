"""Sides, letters, knowledge and mentions: who stands where, and does what."""

from __future__ import annotations

import datetime as dt

import pytest

from model.reader import record
from render.examples import loaded as example
from render.playbooks import loaded
from sourcebook.analysis import coverage, parties, raci
from sourcebook.analysis.mentions import Mentions
from sourcebook.analysis.thresholds import defaults
from sourcebook.model.index import given
from sourcebook.model.paths import At
from sourcebook.model.sections.engagement import Party

PARTIES = [
    {"id": "bank", "side": "client"},
    {"id": "shop", "side": "vendor"},
    {"id": "heir", "side": "successor"},
    {"id": "odd"},
]
ROLES = [
    {"id": "owner", "party": "bank"},
    {"id": "lead", "party": "shop"},
    {"id": "next", "party": "heir"},
    {"id": "sideless", "party": "odd"},
    {"id": "lost", "party": "nobody"},
    {"id": "alone"},
]


def _book(**sections):
    return loaded(
        {"engagement": {"parties": PARTIES}, "roles": {"roles": ROLES}, **sections}
    ).playbook


@pytest.mark.parametrize(
    ("role", "letter"),
    [
        ("owner", "C"),
        ("lead", "V"),
        ("next", "N"),
        ("sideless", None),
        ("lost", None),
        ("alone", None),
        ("unknown", None),
        (None, None),
    ],
)
def test_the_side_of_a_role_is_that_of_its_party(role, letter):
    side = parties.side_of_role(_book(), role)
    assert (side.letter if side else None) == letter


def test_each_side_has_a_letter_of_its_own():
    assert len({side.letter for side in parties.SIDES.values()}) == len(parties.SIDES)
    for party in PARTIES[:3]:
        assert parties.side_of_party(_book(), party["id"]).key == party["side"]


@pytest.mark.parametrize(
    ("since", "until", "takes_part"),
    [
        (None, None, True),
        ("2026-11-22", None, True),
        ("2026-11-23", None, False),
        (None, "2026-11-22", True),
        (None, "2026-11-21", False),
    ],
)
def test_the_first_and_the_last_day_of_a_party_count(since, until, takes_part):
    party = record(Party, from_=since, until=until)
    assert parties.active(party, dt.date(2026, 11, 22)) is takes_part


@pytest.mark.parametrize(
    ("letters", "gaps"),
    [
        ({"owner": "A", "lead": "R"}, ()),
        ({"owner": "A/R"}, ()),
        ({"owner": "A", "lead": "R", "next": "R", "alone": "I"}, ()),
        ({"lead": "R"}, ("no A",)),
        ({"owner": "A"}, ("no R",)),
        ({"owner": "A", "lead": "A"}, ("2 A", "no R")),
        ({"owner": "A/R", "lead": "A"}, ("2 A",)),
        ({"owner": "C", "lead": "I"}, ("no A", "no R")),
        ({}, ("no A", "no R")),
        ({"nobody": "A", "ghost": "R"}, ()),
    ],
)
def test_an_activity_has_one_a_and_somebody_who_does_it(letters, gaps):
    """Whether the roles are defined is not asked here."""
    data = {"roles": ROLES, "activities": [{"id": "run", "raci": letters}]}
    (row,) = raci.rows(loaded({"roles": data}).playbook)
    assert row.gaps == gaps
    assert row.letters == letters
    assert row.at == At("roles") / "activities" / 0


def _cover(*holders):
    book = _book(knowledge={"areas": [{"id": "area", "holders": list(holders)}]})
    (cover,) = coverage.covers(book, defaults())
    return cover


@pytest.mark.parametrize(
    ("holders", "people", "client", "enough"),
    [
        ([], 0, 0, False),
        ([{"role": "owner", "level": 2}], 0, 0, False),
        ([{"role": "owner", "level": 3}], 1, 1, False),
        ([{"role": "owner", "level": 3}, {"role": "lead", "level": 4}], 2, 1, True),
        ([{"role": "lead", "level": 3, "people": 2}], 2, 0, True),
        ([{"role": "lead", "level": 3, "people": 0}], 0, 0, False),
        ([{"role": "ghost", "level": 3, "people": 2}], 2, 0, True),
        ([{"role": "next", "level": 3}, {"level": 4}, {"role": "owner"}], 1, 0, False),
    ],
)
def test_who_works_alone_in_an_area_counts(holders, people, client, enough):
    cover = _cover(*holders)
    assert (cover.bus_factor, cover.client_holders, cover.enough) == (people, client, enough)


def test_the_highest_level_of_a_role_is_its_level():
    assert _cover({"role": "lead", "level": 1}, {"role": "lead", "level": 0}).levels == {"lead": 1}


def test_everything_that_points_at_a_role_is_found():
    """Against a walk of its own over every value that the example gives."""
    book = example().playbook
    mentions = Mentions(book)
    for role in book.index.by_kind["role"]:
        pointing = [
            entry.at
            for section in book.sections()
            for entry in given(At(section.key), section)
            if entry.value == role
            and entry.ref is not None
            and "role" in (entry.ref.kinds or ("role",))
        ]
        assert [m.given.at for m in mentions.of("role", role)] == pointing
        assert pointing, role


def test_everyone_is_nobody():
    book = _book(
        communication={
            "meetings": [{"id": "sync", "owner": "lead", "participants": ["*", "owner", "ghost"]}]
        },
        risks={"meta": {"owner": "owner"}},
    )
    mentions = Mentions(book)
    assert set(mentions.by_target) == {
        ("role", "lead"),
        ("role", "owner"),
        *(("party", party) for party in ("bank", "shop", "heir", "odd")),
    }
    sync, meta = mentions.of("role", "owner")
    assert (sync.field, sync.holder.id, sync.holder.kind) == ("participants", "sync", "meeting")
    assert (meta.field, meta.holder) == ("owner", None)
    assert mentions.of("role", "ghost") == ()


def test_the_keys_of_a_table_point_too():
    book = _book(roles={"roles": ROLES, "activities": [{"id": "run", "raci": {"lead": "R"}}]})
    (mention,) = Mentions(book).of("role", "lead")
    assert (mention.field, mention.holder.id, mention.given.is_key) == ("raci", "run", True)
