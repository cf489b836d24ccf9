"""The ladders of escalation, with two sides and with more."""

from __future__ import annotations

import re
from typing import Any

import pytest

from render.playbooks import page, site

ROLES = [{"id": f"{party}-{n}", "party": party} for party in "cvs" for n in (1, 2)]


def _data(*parties: str, id: str = "incident-sev-1") -> dict[str, Any]:
    sides = {"c": "client", "v": "vendor", "s": "sub-supplier"}
    levels = [
        {
            "level": n,
            "respond_within_min": 15 * n,
            "channel": "pager",
            "roles": {party: f"{party}-{n}" for party in parties},
        }
        for n in (1, 2)
    ]
    return {
        "engagement": {"parties": [{"id": p, "side": side} for p, side in sides.items()]},
        "roles": {"roles": ROLES},
        "communication": {"channels": [{"id": "pager", "tool": "Pager", "address_ref": "room 1"}]},
        "governance": {
            "escalation": {
                "severities": [{"id": "sev-1", "definition": "All is down."}],
                "paths": [
                    {"id": id, "severity": "sev-1", "trigger": "It is down.", "levels": levels}
                ],
            }
        },
    }


@pytest.mark.parametrize(
    ("id", "title"), [("incident-sev-1", "Incident sev-1."), ("breach", "Breach sev-1.")]
)
def test_the_severity_is_said_once(id: str, title: str) -> None:
    made = page(site(_data("c", "v", id=id)), "governance.html")
    told = re.sub(r"<[^>]+>", "", made.html[made.html.index("pb-callout--bad") :])
    assert f"{title} It is down." in told
    block = next(block for block in made.blocks if block.code == id)
    assert f"{block.title} {block.text}".count("sev-1") == 1


def test_each_level_has_its_channel_once() -> None:
    html = page(site(_data("c", "v")), "governance.html").html
    ladder = html[html.index('<div class="pb-card pb-ladder">') : html.index("</section>")]
    assert ladder.count("Pager") == ladder.count("room 1") == 2


@pytest.mark.parametrize("parties", [("c", "v"), ("c", "v", "s")])
def test_search_parts_what_a_level_holds(parties: tuple[str, ...]) -> None:
    made = page(site(_data(*parties)), "governance.html")
    block = next(block for block in made.blocks if block.code == "incident-sev-1")
    said = block.text.replace("\u00a0", " ")
    assert "15 min" in said
    assert "C C-1 · V V-1 · " in said
    assert "V-1 · Pager: room 1 · " in said or "S-1 · Pager: room 1 · " in said
