"""How the benchmarks take times and memory, and how they show them."""

from __future__ import annotations

import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
BIN = Path(sys.executable).parent
BENCH = Path(__file__).parent.parent.parent / ".cache" / "bench"
"""Where `make bench` puts the tools that it compares with."""

FINE = (0, 1)
LIBRARIES = ("sourcebook", "PyYAML", "mkdocs", "mkdocs-material", "check-jsonschema")
PROGRAMS = {"yamllint": "--version", "zensical": "--version", "hugo": "version"}
MB = 1024 if sys.platform != "darwin" else 1024 * 1024  # what the system counts memory in


@dataclass(frozen=True)
class Took:
    """What a command took: seconds, and MB of the largest of its processes."""

    wall: float
    worked: float = 0  # by processors, for it and its children; 0 where nobody counted
    peak: float = 0  # the same


@dataclass(frozen=True)
class Row:
    """A line of the table; ``scale`` is what it was multiplied by."""

    what: str
    took: Took
    scale: int = 1

    def cells(self, base: Took) -> tuple[str, ...]:
        wall, worked = self.took.wall * self.scale, self.took.worked * self.scale
        scaled = f" (times {self.scale})" if self.scale > 1 else ""
        return (
            f"{self.what}{scaled}",
            seconds(wall),
            seconds(worked) if worked else "",
            f"{self.took.peak:.0f} MB" if self.took.peak else "",
            f"{wall / base.wall:.2f} ×",
            f"{worked / base.worked:.2f} ×" if base.worked and worked else "",
        )


HEAD = ("", "wall", "processor", "memory", "of cold, wall", "of cold, processor")


def seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def timed(command: Sequence[str | Path], folder: Path) -> Took:
    """What a command takes; one that breaks down ends the benchmark.

    The memory is never told to be less than that of this process, which begins the command.
    """
    with tempfile.TemporaryFile("w+", errors="replace") as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in FINE:
            said.seek(0)
            sys.exit(f"{command[0]}: exit {process.returncode}\n{said.read()[-2000:]}")
    return Took(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / MB)


def median(rounds: Sequence[Took]) -> Took:
    """Medians of the times; of the memory, the most."""
    return Took(
        statistics.median(its.wall for its in rounds),
        statistics.median(its.worked for its in rounds),
        max(its.peak for its in rounds),
    )


def program(name: str) -> str | None:
    """A tool that is compared with: of `make bench`, of the environment, or on the path."""
    packed = sorted(BENCH.glob(f"lib/*/site-packages/{name}/binaries/{name}"))
    if packed:  # without the script in Python that starts it
        return str(packed[0])
    folders = (str(BENCH / "bin"), str(BIN), os.environ["PATH"])
    return shutil.which(name, path=os.pathsep.join(folders))


def machine() -> str:
    """What it was measured on, without what names the machine."""
    model = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        model = next((its.split(":", 1)[1].strip() for its in lines if "model name" in its), model)
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    tools = ", ".join((*map(_library, LIBRARIES), *map(_program, PROGRAMS)))
    return (
        f"{model}, {os.cpu_count()} cores, {load}; Python {platform.python_version()}, {tools}, "
        f"{time.strftime('%d %b %Y')}"
    )


def _library(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"no {name}"


def _program(name: str) -> str:
    path = program(name)
    if path is None:
        return f"no {name}"
    said = subprocess.run([path, PROGRAMS[name]], capture_output=True, text=True, check=False)
    number = re.search(r"\d+\.\d+\.\d+", said.stdout)
    return f"{name} {number[0] if number else 'of an unknown version'}"


def table(rows: Sequence[tuple[str, ...]], head: tuple[str, ...] = HEAD) -> str:
    """The rows as Markdown, which reads well in a terminal too."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in (head, *rows)
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def publish(told: str, mark: str, write: bool) -> None:
    """Print what was measured; with ``write``, put it between its marks in RESULTS.md too."""
    print(told, flush=True)
    if write:
        text = RESULTS.read_text("utf-8")
        begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
        first, last = text.index(begin) + len(begin), text.index(end)
        RESULTS.write_text(f"{text[:first]}\n\n{told}\n\n{text[last:]}", "utf-8")


Verdict = tuple[str, float | None, float, str]
"""What is asked for, what was measured (``None``: not in this run), the limit, and the unit."""


def verdicts(found: Sequence[Verdict]) -> str:
    """Whether what is asked for was met in this run, as a table."""
    rows = [
        (what, f"{limit:g} {unit}", f"{value:.3g} {unit}", "met" if value <= limit else "missed")
        for what, value, limit, unit in found
        if value is not None
    ]
    return table(rows, ("", "asked for", "in this run", "")) if rows else ""
