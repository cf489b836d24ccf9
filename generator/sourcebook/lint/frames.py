"""The lines of source that a report shows beside its findings, without what must stay hidden."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from sourcebook.analysis.personal_data import personal_data_in
from sourcebook.analysis.secrets import masked, secrets_in
from sourcebook.source.text import LARGEST, split_lines


class SourceLines:
    """Looks lines up in the files of a project; each file is read once, when first asked for.

    Secrets and personal data are blotted out, whatever the finding is that shows the line.
    ``texts`` stand in for files on the disk.
    """

    def __init__(
        self,
        root: Path,
        work_domains: Collection[str] = (),
        texts: Mapping[str, bytes | str] | None = None,
    ) -> None:
        self._root, self._work_domains, self._texts = root, work_domains, texts or {}
        self._known: dict[str, Sequence[str]] = {}

    def __call__(self, file: str, number: int) -> str | None:
        """A line by the file's name, from the root, and its number; ``None`` past the end."""
        if file not in self._known:
            self._known[file] = self._lines(file)
        lines = self._known[file]
        return lines[number - 1] if number <= len(lines) else None

    def _lines(self, file: str) -> Sequence[str]:
        text = self._text(file)
        for hidden in (secrets_in(text), personal_data_in(text, self._work_domains)):
            text = masked(text, hidden)
        return split_lines(text)

    def _text(self, file: str) -> str:
        known = self._texts.get(file)
        if isinstance(known, str):
            return known
        raw = self._read(file) if known is None else known
        return raw.decode("utf-8", errors="replace").removeprefix("\ufeff")

    def _read(self, file: str) -> bytes:
        """The bytes of a file; none of what no reader would have read."""
        path = self._root / file
        if not path.is_file() or not path.resolve().is_relative_to(self._root):
            return b""
        try:
            with path.open("rb") as stream:
                return stream.read(LARGEST)
        except OSError:  # the finding itself says that it cannot be read
            return b""
