"""What comes of a change: the same questions of the analysis, asked of both states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from itertools import pairwise
from types import MappingProxyType

from sourcebook.analysis import coverage, raci, risk, schedule
from sourcebook.analysis.agreements import Standing, accords
from sourcebook.analysis.applicable import STANDARD, Asking
from sourcebook.analysis.clauses import Evidence, Status, active_profiles
from sourcebook.analysis.critical_path import ExitPath
from sourcebook.analysis.overlap import Range, ranges
from sourcebook.analysis.profiles import Profile, bundled_profiles
from sourcebook.analysis.shares import Score
from sourcebook.analysis.thresholds import defaults
from sourcebook.analysis.word_lists import WordLists, bundled_words
from sourcebook.analysis.zones import pairs
from sourcebook.changes.change import Consequence
from sourcebook.changes.content import Renames
from sourcebook.changes.wording import ARROW, dates, section_title
from sourcebook.lean import dataclass
from sourcebook.lint.wording import agreed_before
from sourcebook.model.playbook import SECTIONS, Playbook
from sourcebook.model.sections.milestones import Milestone
from sourcebook.model.sections.risks import Risk
from sourcebook.render import wording
from sourcebook.render.naming import title_of

_YEAR = dt.timedelta(days=365)
_DAY = dt.timedelta(days=1)
_MOST_SPANS = 2
"""So many stretches of a year are told of a pair of places."""


_NO_RENAMES: Renames = MappingProxyType({})
_Named = Callable[[str, str | None], str | None]


@dataclass(frozen=True)
class Asked:
    """What the questions of the analysis need beside a playbook."""

    as_of: dt.date
    thresholds: Mapping[str, float] = field(default_factory=defaults)
    profiles: Mapping[str, Profile] = field(default_factory=bundled_profiles)
    asking: Asking = STANDARD
    words: WordLists = field(default_factory=bundled_words)


def consequences(
    before: Playbook, after: Playbook, asked: Asked, renames: Renames = _NO_RENAMES
) -> tuple[Consequence, ...]:
    """Every fact that is another one now, in the order of the catalogue."""

    def named(kind: str, id: str | None) -> str | None:
        """What an item of the earlier state is called now."""
        return renames.get((kind, id), id) if id is not None else None

    found = (
        *_milestones(before, after, named),
        *_raci(before, after, named),
        *_overlap(before, after, asked.as_of, named),
        *_clauses(before, after, asked),
        *_risks(before, after, asked.thresholds, named),
        *_knowledge(before, after, asked.thresholds, named),
        *_exit(before, after),
        *_agreements(before, after, asked.as_of),
    )
    return tuple(_plain(each) for each in found)


def _plain(told: Consequence) -> Consequence:
    return Consequence(told.text.replace("\u00a0", " "), told.section, told.item)


def _milestones(before: Playbook, after: Playbook, named: _Named) -> Iterator[Consequence]:
    """Milestones that are due before what they wait for is accepted, and the chain to the end."""
    old = {(named("milestone", w), named("milestone", f)) for w, f in _too_early(before)}
    for waiting, first in _too_early(after):
        if (waiting, first) not in old:
            yield Consequence(
                f"{waiting} is now due before it is accepted", "milestones", ("milestone", first)
            )
    was, now = _path(before, named), _path(after)
    if was and now and was[0] != now[0]:
        days = (now[0] - was[0]).days
        way = f"{wording.days(abs(days))} {'later' if days > 0 else 'earlier'}"
        yield Consequence(
            f"Last milestone {dates(was[0], now[0])}, {way}, at the end of {', '.join(now[1])}",
            "milestones",
        )
    elif was and now and was[1] != now[1]:
        yield Consequence(
            f"Critical path {', '.join(was[1])}{ARROW}{', '.join(now[1])}", "milestones"
        )


def _too_early(book: Playbook) -> Iterator[tuple[str, str]]:
    """Which milestone is due before which other, that it waits for, can have been accepted."""
    known = {step.milestone.id: step.milestone for step in schedule.steps(book)}
    for milestone in known.values():
        for first in milestone.depends_on:
            before = known.get(first)
            if before is None or milestone.id is None or milestone.due is None:
                continue
            if before.status != "accepted" and milestone.due <= _accepted_by(before):
                yield milestone.id, first


def _accepted_by(milestone: Milestone) -> dt.date:
    """The last day of its acceptance window, Monday to Friday counted; holidays are not."""
    day, left = milestone.due or dt.date.min, milestone.acceptance_window_days or 0
    while left and day < dt.date.max - 3 * _DAY:
        day += _DAY
        left -= day.weekday() < 5
    return day


def _path(
    book: Playbook, named: _Named = lambda _kind, id: id
) -> tuple[dt.date, tuple[str, ...]] | None:
    """The last due day of all milestones, and those that set it."""
    chain = [step for step in schedule.steps(book) if step.critical]
    if not chain:
        return None
    return chain[-1].due, tuple(named("milestone", step.milestone.id) or "?" for step in chain)


def _raci(before: Playbook, after: Playbook, named: _Named) -> Iterator[Consequence]:
    was = {named("activity", row.activity.id): row.gaps for row in raci.rows(before)}
    now = {row.activity.id: row.gaps for row in raci.rows(after) if row.activity.id}
    for id, gaps in now.items():
        if id in was and was[id] != gaps:
            said = f"RACI has {' and '.join(gaps)} now" if gaps else "RACI is whole now"
            yield Consequence(said, "roles", ("activity", id))
        elif gaps and id not in was:
            yield Consequence(f"RACI has {' and '.join(gaps)}", "roles", ("activity", id))


def _overlap(
    before: Playbook, after: Playbook, day: dt.date, named: _Named
) -> Iterator[Consequence]:
    """Each two places of both sides that share other hours in the year from a day on."""
    was = {
        tuple(named("location", place.id) for place in (pair.a, pair.b)): pair
        for pair in pairs(before)
        if pair.across
    }
    last = min(day, dt.date.max - 2 * _YEAR) + _YEAR
    for pair in pairs(after):
        old = was.get((pair.a.id, pair.b.id)) or was.get((pair.b.id, pair.a.id))
        if old is None or not pair.across or (old.a, old.b) == (pair.a, pair.b):
            continue
        first = max(day, old.first, pair.first)
        until = min(last, old.last, pair.last)
        if first > until:
            continue
        turned = named("location", old.a.id) != pair.a.id
        places = (old.b, old.a) if turned else (old.a, old.b)
        spans = _moved(ranges(*places, first, until), ranges(pair.a, pair.b, first, until))
        if spans:
            said = ", ".join(
                f"{minutes}{ARROW}{others} min{_when(begin, end, first, until)}"
                for begin, minutes, others, end in spans[:_MOST_SPANS]
            )
            names = f"{title_of(after, pair.a)}–{title_of(after, pair.b)}"
            yield Consequence(f"Overlap {names}: {said}", "communication")


def _when(begin: dt.date, end: dt.date, first: dt.date, until: dt.date) -> str:
    """From when to when, as far as that is not the whole time that was looked at."""
    since = f" from {wording.date(begin)}" if begin > first else ""
    return since + (f" to {wording.date(end)}" if end < until else "")


def _moved(
    was: tuple[Range, ...], now: tuple[Range, ...]
) -> list[tuple[dt.date, int, int, dt.date]]:
    """The stretches in which the minutes differ: first day, before, after, last day."""
    ends = [span.last + _DAY for span in (*was, *now)]
    cuts = sorted({*(span.first for span in (*was, *now)), *ends})
    found: list[tuple[dt.date, int, int, dt.date]] = []
    for begin, following in pairwise(cuts):
        old = next((s.minutes for s in was if s.first <= begin <= s.last), 0)
        new = next((s.minutes for s in now if s.first <= begin <= s.last), 0)
        if old == new:
            continue
        if found and found[-1][1:3] == (old, new) and found[-1][3] + _DAY == begin:
            found[-1] = (found[-1][0], old, new, following - _DAY)
        else:
            found.append((begin, old, new, following - _DAY))
    return found


def _clauses(before: Playbook, after: Playbook, asked: Asked) -> Iterator[Consequence]:
    for id in active_profiles(after, asked.asking):
        profile = asked.profiles.get(id)
        if profile is None or id not in active_profiles(before, asked.asking):
            continue
        was = {c.clause.id: c.status for c in Evidence(before, asked.asking).coverages(profile)}
        now = {c.clause.id: c.status for c in Evidence(after, asked.asking).coverages(profile)}
        if was == now:
            continue
        full, less = _evidenced(was), _evidenced(now)
        lost = [clause for clause in now if clause in full and clause not in less]
        won = [clause for clause in now if clause in less and clause not in full]
        said = [f"no longer whole: {', '.join(lost)}"] if lost else []
        said += [f"now whole: {', '.join(won)}"] if won else []
        yield Consequence(
            f"{profile.title.partition(' - ')[0]}: {len(full)}{ARROW}{len(less)} clauses evidenced"
            + "".join(f"; {each}" for each in said),
            "compliance",
        )


def _evidenced(statuses: Mapping[str, Status]) -> list[str]:
    return [clause for clause, status in statuses.items() if status is Status.EVIDENCED]


def _risks(
    before: Playbook, after: Playbook, thresholds: Mapping[str, float], named: _Named
) -> Iterator[Consequence]:
    """Risks that are high now and have no contingency."""
    olds = {named("risk", id): t.item for id, t in before.index.by_kind.get("risk", {}).items()}
    for id, target in after.index.by_kind.get("risk", {}).items():
        now, was = target.item, olds.get(id)
        if not isinstance(now, Risk) or now.contingency is not None or now.status == "closed":
            continue
        bare = isinstance(was, Risk) and was.contingency is None
        high_before = isinstance(was, Risk) and risk.is_high(was, thresholds)
        if risk.is_high(now, thresholds) and (was is None or (bare and not high_before)):
            yield Consequence("high, and without contingency", "risks", ("risk", id))


def _knowledge(
    before: Playbook, after: Playbook, thresholds: Mapping[str, float], named: _Named
) -> Iterator[Consequence]:
    was = {
        named("knowledge area", cover.area.id): cover
        for cover in coverage.covers(before, thresholds)
    }
    for cover in coverage.covers(after, thresholds):
        old, id = was.get(cover.area.id), cover.area.id
        if old is None or id is None:
            continue
        said = []
        if old.bus_factor != cover.bus_factor:
            few = "" if cover.enough else ", too few"
            said.append(f"bus factor {old.bus_factor}{ARROW}{cover.bus_factor}{few}")
        if bool(old.client_holders) != bool(cover.client_holders):
            lone = "somebody of the client" if cover.client_holders else "nobody of the client"
            said.append(f"{lone} knows it now")
        if said:
            yield Consequence("; ".join(said), "knowledge", ("knowledge area", id))


def _exit(before: Playbook, after: Playbook) -> Iterator[Consequence]:
    was, now = ExitPath(before.exit.plan), ExitPath(after.exit.plan)
    period = after.exit.transition_period_days
    if was.tasks and now.tasks and was.days != now.days:
        over = ""
        if period is not None and now.days > period:
            over = f", longer than the transition period of {wording.days(period)}"
        yield Consequence(f"Exit takes {was.days}{ARROW}{wording.days(now.days)}{over}", "exit")


def _agreements(before: Playbook, after: Playbook, day: dt.date) -> Iterator[Consequence]:
    """Sections that are another than was agreed now, and those to which each side agrees now."""
    was = accords(before, day)
    for key, accord in accords(after, day).items():
        old = was[key].standing if key in was else Standing.NOBODY
        title = section_title(SECTIONS[key])
        if accord.standing is old:
            continue
        if accord.standing is Standing.CHANGED:
            yield Consequence(f"{title}: changed since {agreed_before(accord, wording.date)}", key)
        elif accord.standing is Standing.AGREED:
            yield Consequence(f"{title}: each side has agreed to it as it stands", key)


def filled_in(before: Score, after: Score) -> Iterator[Consequence]:
    """How complete the playbook is, where that changed."""
    was, now = before.whole, after.whole
    if was.percent is None or now.percent is None or was == now:
        return
    fields = f"{now.filled} of {now.asked} required fields"
    if was.percent != now.percent:
        said = f"{was.percent}{ARROW}{now.percent} % ({fields})"
    else:
        said = f"{was.filled} of {was.asked}{ARROW}{fields}"
    yield Consequence(f"Filled in: {said}", "")
