"""Who can be reached in each hour of the week, as a picture and as a table."""

from __future__ import annotations

from dataclasses import dataclass

from sourcebook.analysis.week_cover import DAY, Reach, Stretch, WeekCover, week_cover
from sourcebook.render import wording
from sourcebook.render.charts.week_hours import Hours, WeekHours, week_hours
from sourcebook.render.context import Context
from sourcebook.render.shown import Row, Shown, words

_KINDS = {
    Reach.BOTH: "both",
    Reach.CLIENT: "client",
    Reach.VENDOR: "vendor",
    Reach.SUPPORT: "support",
    Reach.ON_CALL: "on-call",
    Reach.NOBODY: "nobody",
}
_DAYS = tuple(day.capitalize() for day in wording.WEEKDAYS)


@dataclass(frozen=True)
class WeekReach:
    """The picture, its table, and the hours of the week of each kind."""

    chart: WeekHours
    table: Shown
    place: str  # by whose clock
    totals: tuple[tuple[str, str, str], ...]  # kind, word, hours of the week


def week_reach(ctx: Context) -> WeekReach | None:
    """The week of the page's day; nothing where no hours are known."""
    cover = week_cover(ctx.book, ctx.as_of)
    if cover is None:
        return None
    totals = tuple(
        (_KINDS[reach], reach.value, wording.minutes(minutes))
        for reach in Reach
        if (minutes := cover.minutes(reach))
    )
    said = ", ".join(f"{word} {hours}" for _, word, hours in totals)
    days = [
        (name, [Hours(s.begin, s.end, _KINDS[s.reach]) for s in day])
        for name, day in zip(_DAYS, cover.days, strict=True)
    ]
    chart = week_hours(
        days,
        f"The hours of a week by the clock of {wording.zone(cover.tz)}",
        f"Of 168 hours: {said}.",
    )
    return WeekReach(chart, _table(cover), wording.zone(cover.tz), totals)


def _table(cover: WeekCover) -> Shown:
    """A row for each run of days that are alike."""
    runs: list[tuple[int, int]] = []
    for number, day in enumerate(cover.days):
        if runs and cover.days[runs[-1][0]] == day:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    rows = tuple(
        Row("", cells=(words(_days(*run)), words("; ".join(map(_said, cover.days[run[0]])))))
        for run in runs
    )
    return Shown("table", columns=("Days", "Who can be reached"), rows=rows)


def _days(first: int, last: int) -> str:
    return _DAYS[first] if first == last else f"{_DAYS[first]}–{_DAYS[last]}"


def _said(stretch: Stretch) -> str:
    if (stretch.begin, stretch.end) == (0, DAY):
        return f"all day {stretch.reach.value}"
    return f"{_clock(stretch.begin)}–{_clock(stretch.end)} {stretch.reach.value}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
