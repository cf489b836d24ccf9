"""Site generators of others, and what a reader finds on the pages that they and we make."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

COMMANDS = {
    "mkdocs": ("build", "--strict", "--quiet"),
    "properdocs": ("build", "--strict", "--quiet"),
    "zensical": ("build", "--strict"),
}

_HEADING = re.compile(r"h[1-6]")


def generate(generator: str, tree: Path) -> Path:
    """Build a tree of Markdown files; the folder of the result. What warns is a failure."""
    program = str(Path(sys.executable).with_name(generator))
    done = subprocess.run(
        [program, *COMMANDS[generator]],
        cwd=tree,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return tree / "site"


@dataclass
class Told:
    """What stands in the article of a page."""

    headings: list[tuple[str, str, str]] = field(default_factory=list)  # tag, id, words
    tables: list[list[list[str]]] = field(default_factory=list)  # rows of cells
    links: list[str] = field(default_factory=list)  # resolved, pictures too
    ids: list[str] = field(default_factory=list)
    words: str = ""


def told(site: Path, path: str) -> Told:
    """What a page of a built site tells."""
    reading = _Reading(f"https://pages.example.org/{path}")
    reading.feed((site / path).read_text("utf-8"))
    reading.close()
    reading.told.words = " ".join(" ".join(reading.texts).split())
    return reading.told


@dataclass
class _Table:
    """A table that is being read; the end of a cell may go without saying."""

    rows: list[list[str]] = field(default_factory=list)
    cell: list[str] | None = None

    def begin(self, tag: str) -> None:
        self.end_cell()
        if tag == "tr":
            self.rows.append([])
        else:
            self.cell = []

    def end_cell(self) -> None:
        if self.cell is not None:
            self.rows[-1].append(_words(self.cell))
            self.cell = None


class _Reading(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.inside = address, False
        self.told, self.texts = Told(), list[str]()
        self.heading: tuple[str, str, list[str]] | None = None
        self.tables: list[_Table] = []  # that are open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.inside |= tag == "article"
        if not self.inside or given.get("id", "").startswith("__"):  # Zensical's way past the menu
            return
        for name in ("href", "src"):
            if name in given:
                self.told.links.append(urljoin(self.address, given[name]))
        if "id" in given:
            self.told.ids.append(given["id"])
        if _HEADING.fullmatch(tag):
            self.heading = tag, given.get("id", ""), []
        elif tag == "table":
            self.tables.append(_Table())
            self.told.tables.append(self.tables[-1].rows)
        elif tag in ("td", "th", "tr"):
            self.tables[-1].begin(tag)

    def handle_endtag(self, tag: str) -> None:
        self.inside &= tag != "article"
        if self.heading and tag == self.heading[0]:
            name, anchor, words = self.heading
            self.told.headings.append((name, anchor, _words(words)))
            self.heading = None
        elif tag in ("td", "th", "tr", "table") and self.tables:
            self.tables[-1].end_cell()
            if tag == "table":
                self.tables.pop()

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts.append(data)
            if self.heading:
                self.heading[2].append(data)
            for table in self.tables:
                if table.cell is not None:
                    table.cell.append(data)


class Balance(HTMLParser):
    """Which elements are open, and which were closed in a wrong order or not at all."""

    VOID = frozenset({"br", "col", "hr", "img", "input", "wbr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.wrong.append(tag)


def _words(parts: list[str]) -> str:
    return " ".join("".join(parts).split())
