"""The findings page says how complete the playbook is, and how that is computed."""

from __future__ import annotations

from pathlib import Path

from lint.workspace import change, make_project
from render import examples
from sourcebook.analysis.score import EXPLAINED, score
from sourcebook.model.loading import load_playbook
from sourcebook.render.views import health
from sourcebook.source.project import Project


def test_the_score_stands_beside_the_counts_with_its_explanation(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    change(folder, delete=["risks.yaml"])
    book = load_playbook(Project.find(tmp_path), "base").playbook
    ctx = examples.context(book)
    whole = score(book, ctx.thresholds).whole
    html = health.findings(ctx).html
    assert f'<div class="pb-stat__v">{whole.percent} %</div>' in html
    assert f"The score, {whole.filled} of {whole.asked}: {EXPLAINED}" in html
    assert whole.filled < whole.asked
