"""The last look at a shared site finds internal words however they are written."""

from __future__ import annotations

import base64
import gzip
import html
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from render.playbooks import loaded
from sourcebook.model.edition import shared_edition
from sourcebook.model.playbook import Playbook
from sourcebook.site.leaks import kept_back, leaks

WORDS = "We may leave Kestrel & Sons by May."
SECTIONS = {
    "engagement": {"name": "Trial"},
    "exit": {"triggers": ["Insolvency of the vendor"], "alternative_providers": [WORDS]},
    "risks": {
        "register": [
            {"id": "R-1", "title": "The vendor's architect leaves"},
            {"id": "R-2", "title": "Short", "visibility": "internal"},
        ]
    },
}


def editions() -> tuple[Playbook, Playbook]:
    whole = loaded(SECTIONS)
    shared = shared_edition(whole)
    assert shared is not None
    return whole.playbook, shared.playbook


def found(folder: Path, allowed: str = "") -> list[tuple[str, str]]:
    secrets = kept_back(*editions())
    return [(leak.secret.text, leak.file) for leak in leaks(folder, secrets, allowed)]


def test_what_is_kept_back_is_what_only_the_whole_playbook_says() -> None:
    assert [secret.text for secret in kept_back(*editions())] == [WORDS]  # "Short" says nothing


def test_a_text_that_is_shared_elsewhere_is_no_secret() -> None:
    whole = loaded({**SECTIONS, "goals": {"objective": f"{WORDS} So it is."}})
    shared = shared_edition(whole)
    assert shared is not None
    assert kept_back(whole.playbook, shared.playbook) == ()


def test_a_secret_knows_where_it_stands() -> None:
    (secret,) = kept_back(*editions())
    assert secret.place.file == "playbooks/demo/exit.yaml"
    assert secret.place.line > 1


def test_the_words_of_an_internal_page_are_kept_back_sentence_by_sentence() -> None:
    text = "---\nvisibility: internal\n---\n# Notes\n\nThe renewal is open. Nobody knows it yet.\n"
    whole = loaded({"engagement": {"name": "Trial"}}, {"notes.md": text})
    shared = shared_edition(whole)
    assert shared is not None
    texts = [secret.text for secret in kept_back(whole.playbook, shared.playbook)]
    assert texts == ["The renewal is open.", "Nobody knows it yet."]


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text,
        lambda text: text.upper(),
        lambda text: html.escape(text),
        lambda text: quote(text),
        lambda text: json.dumps(f"«{text}»"),
        lambda text: "".join(f"\\u{ord(letter):04x}" for letter in text),
        lambda text: text.replace(" ", "\n   "),
        lambda text: text.replace("leave", "<b>leave</b>"),
        lambda text: f'<a title="{html.escape(text)}">x</a>',
        lambda text: base64.b64encode(text.encode()).decode(),
        lambda text: base64.urlsafe_b64encode(f"~ {text}".encode()).decode(),
    ],
)
def test_it_is_found_however_it_is_written(tmp_path: Path, written: Callable[[str], str]) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "page.html").write_text(f"<p>Before {written(WORDS)} after</p>", "utf-8")
    assert found(tmp_path) == [(WORDS, "deep/page.html")]


def test_it_is_found_in_a_compressed_file_and_in_a_file_name(tmp_path: Path) -> None:
    (tmp_path / "sitemap.xml.gz").write_bytes(gzip.compress(WORDS.encode()))
    (tmp_path / "we-may-leave-kestrel-sons-by-may.html").write_text("nothing", "utf-8")
    assert [file for _, file in found(tmp_path)] == [
        "sitemap.xml.gz",
        "we-may-leave-kestrel-sons-by-may.html",
    ]


def test_parts_of_it_and_words_of_the_product_are_no_leak(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("We may leave. Kestrel & Sons came by in May.", "utf-8")
    assert found(tmp_path) == []


def test_what_the_product_says_itself_and_what_settings_say_is_no_leak(tmp_path: Path) -> None:
    whole = loaded({
        "engagement": {"name": "Trial"},
        "partner": {"conflicts_of_interest": "Security protocols. United Kingdom. Kestrel & Sons"},
    })  # fmt: skip
    shared = shared_edition(whole)
    assert shared is not None
    secrets = kept_back(whole.playbook, shared.playbook)
    (tmp_path / "page.html").write_text("Security protocols, United Kingdom, Kestrel & Sons")
    assert [leak.secret.text for leak in leaks(tmp_path, secrets)] == ["Kestrel & Sons"]
    assert list(leaks(tmp_path, secrets, "Kestrel & Sons: our playbooks")) == []
