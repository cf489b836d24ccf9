"""A project as it was at a revision of its git repository."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sourcebook.errors import UsageError
from sourcebook.source.project import PLAYBOOKS, Project


def folder_in_repository(root: Path) -> str:
    """A project's folder within its git repository, with a slash at its end; empty at the top."""
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            inside = root.relative_to(folder).as_posix()
            return "" if inside == "." else f"{inside}/"
    return ""


@contextmanager
def as_it_was(project: Project, revision: str) -> Iterator[Project]:
    """The project's playbooks where the work since the revision began, in a folder of its own.

    That is the revision itself, or where HEAD left its branch: what others have mended there since
    is not the change's doing. Settings are those of now. Raises UsageError without git, outside a
    repository, and for an unknown revision.
    """
    import tempfile  # this and what runs git are imported where somebody asks for them

    from sourcebook.source.git import Git, shallow

    git = Git(project.root, "--changed-since")
    git.ask("rev-parse", "--git-dir", otherwise=f"{project.root} is in no git repository, so there "
            "is no earlier state to compare with. Leave out --changed-since.")  # fmt: skip
    named = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = git.answer(*named)
    if commit is None and revision == "HEAD":
        raise UsageError("Nothing is committed in this repository yet. Leave out --changed-since.")
    if commit is None:
        raise UsageError(
            f"'{revision}' is no revision of this repository.{shallow(git)} Name a branch, a tag "
            "or a commit; in CI, fetch it first."
        )
    start = git.answer("merge-base", commit, "HEAD") or commit
    with tempfile.TemporaryDirectory(prefix="sourcebook-") as name:
        if not git.checkout(start, [PLAYBOOKS], Path(name).resolve()):
            raise UsageError("git cannot read the earlier state of playbooks/. Try `git fsck`.")
        root = Path(name).resolve() / folder_in_repository(project.root)
        (root / PLAYBOOKS).mkdir(parents=True, exist_ok=True)
        yield replace(project, root=root, playbooks=root / PLAYBOOKS)
