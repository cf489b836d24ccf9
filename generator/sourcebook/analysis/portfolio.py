"""What only several engagements together show: who depends on whom, and who is wanted twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from sourcebook.analysis.members import Company, Member, Paper, Post, Sitting, Supplier
from sourcebook.lean import dataclass


@dataclass(frozen=True)
class Part:
    """What a company is to one engagement."""

    member: Member
    its: Company | Supplier


@dataclass(frozen=True)
class Dependence:
    """A company, and the engagements that depend on it, each once."""

    name: str
    parts: tuple[Part, ...]

    @property
    def critical(self) -> tuple[Part, ...]:
        """Those that are critical."""
        return tuple(part for part in self.parts if part.member.critical)

    @property
    def countries(self) -> tuple[str, ...]:
        """Where it is established, as the engagements have it."""
        return tuple(dict.fromkeys(part.its.country for part in self.parts if part.its.country))


@dataclass(frozen=True)
class Promise:
    """A role of one engagement that somebody fills."""

    member: Member
    post: Post


@dataclass(frozen=True)
class Holder:
    """A person by their entry in the directory, with every role that they fill."""

    ref: str
    promises: tuple[Promise, ...]

    @property
    def share(self) -> float:
        """The working time that is promised, in per cent; roles that do not say it count none."""
        return sum(each.post.share or 0 for each in self.promises)


@dataclass(frozen=True)
class Collision:
    """A meeting that wants a person at the same time as meetings of other engagements do."""

    holder: str
    one: tuple[Member, Sitting]
    others: tuple[tuple[Member, Sitting], ...]
    starts: tuple[dt.datetime, ...]  # when the later of two begins, UTC


@dataclass(frozen=True)
class Expiry:
    """A paper that runs out sooner than the client could leave; several may rest on the same."""

    paper: Paper
    members: tuple[Member, ...]
    notice_days: int  # the longest of them


@dataclass(frozen=True)
class Portfolio:
    """Engagements on a day. Those that are closed count for nothing here."""

    members: tuple[Member, ...]
    as_of: dt.date

    @cached_property
    def running(self) -> tuple[Member, ...]:
        """The engagements that are not closed."""
        return tuple(member for member in self.members if not member.over)

    @property
    def critical(self) -> tuple[Member, ...]:
        """Those of them that are critical."""
        return tuple(member for member in self.running if member.critical)

    @cached_property
    def _aliases(self) -> dict[str, str]:
        """The key of each identifier: a company goes by the first name that it has."""
        found: dict[str, str] = {}
        for member in self.members:
            for company in member.companies:
                if company.lei:
                    found.setdefault(company.lei, company.key)
        return found

    def _takes_part(self, company: Company) -> bool:
        return company.until is None or self.as_of <= company.until

    def vendors(self) -> tuple[Dependence, ...]:
        """Every vendor whose time is not over, and next ones; most critical engagements first."""
        return self._dependences(
            lambda member: (its for its in member.vendors if self._takes_part(its))
        )

    def suppliers(self) -> tuple[Dependence, ...]:
        """Every subcontractor."""
        return self._dependences(lambda member: iter(member.suppliers))

    def _dependences(
        self, of: Callable[[Member], Iterator[Company | Supplier]]
    ) -> tuple[Dependence, ...]:
        groups: dict[str, dict[str, Part]] = {}
        for member in self.running:
            for its in of(member):
                lei = its.lei if isinstance(its, Company) else ""
                key = self._aliases.get(lei, its.key)
                groups.setdefault(key, {}).setdefault(member.slug, Part(member, its))
        found = [
            Dependence(next(iter(parts.values())).its.name, tuple(parts.values()))
            for parts in groups.values()
        ]
        return tuple(
            sorted(found, key=lambda d: (-len(d.critical), -len(d.parts), d.name.casefold()))
        )

    def countries(self) -> tuple[Dependence, ...]:
        """Where vendors and their subcontractors are established, a country's code each."""
        groups: dict[str, dict[str, Part]] = {}
        for member in self.running:
            found: list[Company | Supplier] = [*filter(self._takes_part, member.vendors)]
            for its in (*found, *member.suppliers):
                if its.country:
                    groups.setdefault(its.country, {}).setdefault(member.slug, Part(member, its))
        every = [Dependence(code, tuple(parts.values())) for code, parts in groups.items()]
        return tuple(sorted(every, key=lambda d: (-len(d.critical), -len(d.parts), d.name)))

    def holders(self) -> tuple[Holder, ...]:
        """Everybody who fills a role of more than one engagement, alone, on this day."""
        groups: dict[str, list[Promise]] = {}
        for member in self.running:
            for post in member.posts:
                if post.holder and post.alone and post.taken(self.as_of):
                    groups.setdefault(post.holder, []).append(Promise(member, post))
        return tuple(
            Holder(ref, tuple(promises))
            for ref, promises in sorted(groups.items())
            if len({each.member.slug for each in promises}) > 1
        )

    def collisions(self) -> tuple[Collision, ...]:
        """Meetings that want a person at the same time as meetings of other engagements do.

        Two that collide are told once, with the one of them that comes first in the portfolio; so
        are several that are always at the same times.
        """
        groups: dict[str, list[tuple[Member, Sitting]]] = {}
        for member in self.running:
            for sitting in member.sittings:
                for holder in sitting.holders:
                    groups.setdefault(holder, []).append((member, sitting))
        return tuple(
            collision
            for holder, sittings in sorted(groups.items())
            if len({member.slug for member, _ in sittings}) > 1
            for collision in _collisions(holder, sittings)
        )

    def expiries(self, usual: int, soon: int) -> tuple[Expiry, ...]:
        """Papers that run out before the client could leave, and that FRS002 does not tell yet.

        ``usual`` is the notice, in days, of engagements that name none; ``soon`` what FRS002 tells.
        """
        groups: dict[tuple[str, ...], list[tuple[Member, Paper]]] = {}
        for member in self.running:
            if member.leaving:
                continue
            notice = usual if member.notice_days is None else member.notice_days
            for paper in member.papers:
                left = (paper.expires - self.as_of).days
                if left > notice or (paper.told and left <= soon):
                    continue
                groups.setdefault(_identity(member, paper), []).append((member, paper))
        return tuple(
            Expiry(
                found[0][1],
                tuple(member for member, _ in found),
                max(usual if m.notice_days is None else m.notice_days for m, _ in found),
            )
            for found in groups.values()
        )


def _identity(member: Member, paper: Paper) -> tuple[str, ...]:
    """The same for a vendor's certificate in every engagement that rests on it."""
    if paper.kind == "contract":
        return member.slug, paper.spot.path
    vendors = sorted(company.key for company in member.vendors)
    return ",".join(vendors), paper.name.casefold(), paper.expires.isoformat()


def _collisions(holder: str, sittings: Sequence[tuple[Member, Sitting]]) -> Iterator[Collision]:
    """Meetings that are always at the same times are told once, with the first of them."""
    alike: dict[tuple[tuple[int, ...], int], list[int]] = {}
    for number, (_, sitting) in enumerate(sittings):
        alike.setdefault((sitting.starts, sitting.minutes), []).append(number)
    groups, slugs = [*alike.values()], [member.slug for member, _ in sittings]
    others: dict[int, set[int]] = {}  # by the first of two meetings, as they are listed
    times: dict[int, set[int]] = {}
    for (one, other), starts in _overlaps([*alike], groups).items():
        for first, its in _told(groups[one], groups[other], slugs):
            others.setdefault(first, set()).update(its)
            times.setdefault(first, set()).update(starts)
    for first, theirs in others.items():
        days = tuple(
            dt.datetime.fromtimestamp(60 * start, dt.UTC) for start in sorted(times[first])
        )
        yield Collision(holder, sittings[first], tuple(sittings[o] for o in sorted(theirs)), days)


def _overlaps(
    shapes: Sequence[tuple[tuple[int, ...], int]], groups: Sequence[Sequence[int]]
) -> dict[tuple[int, int], set[int]]:
    """When meetings of two groups, or several of one, are held at the same time."""
    held = sorted(
        (start, start + minutes, number)
        for number, (starts, minutes) in enumerate(shapes)
        for start in starts
    )
    found: dict[tuple[int, int], set[int]] = {}
    running: list[tuple[int, int]] = []  # when each is over, and which it is
    for start, end, number in held:
        running = [(until, other) for until, other in running if until > start]
        for _, other in running:
            found.setdefault((min(number, other), max(number, other)), set()).add(start)
        if len(groups[number]) > 1 and end > start:
            found.setdefault((number, number), set()).add(start)
        running.append((end, number))
    return found


def _told(
    ones: Sequence[int], others: Sequence[int], slugs: Sequence[str]
) -> Iterator[tuple[int, list[int]]]:
    """The meetings of the first engagement with those of others; then what is left of its own.

    The rest is as they are: at the same times in other engagements, and told with them.
    """
    left = [*others]
    for slug in dict.fromkeys(slugs[each] for each in ones):
        if its := [other for other in left if slugs[other] != slug]:
            yield from ((first, its) for first in ones if slugs[first] == slug)
            left = [each for each in left if slugs[each] == slug] if ones is not others else []
        if not left:
            return
