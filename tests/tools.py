"""The programs outside Python that some tests need.

A missing program leaves the test out, and the last lines of the run say so; with ``CI=true`` it is
a failure.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

LEFT_OUT = "left out, there is no "


@dataclass(frozen=True)
class Tool:
    """A program: the names it goes by, and how one gets it."""

    names: tuple[str, ...]
    install: str


TOOLS = {
    "axe-core": Tool((), "npm fetches it, given a network"),
    "chromium": Tool(
        ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"),
        "Debian: apt-get install chromium; elsewhere: any Chromium or Chrome on the PATH",
    ),
    "git": Tool(("git",), "apt-get install git"),
    "ical.js": Tool((), "npm fetches it, given a network"),
    "java": Tool(("java",), "apt-get install default-jre-headless"),
    "node": Tool(("node", "nodejs"), "apt-get install nodejs"),
    "lighthouse": Tool((), "npm fetches it, given a network"),
    "nginx": Tool(("nginx",), "apt-get install nginx-light"),
    "npm": Tool(("npm",), "apt-get install nodejs npm"),
    "vnu-jar": Tool((), "npm fetches it, given a network"),
    "yaml-language-server": Tool((), "npm fetches it, given a network"),
}


def find_tool(name: str) -> str | None:
    """The path of a program, or None where it is missing."""
    return next(filter(None, map(shutil.which, TOOLS[name].names)), None)


def require_tool(name: str) -> str:
    """The path of a program; without it the test that asks is left out or, in CI, fails."""
    found = find_tool(name)
    if found is None:
        if os.environ.get("CI") == "true":
            reason = f"CI runs every test, and there is no {name} ({TOOLS[name].install})."
            pytest.fail(reason, pytrace=False)
        pytest.skip(LEFT_OUT + name)
    return found


CACHE = Path(__file__).parent.parent / ".cache"
"""A folder that git ignores."""
TRIES = 3
"""How often a package is asked for: a network may fail once."""


def npm_package(name: str, version: str, cache: str) -> Path:
    """The folder of a package, which npm fetches once into ``.cache/<cache>``."""
    folder = CACHE / cache
    package = folder / "node_modules" / name
    if not package.is_dir():
        _install(require_tool("npm"), f"{name}@{version}", folder)
    if not package.is_dir():
        require_tool(name)
    return package


def _install(npm: str, package: str, folder: Path) -> None:
    """Fetch a package, and move it to its place whole: several test processes may want it."""
    folder.mkdir(parents=True, exist_ok=True)
    options = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
    with tempfile.TemporaryDirectory(dir=CACHE) as fresh:
        command = [npm, "install", *options, "--prefix", fresh, package]
        if any(_done(command) for _ in range(TRIES)):
            with contextlib.suppress(OSError):  # another process was first
                Path(fresh, "node_modules").rename(folder / "node_modules")


def _done(command: list[str]) -> bool:
    try:
        return (
            subprocess.run(command, capture_output=True, timeout=120, check=False).returncode == 0
        )
    except subprocess.TimeoutExpired:
        return False


def left_out(reasons: list[str]) -> list[str]:
    """A line for each missing program: how many tests went without it, and how one gets it."""
    return [
        f"Left out: {count} that {'need' if count > 1 else 'needs'} {name} ({tool.install})"
        for name, tool in TOOLS.items()
        if (count := sum(reason.endswith(LEFT_OUT + name) for reason in reasons))
    ]
