"""A file as somebody is typing it: its text stands in for the one on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sourcebook.errors import UsageError
from sourcebook.lean import dataclass
from sourcebook.source.project import LAYERS, PLAYBOOKS, Project


@dataclass(frozen=True)
class Typed:
    """A text, and the file of the project that it is to be; the file need not exist yet."""

    file: str  # relative to the project's root
    text: bytes

    @property
    def owner(self) -> str:
        """The folder in playbooks/ that it belongs to: an engagement's, or that of the layers."""
        return Path(self.file).parts[1]


def typed(project: Project, file: Path, text: bytes) -> Typed:
    """The text as a file of the project. Raises UsageError if the file is none of a playbook."""
    whole = (file if file.is_absolute() else Path.cwd() / file).resolve()
    if not whole.is_relative_to(project.playbooks):
        whole = (project.root / file).resolve()
    inside = (
        whole.relative_to(project.playbooks) if whole.is_relative_to(project.playbooks) else None
    )
    if inside is None or len(inside.parts) < 2 or whole.is_dir():
        raise UsageError(
            f"'{file}' is no file of a playbook. Say which file the text is: "
            f"--stdin-filename {PLAYBOOKS}/my-engagement/goals.yaml"
        )
    return Typed(whole.relative_to(project.root).as_posix(), text)


@contextmanager
def in_place(project: Project, its: Typed) -> Iterator[Project]:
    """The project with the text in place of the file: the engagement and the layers, apart."""
    import shutil  # only where somebody types
    import tempfile

    with tempfile.TemporaryDirectory(prefix="sourcebook-") as name:
        root = Path(name).resolve()
        for folder in project.playbooks.iterdir():
            wanted = its.owner == LAYERS or folder.name in (its.owner, LAYERS)
            if wanted and folder.is_dir():
                shutil.copytree(
                    folder, root / PLAYBOOKS / folder.name, symlinks=True, copy_function=_same
                )
        path = root / its.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(its.text)
        yield replace(project, root=root, playbooks=root / PLAYBOOKS)


def _same(source: str, target: str) -> None:
    """The same file under another name: nothing is copied where the disk can do that."""
    try:
        os.link(source, target)
    except OSError:
        import shutil

        shutil.copy(source, target)
