"""How long an exit takes: the chain of tasks that sets its end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from sourcebook.lean import dataclass
from sourcebook.model.sections.exit import ExitTask


@dataclass(frozen=True)
class ExitPath:
    """The exit tasks in time, in days from the notice (day 0)."""

    tasks: Sequence[ExitTask]

    @cached_property
    def ends(self) -> dict[str, int]:
        """The day on which each task can be done at the earliest.

        A task begins on its own offset, or later when one that it depends on is done. One whose
        duration is not known counts as done at once. Of tasks in a circle nothing is known.
        """
        by_id = {task.id: task for task in self.tasks if task.id}
        before = {key: [d for d in task.depends_on if d in by_id] for key, task in by_id.items()}
        found: dict[str, int] = {}
        waiting = dict(by_id)
        while ready := [key for key in waiting if all(d in found for d in before[key])]:
            for key in ready:
                task = waiting.pop(key)
                begin = max([task.start_offset_days or 0, *(found[d] for d in before[key])])
                found[key] = begin + (task.duration_days or 0)
        return found

    @property
    def days(self) -> int:
        """The days until the last task is done."""
        return max(self.ends.values(), default=0)

    @property
    def chain(self) -> tuple[str, ...]:
        """The tasks that set the end, each waiting for the one before it."""
        by_id = {task.id: task for task in self.tasks if task.id}
        if not self.ends:
            return ()
        found = [max(self.ends, key=lambda key: self.ends[key])]
        while before := [d for d in by_id[found[-1]].depends_on if d in self.ends]:
            latest = max(before, key=lambda key: self.ends[key])
            if self.ends[latest] < (by_id[found[-1]].start_offset_days or 0):
                break
            found.append(latest)
        return tuple(reversed(found))
