"""The Communication page: the week, what comes more rarely, and which channel serves what."""

from __future__ import annotations

import re
from typing import Any

from render.examples import AS_OF, context
from render.playbooks import NOWHERE, loaded, page, site
from render.test_calendar_page import _meeting, data, text
from sourcebook.findings import Finding, Severity
from sourcebook.render.site import engagement_site
from sourcebook.render.views.week import Rare, Slot, week
from sourcebook.source.settings import Settings


def _week(*meetings: dict[str, Any]) -> tuple[dict[str, list[Slot]], list[Rare]]:
    made = week(context(loaded(data(*meetings)).playbook), "communication.html")
    assert made is not None
    return {day["name"]: day["slots"] for day in made["days"]}, made["rare"]


def _said(slot: Slot) -> tuple[str, str, str]:
    return slot.kind, slot.times[0], slot.note.replace("\u00a0", " ")


def test_how_often_a_meeting_comes_is_seen_and_said() -> None:
    days, rare = _week(
        _meeting("daily", every="day"),
        _meeting("sync", every="week", day=["tue", "thu"], local_time="11:00"),
        _meeting("plan", every="2 weeks", day=["mon"], starting="2026-01-05"),
        _meeting("board", every="month", day=["last fri"], local_time="14:00"),
        _meeting("short", every="week", day=["wed"], until="2026-12-09"),
        _meeting("twice", every="month", day=["first wed", "third wed"], local_time="15:00"),
    )
    assert [*days] == ["Mon", "Tue", "Wed", "Thu", "Fri"]
    assert [_said(slot) for slot in days["Mon"]] == [
        ("every", "09:30", "30 min · every day"),
        ("fort", "09:30", "30 min · every 2 weeks · next 23 Nov"),
    ]
    assert _said(days["Thu"][1]) == ("week", "11:00", "30 min · every week")
    assert _said(days["Wed"][1]) == ("week", "09:30", "30 min · every week · until 9 Dec 2026")
    assert _said(days["Wed"][2]) == (
        "month",
        "15:00",
        "30 min · first Wednesday and third Wednesday of the month · next 2 Dec",
    )
    assert _said(days["Fri"][1]) == (
        "month",
        "14:00",
        "30 min · last Friday of the month · next 27 Nov",
    )
    assert rare == []


def test_what_begins_later_says_from_when_on() -> None:
    days, _ = _week(_meeting("care", every="day", starting="2027-03-15", until="2027-04-30"))
    assert {_said(slots[0])[2] for slots in days.values()} == {
        "30 min · every day · from 15 Mar 2027 · until 30 Apr 2027"
    }


def test_the_next_day_of_a_meeting_is_the_one_on_which_it_is_held() -> None:
    on = {"holiday_policy": "move", "starting": "2026-11-26"}
    days, rare = _week(
        _meeting("review", every="2 weeks", day=["thu"], **on),
        _meeting("quarter", every="3 months", day=["fourth thu"], **on),
    )
    assert _said(days["Thu"][0])[2] == "30 min · every 2 weeks · next Fri 27 Nov"
    assert [(f"{one.day:%d %b}", one.when) for one in rare] == [
        ("27 Nov", "every 3 months, fourth Thursday; this time moved from Thu 26 Nov")
    ]


def test_what_has_no_day_of_the_week_or_comes_more_rarely_stands_below() -> None:
    days, rare = _week(
        _meeting("quarter", every="3 months", day=["second tue"]),
        _meeting("payday", every="month", day=["15"]),
        _meeting("launch", date="2026-12-01"),
        _meeting("fifth", rrule="FREQ=MONTHLY;BYDAY=5MO"),
    )
    assert not any(days.values())
    assert [(one.link.text, f"{one.day:%d %b}", one.when) for one in rare] == [
        ("Fifth", "30 Nov", "every month, fifth Monday"),
        ("Launch", "01 Dec", "once"),
        ("Payday", "15 Dec", "every month, on day 15"),
        ("Quarter", "12 Jan", "every 3 months, second Tuesday"),
    ]


def test_days_are_those_of_the_first_place_and_each_place_has_its_own_time() -> None:
    days, _ = _week(
        _meeting("late", every="week", day=["tue"], local_time="02:00", tz="Europe/Kyiv")
    )
    assert [slot.times for slot in days["Mon"]] == [("19:00", "02:00 Tue")]
    assert days["Tue"] == []


def test_the_first_place_is_shown_until_another_is_chosen() -> None:
    html = page(site(data(_meeting("sync", every="week", day=["tue"]))), "communication.html").html
    slot = html[html.index('<div class="pb-slot') :]
    assert (
        '<span data-place="boston">09:30</span><span data-place="kyiv" hidden>16:30</span>' in slot
    )
    assert re.findall(r'value="(\w+)"( checked)?', html) == [("boston", " checked"), ("kyiv", "")]
    said = text(html).replace("\u00a0", " ")
    assert "By the clock of Boston Kyiv , as it is until clocks change on 14 Mar 2027." in said


def test_without_a_meeting_ahead_there_is_no_week() -> None:
    over = _meeting("sync", every="week", day=["tue"], until="2026-06-30")
    assert week(context(loaded(data(over)).playbook), "communication.html") is None


CHANNELS = [
    {"id": "chat", "tool": "Chat", "need": "quick-question", "purpose": "Never a record."},
    {"id": "pager", "tool": "Pager", "need": "incident", "address_ref": "+351 210 000 000"},
    {"id": "wiki", "tool": "Wiki", "need": "specification"},
    {"id": "notice", "tool": "Letter", "need": "formal-notice"},
]
TIMES = [
    (2, "hours", "business"),
    (15, "minutes", "calendar"),
    (1, "days", "business"),
    (3, "days", "calendar"),
]


def test_the_channel_for_a_need_the_most_urgent_first() -> None:
    channels = [
        {**channel, "response_time": dict(zip(("value", "unit", "clock"), time, strict=True))}
        for channel, time in zip(CHANNELS, TIMES, strict=True)
    ]
    html = page(site(data(communication={"channels": channels})), "communication.html").html
    shown = text(html[html.index("I need to") :]).replace("\u00a0", " ")
    told = [
        "Report that something is broken Pager +351 210 000 000 15 min, day and night –",
        "Ask a quick question Chat 2 working hours Never a record.",
        "Write down or look up what is to be built Wiki 1 working day",
        "Give formal notice Letter 3 days",
    ]
    assert [shown.index(line) for line in told] == sorted(shown.index(line) for line in told)
    table = shown[shown.index("Channels") :]  # the section itself says it in the same words
    assert "business time" not in table
    for said in ("2 working hours", "15 min, day and night", "1 working day", "3 days"):
        assert said in table


def test_an_answer_that_cannot_be_read_stands_as_it_was_written() -> None:
    wrong = {
        **CHANNELS[0],
        "response_time": {"value": "soon", "unit": "hours", "clock": "business"},
    }
    html = page(site(data(communication={"channels": [wrong]})), "communication.html").html
    chooser = text(html[html.index("I need to") :])
    assert "soon wrong" in chooser[: chooser.index("Never a record")]


def test_what_only_informs_hides_nothing_that_is_to_be_done() -> None:
    def finding(severity: Severity, message: str) -> Finding:
        return Finding("TIM003", "x", severity, message, NOWHERE, "demo", "communication")

    notes = [finding(Severity.INFO, f"note {n}") for n in range(6)]
    error = finding(Severity.ERROR, "too little")
    book = loaded(data(_meeting("sync", every="week", day=["tue"]))).playbook
    for found, closed in (([error, *notes], True), ([error, *notes[1:]], False)):
        made = engagement_site(book, tuple(found), AS_OF, Settings())
        html = page(made, "communication.html").html
        assert html.count("too little") == 1
        assert ('<a href="findings.html#communication">6 that only inform</a>' in html) is closed
        assert ("note 5" in html) is not closed
        every = page(made, "findings.html").html
        assert all(every.count(one.message) == 1 for one in found)
