"""Builds that are killed in the middle, as a program: whether a whole site is left is printed.

A child builds, and ends itself by SIGKILL at one of the moments at which Python reports that it
touches a file system: it renames, links, opens, makes or removes something. For each moment a line
of JSON says what is left.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sourcebook.model.fields import Audience
from sourcebook.site import swap
from sourcebook.site.build import build_sites
from sourcebook.source.project import Project

DAY = dt.date(2026, 11, 22)
TOUCHES = ("open", "os.", "shutil.", "tempfile.")
SITES = {"internal/trial": "trial", "shared/trial": "trial", "internal": ""}
MANIFEST = "format: 1\nname: Trial {}\nx-more: {}\n"


def write(root: Path, version: int) -> None:
    """Every page of every site differs from one version to the next."""
    folder = root / "playbooks" / "trial"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "engagement.yaml").write_text(MANIFEST.format(version, "more " * version), "utf-8")


def build(root: Path) -> None:
    project = Project.find(root)
    build_sites(project, project.engagements(), root / "site", DAY, lambda _: None)


State = dict[str, str]
"""The files of a site, and a hash of each."""


def states(root: Path) -> dict[str, State]:
    """What each site is; empty where there is none."""
    found = {}
    for name, beside in SITES.items():
        folder = root / "site" / name
        found[name] = {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file()
            and (beside or path.relative_to(folder).parts[0] != "trial")
            and not path.relative_to(folder).parts[0].startswith(".")
        }
    return found


def is_whole(name: str, state: State, versions: list[State]) -> bool:
    """Whether a site is one of its versions.

    The portfolio is renewed file by file, around the engagements' sites: each of its files is.
    """
    if SITES[name]:
        return state in versions
    return bool(state) and all(
        any(version.get(file) == its for version in versions) for file, its in state.items()
    )


def whole(root: Path, versions: dict[str, list[State]]) -> dict[str, bool]:
    """Which sites are whole."""
    return {name: is_whole(name, its, versions[name]) for name, its in states(root).items()}


def forked(work: Callable[[], None]) -> int:
    """The status of a child that does this work."""
    child = os.fork()
    if not child:
        work()
        os._exit(0)
    return os.waitpid(child, 0)[1]


def touches(root: Path) -> int:
    """How often a whole build touches a file system."""
    count = 0

    def hook(event: str, _arguments: tuple[object, ...]) -> None:
        nonlocal count
        count += event.startswith(TOUCHES)

    read, written = os.pipe()

    def work() -> None:
        sys.addaudithook(hook)
        build(root)
        os.write(written, str(count).encode())

    forked(work)
    return int(os.read(read, 20))


def killed(root: Path, moment: int) -> bool:
    """A build that is killed at its so-manieth touch; whether it came to that."""
    count = 0

    def hook(event: str, _arguments: tuple[object, ...]) -> None:
        nonlocal count
        count += event.startswith(TOUCHES)
        if count == moment:
            os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(60)

    def work() -> None:
        sys.addaudithook(hook)
        build(root)

    return os.WIFSIGNALED(forked(work))


def main(root: Path, times: int, seed: int, exchanges: bool) -> None:
    if not exchanges:
        swap.exchanged = lambda _one, _other: False  # type: ignore[assignment]
    chosen = random.Random(seed)  # noqa: S311 -- moments, not secrets
    versions: dict[str, list[State]] = {name: [] for name in SITES}
    for version in (1, 2):
        write(root, version)
        forked(lambda: build(root))
        for name, state in states(root).items():
            versions[name].append(state)
    last = touches(root)
    for number in range(times):
        write(root, number % 2 + 1)
        moment = chosen.randint(1, last)
        came = killed(root, moment)
        if not exchanges:  # what the next build, or serve, begins with
            for folder in (root / "site", *(root / "site" / each.value for each in Audience)):
                swap.tidy(folder)
        left = whole(root, versions)
        print(json.dumps({"moment": moment, "of": last, "killed": came, "whole": left}))
    write(root, 1)
    forked(lambda: build(root))
    litter = [path.name for path in (root / "site").rglob(".*")]
    print(json.dumps({"litter": litter, "whole": whole(root, versions)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "exchanging")
