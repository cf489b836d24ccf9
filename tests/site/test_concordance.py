"""The index of all words of all engagements, by which the portfolio's search finds them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sourcebook.render.pages import Block, Page, Site
from sourcebook.site import concordance, wordlist
from sourcebook.site.concordance import FOLDER, renew_concordance
from sourcebook.site.wordlist import Wordlist

ENGAGEMENTS = [("acme", "Acme"), ("birch", "Birch"), ("corvane", "Corvane")]


def _put(folder: Path, slug: str, said: str, named: str = "") -> None:
    (folder / slug / "search").mkdir(parents=True, exist_ok=True)
    its = Wordlist(frozenset(named.split()), frozenset(said.split()))
    (folder / slug / wordlist.PATH).write_text(wordlist.written(its), "utf-8")


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    for slug, said, named in (
        ("acme", "backup restore", "porto"),
        ("birch", "restore", "backup"),
        ("corvane", "zebra restore", ""),
    ):
        _put(tmp_path, slug, said, named)
    renew_concordance(tmp_path, ENGAGEMENTS)
    return tmp_path


def _files(sites: Path) -> dict[str, str]:
    return {file.name: file.read_text("utf-8") for file in (sites / FOLDER).iterdir()}


def _lines(sites: Path) -> list[str]:
    """All that the pieces say, word by word."""
    texts = sorted(text for name, text in _files(sites).items() if name.startswith("words-"))
    made = [json.loads("[" + text.removeprefix("__words(")[:-1] + "]")[1] for text in texts]
    return [line for text in made for line in text.split("\n")]


def _anew(sites: Path) -> dict[str, str]:
    renew_concordance(sites, ENGAGEMENTS, anew=True)
    return _files(sites)


def test_each_word_has_the_numbers_of_those_who_say_it_and_who_name_something_so(
    sites: Path,
) -> None:
    assert _lines(sites) == ["backup|0|1", "porto||0", "restore|=Bw==", "zebra|2"]
    told = _files(sites)["engagements.js"].removeprefix("__engagements(").removesuffix(")")
    assert json.loads(told) == {"names": [list(each) for each in ENGAGEMENTS], "from": ["backup"]}


def test_what_changes_is_taken_up_as_if_all_had_been_made_anew(sites: Path) -> None:
    _put(sites, "acme", "restore quartz")
    renew_concordance(sites, ENGAGEMENTS)
    assert _lines(sites) == ["backup||1", "quartz|0", "restore|=Bw==", "zebra|2"]
    assert _files(sites) == _anew(sites)


def test_only_the_engagement_whose_words_changed_is_read(
    sites: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    true = wordlist.read
    monkeypatch.setattr(wordlist, "read", lambda site: read.append(site.name) or true(site))
    _put(sites, "birch", "restore ember")
    renew_concordance(sites, ENGAGEMENTS)
    renew_concordance(sites, ENGAGEMENTS)
    assert read == ["birch"]


def test_an_engagement_without_a_site_is_left_out_and_one_that_goes_is_forgotten(
    sites: Path,
) -> None:
    renew_concordance(sites, [*ENGAGEMENTS, ("dunmere", "Dunmere")])
    assert "dunmere" not in _files(sites)["engagements.js"]
    renew_concordance(sites, ENGAGEMENTS[:2])
    assert "zebra" not in "".join(_files(sites).values())
    renew_concordance(sites, [])
    assert not (sites / FOLDER).exists()


@pytest.mark.parametrize("name", ["words-0.js", "made.json"])
def test_what_is_damaged_is_made_anew(sites: Path, name: str) -> None:
    whole = _files(sites)
    (sites / FOLDER / name).write_text("…", "utf-8")
    renew_concordance(sites, ENGAGEMENTS)
    assert _files(sites) == whole


def test_a_name_that_changes_is_told(sites: Path) -> None:
    renew_concordance(sites, [("acme", "Acme & Sons"), *ENGAGEMENTS[1:]])
    assert "Acme & Sons" in _files(sites)["engagements.js"]


def test_many_words_lie_in_pieces_of_which_the_list_knows_the_first_word(
    sites: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concordance, "_PIECE", 20)
    files = _anew(sites)
    assert {name for name in files if name.startswith("words-")} == {"words-0.js", "words-1.js"}
    assert '"from":["backup","restore"]' in files["engagements.js"]
    _put(sites, "acme", "restore")
    renew_concordance(sites, ENGAGEMENTS)
    assert _files(sites) == _anew(sites)


def test_the_words_of_a_site_are_folded_as_the_search_folds_them() -> None:
    assert wordlist.words("Überlauf, A.8.24: naïve_x ½ Œuvre") == {
        *("uberlauf", "a", "8", "24", "naive", "x", "½", "œuvre")
    }
    blocks = (Block("risk-R-04", "Key person leaves", "Nobody knows the ERP.", "R-04"),)
    page = Page("risks.html", "Risks", "About risks.", "", (), blocks)
    its = wordlist.wordlist(Site("acme", "Acme", "", "2026-11-22", (page,), ()))
    assert {"risk", "r", "04", "key", "person", "leaves", "risks"} == its.named
    assert its.said == {"nobody", "knows", "the", "erp"}
