"""``sourcebook build`` and ``serve``: what they wire together."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import pytest

from cli.conftest import Run
from lint.workspace import make_project
from sourcebook.cli.progress import Progress
from sourcebook.cli.serve import Rebuilding
from sourcebook.errors import UsageError
from sourcebook.model.fields import Audience
from sourcebook.site import build as building
from sourcebook.site.manner import BuildOutcome, Manner
from sourcebook.source.project import Project

ANYHOW = Manner()


class FakeBuild:
    """In place of the build: notes what it was asked for, and ends as it is told."""

    def __init__(self) -> None:
        self.asked: list[tuple[tuple[str, ...], Path, dt.date]] = []
        self.failed: tuple[tuple[str, str], ...] = ()
        self.problems: tuple[str, ...] = ()
        self.editions: tuple[Audience, ...] = ()

    def __call__(
        self,
        project: Project,  # noqa: ARG002 -- the shape of the real one
        slugs: Sequence[str],
        out: Path,
        as_of: dt.date,
        report: Callable[[str], None],
        editions: Collection[Audience],
        manner: Manner = ANYHOW,
    ) -> BuildOutcome:
        self.manner = manner
        self.asked.append((tuple(slugs), out, as_of))
        self.editions = tuple(editions)
        report("a line")
        return BuildOutcome(tuple(slugs), self.failed, self.problems, 3)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeBuild:
    build = FakeBuild()
    monkeypatch.setattr(building, "build_sites", build)
    return build


def test_without_arguments_everything_goes_to_site(
    run: Run, fake: FakeBuild, project: Path
) -> None:
    result = run("build")
    assert (result.exit_code, result.output) == (0, "a line\n")
    assert fake.asked == [(("base",), project / "site", dt.date(2026, 11, 22))]


def test_without_an_engagement_build_and_lint_say_how_to_start_one(
    run: Run, fake: FakeBuild, project: Path
) -> None:
    shutil.rmtree(project / "playbooks" / "base")
    for command in (("build",), ("lint",), ("lint", "--fix"), ("new", "section", "goals")):
        result = run(*command)
        assert result.exit_code == 2
        assert "There is no engagement in" in result.stderr
        assert "sourcebook new engagement my-engagement" in result.stderr
    assert not fake.asked


def test_options_reach_the_build(run: Run, fake: FakeBuild, project: Path) -> None:
    make_project(project, ["second"])
    result = run("build", "second", "--out", "elsewhere", "--as-of", "2027-01-02", "--quiet")
    assert (result.exit_code, result.output) == (0, "")
    assert fake.asked == [(("second",), Path("elsewhere"), dt.date(2027, 1, 2))]
    assert (fake.manner.jobs, fake.manner.force) == (None, False)
    run("build", "--jobs", "3", "--force")
    assert (fake.manner.jobs, fake.manner.force) == (3, True)
    assert run("build", "secnd").exit_code == 2


def test_what_failed_is_named_and_fails(run: Run, fake: FakeBuild) -> None:
    fake.failed = (("base", "a template is wrong"),)
    result = run("build")
    assert result.exit_code == 1
    assert result.stderr == "sourcebook: base was not built: a template is wrong\n"


def test_a_dead_link_fails_only_when_strict(run: Run, fake: FakeBuild) -> None:
    fake.problems = ("base: goals.html links to 'x.html': no such page",)
    assert run("build").exit_code == 0
    result = run("build", "--strict")
    assert result.exit_code == 1
    assert "links to 'x.html'" in result.stderr


def test_the_real_build_works(run: Run, project: Path) -> None:
    result = run("build")
    assert result.exit_code == 0, result.output
    assert (project / "site" / "internal" / "base" / "goals.html").is_file()
    assert (project / "site" / "internal" / "index.html").is_file()


def test_a_change_rebuilds_what_it_touches(fake: FakeBuild, project: Path) -> None:
    make_project(project, ["second"])
    rebuild = Rebuilding(Project.find(project), (), None)
    playbooks = project / "playbooks"
    for changed in (
        [],
        [playbooks / "second" / "goals.yaml"],
        [playbooks / "_shared" / "rules" / "exit.yaml"],
        [playbooks / "base" / "goals.yaml", project / "templates" / "pages" / "goals.html.j2"],
    ):
        assert rebuild(frozenset(changed)).ok
    assert [slugs for slugs, _, _ in fake.asked] == [
        ("base", "second"),
        ("second",),
        ("base", "second"),
        ("base", "second"),
    ]


def test_an_engagement_that_fails_shows_why(fake: FakeBuild, project: Path) -> None:
    fake.failed = (("base", "a template is wrong"),)
    rebuild = Rebuilding(Project.find(project), (), None)
    with pytest.raises(UsageError, match="base: a template is wrong"):
        rebuild(frozenset())


def test_serve_says_no_to_a_port_that_is_none(run: Run) -> None:
    assert run("serve", "--port", "70000").exit_code == 2


@pytest.mark.parametrize("out", [".", "playbooks", "playbooks/base", "site_config/x", "templates"])
def test_an_output_among_the_sources_is_refused(run: Run, project: Path, out: str) -> None:
    result = run("build", "--out", out)
    assert result.exit_code == 2
    assert "build into another folder" in result.stderr
    assert not (project / "playbooks" / "internal").exists()


def test_an_output_that_cannot_be_written_is_an_authors_mistake(run: Run, project: Path) -> None:
    (project / "taken").write_text("a file")
    result = run("build", "--out", "taken/below")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_the_preview_tells_the_first_errors(project: Path) -> None:
    file = project / "playbooks" / "base" / "goals.yaml"
    file.write_text(file.read_text("utf-8").replace("owner: client-lead", "owner: nobody"), "utf-8")
    outcome = Rebuilding(Project.find(project), (), None)(frozenset())
    assert "playbooks/base/goals.yaml:" in outcome.message
    assert "REF001" in outcome.message


def test_a_terminal_sees_a_bar_that_goes_and_others_see_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Progress(quiet=False) as progress:
        progress.line("first: 3 pages")
        progress.advance(1, 2)
    assert capsys.readouterr() == ("first: 3 pages\n", "")
    with Progress(quiet=False) as progress:
        progress.is_bar = True
        progress.line("first: 3 pages")
        progress.advance(1, 2)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("\r█████")
    assert "1 of 2 engagements" in err
    assert err.endswith("\r")  # and on a terminal the line is wiped
    with Progress(quiet=True) as progress:
        progress.line("first: 3 pages")
        progress.advance(1, 2)
    assert capsys.readouterr() == ("", "")
