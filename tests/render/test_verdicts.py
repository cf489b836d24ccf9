"""What a page says of a state: never better than what is known."""

from __future__ import annotations

import re

from render.markup import read
from render.playbooks import page, site


def _columns(html):
    """The board's columns by their head, each with the text of its cards."""
    found = re.findall(r'<section class="pb-col [^"]*" aria-label="([^"]*)">(.*?)</section>', html)
    found = found or re.findall(
        r'<section class="pb-col [^"]*" aria-label="([^"]*)">(.*?)</section>', html, re.DOTALL
    )
    return {head: read(f"<div>{body}</div>").text for head, body in found}


def test_a_partial_verification_is_not_verified():
    check = {"last_verified": "2026-11-04", "frequency_days": 90}
    protocols = [
        {
            "id": "SEC-1",
            "title": "Restore",
            "verification": {**check, "result": "partial"},
            "exceptions": [{"until": "2027-01-31"}, {"until": "2026-11-01"}, {"reason": "x"}],
        },
        {"id": "SEC-2", "title": "Sign-on", "verification": {**check, "result": "pass"}},
        {"id": "SEC-3", "title": "Unknown", "verification": {**check, "result": "passed"}},
    ]
    shown = _columns(page(site({"security": {"protocols": protocols}}), "security.html").html)
    assert "Restore" in shown["Partial"]
    assert "exception until 31 Jan 2027" in shown["Partial"].replace("\u00a0", " ")
    assert "exception ended 1 Nov 2026" in shown["Partial"].replace("\u00a0", " ")
    assert "exception without an end" in shown["Partial"]
    assert "Restore" not in shown["Verified"]
    assert "Sign-on" in shown["Verified"]
    assert "Unknown" in shown["No result"]


def test_the_review_of_a_section_is_called_so():
    made = site({"goals": {"meta": {"last_reviewed": "2026-01-01", "review_every_days": 30}}})
    for path in ("freshness.html", "index.html"):
        shown = read(page(made, path).html).text
        assert "Review of the section" in shown
