"""Who knows what: the holders of each knowledge area, and how few could carry it."""

from __future__ import annotations

from collections.abc import Mapping

from sourcebook.analysis.parties import side_of_role
from sourcebook.lean import dataclass
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.knowledge import KnowledgeArea


@dataclass(frozen=True)
class Cover:
    """One area: the highest level of each role, and the people who work in it unaided."""

    at: At
    area: KnowledgeArea
    levels: dict[str, int]  # role id → level 0–4
    bus_factor: int  # people at the working level or above
    client_holders: int  # those of them on the client's side
    enough: bool  # the bus factor reaches the threshold


def covers(book: Playbook, thresholds: Mapping[str, float]) -> tuple[Cover, ...]:
    """The areas in their order."""
    working = thresholds["holder.working_level"]
    found = []
    for at, area in book.each("knowledge", "areas"):
        levels: dict[str, int] = {}
        people = client = 0
        for holder in area.holders:
            if holder.role is None or holder.level is None:
                continue
            levels[holder.role] = max(levels.get(holder.role, 0), holder.level)
            if holder.level >= working:
                count = 1 if holder.people is None else holder.people
                people += count
                side = side_of_role(book, holder.role)
                client += count if side and side.key == "client" else 0
        enough = people >= thresholds["bus_factor.min_holders"]
        found.append(Cover(at, area, levels, people, client, enough))
    return tuple(found)
