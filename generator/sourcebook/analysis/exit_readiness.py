"""Whether the engagement could be left tomorrow: what an exit needs, and what of it is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sourcebook.analysis import coverage
from sourcebook.analysis.critical_path import ExitPath
from sourcebook.analysis.parties import active_vendors
from sourcebook.lean import dataclass
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook

LEAST_OPTIONS = 2


@dataclass(frozen=True)
class Check:
    """Something that an exit needs. ``ready`` is ``None`` where nobody can tell."""

    name: str
    ready: bool | None
    note: str  # how it stands, in words
    at: At  # where it is written, or belongs


def checks(book: Playbook, thresholds: Mapping[str, float], as_of: dt.date) -> tuple[Check, ...]:
    """Everything that an exit needs, from its triggers to the knowledge of the people.

    What the edition keeps back is not judged.
    """
    return tuple(c for c in _checks(book, thresholds, as_of) if not book.withholds(c.at))


def _checks(book: Playbook, thresholds: Mapping[str, float], as_of: dt.date) -> tuple[Check, ...]:
    plan, base = book.exit, At("exit")
    triggers, options = len(plan.triggers), len(plan.strategy_options)
    return (
        Check("Triggers are agreed", triggers > 0, _count(triggers, "trigger"), base / "triggers"),
        Check(
            "There are ways to go on",
            options >= LEAST_OPTIONS,
            _count(options, "option"),
            base / "strategy_options",
        ),
        _managers(book, as_of),
        _time(book),
        _data(book),
        _access(book),
        _rehearsed(book, thresholds, as_of),
        _known(book, thresholds),
    )


def _count(number: int, one: str) -> str:
    return f"{number or 'no'} {one}{'' if number == 1 else 's'}"


def _managers(book: Playbook, as_of: dt.date) -> Check:
    leads, parties = set(book.exit.exit_manager), book.engagement.parties
    clients = {party.id for party in parties if party.side == "client"}
    lacking = ["the client"] if clients and not clients & leads else []
    lacking += [
        v.name or v.id or "a vendor" for v in active_vendors(book, as_of) if v.id not in leads
    ]
    note = f"nobody for {', '.join(lacking)}" if lacking else "a role on each side"
    ready = bool(leads) and not lacking
    return Check(
        "Somebody leads it",
        ready,
        note if leads else "nobody is named",
        At("exit") / "exit_manager",
    )


def _time(book: Playbook) -> Check:
    period, at = book.exit.transition_period_days, At("exit") / "transition_period_days"
    needed = ExitPath(book.exit.plan).days
    if not book.exit.plan:
        return Check("The time is long enough", False, "there is no plan", At("exit") / "plan")
    if period is None:
        return Check("The time is long enough", False, f"{needed} days needed, none agreed", at)
    note = f"{needed} of {period} days needed"
    return Check("The time is long enough", needed <= period, note, at)


def _data(book: Playbook) -> Check:
    back, at = book.exit.data_return, At("exit") / "data_return"
    name = "Data comes back, copies go"
    if back is None:
        return Check(name, False, "nothing is said", at)
    missing = [
        word
        for word, given in (
            ("form", bool(back.format)),
            ("deadline", back.within_days is not None),
            ("proof of deletion", back.deletion_certificate is True),
        )
        if not given
    ]
    note = (
        f"no {', no '.join(missing)}"
        if missing
        else f"within {_count(back.within_days or 0, 'day')}"
    )
    return Check(name, not missing, note, at)


def _access(book: Playbook) -> Check:
    end, at = book.exit.access_revocation, At("exit") / "access_revocation"
    if end is None or end.within_hours is None:
        return Check("Access ends", False, "no deadline", at)
    note = f"within {_count(end.within_hours, 'hour')}"
    return Check("Access ends", bool(end.owner), note if end.owner else f"{note}, by nobody", at)


def _rehearsed(book: Playbook, thresholds: Mapping[str, float], as_of: dt.date) -> Check:
    tried, at = book.exit.rehearsal, At("exit") / "rehearsal"
    last = tried.last_tested if tried else None
    if tried is None or last is None:
        return Check("It was tried out", False, "never", at)
    every = tried.frequency_days or int(thresholds["exit.rehearsal_days"])
    age = (as_of - last).days
    return Check(
        "It was tried out", age <= every, f"{_count(age, 'day')} ago, due every {every}", at
    )


def _known(book: Playbook, thresholds: Mapping[str, float]) -> Check:
    covers, at = coverage.covers(book, thresholds), At("knowledge") / "areas"
    name = "The client could carry on"
    if not covers:
        return Check(name, None, "no knowledge areas are written down", at)
    held = sum(cover.client_holders > 0 for cover in covers)
    note = f"{held} of {_count(len(covers), 'area')} known on the client's side"
    return Check(name, held == len(covers), note, at)
