"""Time builds and the preview beside other programs on the same pages: whole processes, medians.

Engagements are of the examples' full size, in the internal edition, with the portfolio. A cold
build reads, lints, renders and links; the others are given pages that are rendered already, without
the portfolio's. Rounds are interleaved; the slow ones are fewer. Memory is that of the largest
process. Numbers are engagements; `--write` puts the tables into RESULTS.md.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from corpus import CACHE, DAY
from rivals import rivals
from sites import edited, goals_of, project, relayered, reworded
from timing import (
    BIN,
    Row,
    Took,
    Verdict,
    machine,
    median,
    publish,
    seconds,
    table,
    timed,
    verdicts,
)

SOURCEBOOK = str(BIN / "sourcebook")
BUILD = (SOURCEBOOK, "build", "--edition", "internal", "--quiet")
ROUNDS = {1: 5, 3: 5, 10: 3, 100: 2}  # by engagements; 1 beyond
SLOW_ROUNDS = {1: 3, 3: 3, 10: 2}  # of slow rivals; 1 beyond
MOST_OTHERS = 100  # engagements that the others are given; of more, the figure is multiplied
EDITS = 9
PATIENCE = 600  # seconds for a preview to answer: one that does not ends the benchmark
PAUSE = 1.0  # seconds before an edit: all is quiet then
COLD, SAME, EDIT = (f"sourcebook build, {what}" for what in ("cold", "unchanged", "one edit"))
SERVE, LAYER = (f"sourcebook serve, save to reload{what}" for what in ("", " of a layer"))

Figures = dict[tuple[str, int], Took]
"""What was measured, by what it was and of how many engagements."""


def measured(count: int, figures: Figures) -> tuple[list[Row], str]:
    """All rows of so many engagements, and the size of their sites."""
    root = project(count)
    given = min(count, MOST_OTHERS)
    found: dict[str, list[Took]] = defaultdict(list)
    with tempfile.TemporaryDirectory(dir=CACHE) as name:
        others = [] if given < count else rivals(root, Path(name))
        for number in range(ROUNDS.get(count, 1)):
            for what, took in ours(root, number).items():
                found[what] += took
            for rival in others:
                if number < (SLOW_ROUNDS.get(count, 1) if rival.slow else ROUNDS.get(count, 1)):
                    found[rival.name].append(rival.round())
    found |= served(root)
    rows = [Row(_named(what, count), median(took)) for what, took in found.items()]
    figures.update({(what, count): median(took) for what, took in found.items()})
    if given < count:
        rows += [
            Row(_named(what, count), took, count // given)
            for (what, of), took in list(figures.items())
            if of == given and " a site" in what
        ]
    return rows, size(root, count)


def _named(what: str, count: int) -> str:
    return f"{what}, {count:,}"


def ours(root: Path, number: int) -> Mapping[str, list[Took]]:
    """A round of our own: cold, unchanged, and after an edit."""
    for stale in ("site", ".cache"):
        shutil.rmtree(root / stale, ignore_errors=True)
    cold, after = [timed(BUILD, root)], []
    timed(BUILD, root)  # files are older than a moment from here on
    same = [timed(BUILD, root) for _ in range(3)]
    for edit in range(3):
        edited(root, 10 * number + edit)
        after.append(timed(BUILD, root))
    return {COLD: cold, SAME: same, EDIT: after}


def served(root: Path) -> dict[str, list[Took]]:
    """From a save to the word to reload, in a preview that runs, edit by edit; of a layer once.

    The client tells which page it has open, as the script of a page does, and looks whether that
    one is new then. Nobody waits for the sites of all who use the layer.
    """
    command = [SOURCEBOOK, "serve", "--port", "0", "--as-of", DAY]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            told = (re.search(r"http://\S+/", line) for line in server.stdout)
            return _waits(root, next(filter(None, told))[0])
        finally:
            server.terminate()


def _waits(root: Path, url: str) -> dict[str, list[Took]]:
    page, waits = f"{goals_of(root).parent.name}/goals.html", []
    live = f"{url}_live?page={quote(f'/{page}', safe='')}"
    with urllib.request.urlopen(live, timeout=PATIENCE) as events:
        _news(events)
        time.sleep(3 * PAUSE)
        for number in range(EDITS):
            time.sleep(PAUSE)
            began = time.perf_counter()
            word = reworded(root, number)
            _news(events)
            waits.append(Took(time.perf_counter() - began))
            with urllib.request.urlopen(f"{url}{page}", timeout=PATIENCE) as answer:
                assert word in answer.read().decode(), "the page is stale"
        time.sleep(PAUSE)
        began = time.perf_counter()
        relayered(root)
        _news(events)
        layer = Took(time.perf_counter() - began)
    return {SERVE: waits, LAYER: [layer]}


def _news(events: Sequence[bytes]) -> None:
    for line in events:
        if line.startswith(b"data: {"):
            json.loads(line[6:])
            return


def size(root: Path, count: int) -> str:
    """How much was written, in words: files that are links to the same one count once."""
    top = root / "site" / "internal"
    files = [path.stat() for path in top.rglob("*") if path.is_file()]
    pages = [path.stat().st_size for path in top.rglob("*.html")]
    whole = sum({its.st_ino: its.st_size for its in files}.values())
    return (
        f"of {count:,}: {len(pages):,} pages of {sum(pages) / 1e6:,.1f} MB, in all "
        f"{len(files):,} files of {whole / 1e6:,.1f} MB"
    )


def asked(figures: Figures) -> list[Verdict]:
    """What is asked of builds, and what this run has to say to it."""

    def ratio(what: str, count: int, other: str, of: int) -> float | None:
        one, two = figures.get((what, count)), figures.get((other, of))
        return one.wall / two.wall if one and two else None

    def wall(what: str, count: int) -> float | None:
        took = figures.get((what, count))
        return took.wall if took else None

    cold = figures.get((COLD, 1000))
    return [
        ("cold, 100, of Hugo a site", ratio(COLD, 100, "hugo a site", 100), 0.8, "×"),
        ("cold, 100, of mkdocs a site", ratio(COLD, 100, "mkdocs a site", 100), 0.1, "×"),
        ("unchanged, 1,000", wall(SAME, 1000), 1.5, "s"),
        (
            "one edit, 1,000 of that at 3",
            ratio(EDIT, 1000, EDIT, 3),
            1.5,
            "×",
        ),
        ("cold, 1,000", cold.wall if cold else None, 100, "s"),
        ("cold, 1,000, a process", cold.peak if cold else None, 300, "MB"),
        ("serve, 3", wall(SERVE, 3), 0.15, "s"),
        ("serve, 1,000", wall(SERVE, 1000), 0.15, "s"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[1, 3, 10, 100, 1000])
    parser.add_argument("--write", action="store_true", help="put the tables into RESULTS.md")
    options = parser.parse_args()
    cells: list[tuple[str, ...]] = []
    sizes: list[str] = []
    figures: Figures = {}
    for count in sorted(options.counts):
        began = time.perf_counter()
        rows, its_size = measured(count, figures)
        cells += [row.cells(figures[COLD, count]) for row in rows]
        sizes.append(f"- {its_size}")
        print(f"{count:,} engagements: {seconds(time.perf_counter() - began)}", flush=True)
    told = [f"{machine()}.", table(cells), "\n".join(sizes), verdicts(asked(figures))]
    publish("\n\n".join(filter(None, told)), "built", options.write)


if __name__ == "__main__":
    main()
