"""What the rules on time say of the three engagements: each fact once, with its dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from render.examples import AS_OF, loaded
from sourcebook.analysis.thresholds import defaults
from sourcebook.lint.registry import RULES
from sourcebook.lint.rule import Facts, Hit
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook

NORTHBRIDGE, FALKENRATH = "northbridge-health", "falkenrath-erp"


def hits(book: Playbook, code: str, as_of: dt.date = AS_OF) -> list[Hit]:
    check = next(rule.check for rule in RULES if rule.code == code)
    return list(check(book, Facts(as_of, defaults())))


def told(book: Playbook, code: str, as_of: dt.date = AS_OF) -> list[str]:
    return [hit.message for hit in hits(book, code, as_of)]


def test_only_seattle_and_buenos_aires_share_too_little_in_winter() -> None:
    (hit,) = hits(loaded(NORTHBRIDGE).playbook, "TIM001")
    assert hit.at == At("communication") / "overlap.min_minutes"
    assert "seattle and buenos-aires share 240 min" in hit.message
    assert "2027-03-13" in hit.message
    assert "2027-11-07" in hit.message
    assert hits(loaded().playbook, "TIM001") == []


def test_a_pair_that_works_apart_is_told_no_shortage() -> None:
    of = loaded(FALKENRATH).playbook
    assert hits(of, "TIM001") == []
    overlap = of.communication.overlap
    assert overlap is not None
    together = of.communication.changed(overlap=overlap.changed(async_pairs=()))
    (message,) = told(replace(of, communication=together), "TIM001")
    assert message.startswith("detroit and bengaluru share 30 min of a working day")


def test_the_change_board_is_after_hours_in_bengaluru_in_winter_alone() -> None:
    of = loaded(FALKENRATH).playbook
    out = [m for m in told(of, "TIM002", dt.date(2026, 10, 1)) if "'change-board'" in m]
    (bengaluru,) = (message for message in out if "in bengaluru" in message)
    assert "19:00-19:30 from 2026-10-28 to 2027-03-24" in bengaluru
    assert "(works 10:00-19:00)" in bengaluru
    assert [message for message in out if "in stuttgart" in message] == []


def test_clocks_shift_the_change_board_and_the_stand_up() -> None:
    of = loaded(FALKENRATH).playbook
    shifted = [m for m in told(of, "TIM004", dt.date(2026, 10, 1)) if "'change-board'" in m]
    (bengaluru,) = (message for message in shifted if "bengaluru" in message)
    (detroit,) = (message for message in shifted if "detroit" in message)
    assert "at 19:00 in bengaluru, moves to 18:00 from 2026-10-07 to 2026-10-21" in bengaluru
    assert "moves to 09:30 on 2026-10-28 and from 2027-03-17 to 2027-03-24" in detroit
    stand_up = [m for m in told(loaded(NORTHBRIDGE).playbook, "TIM004") if "'stand-up'" in m]
    assert any("bogota" in message for message in stand_up)
    assert all("seattle" not in message for message in stand_up)  # it may stay away
    assert hits(loaded().playbook, "TIM004") == []


def test_a_time_that_its_own_clock_skips_is_no_difference_between_clocks() -> None:
    of = loaded().playbook
    at_night = tuple(
        its.changed(every="day", day=("sun",), rrule=None, local_time=dt.time(1, 30))
        if its.id == "stand-up"
        else its
        for its in of.communication.meetings
    )
    changed = replace(of, communication=of.communication.changed(meetings=at_night))
    assert [message for message in told(changed, "TIM004") if "'stand-up'" in message] == []


def test_nobody_in_seattle_must_come_to_the_stand_up() -> None:
    assert not any("'stand-up'" in m for m in told(loaded(NORTHBRIDGE).playbook, "TIM002"))


def test_holidays_of_the_change_board_in_each_place() -> None:
    found = {m: hit for hit in hits(loaded(FALKENRATH).playbook, "TIM003", dt.date(2026, 10, 1))
             if "'change-board'" in (m := hit.message)}  # fmt: skip
    (krakow,) = (m for m in found if " krakow" in m)
    assert "2026-11-11 (National Independence Day)" in krakow
    assert "2027-01-06 (Epiphany)" in krakow
    (stuttgart,) = (m for m in found if " stuttgart" in m)
    assert "2027-01-06 (Epiphany)" in stuttgart
    (detroit,) = (m for m in found if " detroit" in m)
    assert "2026-11-11 (Veterans Day)" in detroit
    (bengaluru,) = (m for m in found if " bengaluru" in m)
    assert "2027-03-10 (Eid al-Fitr, estimated)" in bengaluru
    assert "2027-04" not in bengaluru  # the vendor has gone


def test_a_cutover_on_a_saturday_is_meant_so() -> None:
    messages = told(loaded(FALKENRATH).playbook, "TIM003", dt.date(2026, 10, 1))
    assert not any(message.startswith("M6") for message in messages)


@pytest.mark.parametrize(
    ("as_of", "status", "count"),
    [
        ("2026-06-01", "planned", 1),
        ("2026-06-01", "accepted", 0),
        ("2026-07-11", "planned", 0),  # the day has passed: nobody can move it any more
    ],
)
def test_a_milestone_on_a_bridge_holiday_is_found_by_the_library(
    as_of: str, status: str, count: int
) -> None:
    """M1 of the example, as it stood before it was accepted; now it is history."""
    of = loaded(NORTHBRIDGE).playbook
    first, *others = of.milestones.milestones
    first = first.changed(status=status)
    milestones = of.milestones.changed(milestones=(first, *others))
    day = dt.date.fromisoformat(as_of)
    found = [
        message
        for message in told(replace(of, milestones=milestones), "TIM003", day)
        if message.startswith("M1 on 2026-07-10")
    ]
    assert len(found) == count
    assert all("Bridge Public Holiday in buenos-aires" in message for message in found)


def test_a_session_after_the_vendor_has_gone_is_too_late() -> None:
    (message,) = [m for m in told(loaded(FALKENRATH).playbook, "KNW005") if "2027-04-06" in m]
    assert "KT-41" in message


def test_the_service_review_of_the_bank_on_two_holidays_of_porto() -> None:
    (message,) = (m for m in told(loaded().playbook, "TIM003") if "'service-review'" in m)
    assert "2027-05-27 (Corpus Christi)" in message
    assert "2027-06-24 (Saint John's Day)" in message
    assert "in porto" in message


def test_meetings_at_once_are_told_of_no_example() -> None:
    for of in (loaded().playbook, loaded(NORTHBRIDGE).playbook, loaded(FALKENRATH).playbook):
        assert hits(of, "TIM005") == []
