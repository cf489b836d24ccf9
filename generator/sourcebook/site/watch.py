"""Watching folders: sets of changed files, gathered until it is quiet for a moment."""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

_CHANGES = frozenset({"created", "modified", "deleted", "moved"})
_LITTER_ENDS = ("~", ".swp", ".swx", ".swo", ".tmp", ".bak", ".pyc", "___jb_tmp___", "___jb_old___")
_LITTER_NAMES = frozenset({"4913", "__pycache__", "node_modules"})

QUIET_SECONDS = 0.02
MOST_SECONDS = 1.0
"""A stream of changes puts the rebuild off no longer than this."""


def is_litter(path: Path) -> bool:
    """Whether a name is an editor's or a tool's own: swap and backup files, dot files, caches."""
    return any(
        part in _LITTER_NAMES or part.startswith((".", "#")) or part.endswith(_LITTER_ENDS)
        for part in path.parts
    )


class Watch(FileSystemEventHandler):
    """Collects what changes below some paths: folders with all in them, or single files.

    Reads are no changes: a build that reads what is watched does not start itself again.
    """

    def __init__(self, paths: Iterable[Path], ignored: Iterable[Path] = ()) -> None:
        self._paths = [Path(os.path.realpath(path)) for path in paths]
        self._ignored = [Path(os.path.realpath(path)) for path in ignored]
        self._events: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self._observer = self._started(Observer)

    def _started(self, kind: Callable[[], BaseObserver]) -> BaseObserver:
        observer = kind()
        for path in self._paths:
            if path.is_dir():
                observer.schedule(self, str(path), recursive=True)
            elif path.parent.is_dir():
                observer.schedule(self, str(path.parent))
        try:
            observer.start()
        except OSError:  # the system's limit of watches is reached
            if kind is PollingObserver:
                raise
            return self._started(PollingObserver)
        return observer

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take in a change of a file, or of a folder that came or went."""
        if event.event_type not in _CHANGES:
            return
        if event.is_directory and event.event_type == "modified":
            return
        for name in (event.src_path, event.dest_path):
            if name and self._counts(path := Path(os.fsdecode(name))):
                self._events.put(path)

    def _counts(self, path: Path) -> bool:
        if any(path.is_relative_to(folder) for folder in self._ignored):
            return False
        tops = [top for top in self._paths if path.is_relative_to(top)]
        return any(top == path or not is_litter(path.relative_to(top)) for top in tops)

    def changes(self, timeout: float) -> frozenset[Path]:
        """The files that changed, once all is quiet; empty if nothing does within ``timeout``."""
        found: set[Path] = set()
        wait, end = timeout, time.monotonic() + timeout + MOST_SECONDS
        while time.monotonic() < end:
            try:
                path = self._events.get(timeout=wait)
            except queue.Empty:
                break
            if path is None:  # closed
                break
            found.add(path)
            wait = QUIET_SECONDS
        return frozenset(found)

    @property
    def has_more(self) -> bool:
        """Whether something has changed since changes() was asked."""
        return not self._events.empty()

    def close(self) -> None:
        """Stop watching; who waits for changes is let go."""
        self._events.put(None)
        self._observer.stop()
        self._observer.join()
