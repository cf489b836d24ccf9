"""The third example's exit, and what the months after its day might bring: a repository."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from changes.past import Past
from lint.workspace import change

ROOT = Path(__file__).resolve().parents[2]
SLUG = "falkenrath-erp"
LAST_DAY = dt.date(2027, 5, 14)

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Step:
    """A commit: its day, its text, and in which section files which texts give way to which."""

    day: str
    subject: str
    edits: Mapping[str, Texts] = field(default_factory=dict)
    layers: Mapping[str, Texts] = field(default_factory=dict)  # files within _shared/


def _request(id: str, title: str, affects: str, day: str, decided_by: str) -> Texts:
    """A change request, approved, after the last one of the log."""
    written = f"""  - id: {id}
    title: {title}
    raised_on: {day}
    raised_by: service-manager
    description: Asked for in the exit board.
    impact: {{scope: none, cost: none, schedule: as described, quality: none, security: none}}
    affects: [{affects}]
    decision: approved
    decided_by: {decided_by}
    decided_on: {day}

freeze_periods:"""
    return {"\nfreeze_periods:": written}


STEPS = (
    Step(
        "2026-12-03",
        "More sev-2 tickets in time, as agreed with CR-097",
        {
            "service-levels": {'value: 85, unit: "%"': 'value: 90, unit: "%"'},
            "change": _request(
                "CR-097", "Nine of ten tickets in time", "ticket-age", "2026-12-01", "exit-manager"
            ),
        },
    ),
    Step(
        "2026-12-10",
        "R-07 after two people of Wisla were withdrawn",
        {
            "risks": {
                "likelihood: 3\n    impact: 4\n    owner: successor": (
                    "likelihood: 4\n    impact: 4\n    owner: successor"
                )
            }
        },
    ),
    Step(
        "2026-12-18",
        "Walkthroughs accepted",
        {"milestones": {"status: in-progress": "status: accepted\n    accepted_on: 2026-12-18"}},
    ),
    Step(
        "2027-01-08",
        "Data back ten days earlier, for all agreements",
        layers={"exit-terms/exit.yaml": {"within_days: 30": "within_days: 20"}},
    ),
    Step(
        "2027-01-15",
        "Kaveri's payroll engineer leaves; the next one has a deputy",
        {
            "roles": {
                "holder_ref: kv-1041": "holder_ref: kv-1187\n    deputy: vendor-service-lead",
            }
        },
    ),
    Step(
        "2027-01-20",
        "The plan goes by its name in the agreement",
        {
            "scope": {"- id: kt-plan": "- id: transfer-plan"},
            "milestones": {"[kt-plan, asset-list]": "[transfer-plan, asset-list]"},
        },
    ),
    Step(
        "2027-01-27",
        "What another month of both vendors would cost us",
        {
            "risks": {
                "likelihood: 3\n    impact: 3\n    owner: exit-manager": (
                    "likelihood: 4\n    impact: 3\n    owner: exit-manager"
                )
            },
            "partner": {"score: 4.3": "score: 3.9"},
        },
    ),
    Step(
        "2027-02-12",
        "Reverse shadow needs two weeks more",
        {
            "milestones": {"due: 2027-02-26": "due: 2027-03-12"},
            "exit": {"duration_days: 28, start_offset_days: 121": "duration_days: 42, "
                     "start_offset_days: 121"},
        },
    ),
    Step(
        "2027-02-16",
        "Sign-off and cutover follow, CR-098",
        {
            "milestones": {
                "due: 2027-03-12\n    depends_on: [M4]": "due: 2027-03-24\n    depends_on: [M4]",
                "due: 2027-03-20": "due: 2027-03-27",
            },
            "change": _request(
                "CR-098", "Cutover a week later", "M4, M5, M6", "2027-02-16", "client-sponsor"
            ),
        },
    ),
    Step(
        "2027-03-01",
        "Krakow begins at seven until hypercare ends",
        {"roles": {"work_start: 08:00\n    work_end: 16:00":
                   "work_start: 07:00\n    work_end: 15:00"}},
    ),
    Step(
        "2027-03-05",
        "A slip of the pen",
        {"scope": {"in January the year as well": "in January the year, too"}},
    ),
    Step(
        "2027-03-29",
        "Cutover done, and the exit board meets every two weeks",
        {
            "milestones": {
                f"deliverables: [{what}]\n    status: planned": (
                    f"deliverables: [{what}]\n    status: accepted\n    accepted_on: {day}"
                )
                for what, day in (
                    ("program-descriptions", "2027-01-29"),
                    ("incident-evidence", "2027-03-12"),
                    ("signoff-file", "2027-03-24"),
                    ("cutover-runbook", "2027-03-27"),
                )
            },
            "communication": {
                "every: week\n    day: tue\n    starting: 2026-10-06": (
                    "every: 2 weeks\n    day: tue\n    starting: 2026-10-06"
                )
            },
        },
    ),
    Step(
        "2027-04-30",
        "Hypercare ends, payroll is safe",
        {
            "milestones": {
                "exit-file]\n    status: planned": (
                    "exit-file]\n    status: accepted\n    accepted_on: 2027-04-30"
                )
            },
            "risks": {
                "residual: {likelihood: 1, impact: 5}\n    status: open": (
                    "residual: {likelihood: 1, impact: 5}\n    status: closed"
                )
            },
        },
    ),
)  # fmt: skip


def make_year(root: Path) -> Past:
    """Write the repository into a new folder; its last commit is of ``LAST_DAY`` or before."""
    playbooks = root / "playbooks"
    for name in ("_shared", SLUG):
        shutil.copytree(ROOT / "playbooks" / name, playbooks / name)
    past = Past(root, SLUG)
    past.commit("2026-11-23", "The exit, as three companies agreed it")
    for step in STEPS:
        change(playbooks / "_shared", replace=step.layers)
        past.commit(step.day, step.subject, **step.edits)
    return past
