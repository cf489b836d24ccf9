"""The portfolio that is built along with some of its engagements."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sourcebook.model.fields import Audience
from sourcebook.site.build import build_sites
from sourcebook.source.project import Project

CARD = "schema_version: 1\nname: {}\nphase: delivery\n"
DAY = dt.date(2026, 11, 22)


def test_it_links_to_the_sites_that_are_there_alone(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Two\n", "utf-8")
    for slug in ("one", "two"):
        (tmp_path / "playbooks" / slug).mkdir(parents=True)
        (tmp_path / "playbooks" / slug / "engagement.yaml").write_text(CARD.format(slug), "utf-8")
    project, out = Project.find(tmp_path), tmp_path / "site"

    def links(*slugs: str) -> list[bool]:
        outcome = build_sites(project, slugs, out, DAY, lambda _: None, (Audience.INTERNAL,))
        assert [line for line in outcome.problems if line.startswith("portfolio")] == []
        html = (out / "internal" / "index.html").read_text("utf-8")
        return [f'href="{slug}/index.html"' in html for slug in ("one", "two")]

    assert links("one") == [True, False]
    assert links("two") == [True, True]  # the other's last site is still there


def test_its_search_knows_the_words_of_every_site_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Two\n", "utf-8")
    for slug in ("one", "two"):
        (tmp_path / "playbooks" / slug).mkdir(parents=True)
        (tmp_path / "playbooks" / slug / "engagement.yaml").write_text(
            CARD.format({"one": "Quartz one", "two": "Obsidian"}[slug]), "utf-8"
        )
    project, out = Project.find(tmp_path), tmp_path / "site"

    def known() -> tuple[str, str]:
        build_sites(project, ("one", "two"), out, DAY, lambda _: None)
        found = out / "internal" / "search_all"
        return (found / "engagements.js").read_text(), (found / "words-0.js").read_text()

    names, words = known()
    assert '["one","Quartz one"]' in names
    assert "quartz|" in words
    own = (out / "internal" / "one" / "search" / "words.txt").read_text("utf-8").split()
    assert {"quartz", "one"} <= {*own}
    assert "obsidian" not in own
    card = tmp_path / "playbooks" / "two" / "engagement.yaml"
    card.write_text(CARD.format("Ember two"), "utf-8")
    names, words = known()
    assert '["two","Ember two"]' in names
    assert "ember|" in words
    script = "assets/javascripts/everywhere.js"
    assert (out / "internal" / script).is_file()
    for site in (out / "internal" / "one", out / "shared" / "one"):
        assert not (site / script).exists()
        assert "everywhere" not in (site / "index.html").read_text("utf-8")
    assert not (out / "shared" / "search_all").exists()
    assert not list(out.glob("shared/**/words.txt"))
