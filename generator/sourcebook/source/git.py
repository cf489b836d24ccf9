"""The git program, as far as earlier states of a project are read with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sourcebook.errors import UsageError

_PASSED_ON = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX")


def has_git() -> bool:
    """Whether the program is there."""
    return shutil.which("git") is not None


class Git:
    """Runs git in a folder, free of the settings that a hook of git passes on."""

    def __init__(self, folder: Path, asker: str) -> None:
        """Raises UsageError, which names who asked, where there is no git."""
        program = shutil.which("git")
        if program is None:
            raise UsageError(f"{asker} needs git, and there is none here. Install it.")
        self._program, self._folder = program, folder

    def ask(self, *arguments: str, otherwise: str) -> str:
        """What git answers. Raises UsageError, with that text, where it refuses."""
        answer = self.answer(*arguments)
        if answer is None:
            raise UsageError(otherwise)
        return answer

    def answer(self, *arguments: str, settings: Mapping[str, str] | None = None) -> str | None:
        """What git answers; ``None`` where it refuses."""
        done = self._run(arguments, b"", settings)
        return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else None

    def blobs(self, ids: Iterable[str], otherwise: str) -> Iterator[bytes]:
        """The contents of files by their ids, in that order.

        Raises UsageError, with that text, for one that git does not have.
        """
        asked = list(ids)
        done = self._run(("cat-file", "--batch"), "".join(f"{id}\n" for id in asked).encode())
        begin = 0
        for _ in asked:
            end = done.stdout.find(b"\n", begin)
            _, _, length = done.stdout[begin : max(end, begin)].rpartition(b" ")
            if not length.isdigit():
                raise UsageError(otherwise)
            begin = end + 1 + int(length) + 1
            yield done.stdout[end + 1 : begin - 1]

    def checkout(self, commit: str, paths: Iterable[str], into: Path) -> bool:
        """Write what a commit has at these paths into a folder, as git checks files out.

        ``into`` stands for the top of the repository. False where git cannot; the index of now
        stays untouched.
        """
        with tempfile.TemporaryDirectory(prefix="sourcebook-") as folder:
            settings = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            if self.answer("read-tree", commit, settings=settings) is None:
                return False
            listing = ("--literal-pathspecs", "ls-files", "-z", "--", *paths)
            listed = self._run(listing, b"", settings).stdout
            into.mkdir(parents=True, exist_ok=True)
            writing = ("checkout-index", "--quiet", "-z", "--stdin", f"--prefix={into}/")
            return self._run(writing, listed, settings).returncode == 0

    def _run(
        self,
        arguments: Iterable[str],
        given: bytes,
        settings: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        environment = {key: its for key, its in os.environ.items() if key not in _PASSED_ON}
        return subprocess.run(  # noqa: S603 -- arguments in a list, the program found on the PATH
            [self._program, *arguments],
            cwd=self._folder,
            env={**environment, **(settings or {})},
            input=given,
            capture_output=True,
            check=False,
        )


def shallow(git: Git) -> str:
    """What is to be said of a clone that may lack a commit; empty where it has all."""
    if git.answer("rev-parse", "--is-shallow-repository") != "true":
        return ""
    return (
        " This clone is shallow: it has only the latest commits. Fetch the rest with "
        "git fetch --unshallow (in CI: fetch-depth: 0, or GIT_DEPTH: 0)."
    )
