"""What a rebuild and those who look at the sites tell each other while it goes on.

The page that somebody looks at is made first, and shown while the rest is under way; whoever asks
for anything else that the change could touch waits for it. Nobody is shown what was before.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager

TURN_SECONDS = 0.15
"""So long the rest waits for a browser to fetch the page that it was told of: it goes first."""

PATIENCE_SECONDS = 5.0
"""After so long a rebuild is finished, though newer changes have come."""

_UNTOUCHED = ("assets/", "search/search_index.")
"""What is in every site, and the same whatever a playbook says."""


class Overtaken(BaseException):
    """A newer change has come: what is being made would be stale. Its own work folder goes.

    It is no Exception, as libraries tell of those, and only who began the work catches it.
    """


def go_on() -> None:
    """What is asked between two steps of work that nobody wants to stop."""


class Stage:
    """Which pages are open, which stand already, and for which one has to wait."""

    def __init__(self) -> None:
        self._moved = threading.Condition()
        self._open: list[str] = []
        self._ready: dict[str, bytes] = {}
        self._wait: Callable[[str], bool] | None = None  # None: all stands
        self._told = self._fetched = self._closed = False
        self._since = 0.0
        self.announce: Callable[[], None] = lambda: None  # that pages are new
        self.is_behind: Callable[[], bool] = lambda: False  # there is a newer change

    @contextmanager
    def opened(self, path: str) -> Iterator[None]:
        """A browser has the page at this path of the folder open."""
        with self._moved:
            self._open.append(path)
        try:
            yield
        finally:
            with self._moved:
                self._open.remove(path)

    def viewed(self) -> list[str]:
        """The paths of the pages that browsers have open, the last one first."""
        with self._moved:
            return [*dict.fromkeys(reversed(self._open))]

    def begin(self) -> None:
        """A rebuild begins, or does so anew: everybody waits."""
        with self._moved:
            if self._wait is None:
                self._since = time.monotonic()
            self._ready, self._wait, self._told = {}, lambda _path: True, False

    def show(self, pages: Mapping[str, bytes], slug: str, others: Collection[str]) -> None:
        """These pages of an engagement stand; no site of ``others`` is touched by the change."""

        def wait(path: str) -> bool:
            first, _, rest = path.partition("/")
            if first == slug:
                return not rest.startswith(_UNTOUCHED)
            return first not in others and not path.startswith(_UNTOUCHED)

        with self._moved:
            self._ready, self._wait = {**pages}, wait
            self._fetched = False
            self._moved.notify_all()
        self._tell()
        with self._moved:
            self._moved.wait_for(lambda: self._fetched or self._closed, TURN_SECONDS)

    def stands(self, slug: str, others: Collection[str]) -> None:
        """All pages of an engagement are in place: only the portfolio is still to come."""
        free = {slug, *others}
        with self._moved:
            if self._wait is None:
                return
            self._wait = lambda path: path.partition("/")[0] not in free
            self._moved.notify_all()
        self._tell()

    def end(self) -> dict[str, bytes] | None:
        """The rebuild is over, well or not; the pages that were shown before, if it was told."""
        with self._moved:
            ready, told = self._ready, self._told
            self._ready, self._wait = {}, None
            self._moved.notify_all()
            return ready if told else None

    def _tell(self) -> None:
        if not self._told:
            self._told = True
            self.announce()

    def close(self) -> None:
        """Let all who wait go."""
        with self._moved:
            self._closed = True
            self._moved.notify_all()

    def between(self) -> None:
        """A moment to stop at. Raises Overtaken if a newer change has come, but not for ever."""
        if time.monotonic() - self._since < PATIENCE_SECONDS:
            self.step_aside()

    def step_aside(self) -> None:
        """As between(), for work that nobody waits for."""
        if self.is_behind():
            raise Overtaken

    def ready(self, path: str) -> bytes | None:
        """The page that was made first, or nothing: it is in the folder. Waits until one is so."""
        with self._moved:
            self._moved.wait_for(lambda: self._closed or self._stands(path))
            page = self._ready.get(path)
            if page is not None:
                self._fetched = True
                self._moved.notify_all()
            return page

    def is_there(self, path: str) -> bool:
        """Whether nobody has to wait for what is at a path."""
        with self._moved:
            return self._stands(path)

    def _stands(self, path: str) -> bool:
        return self._wait is None or path in self._ready or not self._wait(path)
