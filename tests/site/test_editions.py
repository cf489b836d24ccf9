"""A shared site holds nothing internal, in no form of writing, whatever a playbook says."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import html
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from hypothesis import given

from lint.test_lint_any_playbook import changed, changes, examples, made
from render.playbooks import loaded
from sourcebook.analysis.score import score
from sourcebook.analysis.thresholds import defaults
from sourcebook.exchange import ics
from sourcebook.findings import Accepted
from sourcebook.lint.baseline import NOTHING
from sourcebook.lint.configuration import configured
from sourcebook.lint.engine import lint
from sourcebook.lint.rule import Facts
from sourcebook.model.edition import internal_places, shared_edition
from sourcebook.model.fields import Audience
from sourcebook.model.loading import load_playbook
from sourcebook.model.paths import At
from sourcebook.model.playbook import Loaded
from sourcebook.render.pages import Site
from sourcebook.render.site import engagement_site
from sourcebook.site.build import build_sites
from sourcebook.site.builder import Builder
from sourcebook.site.editions import handed_over, told_in_both
from sourcebook.source.project import Project
from sourcebook.source.settings import Settings

ROOT = Path(__file__).parent.parent.parent
DAY = dt.date(2026, 11, 22)
FACTS = Facts(DAY, defaults())
REPOSITORY = Settings(repository="https://git.client.example/playbooks")
MARK = "zqx"
NAMED = {"engagement": {"name": "Trial"}}


def shared_site(whole: Loaded) -> Site | None:
    """The shared edition's site, made as a build makes it."""
    edition = shared_edition(whole)
    if edition is None:
        return None
    told = told_in_both(lint(edition, FACTS), lint(whole, FACTS))
    return handed_over(engagement_site(edition.playbook, told, DAY, REPOSITORY))


def marked(data: Any, number: Iterator[int]) -> Any:
    """Data in which every text is a marker of its own; what is said of visibility stays."""
    if isinstance(data, dict):
        return {
            key: value if key == "visibility" else marked(value, number)
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [marked(value, number) for value in data]
    return f"{MARK}-{next(number)}" if isinstance(data, str) else data


def with_markers(sections: dict[str, Any], start: int = 1000) -> dict[str, Any]:
    """The sections with a marker for each internal text, ids of internal items included."""
    whole, number = loaded(sections), iter(range(start, start + 100_000))
    inside = json.loads(json.dumps(sections))  # values that stand twice are two
    for place in sorted(internal_places(whole.playbook), key=lambda at: (at.section, str(at.keys))):
        _mark(inside, place, number)
    return inside


def _mark(sections: dict[str, Any], place: At, number: Iterator[int]) -> None:
    holder: Any = sections
    for key in (place.section, *place.keys)[:-1]:
        try:
            holder = holder[key]
        except (KeyError, IndexError, TypeError):
            return
    last: Any = place.keys[-1] if place.keys else place.section
    if last in holder if isinstance(holder, dict) else isinstance(holder, list):
        holder[last] = marked(holder[last], number)


def everything(site: Site) -> str:
    """All that is known of a site before it is written."""
    return repr(replace(site, attachments=tuple(a.path for a in site.attachments)))  # type: ignore[arg-type]


def is_clean(sections: dict[str, Any]) -> None:
    whole = {key: data for key, data in sections.items() if isinstance(data, dict)}
    book = loaded(with_markers(whole))
    site = shared_site(book)
    if site is None:
        return
    edition = shared_edition(book)
    assert edition is not None
    said = everything(site) + ics.feed(edition.playbook, DAY).decode()
    where = said.casefold().find(f"{MARK}-")
    assert where < 0, said[max(where - 200, 0) : where + 200]


@pytest.mark.slow
@examples(60)
@given(made())
def test_no_model_leaks(sections: dict[str, Any]) -> None:
    is_clean(sections)


@pytest.mark.slow
@examples(40)
@given(changes.map(changed))
def test_no_broken_playbook_leaks(sections: dict[str, Any]) -> None:
    is_clean(sections)


@pytest.mark.deep
@examples(1500)
@given(made())
def test_none_of_many_models_leaks(sections: dict[str, Any]) -> None:
    is_clean(sections)


def read(slug: str) -> dict[str, Any]:
    """An example's sections as plain data, with more of it internal than it says itself."""
    folder = ROOT / "playbooks" / slug
    files = sorted(folder.glob("*.yaml"))
    data = {path.stem.replace("-", "_"): yaml.safe_load(path.read_text("utf-8")) for path in files}
    sections = {key: json.loads(json.dumps(value, default=str)) for key, value in data.items()}
    for key, path in (
        ("roles", ("activities", 1)),
        ("roles", ("roles", -1)),
        ("risks", ("register", 1)),
        ("goals", ("goals", 0)),
        ("milestones", ("milestones", -1)),
        ("security", ("protocols", 2)),
        ("communication", ("meetings", 3)),
        ("communication", ("channels", 0)),
        ("knowledge", ("areas", 0)),
        ("exit", ("plan", 1)),
        ("improvement", ("actions", 0)),
        ("scope", ("requirements", 0)),
    ):
        item: Any = sections[key]
        for step in path:
            item = item[step]
        item["visibility"] = "internal"
    return sections


def project(folder: Path, slug: str, sections: dict[str, Any]) -> Project:
    """A project with one engagement of that data, and pages and attachments of both kinds."""
    home = folder / "playbooks" / slug
    (home / "pages" / "deep").mkdir(parents=True)
    (home / "files").mkdir()
    for key, data in sections.items():
        (home / f"{key}.yaml").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    for path, text in PAGES.items():
        (home / "pages" / path).write_text(text, "utf-8")
    for name in ("open.txt", f"{MARK}-9903.txt"):
        (home / "files" / name).write_text(f"This is {name}.", "utf-8")
    return Project.find(folder)


PAGES = {
    "open.md": f"# Open\n\n[Both](../files/open.txt) and [the rest](deep/{MARK}-9904.md).\n",
    f"deep/{MARK}-9904.md": f"---\nvisibility: internal\ntitle: {MARK}-9901\n---\n{MARK}-9902\n",
}


def spellings(word: str) -> set[bytes]:
    """A word in each way in which a file could hold it."""
    plain = word.encode()
    encoded = {
        base64.b64encode(b"x" * shift + plain)[shift and 4 : -4].rstrip(b"=") for shift in range(3)
    }
    return {plain, quote(word, safe="").encode(), html.escape(word).encode(),
            json.dumps(word)[1:-1].encode(), *encoded}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("slug", ["harbourline-mobile", "northbridge-health"])
def test_no_internal_word_is_in_any_byte_of_a_shared_site(tmp_path: Path, slug: str) -> None:
    sections = with_markers(read(slug))
    outcome = build_sites(
        project(tmp_path, slug, sections), [slug], tmp_path / "site", DAY, lambda _: None
    )
    assert outcome.failed == ()
    texts = {place: path.read_bytes() for place, path in files(tmp_path / "site")}
    internal = b"".join(raw for place, raw in texts.items() if place.startswith("internal/"))
    marks = {f"{MARK}-{number}" for number in range(1000, 3000)}
    seen = {mark for mark in marks if mark.encode() in internal}
    assert len(seen) > 60
    shared = [(place, raw.lower()) for place, raw in texts.items() if place.startswith("shared/")]
    assert len(shared) > 30
    assert [place for place, raw in shared if MARK.encode() in raw or MARK in place] == []
    for word in seen:
        for spelling in spellings(word):
            assert not any(spelling.lower() in raw for _, raw in shared), (word, spelling)


def files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file below a folder, decompressed where it is compressed."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".gz":
            plain = path.with_suffix(".plain")
            plain.write_bytes(gzip.decompress(path.read_bytes()))
            yield path.relative_to(folder).as_posix(), plain
        elif path.is_file():
            yield path.relative_to(folder).as_posix(), path


@pytest.mark.slow
def test_other_internal_words_give_the_same_shared_site_byte_for_byte(tmp_path: Path) -> None:
    """How long internal texts are, and on which lines, cannot be told from the shared site."""
    written = []
    for number, filler in ((1000, ""), (70_000, "and much more of it, over several lines.\n\n")):
        sections = with_markers(read("harbourline-mobile"), number)
        for key in ("partner", "exit"):
            sections[key] = json.loads(json.dumps(sections[key]).replace(
                MARK, MARK + json.dumps(filler)[1:-1]))  # fmt: skip
        home = tmp_path / str(number)
        site = home / "site"
        made_of = project(home, "harbourline-mobile", sections)
        build_sites(made_of, ["harbourline-mobile"], site, DAY, lambda _: None, [Audience.SHARED])
        written.append({name: path.read_bytes() for name, path in files(site)})
    assert written[0] == written[1]


def test_a_shared_site_has_no_trace_of_the_parts_that_are_internal() -> None:
    sections = read("harbourline-mobile")
    site = shared_site(loaded(sections))
    assert site is not None
    said = "".join(f"{page.title}{page.html}" for page in site.pages)
    for trace in ("Partner evaluation", "partner.html", "accepted.html", "Only in the internal",
                  "not there yet", "Not asked", "clauses evidenced",
                  "Alternative providers", "Payment linked", "Evidence ref"):  # fmt: skip
        assert trace.casefold() not in said.casefold(), trace


def test_clauses_are_shown_where_the_client_shares_them_but_never_what_is_kept_back() -> None:
    sections = read("harbourline-mobile")
    sections["compliance"]["meta"]["visibility"] = "shared"
    site = shared_site(loaded(sections))
    assert site is not None
    (page,) = (page for page in site.pages if page.path == "compliance.html")
    assert "Evidenced" in page.html
    assert "Not asked" not in page.html
    assert "compliance.register" not in page.html


def test_many_placeholders_are_told_in_each_edition_as_it_reads_them() -> None:
    """The first of all may be the client's alone, which the shared edition does not know."""
    closed = {"id": "REQ-0", "statement": "TODO", "visibility": "internal"}
    for more in (2, 7):
        rows = [{"id": f"REQ-{n}", "statement": "TODO"} for n in range(1, 1 + more)]
        whole = loaded(
            {**NAMED, "scope": {"requirements": [closed, *rows, closed | {"id": "REQ-X"}]}}
        )
        edition = shared_edition(whole)
        assert edition is not None
        told = told_in_both(lint(edition, FACTS), lint(whole, FACTS))
        found = [its for its in told if its.code == "TXT001"]
        assert {its.path for its in found} >= {"requirements[REQ-1].statement"}
        said = " ".join(its.message for its in found)
        assert "REQ-0" not in said
        assert len(found) == more or "7 placeholders are left" in said


def test_a_placeholder_that_the_client_accepts_is_told_in_no_edition() -> None:
    rows = [{"id": f"REQ-{n}", "statement": "TODO"} for n in (1, 2)]
    whole = loaded({**NAMED, "scope": {"requirements": rows}})
    edition = shared_edition(whole)
    assert edition is not None
    first, second = (f for f in lint(whole, FACTS) if f.code == "TXT001")
    accepted = replace(first, accepted=Accepted(DAY, "to be settled", None))
    told = told_in_both(lint(edition, FACTS), [accepted, second])
    assert [its.path for its in told if its.code == "TXT001"] == [second.path]


def test_a_placeholder_of_the_baseline_is_told_in_no_edition(tmp_path: Path) -> None:
    text = "name: Trial\nsummary: TODO\n"
    (tmp_path / "playbooks/base").mkdir(parents=True)
    file = tmp_path / "playbooks/base/engagement.yaml"
    file.write_text(text, "utf-8")
    project = Project.find(tmp_path)
    found = configured(project).check(load_playbook(project, "base"), DAY)
    baseline = tmp_path / "site_config/lint-baseline.json"
    baseline.parent.mkdir()
    baseline.write_text(NOTHING.updated(found, lambda _entry: True).text, "utf-8")
    file.write_text(text.replace("Trial", "TBD"), "utf-8")
    assert placeholders_told(tmp_path) == [["name"], ["name"]]


def placeholders_told(root: Path) -> list[list[str]]:
    """The paths of what is told as a placeholder, in the whole playbook and in what is shared."""
    builder = Builder(Project.find(root), DAY)
    internal = builder.checked("base")
    shared = builder.shared(internal)
    assert shared is not None
    editions = (internal, shared)
    return [[f.path for f in its.findings if f.code == "TXT001"] for its in editions]


def test_texts_still_to_be_written_and_vague_ones_are_told_in_the_shared_edition_too() -> None:
    sections = {
        "engagement": {"name": "TODO"},
        "scope": {
            "requirements": [
                {"id": "REQ-1", "statement": "Pages are user-friendly."},
                {"id": "REQ-2", "statement": "Faults are mended promptly.", "fit_criterion": "tbd"},
            ]
        },
    }
    whole = loaded(sections)
    edition = shared_edition(whole)
    assert edition is not None
    told = told_in_both(lint(edition, FACTS), lint(whole, FACTS))
    open_words = [(its.code, its.path) for its in told if its.code.startswith("TXT")]
    assert open_words == [
        ("TXT001", "name"),
        ("TXT001", "requirements[REQ-2].fit_criterion"),
        ("TXT002", "requirements[REQ-1].statement"),
        ("TXT003", "requirements[REQ-2].statement"),
    ]
    shares = [score(one.playbook, FACTS.thresholds).sections for one in (edition, whole)]
    assert shares[0]["scope"] == shares[1]["scope"]
