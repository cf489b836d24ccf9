"""What ``write_site`` promises: whole sites, the same bytes, and the last good one on failure."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from browser.fake_site import fake_site, page
from sourcebook.errors import UsageError
from sourcebook.render.pages import Block, NavGroup, Site
from sourcebook.site.folder import Folder
from sourcebook.site.write import Frame, write_site


def tree(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_a_site_has_its_pages_attachments_and_assets_and_nothing_else(
    site: Site, written: Path
) -> None:
    found = tree(written)
    made = {name for name in found if not name.startswith("assets/")}
    assert made == {
        *(one.path for one in site.pages),
        "files/calendar.ics",
        "404.html",
        "sitemap.xml",
        "search/records.js",
        "search/search_index.json",
        "search/search_index.js",
        "search/words.txt",
    }
    assert "assets/fonts/OFL.txt" in found
    assert not [
        name for name in found if name.endswith(".map") or "lunr" in name or "workers" in name
    ]


def test_the_same_site_gives_the_same_bytes(
    site: Site, frame: Frame, written: Path, tmp_path: Path
) -> None:
    write_site(site, tmp_path / "again", frame=dataclasses.replace(frame, cache=tmp_path / "cache"))
    assert tree(tmp_path / "again") == tree(written)


def test_in_a_filled_folder_a_file_takes_the_place_of_a_link_and_not_of_what_it_leads_to(
    tmp_path: Path,
) -> None:
    kept, folder = tmp_path / "kept.txt", tmp_path / "site"
    kept.write_bytes(b"kept")
    folder.mkdir()
    for name in ("written.txt", "placed.txt"):
        (folder / name).hardlink_to(kept)
    source = tmp_path / "source.txt"
    source.write_bytes(b"new")
    filled = Folder(folder)
    filled.write("written.txt", b"new")
    filled.place("placed.txt", source)
    filled.write("beside/other.txt", b"new")
    assert kept.read_bytes() == b"kept"
    assert set(tree(folder).values()) == {b"new"}


def test_compiled_templates_that_are_cut_off_are_made_anew(
    site: Site, frame: Frame, written: Path, tmp_path: Path
) -> None:
    write_site(site, tmp_path / "first", frame=dataclasses.replace(frame, cache=tmp_path / "cache"))
    compiled = list((tmp_path / "cache" / "templates").iterdir())
    assert compiled
    for file in compiled:
        file.write_bytes(file.read_bytes()[:25])
    other = (tmp_path / "cache").rename(tmp_path / "other")  # another one than the process knows
    write_site(site, tmp_path / "again", frame=dataclasses.replace(frame, cache=other))
    assert tree(tmp_path / "again") == tree(written)


def test_shared_assets_are_links_to_the_cache_never_to_the_package(
    site: Site, frame: Frame, tmp_path: Path
) -> None:
    cached = dataclasses.replace(frame, cache=tmp_path / "cache")
    for name in ("one", "two"):
        write_site(site, tmp_path / name, frame=cached)
    font = "assets/fonts/inter-latin-wght-normal.woff2"
    assert (tmp_path / "one" / font).samefile(tmp_path / "two" / font)
    assert (tmp_path / "one" / font).stat().st_nlink == 3  # two sites and the cache
    linked = {
        name for name in tree(tmp_path / "one") if (tmp_path / "one" / name).stat().st_nlink > 1
    }
    assert {name.split("/")[0] for name in linked} == {"assets"}


def test_a_cached_asset_that_somebody_wrote_to_is_replaced(site: Site, tmp_path: Path) -> None:
    frame = Frame(cache=tmp_path / "cache")
    write_site(site, tmp_path / "one", frame=frame)
    with (tmp_path / "one/assets/favicon.svg").open("a") as icon:
        icon.write("more")
    write_site(site, tmp_path / "two", frame=frame)
    assert not (tmp_path / "two/assets/favicon.svg").read_text().endswith("more")


def test_a_failure_leaves_the_last_good_site(site: Site, frame: Frame, tmp_path: Path) -> None:
    broken = tmp_path / "theme"
    (broken / "partials").mkdir(parents=True)
    (broken / "partials/footer.html").write_text("{% if %}")
    write_site(site, tmp_path / "out", frame=frame)
    before = tree(tmp_path / "out")
    with pytest.raises(UsageError, match="cannot be built"):
        write_site(site, tmp_path / "out", frame=dataclasses.replace(frame, overrides=(broken,)))
    assert tree(tmp_path / "out") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "theme"]


def test_pages_that_are_gone_go_and_kept_folders_stay(
    site: Site, frame: Frame, tmp_path: Path
) -> None:
    write_site(site, tmp_path / "out", frame=frame)
    (tmp_path / "out/harbourline").mkdir()
    (tmp_path / "out/harbourline/index.html").write_text("another site")
    smaller = dataclasses.replace(site, pages=site.pages[:3], nav=site.nav[:2])
    write_site(smaller, tmp_path / "out", frame=frame, keep=["harbourline", "absent"])
    assert (tmp_path / "out/harbourline/index.html").read_text() == "another site"
    assert not (tmp_path / "out/hidden.html").exists()


def test_a_projects_theme_and_assets_win(site: Site, tmp_path: Path) -> None:
    (tmp_path / "theme/partials").mkdir(parents=True)
    (tmp_path / "theme/partials/footer.html").write_text("<footer>Ours</footer>")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/extra.css").write_text("body{color:red}")
    (tmp_path / "assets/favicon.svg").write_text("<svg/>")
    frame = Frame(overrides=(tmp_path / "theme",), assets=(tmp_path / "assets",))
    write_site(site, tmp_path / "out", frame=frame)
    html = (tmp_path / "out/risks.html").read_text()
    assert "<footer>Ours</footer>" in html
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]*)"', html)
    assert sheets[-2:] == ["assets/sourcebook.css", "assets/extra.css"]
    assert (tmp_path / "out/assets/favicon.svg").read_text() == "<svg/>"
    (tmp_path / "theme/partials/footer.html").write_text("<footer>Changed</footer>")
    write_site(site, tmp_path / "out", frame=frame)
    assert "<footer>Changed</footer>" in (tmp_path / "out/risks.html").read_text()


def test_unknown_settings_are_the_authors_mistake(site: Site, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"mkdocs\.yml: theme"):
        write_site(site, tmp_path / "out", frame=Frame(settings={"theme": {"name": "none such"}}))


def test_names_are_escaped_wherever_the_frame_shows_them(written: Path) -> None:
    html = (written / "roles/vendor-architect.html").read_text()
    assert "<mobile>" not in html
    assert "Mare Alta &lt;mobile&gt;</title>" in html
    assert 'content="The &#34;mobile&#34; engagement' not in html  # a page has its own description
    assert '<meta name="description" content="Vendor architect in one sentence.">' in html
    assert "Internal &amp; confidential" in html


def test_the_frame_of_a_page_below_leads_up(written: Path) -> None:
    html = (written / "roles/vendor-architect.html").read_text()
    assert 'href="../../index.html" class="pb-brand__p"' in html
    assert 'class="pb-escalate" href="../governance.html#escalation"' in html
    assert '<time datetime="2026-11-22" data-pb-as-of>22 Nov 2026</time>' in html


def test_no_page_has_an_inline_script_style_or_another_host(written: Path) -> None:
    for file in written.rglob("*.html"):
        html = file.read_text()
        scripts = re.findall(r"<script\b([^>]*)>", html)
        assert [tag for tag in scripts if "src=" not in tag] in (
            [],
            [' id="__config" type="application/json"'],
        )
        assert "<style" not in html
        assert " style=" not in html
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', html)
        assert "canonical" not in html  # nobody has said where the site will be


def test_a_link_to_a_page_is_shown_with_its_title_sentence_and_icon(written: Path) -> None:
    html = (written / "roles/vendor-architect.html").read_text()
    for name, value in (
        ("property", ("og:title", "Vendor architect")),
        ("property", ("og:description", "Vendor architect in one sentence.")),
        ("name", ("description", "Vendor architect in one sentence.")),
    ):
        assert f'<meta {name}="{value[0]}" content="{value[1]}">' in html
    icon = re.search(r'<link rel="icon"[^>]*href="([^"]*)"', html)
    assert icon is not None
    assert (written / "roles" / icon[1]).is_file()


@pytest.mark.parametrize(
    "frame",
    [
        Frame(url="https://playbooks.example/books/harbourline"),
        Frame(settings={"site_url": "https://playbooks.example/books/"}),
    ],
)
def test_canonical_addresses_and_the_way_home_where_the_site_is_known(
    site: Site, tmp_path: Path, frame: Frame
) -> None:
    url = "https://playbooks.example/books/harbourline"
    write_site(site, tmp_path / "out", frame=frame)
    for one in site.pages:
        html = (tmp_path / "out" / one.path).read_text()
        assert f'<link rel="canonical" href="{url}/{one.path}">' in html
        assert f'<meta property="og:url" content="{url}/{one.path}">' in html
    lost = (tmp_path / "out/404.html").read_text()
    assert f'href="{url}/governance.html#escalation"' in lost
    assert 'href="/books/harbourline/assets/sourcebook.css"' in lost
    places = ElementTree.parse(tmp_path / "out/sitemap.xml").getroot()  # noqa: S314 - our own file
    locations = [entry[0].text for entry in places]
    assert locations[:2] == [f"{url}/index.html", f"{url}/risks.html"]
    assert {entry[1].text for entry in places} == {"2026-11-22"}


def test_pages_outside_the_navigation_are_written_but_not_listed(written: Path) -> None:
    assert (written / "hidden.html").is_file()
    assert 'href="hidden.html"' not in (written / "index.html").read_text()


def test_the_search_index_leads_to_items(site: Site, written: Path) -> None:
    script = (written / "search/records.js").read_text()
    found = json.loads(script.removeprefix("var __records = "))
    docs = {doc["location"]: doc for doc in found}
    assert docs["risks.html"]["title"] == "Risks &amp; contingency"
    assert docs["risks.html#ris-02"]["text"] == "Payment provider is down: who watches it."
    assert len(docs) == len(found) == sum(len(one.blocks) + 1 for one in site.pages)
    assert script.endswith(json.dumps(found, separators=(",", ":"), ensure_ascii=False))


def test_a_pages_own_record_comes_first_though_its_blocks_have_it_last() -> None:
    from sourcebook.site.index import search_records

    one = page("a.html", "A")
    one = dataclasses.replace(one, blocks=(*one.blocks, Block("", "A <b>", "all of & it")))
    site = dataclasses.replace(fake_site(), pages=(one,), nav=(NavGroup("", ("a.html",)),))
    first = json.loads(search_records(site))[0]
    assert first == {"location": "a.html", "title": "A &lt;b&gt;", "text": "all of &amp; it"}
