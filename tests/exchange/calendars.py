"""Playbooks with meetings, made up for the tests of feeds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from render.playbooks import loaded
from sourcebook.model.playbook import Playbook

DAY = dt.date(2026, 11, 22)
PLACES = {"boston": "America/New_York", "kolkata": "Asia/Kolkata", "london": "Europe/London"}


def book(*meetings: dict[str, Any], **sections: Any) -> Playbook:
    """Meetings of three places, at 10:00 in London unless they say otherwise."""
    week = ["mon", "tue", "wed", "thu", "fri"]
    hours = {"work_days": week, "work_start": "09:00", "work_end": "17:00"}
    countries = {"boston": "US", "kolkata": "IN", "london": "GB"}
    common = {"local_time": "10:00", "duration_min": 45, "participants": ["*"]}
    data = {
        "engagement": {"start_date": "2026-01-01", "end_date": "2029-12-31"},
        "roles": {
            "locations": [
                {"id": id, "tz": tz, "country": countries[id], **hours} for id, tz in PLACES.items()
            ],
            "roles": [{"id": id, "location": id} for id in PLACES],
        },
        "communication": {
            "meta": {"last_reviewed": "2026-10-14"},
            "meetings": [
                {"tz": "Europe/London", "starting": "2026-01-05", **common, **meeting}
                for meeting in meetings
            ],
        },
    }
    return loaded(data | sections).playbook
