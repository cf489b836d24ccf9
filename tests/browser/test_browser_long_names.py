"""Names of more than sixty letters, with blanks and without: no page is wider than its window."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from browser.conftest import Tab
from sourcebook.model.schema import stem
from sourcebook.site.build import build_sites
from sourcebook.source.project import Project

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DAY = dt.date(2026, 11, 22)
ROLE = "Head of the nationwide and cross-border infrastructure programme, second phase, wave three"
WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"

SIDES = ("client", "vendor")
PLACES = [
    {"id": f"place-{side}", "city": WORD, "country": "AT", "tz": "Europe/Vienna",
     "work_days": ["mon", "tue"], "work_start": "09:00", "work_end": "17:00"}
    for side in SIDES
]  # fmt: skip
ROLES = [
    {"id": f"r{n}", "title": ROLE, "party": SIDES[n % 2], "location": f"place-{SIDES[n % 2]}"}
    for n in range(16)
]
MEETING = {
    "id": "sync", "name": WORD, "every": "week", "day": ["tue"], "starting": "2026-11-03",
    "local_time": "10:00", "tz": "Europe/Vienna", "participants": ["*"], "duration_min": 30,
}  # fmt: skip
DATA = {
    "engagement": {"name": ROLE, "parties": [{"id": s, "name": WORD, "side": s} for s in SIDES]},
    "roles": {
        "locations": PLACES,
        "roles": ROLES,
        "activities": [{"id": "run", "title": WORD, "raci": {r["id"]: "R" for r in ROLES}}],
    },
    "communication": {"meetings": [MEETING]},
    "change": {"requests": [{"id": "CR-1", "title": WORD, "description": "x", "raised_by": "r1"}]},
}


@pytest.fixture(scope="module")
def long_names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("long")
    home = root / "playbooks" / "trial"
    home.mkdir(parents=True)
    for key, data in DATA.items():
        (home / f"{stem(key)}.yaml").write_text(json.dumps(data), "utf-8")
    outcome = build_sites(Project.find(root), ["trial"], root / "site", DAY, lambda _: None)
    assert outcome.failed == ()
    return root / "site" / "internal" / "trial"


@pytest.mark.parametrize("width", [360, 1440])
def test_long_names_break_and_no_page_scrolls_sideways(
    tab: Callable[..., Tab], long_names: Path, width: int
) -> None:
    one = tab(viewport={"width": width, "height": 900})
    for name in ("index", "roles", "communication", "calendar", "change"):
        one.page.goto((long_names / f"{name}.html").as_uri())
        assert one.page.evaluate("document.documentElement.scrollWidth") <= width, name
