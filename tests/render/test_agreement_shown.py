"""A section's page says who agreed, when, and that it changed since."""

from __future__ import annotations

from typing import Any

import pytest

from render.markup import read
from render.playbooks import loaded, page, site
from sourcebook.analysis.digests import digest_of
from sourcebook.model.edition import shared_edition
from sourcebook.model.sections.scope import Scope

SCOPE = {"in_scope": ["The shop"]}
NOW, BEFORE = digest_of(Scope, SCOPE), f"v1-{'0' * 32}"
AROUND: dict[str, Any] = {
    "engagement": {
        "parties": [
            {"id": "bank", "side": "client", "name": "Tidewell Bank"},
            {"id": "house", "side": "vendor", "name": "Marrow Software"},
        ]
    },
    "roles": {
        "roles": [
            {"id": "lead", "party": "bank", "title": "Lead"},
            {"id": "maker", "party": "house", "title": "Maker"},
        ]
    },
}


def shown(lead: str, maker: str, status: str = "agreed", edition: str = "internal") -> list[str]:
    """The text of the scope's page and of the overview."""
    agreements = [
        {"role": "lead", "date": "2026-11-03", "digest": lead},
        {"role": "maker", "date": "2026-11-04", "digest": maker},
    ]
    meta = {"status": status, "agreed_by": ["lead"], "agreements": agreements}
    whole = loaded({**AROUND, "scope": {"meta": meta, **SCOPE}})
    if edition == "shared":
        shared = shared_edition(whole)
        assert shared is not None
        whole = shared
    made = site(whole)
    found = (read(page(made, path).html).text for path in ("scope.html", "index.html"))
    return [text.replace("\u00a0", " ") for text in found]


def test_who_agreed_and_when() -> None:
    scope, overview = shown(NOW, NOW)
    assert "Both sides" in scope
    assert scope.count("3 Nov 2026") == scope.count("4 Nov 2026") == 1
    assert "Changed since" not in scope
    assert "earlier text" not in scope
    assert "1 by both sides" in overview


@pytest.mark.parametrize("edition", ["internal", "shared"])
def test_what_changed_since_says_so_until_both_agree_again(edition: str) -> None:
    scope, overview = shown(BEFORE, BEFORE, edition=edition)
    assert "Changed since both sides agreed." in scope
    assert "Tidewell Bank and Marrow Software have still to agree" not in scope
    assert "The client and Marrow Software have still to agree." in scope
    assert scope.count("to an earlier text") == 2
    assert "0 of 3" in overview
    assert "changed since: Scope" in overview
    scope, _ = shown(NOW, BEFORE, edition=edition)
    assert "Lead agreed to what it says now. Marrow Software has still to agree." in scope


def test_a_draft_is_no_promise() -> None:
    scope, overview = shown(BEFORE, BEFORE, "draft")
    assert "Draft" in scope
    assert "Changed since" not in scope
    assert "4 Nov 2026, to an earlier text" in scope
    assert "nothing is agreed yet" in overview
