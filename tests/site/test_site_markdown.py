"""The pages as Markdown: what other generators make of them tells the same as our own site."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from generators import COMMANDS, Balance, generate, told
from sourcebook.cli import main
from sourcebook.model.fields import Audience
from sourcebook.render.pages import Site
from sourcebook.site import markdown
from sourcebook.site.build import build_sites
from sourcebook.site.engines import Engine
from sourcebook.site.frame import Frame
from sourcebook.site.manner import BuildOutcome, Manner
from sourcebook.site.outputs import EDITIONS
from sourcebook.site.shards import Shard
from sourcebook.source.project import Project

pytestmark = [
    pytest.mark.xdist_group("markdown"),  # what is built serves all tests here
    pytest.mark.usefixtures("same_program"),
]

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE, DAY = "harbourline-mobile", dt.date(2026, 11, 22)
INTERNAL = Audience.INTERNAL

ODD = (
    "A|B *bold* _slanted_ `code` **b** {{ 7*7 }} {% include 'x' %} {# note #} {#id .c} "
    "<script>alert(1)</script> </title> [x](y) ![i](j) &amp; \\* ++k++ :smile: $x$ ~~s~~ ==m== "
    "^^u^^ https://example.org --8<-- \"q\" 'a' שלום #"
)
"""What Markdown, its extensions, template plugins and HTML look for, and another direction."""

SECTIONS: dict[str, Any] = {
    "engagement": {
        "format": 1,
        "name": f"Odd {ODD}",
        "summary": f"Summary {ODD}",
        "parties": [
            {"id": "us", "name": f"Client {ODD}", "side": "client"},
            {"id": "them", "name": f"Vendor {ODD}", "side": "vendor"},
        ],
    },
    "goals": {
        "goals": [
            {"id": "G1", "title": f"Goal {ODD}", "statement": f"{ODD}\n\n    {ODD}\n\n- {ODD}"},
            {"id": "G2", "title": "Another", "statement": "Of one side.", "visibility": "internal"},
        ]
    },
    "roles": {
        "roles": [{"id": "lead", "title": f"Lead {ODD}", "side": "client"}],
        "activities": [{"id": "do", "title": f"Do {ODD}", "raci": {"lead": "A"}}],
    },
    "risks": {"register": [{"id": "R-1", "title": f"Risk {ODD}", "owner": "lead"}]},
    "partner": {"conflicts_of_interest": "The sponsor owns shares of Sable Works Holding"},
}
PAGE = (
    "---\ntitle: 'Page: *one* {{ two }} | <b>three</b>'\n---\n\n"
    "See [the notes](../files/notes.md), [the list](../files/list%20one.csv).\n\n"
    "## Part {{ *x* }} | y\n\n| a | b |\n|---|---|\n| `{{ c }}` | d \\| e |\n\n"
    "```\n{% raw %}\n\n    indented\n\n# no heading\n```\n"
)


def write(root: Path) -> None:
    """A project of one engagement whose names and values are as odd as they come."""
    folder = root / "playbooks" / "odd"
    (folder / "pages").mkdir(parents=True)
    (folder / "files").mkdir()
    for name, data in SECTIONS.items():
        (folder / f"{name}.yaml").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    (folder / "pages" / "one.md").write_text(PAGE, "utf-8")
    (folder / "files" / "notes.md").write_text("# Notes\n\n{{ x }}\n", "utf-8")
    (folder / "files" / "list one.csv").write_text("a,b\n", "utf-8")


def build(
    root: Path,
    out: Path,
    engine: Engine = Engine.MARKDOWN,
    editions: Collection[Audience] = EDITIONS,
    **manner: Any,
) -> BuildOutcome:
    project = Project.find(root)
    how = Manner(manner.pop("jobs", 1), engine=engine, **manner)
    slugs = project.engagements()
    outcome = build_sites(project, slugs, out, DAY, lambda _: None, editions, how)
    assert outcome.failed == ()
    return outcome


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The odd project, with its sites in ``html/`` and as Markdown in ``tree/``."""
    root = tmp_path_factory.mktemp("odd")
    write(root)
    build(root, root / "html", Engine.MKDOCS)
    build(root, root / "tree")
    return root


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of one example, in its internal edition."""
    out = tmp_path_factory.mktemp("example")
    project = Project.find(ROOT)
    for name, engine in (("html", Engine.MKDOCS), ("tree", Engine.MARKDOWN)):
        manner = Manner(1, engine=engine)
        made = build_sites(project, [EXAMPLE], out / name, DAY, lambda _: None, [INTERNAL], manner)
        assert made.failed == ()
    return out


def pages(site: Path) -> list[str]:
    """The pages of a site that this build made, and not those of others below it."""
    found = (file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    return sorted(path for path in found if path != "404.html")


def records(site: Path) -> dict[str, tuple[str, str]]:
    """What the search of a generator holds: title and text by location."""
    (file,) = (*site.glob("search/search_index.json"), *site.glob("search.json"))
    its = json.loads(file.read_text("utf-8"))
    docs = its["docs"] if "docs" in its else its["items"]
    return {record["location"]: (record["title"], record["text"]) for record in docs}


def assert_same(ours: Path, theirs: Path, at_least: int) -> None:
    """The pages are the same, and what stands on each is."""
    names = pages(theirs)
    assert len(names) >= at_least
    assert set(names) <= set(pages(ours))
    for path in names:
        own, other = told(ours, path), told(theirs, path)
        assert own.headings == other.headings, path
        assert own.tables == other.tables, path
        assert all(all(rows) for rows in own.tables), path
        assert own.ids == other.ids, path
        links = [link.replace("notes.md.txt", "notes.md") for link in other.links]
        assert own.links == links, path
        assert own.words == other.words, path


@pytest.mark.slow
@pytest.mark.parametrize("generator", COMMANDS)
def test_an_example_tells_the_same_in_every_generator(example: Path, generator: str) -> None:
    site = generate(generator, example / "tree" / "internal" / EXAMPLE)
    assert_same(example / "html" / "internal" / EXAMPLE, site, 40)
    assert len(told(site, "risks.html").tables[0]) > 10
    assert told(site, "risks.html").tables[0][1][1] == "16"
    found = records(site)
    assert found["risks.html#register"][0] == "All risks"
    assert "Vendor concentration" in found["risks.html#register"][1]
    assert "Next due" not in found["risks.html"][1]
    parts = [anchor for tag, anchor, _ in told(site, "roles.html").headings if tag == "h2"]
    assert [anchor for anchor in parts if not all(found[f"roles.html#{anchor}"])] == []


@pytest.mark.slow
@pytest.mark.parametrize("generator", COMMANDS)
def test_odd_names_and_values_tell_the_same_in_every_generator(odd: Path, generator: str) -> None:
    site = generate(generator, odd / "tree" / "internal" / "odd")
    assert_same(odd / "html" / "internal" / "odd", site, 25)
    for path in pages(site):
        whole = (site / path).read_text("utf-8")
        assert "<script>alert" not in whole, path
        assert "<title>alert" not in whole, path
    assert (site / "files" / "notes.md.txt").read_text() == "# Notes\n\n{{ x }}\n"
    assert (site / "files" / "list one.csv").is_file()


@pytest.mark.slow
def test_the_shared_edition_and_the_portfolio_tell_the_same(odd: Path) -> None:
    for tree, ours in (("shared/odd", "shared/odd"), ("internal/_portfolio", "internal")):
        site = generate("mkdocs", odd / "tree" / tree)
        assert_same(odd / "html" / ours, site, 10)


def test_nothing_in_a_page_begins_a_macro(odd: Path) -> None:
    """Plugins of those who take the pages look for these before any Markdown is read."""
    found = sorted((odd / "tree").rglob("docs/**/*.md"))
    assert len(found) > 50
    for file in found:
        text = file.read_text("utf-8")
        assert not re.search(r"\{[{%#]", text), file
        assert not re.search(r"(?m)^\s*(-+8<-+|\[|!\[|\||```|~~~|\d+\.|[*+] )", text), file


def test_a_block_is_one_line_and_a_heading_keeps_its_anchor(odd: Path) -> None:
    text = (odd / "tree/internal/odd/docs/goals.md").read_text("utf-8")
    _, head, body = text.split("---\n", 2)
    assert yaml.safe_load(head)["title"] == "Goals"
    for line in filter(None, body.split("\n")):
        assert line.startswith(("<", "#")), line
    assert re.search(r"^# .+ \{ #page-title \}$", body, re.MULTILINE)
    assert re.search(r"^## .+ \{ #all-goals\b.* \}$|^## .+ \{ #goals\b.* \}$", body, re.MULTILINE)


def test_every_line_closes_what_it_opens(odd: Path) -> None:
    """Search plugins lose their way where the end of a cell goes without saying."""
    for file in sorted((odd / "tree/internal").rglob("docs/**/*.md")):
        for line in file.read_text("utf-8").split("---\n", 2)[2].splitlines():
            balance = Balance(line)
            assert (balance.open, balance.wrong) == ([], []), f"{file}: {line[:200]}"


def test_the_configuration_names_what_the_pages_need(odd: Path) -> None:
    tree = odd / "tree" / "internal" / "odd"
    settings = yaml.safe_load((tree / "mkdocs.yml").read_text("utf-8"))
    for name in (*settings["extra_css"], *settings["extra_javascript"]):
        assert (tree / "docs" / name).is_file(), name
    named = str(settings["nav"]) + settings["not_in_nav"]
    for file in (tree / "docs").rglob("*.md"):
        assert file.relative_to(tree / "docs").as_posix() in named, file
    assert settings["use_directory_urls"] is False
    assert "22 Nov 2026" in settings["copyright"]
    assert "Internal edition" in settings["copyright"]
    assert "<script>" not in settings["site_name"]


def test_of_the_projects_own_settings_only_what_readers_see_comes_along(
    site: Site, tmp_path: Path
) -> None:
    theme = {"name": "material", "language": "de", "custom_dir": "/srv/ours", "favicon": "f.png"}
    own = {"theme": theme, "extra": {"token": "t0ken"}, "site_url": "https://example.org/books"}
    frame = Frame(settings={**own, "copyright": "<b>Ours</b>"}, footer="For <both>", stood="Then.")
    tree = markdown.build(site, tmp_path, frame).path
    text = (tree / "mkdocs.yml").read_text("utf-8")
    settings = yaml.safe_load(text)
    assert settings["theme"]["language"] == "de"
    assert settings["theme"]["favicon"] == "f.png"
    assert settings["site_url"] == f"https://example.org/books/{site.slug}/"
    assert "Then. · Internal edition · For &lt;both&gt; · <b>Ours</b>" in settings["copyright"]
    assert "t0ken" not in text
    assert "/srv/ours" not in text


def test_the_shared_tree_holds_nothing_internal(odd: Path) -> None:
    shared = odd / "tree" / "shared"
    said = "".join(
        file.read_text("utf-8", "replace") for file in shared.rglob("*") if file.is_file()
    )
    assert "Sable Works" not in said
    assert "goal-G2" not in said
    assert not list(shared.rglob("partner.md"))
    assert not (shared / "_portfolio").exists()


def test_internal_words_stop_a_shared_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    (tmp_path / "templates/pages").mkdir(parents=True)
    (tmp_path / "templates/pages/_stamp.html.j2").write_text(
        "<p>The sponsor owns <b>shares</b> of {{ '{' }} Sable Works Holding</p>", "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["build", "--engine", "markdown", "--jobs", "1"])
    assert result.exit_code == 1
    assert "PRV002" in result.output
    assert "docs/" in result.output
    assert (tmp_path / "site/markdown/internal/odd/docs/goals.md").is_file()
    assert not (tmp_path / "site/markdown/shared/odd").exists()


def files(folder: Path) -> dict[str, bytes]:
    """What a build wrote there, without what generators made of it."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not {"site", ".cache"} & {*file.relative_to(folder).parts}
    }


def test_what_has_not_changed_stays_with_what_a_generator_made_of_it(
    odd: Path, tmp_path: Path
) -> None:
    write(tmp_path)
    out = tmp_path / "out"
    build(tmp_path, out)
    made = out / "internal" / "odd" / "site" / "index.html"
    made.parent.mkdir()
    made.write_text("made by a generator", "utf-8")
    assert build(tmp_path, out).same == 1
    assert made.is_file()
    file = tmp_path / "playbooks/odd/risks.yaml"
    file.write_text('{"register": []}', "utf-8")
    assert build(tmp_path, out).built == ("odd",)
    assert not made.exists()
    file.write_text(json.dumps(SECTIONS["risks"], ensure_ascii=False), "utf-8")
    build(tmp_path, out)
    (out / "internal" / "odd" / "docs" / "goals.md").write_text("spoiled", "utf-8")
    assert build(tmp_path, out).built == ("odd",)
    assert files(out) == files(odd / "tree")


def test_an_engagement_that_goes_takes_its_trees_along(tmp_path: Path) -> None:
    for slug in ("one", "two"):
        folder = tmp_path / "playbooks" / slug
        folder.mkdir(parents=True)
        (folder / "engagement.yaml").write_text(f"format: 1\nname: {slug}\n", "utf-8")
    build(tmp_path, tmp_path / "out")
    (tmp_path / "playbooks/two/engagement.yaml").unlink()
    (tmp_path / "playbooks/two").rmdir()
    build(tmp_path, tmp_path / "out")
    left = {folder.name for folder in (tmp_path / "out").glob("*/*") if folder.name[0] != "."}
    assert left == {"one", "_portfolio"}


def test_parts_are_joined_by_the_engine_that_made_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slug in ("first", "second", "third"):
        folder = tmp_path / "playbooks" / slug
        folder.mkdir(parents=True)
        (folder / "engagement.yaml").write_text(f"format: 1\nname: {slug}\n", "utf-8")
    build(tmp_path, tmp_path / "whole", jobs=2)
    parts = [tmp_path / f"part-{number}" for number in (1, 2)]
    for number, part in enumerate(parts, 1):
        build(tmp_path, part, shard=Shard(number, 2))
    monkeypatch.chdir(tmp_path)
    joined = CliRunner().invoke(main, ["merge", *map(str, parts)])
    assert joined.exit_code == 0, joined.output
    assert files(tmp_path / "site" / "markdown") == files(tmp_path / "whole")
    other = tmp_path / "part-of-another"
    build(tmp_path, other, Engine.MKDOCS, shard=Shard(1, 2))
    refused = CliRunner().invoke(main, ["merge", str(other), str(parts[1])])
    assert refused.exit_code == 2
    assert "by the same engine" in refused.output


@pytest.mark.parametrize(("first", "second"), [("markdown", "mkdocs"), ("mkdocs", "markdown")])
def test_one_engine_does_not_write_over_what_the_other_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    folder = tmp_path / "playbooks" / "one"
    folder.mkdir(parents=True)
    (folder / "engagement.yaml").write_text("format: 1\nname: One\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    command = ["build", "--out", "out", "--edition", "internal", "--engine"]
    assert CliRunner().invoke(main, [*command, first]).exit_code == 0
    before = files(tmp_path / "out")
    refused = CliRunner().invoke(main, [*command, second])
    assert refused.exit_code == 2
    assert "--out" in refused.output
    assert files(tmp_path / "out") == before
