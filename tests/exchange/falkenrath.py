"""The facts of an engagement in which one vendor follows another, as a small playbook."""

from __future__ import annotations

from functools import cache
from typing import Any

from render.playbooks import loaded
from sourcebook.model.playbook import Loaded

WEEK = ["mon", "tue", "wed", "thu", "fri"]
LOCATIONS = {
    "stuttgart": ("DE", "DE-BW", "Europe/Berlin", "08:30", "17:00"),
    "bengaluru": ("IN", "IN-KA", "Asia/Kolkata", "10:00", "19:00"),
    "krakow": ("PL", None, "Europe/Warsaw", "08:00", "16:00"),
    "detroit": ("US", "US-MI", "America/Detroit", "08:00", "17:00"),
}
PARTIES = [
    {"id": "falkenrath", "side": "client"},
    {"id": "kaveri", "side": "vendor", "until": "2027-03-31"},
    {"id": "wisla", "side": "successor", "from": "2026-11-02"},
]
ROLES = {
    "client-lead": ("falkenrath", "stuttgart"),
    "plant-lead": ("falkenrath", "detroit"),
    "kaveri-lead": ("kaveri", "bengaluru"),
    "wisla-lead": ("wisla", "krakow"),
}
MILESTONES = {
    "T0": ("2026-09-30", "accepted"),
    "M1": ("2026-11-13", "accepted"),
    "M2": ("2026-12-18", "planned"),
    "M3": ("2027-01-29", "planned"),
    "M4": ("2027-02-26", "planned"),
    "M5": ("2027-03-12", "planned"),
    "M6": ("2027-03-20", "planned"),  # a Saturday, on purpose
    "M7": ("2027-04-30", "planned"),
}
CHANGE_BOARD = {
    "id": "change-board",
    "every": "week",
    "day": "wed",
    "starting": "2021-04-07",
    "local_time": "14:30",
    "tz": "Europe/Berlin",
    "duration_min": 60,
    "participants": ["*"],
}


@cache
def falkenrath() -> Loaded:
    """From India to Poland, with a client in Germany and a plant in Detroit."""
    return loaded(sections())


def sections() -> dict[str, dict[str, Any]]:
    """The data, section by section."""
    return {
        "engagement": {
            "start_date": "2021-04-01",
            "end_date": "2027-12-31",
            "phase": "exit",
            "parties": PARTIES,
        },
        "roles": {
            "locations": [
                {"id": id, "country": country, "tz": tz, "work_days": WEEK}
                | ({"subdivision": part} if part else {})
                | {"work_start": start, "work_end": end}
                for id, (country, part, tz, start, end) in LOCATIONS.items()
            ],
            "roles": [
                {"id": id, "party": party, "location": place}
                for id, (party, place) in ROLES.items()
            ],
        },
        "communication": {
            "meetings": [CHANGE_BOARD],
            "overlap": {"min_minutes": 120, "async_pairs": [["bengaluru", "detroit"]]},
        },
        "milestones": {
            "milestones": [
                {"id": id, "due": due, "status": status}
                | ({"non_working_day_ok": True} if id == "M6" else {})
                for id, (due, status) in MILESTONES.items()
            ]
        },
        "knowledge": {
            "areas": [{"id": "payroll-interface"}],
            "sessions": [
                {"id": "KT-17", "area": "payroll-interface", "date": "2027-04-06"}
                | {"from_role": "kaveri-lead", "to_roles": ["wisla-lead"], "status": "planned"}
            ],
        },
    }
