"""The portfolio's row of each engagement."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from render import examples
from sourcebook.analysis.plain import written
from sourcebook.findings import Severity
from sourcebook.model.loading import load_playbook
from sourcebook.render.context import Measures
from sourcebook.render.dossier import dossier
from sourcebook.render.portfolio import portfolio_site, summary
from sourcebook.render.views.guide import Guide, GuideRule
from sourcebook.source.project import Project

RULE = GuideRule("ABC001", "a-rule", Severity.WARNING, "All is well.", "Why.", "Fix.", "Source.")
CARD = "schema_version: 1\nname: Acme\nphase: delivery\n"


def _row(root: Path, card: str, there: bool = True) -> str:
    folder = root / "playbooks" / "acme"
    folder.mkdir(parents=True)
    (folder / "engagement.yaml").write_text(card, "utf-8")
    project = Project.find(root)
    loaded = load_playbook(project, "acme")
    one = summary(
        loaded.playbook,
        loaded.findings,
        written(dossier(loaded.playbook, examples.AS_OF, Measures())),
    )
    made = portfolio_site(
        [replace(one, there=there)], (), Guide((RULE,)), examples.AS_OF, project.settings
    )
    return made.pages[0].html.split("<tbody>")[1].split("</tbody>")[0]


@pytest.mark.parametrize(("card", "unread"), [(CARD, False), ("name: it is: broken\n", True)])
def test_a_card_that_cannot_be_read_is_named_in_place_of_blank_cells(
    tmp_path: Path, card: str, unread: bool
) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", "utf-8")
    row = _row(tmp_path, card)
    assert ("cannot be read" in row) is unread
    assert ("acme/engagement.yaml" in row) is unread
    assert (">Delivery<" in row) is not unread


def test_a_site_that_was_not_built_is_named_and_not_linked(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", "utf-8")
    row = _row(tmp_path, CARD, there=False)
    assert "href=" not in row
    assert "sourcebook build acme" in row
