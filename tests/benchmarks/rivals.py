"""The programs that builds are timed beside, each given the pages that Sourcebook exports.

A site for each engagement is built in a process of its own, as one does who uses them for this;
Hugo also builds all pages as one site. MkDocs and Zensical get the tree as it is, Hugo the same
Markdown and a theme of three lines.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from timing import BIN, Took, program, timed

EXPORT = ("build", "--engine", "markdown", "--edition", "internal", "--quiet", "--out")

HUGO = {
    "hugo.toml": 'baseURL = "/"\ndisableKinds = ["taxonomy", "term", "RSS"]\n'
    "[markup.goldmark.renderer]\nunsafe = true\n",
    "layouts/baseof.html": "<!doctype html><html><head><title>{{ .Title }}</title></head><body>"
    "<nav>{{ range .FirstSection.RegularPagesRecursive }}"
    '<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
    '</nav><main>{{ block "main" . }}{{ end }}</main></body></html>',
    "layouts/single.html": '{{ define "main" }}{{ .Content }}{{ end }}',
    "layouts/list.html": '{{ define "main" }}{{ .Content }}{{ end }}',
}


@dataclass(frozen=True)
class Rival:
    """A program with what it builds; a round of it builds everything once."""

    name: str
    slow: bool  # as many rounds of it as of the others would take hours
    command: tuple[str, ...]
    places: tuple[Path, ...]

    def round(self) -> Took:
        took = []
        for place in self.places:
            for stale in ("site", "public", ".cache", "resources"):
                shutil.rmtree(place / stale, ignore_errors=True)
            took.append(timed(self.command, place))
        return Took(
            sum(its.wall for its in took),
            sum(its.worked for its in took),
            max(its.peak for its in took),
        )


def rivals(root: Path, folder: Path) -> list[Rival]:
    """What there is to compare with, on the pages of a project; what is missing is told."""
    timed([str(BIN / "sourcebook"), *EXPORT, str(folder / "tree")], root)
    inside = folder / "tree" / "internal"
    trees = sorted(each for each in inside.iterdir() if each.name[0] not in "_.")
    kinds: Sequence[tuple[str, str, bool, tuple[str, ...], Callable[[], Iterator[Path]]]] = (
        ("mkdocs", "mkdocs a site", True, ("build", "--quiet"), lambda: iter(trees)),
        ("zensical", "zensical a site", True, ("build",), lambda: iter(trees)),
        ("hugo", "hugo a site", False, ("--quiet",), lambda: _hugo_each(trees, folder / "each")),
        ("hugo", "hugo, all as one", False, ("--quiet",), lambda: _hugo_one(trees, folder / "one")),
    )
    found = []
    for tool, name, slow, options, prepare in kinds:
        path = program(tool)
        if path is None:
            print(f"{name}: there is no {tool} here, so it is left out.", file=sys.stderr)
        else:
            found.append(Rival(name, slow, (path, *options), tuple(prepare())))
    return found


def _hugo_each(trees: Sequence[Path], folder: Path) -> Iterator[Path]:
    for tree in trees:
        yield _hugo([tree], folder / tree.name)


def _hugo_one(trees: Sequence[Path], folder: Path) -> Iterator[Path]:
    yield _hugo(trees, folder)


def _hugo(trees: Sequence[Path], top: Path) -> Path:
    """A folder that Hugo builds; each engagement is a section."""
    for tree in trees:
        for page in sorted(tree.glob("docs/**/*.md")):
            path = page.relative_to(tree / "docs")
            name = "_index.md" if path.as_posix() == "index.md" else path
            target = top / "content" / tree.name / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(page, target)
    for name, text in HUGO.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text, "utf-8")
    return top
