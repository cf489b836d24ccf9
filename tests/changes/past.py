"""A project with a past: commits on days of one's choice."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from lint.workspace import change
from tools import require_tool


class Past:
    """A repository of a project, one of whose engagements is changed and committed."""

    def __init__(self, root: Path, slug: str = "base") -> None:
        self.root, self._git = root, require_tool("git")
        self.base = root / "playbooks" / slug
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, day: str = "2026-01-02") -> str:
        """What git says; commits are of noon of the day."""
        moment = f"{day}T12:00:00+0000"
        dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        names = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.com")
        done = subprocess.run(
            [self._git, *names, "-c", "commit.gpgsign=no", *arguments],
            cwd=self.root, check=True, capture_output=True, text=True,
            env={**os.environ, **dates},
        )  # fmt: skip
        return done.stdout.strip()

    def commit(self, day: str, subject: str, **edits: dict[str, str]) -> str:
        """Replace texts in section files, each named by its stem, and commit all; its id."""
        files = {f"{name.replace('_', '-')}.yaml": pairs for name, pairs in edits.items()}
        change(self.base, replace=files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", subject, day=day)
        return self.git("rev-parse", "HEAD")
