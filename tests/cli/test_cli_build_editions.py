"""``sourcebook build``: what each edition holds, overlays, and what stops a shared site."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sourcebook.cli import main

ENGAGEMENT = """\
format: 1
name: Trial
status: active
phase: delivery
parties:
  - {id: kestrel, name: Kestrel Foods, side: client, country: GB}
  - {id: sable, name: Sable Works, side: vendor, country: PT}
"""
RISKS = """\
register:
  - {id: R-1, title: The architect leaves, likelihood: 2, impact: 3, status: open}
  - {id: R-2, title: We may end it early, likelihood: 2, impact: 3, visibility: internal}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "project"
    write(home / "playbooks" / "trial" / "engagement.yaml", ENGAGEMENT)
    write(home / "playbooks" / "trial" / "risks.yaml", RISKS)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.chdir(home)
    return home


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def build(*arguments: str) -> Result:
    return run("build", "--as-of", "2026-11-22", *arguments)


def risks(project: Path, edition: str) -> str:
    return (project / "site" / edition / "trial" / "risks.html").read_text("utf-8")


def test_both_editions_are_built_and_say_which_they_are(project: Path) -> None:
    result = build()
    assert result.exit_code == 0
    assert "site/internal/trial" in result.output
    assert "site/shared/trial" in result.output
    assert "We may end it early" in risks(project, "internal")
    assert "We may end it early" not in risks(project, "shared")
    assert "The architect leaves" in risks(project, "shared")
    assert "Internal edition" in risks(project, "internal")
    assert "Shared edition" in risks(project, "shared")


def test_one_edition_alone(project: Path) -> None:
    build("--edition", "shared")
    assert not (project / "site" / "internal").exists()
    assert (project / "site" / "shared" / "trial" / "index.html").is_file()
    assert not (project / "site" / "shared" / "index.html").exists()  # no list of engagements
    build("--edition", "internal")
    assert (project / "site" / "internal" / "index.html").is_file()


@pytest.mark.usefixtures("project")
def test_an_unknown_edition_is_the_author_s_mistake() -> None:
    result = build("--edition", "public")
    assert result.exit_code == 2
    assert "'internal', 'shared', 'all'" in result.output


def test_internal_pages_are_not_in_the_shared_edition_and_nothing_leads_there(
    project: Path,
) -> None:
    pages = project / "playbooks" / "trial" / "pages"
    write(pages / "notes.md", "---\nvisibility: internal\n---\nOnly us.\n")
    write(pages / "start.md", "See [our notes](notes.md) and [it](a.txt).\n")
    build()
    shared = project / "site" / "shared" / "trial"
    assert not (shared / "more" / "notes.html").exists()
    assert not (shared / "accepted.html").exists()
    assert not (shared / "partner.html").exists()
    text = (shared / "more" / "start.html").read_text("utf-8")
    assert "See our notes and" in text
    assert "notes.html" not in text


def test_only_linked_attachments_are_shared(project: Path) -> None:
    for name in ("open.txt", "closed.txt"):
        write(project / "playbooks/trial/files" / name, "text")
    write(project / "playbooks/trial/pages/start.md", "See [the list](../files/open.txt).\n")
    build()
    assert (project / "site/internal/trial/files/closed.txt").is_file()
    assert (project / "site/shared/trial/files/open.txt").is_file()
    assert not (project / "site/shared/trial/files/closed.txt").exists()


def test_a_link_that_is_only_quoted_shares_no_attachment(project: Path) -> None:
    write(project / "playbooks/trial/files/closed.txt", "text")
    write(project / "playbooks/trial/pages/start.md", 'Write `<a href="../files/closed.txt">`.\n')
    build()
    assert (project / "site/internal/trial/files/closed.txt").is_file()
    assert not (project / "site/shared/trial/files/closed.txt").exists()


def test_internal_words_in_shared_text_stop_the_shared_site_and_leave_the_last_one(
    project: Path,
) -> None:
    assert build().exit_code == 0
    partner = "conflicts_of_interest: The sponsor owns shares of Sable Works Holding\n"
    write(project / "playbooks/trial/partner.yaml", partner)
    assert build().exit_code == 0
    write(project / "templates/pages/_stamp.html.j2",
          "<p>The sponsor owns <b>shares</b> of Sable Works Holding</p>")  # fmt: skip
    result = build()
    assert result.exit_code == 1
    assert "PRV002" in result.output
    assert "playbooks/trial/partner.yaml:1" in result.output
    assert "sponsor owns" in risks(project, "internal")
    assert "sponsor owns" not in risks(project, "shared")
    assert "The architect leaves" in risks(project, "shared")


def test_a_wholly_internal_engagement_has_no_shared_site(project: Path) -> None:
    build()
    text = f"meta: {{visibility: internal}}\n{ENGAGEMENT}"
    write(project / "playbooks/trial/engagement.yaml", text)
    result = build()
    assert result.exit_code == 0
    assert "all of it is internal" in result.output
    assert not (project / "site" / "shared" / "trial").exists()


def test_the_sites_of_an_engagement_that_is_gone_go_away(project: Path) -> None:
    build()
    write(project / "playbooks/other/engagement.yaml", ENGAGEMENT)
    (project / "playbooks" / "trial").rename(project / "playbooks" / "renamed")
    build()
    for edition in ("internal", "shared"):
        names = {path.name for path in (project / "site" / edition).iterdir() if path.is_dir()}
        assert {"other", "renamed"} <= names
        assert "trial" not in names


def test_an_overlay_is_laid_over_the_internal_edition_alone(project: Path) -> None:
    overlay = project.parent / "playbooks-internal"
    write(overlay / "trial" / "partner.yaml", "supplier_tier: critical\n")
    write(overlay / "trial" / "risks.yaml", "register:\n  - {id: R-1, impact: 5, title: Ana goes}\n"
                                            "  - {id: R-9, title: We are bought}\n")  # fmt: skip
    write(overlay / "trial" / "pages" / "notes.md", "Only in the overlay.\n")
    result = build("--overlay", str(overlay))
    assert result.exit_code == 0, result.output
    assert "Ana goes" in risks(project, "internal")
    assert "We are bought" in risks(project, "internal")
    assert "The architect leaves" in risks(project, "shared")  # as the engagement itself has it
    assert "Ana goes" not in risks(project, "shared")
    assert "We are bought" not in risks(project, "shared")
    assert (project / "site/internal/trial/more/notes.html").is_file()
    assert not (project / "site/shared/trial/more").exists()


def test_an_overlay_may_be_named_in_the_settings_and_be_a_repository_of_the_same_shape(
    project: Path,
) -> None:
    write(project / "site_config/site.yml", "overlays: [../internal]\n")
    write(project.parent / "internal/playbooks/trial/goals.yaml", "objective: Kept to ourselves\n")
    assert build().exit_code == 0
    text = (project / "site/internal/trial/goals.html").read_text("utf-8")
    assert "Kept to ourselves" in text


@pytest.mark.parametrize(
    ("folder", "says"),
    [("nowhere", "is no folder"), ("playbooks/trial", "lies within playbooks/")],
)
@pytest.mark.usefixtures("project")
def test_an_overlay_that_cannot_be_one_is_told(folder: str, says: str) -> None:
    result = build("--overlay", folder)
    assert result.exit_code == 2
    assert says in result.output


def test_shared_content_that_names_an_item_of_an_overlay_is_told(project: Path) -> None:
    write(project.parent / "internal/trial/risks.yaml", "register:\n  - {id: R-9, title: Bought}\n")
    goals = "goals:\n  - {id: G1, title: Faster, risk: R-9}\n"
    write(project / "playbooks/trial/goals.yaml", goals)
    write(project / "site_config/site.yml", "overlays: [../internal]\n")
    result = run("lint", "--select", "PRV002,REF001", "--format", "json")
    assert '"PRV002"' in result.output
    assert '"REF001"' not in result.output
    build()
    assert "R-9" not in (project / "site/shared/trial/goals.html").read_text("utf-8")


def test_a_secret_is_blotted_out_everywhere_and_the_build_says_so(project: Path) -> None:
    secret = "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"  # noqa: S105 -- made up
    goals = f"objective: The key is {secret}\nx-own: {secret}\n"
    write(project / "playbooks/trial/goals.yaml", goals)
    write(project / "playbooks/trial/pages/start.md", f"Use {secret} for it.\n")
    result = build()
    assert result.exit_code == 1
    assert "SEC008" in result.output
    assert "blotted out" in result.output
    assert secret not in result.output
    for path in [*(project / "site").rglob("*"), *(project / ".cache").rglob("*")]:
        assert not path.is_file() or secret.encode() not in path.read_bytes(), path
    assert "[hidden]" in (project / "site/shared/trial/goals.html").read_text("utf-8")
