"""One site knows nothing of another: not a word of one engagement is in what is made of another."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from click.testing import CliRunner

from lint.kept import entries
from render.playbooks import everything
from sourcebook.cli import main
from sourcebook.model.loading import load_playbook
from sourcebook.model.schema import stem
from sourcebook.site.build import build_sites
from sourcebook.site.leaks import kept_back, leaks
from sourcebook.source.project import Project

WORDS = {"first": "Walnut quay of the one", "second": "Kestrel mill of the other"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Two engagements in which every field says something of its own, built and linted."""
    root = tmp_path_factory.mktemp("two")
    for slug, text in WORDS.items():
        for folder in ("pages", "files"):
            (root / "playbooks" / slug / folder).mkdir(parents=True)
        for key, data in everything(text).items():
            (root / "playbooks" / slug / f"{stem(key)}.yaml").write_text(json.dumps(data), "utf-8")
        (root / "playbooks" / slug / "pages" / "own.md").write_text(f"{text}, by hand.\n")
        (root / "playbooks" / slug / "files" / f"{slug}.txt").write_text(f"{text}, attached.")
    made = Project.find(root)
    outcome = build_sites(made, tuple(WORDS), root / "site", dt.date(2026, 11, 22), lambda _: None)
    assert outcome.failed == ()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert CliRunner().invoke(main, ["lint", "-q"]).exit_code in (0, 1)
    return made


@pytest.mark.parametrize("edition", ["internal", "shared"])
@pytest.mark.parametrize(("own", "other"), [("first", "second"), ("second", "first")])
def test_a_site_holds_no_word_of_another_engagement(
    project: Project, edition: str, own: str, other: str
) -> None:
    books = {slug: load_playbook(project, slug).playbook for slug in (own, other)}
    words = kept_back(books[other], books[own])
    assert WORDS[other] in {each.text for each in words}
    site = project.root / "site" / edition
    assert list(leaks(site / own, words)) == []
    assert list(leaks(site / other, words)) != []  # it would be found


PORTFOLIO = b"*\t"
"""So begins what is kept of the portfolio as a whole; it is no part of an engagement's site."""


def test_no_entry_of_the_cache_is_of_two_engagements(project: Project) -> None:
    files = [path for path in (project.root / ".cache").rglob("*") if path.is_file()]
    assert files
    for path in files:
        for entry in entries(path):
            held = [slug for slug, words in WORDS.items() if words.encode() in entry]
            assert len(held) <= 1 or entry.startswith(PORTFOLIO), path
