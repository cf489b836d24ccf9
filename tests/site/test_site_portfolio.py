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
