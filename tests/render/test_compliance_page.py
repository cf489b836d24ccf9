"""The clause matrix: how far each clause is evidenced, where, and what is missing."""

from __future__ import annotations

import re

from render.playbooks import page, site


def rows(html: str) -> dict[str, str]:
    """Each clause's row as text with its links, by the clause's id."""
    found = re.findall(
        r'<tr[^>]*><th scope="row"><span class="pb-id">(.*?)</span>(.*?)</tr>', html, re.S
    )
    return dict(found)


def test_each_clause_says_where_its_evidence_is_and_what_is_missing():
    made = site({
        "engagement": {"regulatory_profiles": ["dora-28-extras", "unknown", "dora-28-extras"]},
        "compliance": {
            "meta": {"owner": "x"},
            "clause_notes": [
                {"profile": "dora-28-extras", "clause": "28(4)(d)-(e)", "status": "na",
                 "note": "Looked into <b>by the group</b>", "contract_ref": "annex 4"},
            ],
        },
        "exit": {
            "plan": [{"id": "a", "task": "Hand over"}],
            "data_return": {"within_days": 30},
            "alternative_providers": {"none": "two are being asked"},
        },
    })  # fmt: skip
    html = page(made, "compliance.html").html
    assert html.count('id="profile-dora-28-extras"') == 1
    assert "not legal advice" in html
    found = rows(html)
    assert list(found) == ["28(3)", "28(4)(d)-(e)", "28(7)(a)-(d)", "28(8)"]
    assert "Not asked" in found["28(4)(d)-(e)"]
    assert "Looked into &lt;b&gt;by the group&lt;/b&gt; (annex 4)" in found["28(4)(d)-(e)"]
    assert "Not evidenced" in found["28(7)(a)-(d)"]
    assert "<code>exit.triggers</code>" in found["28(7)(a)-(d)"]
    assert "Partly" in found["28(8)"]
    assert '<a href="exit.html#plan">Exit: plan</a>' in found["28(8)"]
    assert "<code>exit.rehearsal.last_tested</code>" in found["28(8)"]
    assert "0 of 3 clauses evidenced" in html


def test_without_a_profile_there_is_no_matrix():
    made = site({"compliance": {"meta": {"owner": "x"}, "phi": {"permitted_uses": "None"}}})
    assert "pb-table" not in page(made, "compliance.html").html


def test_evidence_is_called_as_on_its_page():
    """Abbreviations stay in capitals."""
    made = site({
        "engagement": {"regulatory_profiles": ["hipaa-baa", "gdpr-28"]},
        "compliance": {"meta": {"owner": "x"}, "phi": {"permitted_uses": "To run the service"}},
        "security": {"subcontracting": {"permitted": True, "notice_days": 30}},
    })  # fmt: skip
    html = page(made, "compliance.html").html
    assert ">Data &amp; compliance: health information (PHI), permitted uses</a>" in html
    assert ">Security: subcontracting, told beforehand by</a>" in html
