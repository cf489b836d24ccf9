"""The lines of source that a report shows beside its findings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sourcebook.source.text import LARGEST, split_lines


class SourceLines:
    """Looks lines up in the files of a project; each file is read once, when first asked for."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, Sequence[str]] = {}

    def __call__(self, file: str, number: int) -> str | None:
        """A line by the file's name, from the root, and its number; ``None`` past the end."""
        if file not in self._known:
            self._known[file] = self._lines(file)
        lines = self._known[file]
        return lines[number - 1] if number <= len(lines) else None

    def _lines(self, file: str) -> Sequence[str]:
        """The lines of a file; none of what no reader would have read."""
        path = self._root / file
        if not path.is_file() or not path.resolve().is_relative_to(self._root):
            return ()
        with path.open("rb") as stream:
            raw = stream.read(LARGEST)
        return split_lines(raw.decode("utf-8", errors="replace").removeprefix("\ufeff"))
