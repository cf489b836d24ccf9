"""The Calendar page, and what other pages show of the time ahead."""

from __future__ import annotations

import re
from typing import Any

from render.examples import context
from render.playbooks import loaded, page, site
from sourcebook.render.site import engagement_site
from sourcebook.render.views.shared_hours import SharedHours

WEEK = ["mon", "tue", "wed", "thu", "fri"]


def _place(id: str, tz: str, country: str, city: str) -> dict[str, Any]:
    hours = {"work_days": WEEK, "work_start": "09:00", "work_end": "17:00"}
    return {"id": id, "city": city, "country": country, "tz": tz, **hours}


def _meeting(id: str, **rhythm: Any) -> dict[str, Any]:
    return {
        "id": id,
        "name": id.capitalize(),
        "local_time": "09:30",
        "tz": "America/New_York",
        "duration_min": 30,
        "participants": ["client", "vendor"],
        "starting": "2026-01-05",
        **rhythm,
    }


def data(*meetings: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "engagement": {
            "start_date": "2026-01-01",
            "end_date": "2027-12-31",
            "parties": [{"id": "c", "side": "client"}, {"id": "v", "side": "vendor"}],
        },
        "roles": {
            "locations": [
                _place("boston", "America/New_York", "US", "Boston"),
                _place("kyiv", "Europe/Kyiv", "UA", "Kyiv"),
            ],
            "roles": [
                {"id": "client", "party": "c", "location": "boston"},
                {"id": "vendor", "party": "v", "location": "kyiv"},
            ],
        },
        "communication": {"meetings": list(meetings)},
        **more,
    }


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_each_meeting_has_its_date_and_the_time_at_each_place() -> None:
    made = page(site(data(_meeting("board", every="month", day=["first mon"]))), "calendar.html")
    shown = text(made.html)
    assert "Mon 7 Dec Board 09:30 16:30" in shown
    assert "Mon 5 Apr Board 09:30 16:30" in shown
    assert [heading.title for heading in made.headings][:2] == ["Nov 2026", "Dec 2026"]


def test_a_weekday_behind_a_time_tells_that_it_is_another_day_there() -> None:
    meeting = _meeting("board", every="week", day=["tue"], local_time="02:00", tz="Europe/Kyiv")
    shown = text(page(site(data(meeting)), "calendar.html").html)
    assert "Tue 24 Nov Board (19:00 Mon) 02:00" not in shown
    assert "Tue 24 Nov Board 19:00 Mon 02:00" in shown


def test_a_time_is_in_brackets_where_nobody_has_to_come() -> None:
    meetings = (
        _meeting("board", every="week", day=["tue"], participants=["client"]),
        _meeting("demo", every="week", day=["wed"], optional=["client"]),
    )
    shown = text(page(site(data(*meetings)), "calendar.html").html)
    assert "Tue 24 Nov Board 09:30 (16:30)" in shown
    assert "Wed 25 Nov Demo (09:30) 16:30" in shown


def test_months_have_the_holidays_and_the_changes_of_clocks() -> None:
    shown = text(
        page(site(data(_meeting("board", every="week", day=["tue"]))), "calendar.html").html
    )
    assert "Thu 26 Nov Thanksgiving Day Holiday Boston" in shown
    assert "Sun 14 Mar Clocks go forward 1\u00a0h Clocks Boston" in shown.replace("1 h", "1\u00a0h")
    assert "Sun 28 Mar Clocks go forward 1\u00a0h Clocks Kyiv" in shown.replace("1 h", "1\u00a0h")


def test_a_place_can_be_chosen_and_all_stands_there_until_one_is() -> None:
    html = page(site(data(_meeting("board", every="week", day=["tue"]))), "calendar.html").html
    assert re.findall(r'type="radio" name="place" value="([^"]*)"', html) == ["", "boston", "kyiv"]
    assert '<th data-place="kyiv">Kyiv</th>' in html
    assert '<tr data-place="boston">' in html
    assert " hidden" not in html


def test_where_all_work_at_one_place_there_is_nothing_to_choose() -> None:
    whole = data(_meeting("board", every="week", day=["tue"]))
    whole["roles"]["roles"][1]["location"] = "boston"
    html = page(site(whole), "calendar.html").html
    assert "data-places" not in html
    assert "09:30" in html


def test_holidays_move_meetings_and_unknown_ones_are_said_to_be_unknown() -> None:
    meeting = _meeting("board", every="month", day=["third mon"], holiday_policy="move")
    shown = text(page(site(data(meeting)), "calendar.html").html)
    assert "Tue 19 Jan Board 09:30 16:30 Moved from Mon 18 Jan: Martin Luther King Jr. Day" in shown
    off = "Mon 18 Jan Board 09:30 16:30 Moved to Tue 19 Jan: Martin Luther King Jr. Day"
    assert off in shown
    assert "Not known: the public holidays of Ukraine" in shown


def test_what_is_skipped_is_struck_out_and_what_is_out_of_hours_is_said() -> None:
    meeting = _meeting(
        "board", every="month", day=["third mon"], holiday_policy="skip", local_time="11:00"
    )
    html = page(site(data(meeting)), "calendar.html").html
    assert re.search(r"<td[^>]*>Mon 18 Jan</td><th><s>", html)
    assert "Out of hours Kyiv" in text(html)


def test_a_meeting_of_every_day_is_a_line_for_each_time_that_it_has() -> None:
    made = page(site(data(_meeting("daily", every="day", holiday_policy="skip"))), "calendar.html")
    assert "Daily until 12 Mar 2027 09:30 16:30 Thu 26 Nov, Fri 25 Dec" in text(made.html)
    assert "Daily 15 Mar 2027 – 26 Mar 2027 09:30 15:30" in text(made.html)
    assert text(made.html).count("Daily") == 5  # the weeks between the changes are twice a year


def test_a_meeting_of_every_day_that_begins_or_ends_within_the_year_says_when() -> None:
    care = _meeting("care", every="day", starting="2027-03-10", until="2027-04-16")
    short = _meeting("short", every="day", until="2026-12-18")
    shown = text(page(site(data(care, short)), "calendar.html").html)
    assert "Care 10 Mar 2027 – 12 Mar 2027 09:30 16:30" in shown
    assert "Care 29 Mar 2027 – 16 Apr 2027 09:30 16:30" in shown
    assert "Short until 18 Dec 2026 09:30 16:30" in shown


def test_holidays_of_a_place_end_with_the_last_party_that_works_there() -> None:
    whole = data(_meeting("board", every="week", day=["tue"]))
    whole["roles"]["locations"][1] |= {"country": "PL"}
    stays = text(page(site(whole), "calendar.html").html)
    whole["engagement"]["parties"][1]["until"] = "2027-04-30"
    made = site(whole)
    left = text(page(made, "calendar.html").html)
    for shown, summer in ((stays, True), (left, False)):
        assert "Easter Monday Holiday Kyiv" in shown
        assert ("Corpus Christi Holiday Kyiv" in shown) is summer
    clocks = text(page(made, "communication.html").html)
    assert "11 Nov, 24 Dec, 25 Dec, 1 Jan, 6 Jan, 29 Mar The week" in clocks


def test_places_that_share_no_hours_by_agreement_are_named_beside_the_minimum() -> None:
    whole = data(_meeting("board", every="week", day=["tue"]))
    whole["roles"]["locations"].append(_place("delhi", "Asia/Kolkata", "IN", "Delhi"))
    whole["roles"]["roles"].append({"id": "helper", "party": "v", "location": "delhi"})
    whole["communication"]["overlap"] = {"min_minutes": 60, "async_pairs": [["boston", "delhi"]]}
    shown = text(page(site(whole), "communication.html").html)
    assert "at worst 1 h, Boston – Kyiv; none agreed for Boston – Delhi" in shown


def test_milestones_and_sessions_that_are_not_over_are_there() -> None:
    due = {"milestones": [{"id": "M1", "title": "Opening", "due": "2027-01-20", "gate": True}]}
    sessions = [
        {"id": "KT-1", "date": "2027-01-21", "status": "planned"},
        {"id": "KT-2", "date": "2027-01-22", "status": "done"},
    ]
    shown = text(
        page(site(data(milestones=due, knowledge={"sessions": sessions})), "calendar.html").html
    )
    assert "Wed 20 Jan Opening Gate" in shown
    assert "Thu 21 Jan" in shown
    assert "Fri 22 Jan" not in shown


def test_the_calendars_of_places_and_roles_can_be_subscribed_to() -> None:
    made = page(site(data(_meeting("board", every="week", day=["tue"]))), "calendar.html")
    found = re.findall(r'<a href="([^"]+\.ics)">([^<]+)</a>', made.html)
    assert found == [
        ("calendar.ics", "The whole engagement"),
        ("locations/boston.ics", "Boston"),
        ("locations/kyiv.ics", "Kyiv"),
        ("roles/client.ics", "Client"),
        ("roles/vendor.ics", "Vendor"),
    ]


def test_without_anything_planned_the_page_says_what_belongs_there() -> None:
    assert "Nothing is planned" in page(site({}), "calendar.html").html


def test_the_overview_has_the_next_meetings_once_each_and_the_holidays_of_the_weeks_ahead() -> None:
    meetings = (
        _meeting("daily", every="day"),
        _meeting("weekly", every="week", day=["tue"]),
        _meeting("board", every="month", day=["first mon"]),
    )
    shown = text(page(site(data(*meetings)), "index.html").html)
    ahead = shown[shown.index("Next") : shown.index("A working day")]
    assert "Mon 23 Nov Daily 09:30 Boston · 16:30 Kyiv 30 min" in ahead
    assert "Tue 24 Nov Weekly 09:30 Boston · 16:30 Kyiv" in ahead
    assert "Mon 7 Dec Board" in ahead
    assert ahead.count("Daily") == 1
    assert "Thu 26 Nov Boston off: Thanksgiving Day Holiday" in ahead


def test_the_overview_tells_the_common_hours_by_each_clock_and_the_holidays_of_the_week() -> None:
    shown = text(page(site(data(_meeting("daily", every="day"))), "index.html").html)
    assert "Common to all: 09:00–10:00 in Boston; 16:00–17:00 in Kyiv." in shown
    assert "Public holidays that week: Thu 26 Nov in Boston (Thanksgiving Day)" in shown


def test_shared_hours_in_numbers_pictures_and_a_table() -> None:
    whole = data(communication={"overlap": {"min_minutes": 60}})
    hours = SharedHours(context(loaded(whole).playbook))
    assert hours.window == "09:00–10:00 · 1\u00a0h"
    assert [stat["name"] for stat in hours.stats()] == [
        "Common window",
        "Agreed minimum",
        "Next change of clocks",
        "Next holiday",
    ]
    strip = hours.year()
    assert strip is not None
    assert {part.css for part in strip.shared} == {"x-goodf"}
    table = hours.table()
    assert table is not None
    verdicts = [cell.text for row in table.rows for cell in row.cells[-1:] if cell]
    assert verdicts == ["met", "met", "met"]  # the weeks between the changes in spring apart
    clocks = [[cell.text for cell in row.cells if cell] for row in hours.clocks().rows]
    assert clocks[0][1].replace("\u00a0", " ") == (
        "UTC−5 until 13 Mar 2027, UTC−4 until 31 Oct 2027"
    )
    assert clocks[0][2].replace("\u00a0", " ").startswith("11 Nov, 26 Nov, 25 Dec")
    every = hours.hours()
    assert every is not None
    common = [cell.text if cell else "" for row in every.rows for cell in row.cells[3:4]]
    assert common == ["09:00–10:00", "16:00–17:00"]


def test_places_without_shared_hours_by_agreement_are_not_in_the_picture() -> None:
    apart = {"overlap": {"async_pairs": [["kyiv", "boston"]]}}
    hours = SharedHours(context(loaded(data(communication=apart)).playbook))
    assert hours.by_appointment == ("Boston", "Kyiv")
    assert hours.band() is None


def test_the_pages_are_the_same_each_time() -> None:
    book = loaded(data(_meeting("board", every="month", day=["first mon"]))).playbook
    ctx = context(book)
    once, again = (engagement_site(book, (), ctx.as_of, ctx.settings) for _ in range(2))
    assert once == again
