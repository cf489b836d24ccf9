"""``sourcebook build --at``: the sites as they stood then, for whoever has to check them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from changes.past import Past
from cli.conftest import Run
from lint.workspace import make_project
from sourcebook.cli import main

INTERNAL = "    status: open\n    visibility: internal\n"
BANNER = re.compile(r'<aside class="pb-stale pb-stale--stood"[^>]*>([^<]*)</aside>')


@pytest.fixture
def past(project: Path) -> Past:
    """A year: a draft, a layer, a shorter term, a second engagement, a risk that is kept back."""
    made = Past(project)
    (project / ".gitignore").write_text(".cache/\nsite/\n", "utf-8")
    made.commit("2026-01-05", "First draft", engagement={"name: ": "name: Early "})
    made.commit("2026-03-02", "A layer", exit={"within_days: 30": "within_days: 20"})
    shutil.copytree(made.base, project / "playbooks" / "second")
    made.commit("2026-06-01", "A second one", risks={"likelihood: 2": "likelihood: 3"})
    (project / "site_config" / "site.yml").write_text("as_of: 2026-11-22\nname: Later\n", "utf-8")
    made.commit("2026-09-01", "Kept to ourselves", risks={"    status: open\n": INTERNAL})
    return made


def text(past: Past, at: str, page: str, edition: str = "internal") -> str:
    commit = past.git("rev-parse", at)[:7]
    return (past.root / "site" / "at" / commit / edition / page).read_text("utf-8")


def test_every_page_says_when_it_stood_so(past: Past, run: Run) -> None:
    first = past.git("rev-parse", "HEAD~3")
    result = run("build", "--at", "HEAD~3")
    assert result.exit_code == 0, result.output
    folder = past.root / "site" / "at" / first[:7]
    pages = sorted(folder.rglob("*.html"))
    assert {path.relative_to(folder).parts[0] for path in pages} == {"internal", "shared"}
    words = f"As it stood on 5\xa0Jan\xa02026 (commit {first[:7]}). What came later is not here."
    assert [path for path in pages if words not in path.read_text("utf-8")] == []


def test_content_is_of_then_and_so_is_the_day(past: Past, run: Run) -> None:
    assert run("build", "--at", "HEAD~2").exit_code == 0
    page = text(past, "HEAD~2", "base/exit.html")
    assert "20 days" in page
    assert 'datetime="2026-03-02" data-pb-as-of' in page
    assert "Later" not in text(past, "HEAD~2", "index.html")
    history = text(past, "HEAD~2", "base/changed.html")
    assert "within 30 → 20 days" in history
    assert "The playbook begins." in history
    assert "6 → 9" not in history
    assert not (past.root / "site" / "internal").exists()


def test_a_day_means_the_last_commit_up_to_its_end(past: Past, run: Run) -> None:
    assert run("build", "--at", "2026-04-30", "--edition", "internal").exit_code == 0
    page = text(past, "HEAD~2", "base/index.html")
    commit = past.git("rev-parse", "HEAD~2")[:7]
    assert BANNER.findall(page) == [
        f"As it stood on 30\xa0Apr\xa02026 (commit {commit}). What came later is not here."
    ]
    assert 'datetime="2026-04-30" data-pb-as-of' in page


def test_another_day_to_look_from_and_another_folder(past: Past, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "audit"
    result = run("build", "base", "--at", "main", "--as-of", "2026-12-31", "--out", str(out))
    assert result.exit_code == 0, result.output
    page = (out / "internal" / "base" / "index.html").read_text("utf-8")
    assert 'datetime="2026-12-31" data-pb-as-of' in page
    assert "As it stood on 1\xa0Sep\xa02026" in page
    assert not (out / "internal" / "second").exists()
    assert not (past.root / "site").exists()


def test_several_engagements_and_one_by_its_path(past: Past, run: Run) -> None:
    assert run("build", "--at", "HEAD~1", "--edition", "internal").exit_code == 0
    assert "base/index.html" in (index := text(past, "HEAD~1", "index.html"))
    assert "second/index.html" in index
    assert run("build", "playbooks/second/risks.yaml", "--at", "HEAD~1").exit_code == 0


def test_the_shared_edition_tells_nothing_internal_of_then(past: Past, run: Run) -> None:
    assert run("build", "--at", "HEAD", "--edition", "shared").exit_code == 0
    folder = past.root / "site" / "at" / past.git("rev-parse", "HEAD")[:7] / "shared" / "base"
    assert not (folder.parent.parent / "internal").exists()
    told = [path for path in folder.rglob("*") if path.is_file() and b"R-1" in path.read_bytes()]
    assert told == []
    subjects = ("Kept to ourselves", "First draft", "The best code of three bidders")
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert [subject for subject in subjects if subject.encode() in everything] == []


def test_it_is_not_in_the_way_of_builds_of_now(past: Past, run: Run) -> None:
    def seen(folder: Path) -> Mapping[Path, tuple[int, bytes]]:
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    assert run("build").exit_code == 0
    site = {name: seen(past.root / "site" / name) for name in ("internal", "shared")}
    remembered = seen(past.root / ".cache" / "sourcebook" / "sites")
    assert run("build", "--at", "HEAD~1").exit_code == 0
    assert {name: seen(past.root / "site" / name) for name in site} == site
    assert seen(past.root / ".cache" / "sourcebook" / "sites") == remembered
    assert "2 unchanged" in run("build").output
    assert past.git("status", "--short") == ""


def test_links_to_the_source_lead_to_the_files_of_then(past: Past, run: Run) -> None:
    settings = "as_of: 2026-11-22\nrepository: https://git.example/acme/books\n"
    (past.root / "site_config" / "site.yml").write_text(settings, "utf-8")
    commit = past.commit("2026-10-01", "Where we are")
    assert run("build", "base", "--at", "HEAD", "--edition", "internal").exit_code == 0
    page = text(past, "HEAD", "base/exit.html")
    assert f"https://git.example/acme/books/blob/{commit}/playbooks/base/exit.yaml" in page
    assert "Source of this section" in page
    assert "Edit this section" not in page


def test_no_address_of_now_is_claimed(past: Past, run: Run) -> None:
    (past.root / "mkdocs.yml").write_text("site_url: https://books.example/\n", "utf-8")
    past.commit("2026-10-01", "An address")
    assert run("build", "base", "--at", "HEAD", "--edition", "internal").exit_code == 0
    assert "books.example" not in text(past, "HEAD", "base/index.html")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--at", "v9"), "'v9' is no revision of this repository. Name a branch, a tag, a commit"),
        (("--at", "2025-12-31"), "There is no commit up to 2025-12-31 here."),
        (("--at", "2026-02-30"), "'2026-02-30' is no revision"),
        (("second", "--at", "HEAD~2"), "On 2 Mar 2026 (commit "),
        (("second", "--at", "HEAD~2"), "'second' was no engagement. Engagements then: base."),
        (("--at", "HEAD", "--shard", "1/2"), "--at and --shard do not go together"),
    ],
)
def test_what_cannot_be_built_is_said(
    past: Past,  # noqa: ARG001 -- the repository to run in
    run: Run,
    arguments: tuple[str, ...],
    words: str,
) -> None:
    result = run("build", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not Path("site").exists()


@pytest.mark.parametrize("at", ["HEAD", "main", "2026-03-01"])
def test_a_repository_without_commits_says_so(project: Path, run: Run, at: str) -> None:
    Past(project)
    result = run("build", "--at", at)
    assert result.exit_code == 2
    assert "Nothing is committed in this repository yet" in result.stderr
    assert "fetch" not in result.stderr


def test_before_there_was_a_playbook(project: Path, run: Run) -> None:
    past = Past(project)
    past.git("commit", "--quiet", "--allow-empty", "-m", "Nothing yet")
    past.commit("2026-02-01", "Begin", risks={"Delay": "Late"})
    result = run("build", "--at", "HEAD~1")
    assert result.exit_code == 2
    assert "there was no playbooks/ in this project yet" in result.stderr


def test_a_configuration_of_then_that_is_wrong_now(past: Past, run: Run) -> None:
    (past.root / "site_config" / "lint.yml").write_text("rulez: {}\n", "utf-8")
    past.commit("2026-10-01", "Rules")
    (past.root / "site_config" / "lint.yml").unlink()
    past.commit("2026-10-02", "No rules")
    result = run("build", "--at", "HEAD~1")
    assert result.exit_code == 2
    assert "On 1 Oct 2026 (commit" in result.stderr
    assert "CFG001" in result.stderr
    assert "site_config/lint.yml" in result.stderr


def test_without_a_repository(project: Path, run: Run) -> None:
    result = run("build", "--at", "main")
    assert result.exit_code == 2
    assert f"{project} is in no git repository" in result.stderr


def test_without_git(past: Past, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(past.root))
    result = run("build", "--at", "main")
    assert result.exit_code == 2
    assert "sourcebook build --at needs git" in result.stderr


def in_folder(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(folder), *arguments])


def test_a_shallow_clone_lacks_it_and_says_so(past: Past, tmp_path: Path) -> None:
    shallow, first = tmp_path / "shallow", past.git("rev-parse", "HEAD~3")
    past.git("clone", "--quiet", "--depth=1", past.root.as_uri(), str(shallow))
    result = in_folder(shallow, "build", "--at", first)
    assert result.exit_code == 2
    assert "This clone is shallow" in result.stderr
    assert "git fetch --unshallow" in result.stderr


def test_a_project_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    top = tmp_path / "mono"
    past = Past(make_project(top / "delivery"))
    shutil.rmtree(past.root / ".git")
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(top)], check=True)
    past.commit("2026-02-01", "Begin", risks={"Delay": "Late"})
    past.commit("2026-03-01", "Go on", risks={"Late": "Early"})
    result = in_folder(past.root, "build", "--at", "HEAD~1", "--edition", "internal")
    assert result.exit_code == 0, result.output
    page = text(past, "HEAD~1", "base/risks.html")
    assert "Late" in page
    assert "Early" not in page


MARBLE = "register:\n  - {id: R-9, title: Marble, likelihood: 1, impact: 1, status: open}\n"


def test_an_overlay_is_what_its_own_repository_held_then(
    past: Past, run: Run, tmp_path: Path
) -> None:
    root = tmp_path / "ours"
    (root / "playbooks" / "base").mkdir(parents=True)
    (root / "playbooks" / "base" / "risks.yaml").write_text(MARBLE, "utf-8")
    command = ("build", "base", "--at", "2026-04-30", "--overlay", str(root))
    refused = run(*command)
    assert refused.exit_code == 2
    assert "lies in no git repository, so nobody knows what it held then" in refused.stderr
    ours = Past(root)
    ours.commit("2026-04-01", "Ours", risks={"Marble": "Granite"})
    ours.commit("2026-07-01", "Later", risks={"Granite": "Basalt"})
    result = run(*command)
    assert result.exit_code == 0, result.output
    assert "Granite" in (page := text(past, "HEAD~2", "base/risks.html"))
    assert "Basalt" not in page
    shared = text(past, "HEAD~2", "base/risks.html", "shared")
    assert "Delay" in shared
    assert "Granite" not in shared
