"""Builds with many processes, and builds of what has changed alone, write what a cold one does."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from lint.kept import entries
from lint.workspace import make_project
from sourcebook.errors import UsageError
from sourcebook.model.fields import Audience
from sourcebook.site import lock, making, standing, workers
from sourcebook.site.build import build_sites
from sourcebook.site.manner import BuildOutcome, Manner, Memory
from sourcebook.site.outputs import EDITIONS
from sourcebook.source.project import Project

pytestmark = pytest.mark.usefixtures("same_program")
DAY = dt.date(2026, 11, 22)
LAYER = "title: House rules\npurpose: What all share.\nowner: client-lead\n"


def quiet(_line: str) -> None:
    pass


INTERNAL = (Audience.INTERNAL,)
ALONE = Manner(1)


def build(
    root: Path,
    out: Path,
    editions: Collection[Audience] = EDITIONS,
    *,
    day: dt.date = DAY,
    manner: Manner = ALONE,
) -> BuildOutcome:
    project = Project.find(root)
    return build_sites(project, project.engagements(), out, day, quiet, editions, manner)


def files(folder: Path) -> dict[str, bytes]:
    """What a person or a web server would find there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def small(root: Path, *slugs: str) -> Path:
    """Engagements of one file; the first has a layer under it."""
    layer = root / "playbooks" / "_shared" / "house"
    layer.mkdir(parents=True)
    (layer / "layer.yaml").write_text(LAYER, "utf-8")
    (layer / "risks.yaml").write_text("meta: {owner: client-lead}\n", "utf-8")
    spare = root / "playbooks" / "_shared" / "spare"
    spare.mkdir()
    (spare / "layer.yaml").write_text(LAYER, "utf-8")
    for number, slug in enumerate(slugs):
        folder = root / "playbooks" / slug
        folder.mkdir()
        extends = "" if number else "extends: [house]\n"
        (folder / "engagement.yaml").write_text(f"format: 1\n{extends}name: {slug}\n", "utf-8")
    (root / "site_config").mkdir()
    (root / "site_config" / "site.yml").write_text("name: Trials\n", "utf-8")
    return root


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A project of three engagements and what was built of it; to be copied."""
    top = tmp_path_factory.mktemp("warm")
    root = small(top / "project", "first", "second", "third")
    build(root, root / "site")
    return root, root / "site"


@pytest.fixture
def root(warm: tuple[Path, Path], tmp_path: Path) -> Path:
    shutil.copytree(warm[0], tmp_path / "project", symlinks=True)
    return tmp_path / "project"


def edit(file: str, text: str) -> Callable[[Path], None]:
    def do(root: Path) -> None:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, "utf-8")

    return do


def delete(root: Path) -> None:
    shutil.rmtree(root / "playbooks" / "second")


GOALS = "goals:\n  - {id: G1, title: Faster, statement: Half the time.}\n"
TEMPLATE = '{% extends "pages/_section.html.j2" %}{% block body %}<p>Ours.</p>{% endblock %}'
EDITS = {
    "a section": (edit("playbooks/second/goals.yaml", GOALS), {"second"}),
    "an attached file": (edit("playbooks/second/files/plan.csv", "a,b\n"), {"second"}),
    "a layer": (edit("playbooks/_shared/house/goals.yaml", GOALS), {"first"}),
    "a layer without use": (
        edit("playbooks/_shared/spare/layer.yaml", LAYER.replace("House", "Other")),
        set(),
    ),
    "a template": (edit("templates/pages/goals.html.j2", TEMPLATE), {"first", "second", "third"}),
    "an asset": (edit("site_config/assets/extra.css", "b{}"), {"first", "second", "third"}),
    "the settings": (edit("site_config/site.yml", "name: Others\n"), {"first", "second", "third"}),
    "mkdocs.yml": (edit("mkdocs.yml", "site_name: X\n"), {"first", "second", "third"}),
    "an engagement goes": (delete, set()),
    "nothing": (lambda _root: None, set()),
}


@pytest.mark.parametrize("what", EDITS)
def test_after_an_edit_only_what_it_touches_is_built_and_all_is_as_if_built_anew(
    root: Path, what: str
) -> None:
    do, touched = EDITS[what]
    do(root)
    outcome = build(root, root / "site", INTERNAL)
    assert set(outcome.built) == touched
    shutil.rmtree(root / ".cache")
    build(root, root.parent / "cold", INTERNAL)
    assert files(root / "site" / "internal") == files(root.parent / "cold" / "internal")


def test_another_day_builds_all(root: Path) -> None:
    outcome = build(root, root / "site", INTERNAL, day=dt.date(2026, 11, 23))
    assert set(outcome.built) == {"first", "second", "third"}
    page = (root / "site" / "internal" / "first" / "index.html").read_text("utf-8")
    assert "2026-11-23" in page


def test_force_builds_what_has_not_changed(root: Path) -> None:
    assert len(build(root, root / "site", INTERNAL, manner=Manner(1, force=True)).built) == 3


def spoil_page(root: Path) -> None:
    (root / "site" / "internal" / "second" / "goals.html").write_text("other", "utf-8")


def lose_page(root: Path) -> None:
    (root / "site" / "shared" / "second" / "goals.html").unlink()


def lose_site(root: Path) -> None:
    shutil.rmtree(root / "site" / "internal" / "second")


def add_page(root: Path) -> None:
    (root / "site" / "internal" / "second" / "strange.html").write_text("other", "utf-8")


def respell(spell: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Harm to what is kept of the second."""

    def do(root: Path) -> None:
        (file,) = (root / ".cache" / "sourcebook" / "sites").glob("*.lines")
        lines = file.read_bytes().split(b"\n")
        file.write_bytes(
            b"\n".join(spell(line) if line.startswith(b"second") else line for line in lines)
        )

    return do


spoil_entry = respell(lambda line: line.replace(b'"pages"', b'"pagse"'))
spoil_brief = respell(lambda line: line[:-9] + line[-8:])
cut_entry = respell(lambda line: line.rpartition(b"\t")[0])
HARM = [spoil_page, lose_page, lose_site, add_page, spoil_entry, spoil_brief, cut_entry]


@pytest.mark.parametrize("harm", HARM)
def test_what_is_damaged_is_built_anew(
    warm: tuple[Path, Path], root: Path, harm: Callable[[Path], None]
) -> None:
    build(root, root / "site")
    harm(root)
    assert build(root, root / "site").built == ("second",)
    assert files(root / "site") == files(warm[1])


@pytest.mark.parametrize("harm", [spoil_page, lose_page, lose_site, add_page])
def test_whichever_process_looks_what_is_damaged_is_built_anew(
    warm: tuple[Path, Path],
    root: Path,
    harm: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(standing, "_AT_ONCE", 1)
    build(root, root / "site")
    harm(root)
    edit("playbooks/third/pages/note.md", "# Note\n\nText.\n")(root)
    assert build(root, root / "site", manner=Manner(3)).built == ("second", "third")
    (root / "playbooks" / "third" / "pages" / "note.md").unlink()
    assert build(root, root / "site", manner=Manner(3)).built == ("third",)
    assert build(root, root / "site", manner=Manner(3)).same == 3
    assert files(root / "site") == files(warm[1])


def test_a_portfolio_that_is_damaged_is_built_anew(warm: tuple[Path, Path], root: Path) -> None:
    (root / "site" / "internal" / "index.html").write_text("other", "utf-8")
    (root / "site" / "internal" / "strange").mkdir()
    (root / "site" / "internal" / "strange" / "page.html").write_text("other", "utf-8")
    assert build(root, root / "site").built == ()
    assert files(root / "site") == files(warm[1])


def test_an_asset_that_was_written_to_is_mended_everywhere(
    warm: tuple[Path, Path], root: Path
) -> None:
    """Assets of all sites are one file where links work, and the cache's copy is the same file."""
    build(root, root / "site")
    asset = root / "site" / "internal" / "first" / "assets" / "js" / "sourcebook.js"
    asset.write_bytes(b"/" * asset.stat().st_size)
    os.utime(asset, (1, 1))
    build(root, root / "site")
    assert files(root / "site") == files(warm[1])


def test_the_cache_may_be_deleted_at_any_time(warm: tuple[Path, Path], root: Path) -> None:
    shutil.rmtree(root / ".cache")
    assert len(build(root, root / "site").built) == 3
    assert files(root / "site") == files(warm[1])


def test_cache_and_sites_may_be_carried_to_another_machine(root: Path) -> None:
    """Copies have other times and numbers: what is in them decides."""
    for path in (root / "site").rglob("*"):
        os.utime(path, (1, 1))
    assert build(root, root / "site").same == 3


def test_one_that_is_not_named_is_neither_read_nor_built(root: Path) -> None:
    project = Project.find(root)
    edit("playbooks/second/goals.yaml", GOALS)(root)
    outcome = build_sites(project, ["third"], root / "site", DAY, quiet, manner=Manner(1))
    assert (outcome.built, outcome.same) == ((), 1)
    assert build(root, root / "site").built == ("second",)


def test_an_edition_that_was_not_asked_for_is_built_when_it_is(root: Path) -> None:
    project = Project.find(root)
    edit("playbooks/second/goals.yaml", GOALS)(root)
    for edition in Audience:
        outcome = build_sites(
            project, project.engagements(), root / "site", DAY, quiet, [edition], Manner(1)
        )
        assert (outcome.built, outcome.same) == (("second",), 2)
    assert build(root, root / "site").same == 3


def test_a_secret_is_told_by_every_build(root: Path) -> None:
    key = "A" + "KIA" + "Q3EGRIB5KXJ2N7WT"
    edit("playbooks/second/goals.yaml", f"x-note: {key}\n")(root)
    told = [[its.code for its in build(root, root / "site").findings] for _ in range(2)]
    assert "SEC008" in told[0]
    assert "SEC008" in told[1]
    (kept,) = (root / ".cache" / "sourcebook" / "sites").glob("*.lines")
    text = b"\n".join(entries(kept))
    assert b'"slug":"second"' in text
    assert key.encode() not in text


def test_one_failure_stops_no_other_and_is_tried_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_maker: making.Maker, made: making.Made, *_: object) -> making.Output:
        if made.slug == "second":
            raise UsageError("no room")
        return making.Output()

    with monkeypatch.context() as patched:
        patched.setattr(making.Maker, "_edition", refuse)
        outcome = build(root, root / "site", manner=Manner(1, force=True))
    assert outcome.failed == (("second", "no room"), ("second", "no room"))
    assert outcome.built == ("first", "third")
    assert "second" in build(root, root / "site").built


def test_one_process_and_many_write_the_same_bytes(warm: tuple[Path, Path], tmp_path: Path) -> None:
    root = small(tmp_path / "project", "first", "second", "third")
    outcome = build(root, root / "site", manner=Manner(3))
    assert outcome.built == ("first", "second", "third")
    assert files(root / "site") == files(warm[1])


@pytest.mark.slow
def test_full_engagements_are_the_same_from_new_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no fork, processes begin from nothing."""
    root = make_project(tmp_path / "project", ["first", "second", "third"])
    build(root, root / "one")
    monkeypatch.setattr(workers, "start_method", lambda: "spawn")
    build(root, root / "many", manner=Manner(2))
    assert files(root / "one") == files(root / "many")


def test_a_summary_is_the_same_after_it_was_written_down(root: Path) -> None:
    project = Project.find(root)
    maker = making.Maker(project, DAY, {}, making.Inputs(project))
    edit("playbooks/second/engagement.yaml", "format: 1\nname: Two\nend_date: 2027-01-31\n")(root)
    its = maker.builder.checked("second").summary
    assert its.end == dt.date(2027, 1, 31)
    assert making.summary(json.loads(json.dumps(making.shape(its)))) == its


def test_a_program_that_goes_on_builds_what_it_is_asked_for_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, project = Memory(), Project.find(root)

    def again(*slugs: str) -> BuildOutcome:
        return build_sites(
            project, slugs, root / "site", DAY, quiet, INTERNAL, Manner(1, memory=memory)
        )

    again("first", "second", "third")
    with monkeypatch.context() as patched:
        patched.setattr(Project, "survey", None)  # nobody looks at all of them
        edit("playbooks/second/pages/note.md", "# Note\n\nText.\n")(root)
        assert again("second").built == ("second",)
    edit("playbooks/second/engagement.yaml", "format: 1\nname: Renamed\n")(root)
    again("second")
    assert "Renamed" in (root / "site" / "internal" / "index.html").read_text("utf-8")
    delete(root)
    again("second")
    assert not (root / "site" / "internal" / "second").exists()
    shutil.rmtree(root / ".cache")
    build(root, root.parent / "cold", INTERNAL)
    assert files(root / "site" / "internal") == files(root.parent / "cold" / "internal")


DYING = """
import multiprocessing, os, sys
from pathlib import Path
from sourcebook.cli import main
from sourcebook.site import making

make = making.Maker.make

def die(maker, task):
    if multiprocessing.parent_process() is not None:
        os._exit(9)
    return make(maker, task)

making.Maker.make = die
main(["build", "--jobs", "2", "--force", "--edition", "internal"])
"""


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="the fault is planted by forking")
def test_a_process_that_is_ended_from_outside_ends_the_build_with_a_word(root: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", DYING], cwd=root, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "--jobs 1" in ended.stderr
    assert build(root, root / "site", INTERNAL).failed == ()


def test_processes_of_a_killed_build_end_with_it(tmp_path: Path) -> None:
    """Else they would hold the lock, and the next build would wait for ever."""
    root = small(tmp_path / "project", *(f"number-{number}" for number in range(8)))
    program = [str(Path(sys.executable).with_name("sourcebook")), "build", "-j2", "-o", "site"]
    with subprocess.Popen(
        [*program, "--edition", "internal"], cwd=root, stdout=subprocess.PIPE
    ) as it:
        assert it.stdout is not None
        it.stdout.readline()  # the first is done, and the others are at work
        it.stdout.readline()
        it.kill()
        it.stdout.read()  # ends when the last process has closed it
    assert lock.is_free(root / "site")
