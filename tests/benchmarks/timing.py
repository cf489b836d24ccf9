"""How the benchmarks take times, and how they show them."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
BIN = Path(sys.executable).parent
FINE = (0, 1)
OTHERS = ("yamllint", "check-jsonschema", "mkdocs", "mkdocs-material")


@dataclass(frozen=True)
class Took:
    """Seconds that a process took."""

    wall: float
    worked: float  # by processors, for it and its children; 0 where nobody counted


@dataclass(frozen=True)
class Row:
    """A line of the table; ``scale`` is what it was multiplied by."""

    what: str
    took: Took
    scale: int = 1

    def cells(self, base: Took) -> tuple[str, ...]:
        wall, worked = self.took.wall * self.scale, self.took.worked * self.scale
        ratio = f"{worked / base.worked:.2f} ×" if base.worked and worked else ""
        scaled = f" (times {self.scale})" if self.scale > 1 else ""
        return f"{self.what}{scaled}", _seconds(wall), _seconds(worked) if worked else "", ratio


def _seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def timed(command: Sequence[str | Path], folder: Path) -> Took:
    """How long a command takes; one that breaks down ends the benchmark."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if result.returncode not in FINE:
        sys.exit(f"{command[0]}: exit {result.returncode}\n{result.stderr[-2000:]}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(wall, used)


def median(rounds: Sequence[Took]) -> Took:
    return Took(
        statistics.median(its.wall for its in rounds),
        statistics.median(its.worked for its in rounds),
    )


def machine() -> str:
    """What it was measured on, without what names the machine."""
    model = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        model = next((its.split(":", 1)[1].strip() for its in lines if "model name" in its), model)
    tools = []
    for name in ("sourcebook", "PyYAML", *OTHERS):
        try:
            tools.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            tools.append(f"no {name}")
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{model}, {os.cpu_count()} cores, {load}; Python {platform.python_version()}, " + (
        ", ".join(tools)
    )


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """The rows as Markdown, which reads well in a terminal too."""
    head = ("", "wall", "processor", "of cold")
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in (head, *rows)
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
