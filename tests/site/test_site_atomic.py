"""A site is whole at every moment, whatever becomes of the builds that write it."""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from browser.fake_site import fake_site
from sourcebook.errors import UsageError
from sourcebook.model.fields import Audience
from sourcebook.site import swap
from sourcebook.site.build import build_sites
from sourcebook.site.lock import is_free, locked
from sourcebook.site.manner import BuildOutcome
from sourcebook.site.write import Frame, write_site
from sourcebook.source.project import Project

DAY = dt.date(2026, 11, 22)
TESTS = Path(__file__).parent.parent


def kill(root: Path, times: int, how: str) -> list[dict[str, object]]:
    """What is left after so many killed builds; the last of all is about one that was not."""
    program = [sys.executable, str(TESTS / "site" / "killing.py"), str(root), str(times), "7", how]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    result = subprocess.run(program, env=environment, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in result.stdout.splitlines()]


def always_whole(left: list[dict[str, object]], times: int) -> None:
    *killed, last = left
    assert len(killed) == times
    assert sum(bool(each["killed"]) for each in killed) > times / 2
    for each in left:
        assert each["whole"] == {"internal/trial": True, "shared/trial": True, "internal": True}, (
            each
        )
    assert last["litter"] == []


@pytest.mark.slow
def test_a_killed_build_leaves_a_whole_site(tmp_path: Path) -> None:
    always_whole(kill(tmp_path, 6, "exchanging"), 6)


@pytest.mark.slow
def test_where_folders_cannot_be_exchanged_the_next_build_puts_the_last_site_back(
    tmp_path: Path,
) -> None:
    always_whole(kill(tmp_path, 4, "renaming"), 4)


@pytest.mark.deep
@pytest.mark.parametrize("how", ["exchanging", "renaming"])
def test_a_hundred_killed_builds_leave_a_whole_site(tmp_path: Path, how: str) -> None:
    always_whole(kill(tmp_path, 100, how), 100)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "project" / "playbooks" / "trial"
    folder.mkdir(parents=True)
    (folder / "engagement.yaml").write_text("format: 1\nname: Trial\n", "utf-8")
    return Project.find(folder)


def build(project: Project, out: Path, *said: list[str]) -> BuildOutcome:
    report = said[0].append if said else lambda _line: None
    return build_sites(project, project.engagements(), out, DAY, report, [Audience.INTERNAL])


def test_a_second_build_waits_for_the_first_and_says_so(project: Project) -> None:
    out, said = project.root / "site", list[str]()
    out.mkdir()
    second = threading.Thread(target=build, args=(project, out, said))
    with locked(out):
        second.start()
        second.join(0.3)
        assert second.is_alive()
        assert said == ["Another build writes to site: this one waits for it."]
        assert not (out / "internal" / "trial").exists()
    second.join()
    assert (out / "internal" / "trial" / "index.html").is_file()


def test_what_a_killed_build_left_goes_with_the_next_one(project: Project) -> None:
    out = project.root / "site"
    for left in (".internal.abcd1234", "internal/.trial.x_y_z_12", "internal/.gone.abcd1234"):
        (out / left / "site").mkdir(parents=True)
    last = out / "internal" / ".trial.x_y_z_12" / swap.LAST
    last.mkdir()
    (last / "index.html").write_text("the last good one")
    used = out / ".internal.used1234"
    used.mkdir()
    (out / ".internal.notes").mkdir()
    with locked(used):
        swap.tidy(out)
        swap.tidy(out / "internal")
    assert sorted(path.name for path in out.iterdir()) == [
        ".internal.notes",
        ".internal.used1234",
        "internal",
    ]
    assert [path.name for path in (out / "internal").iterdir()] == ["trial"]
    assert (out / "internal" / "trial" / "index.html").read_text() == "the last good one"


@pytest.mark.parametrize("exchanges", [True, False])
def test_a_folder_is_put_in_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    if not exchanges:
        monkeypatch.setattr(swap, "_exchange", lambda: None)
    for name in ("new", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    swap.put(tmp_path / "new", tmp_path / "old", tmp_path / "last")
    assert (tmp_path / "old" / "file").read_text() == "new"


def test_a_folder_that_cannot_be_put_there_leaves_the_last_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "_exchange", lambda: None)
    (tmp_path / "old").mkdir()
    with pytest.raises(FileNotFoundError):
        swap.put(tmp_path / "nothing", tmp_path / "old", tmp_path / "last")
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_a_lock_ends_with_what_holds_it(tmp_path: Path) -> None:
    with locked(tmp_path):
        assert not is_free(tmp_path)
    assert is_free(tmp_path)
    assert not is_free(tmp_path / "nothing")


def test_a_full_disk_leaves_the_last_good_site_and_says_where(project: Project) -> None:
    """A limit on the size of files stands for it: the system refuses to write in the same way."""
    out = project.root / "site"
    assert not build(project, out).failed
    page = out / "internal" / "trial" / "index.html"
    before, (soft, hard) = page.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)
    (project.playbooks / "trial" / "engagement.yaml").write_text("format: 1\nname: Other\n")
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        with pytest.raises(UsageError) as portfolio:
            build(project, out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "could not be written: file too large" in str(portfolio.value)
    assert "What was there is as it was" in str(portfolio.value)
    assert page.read_bytes() == before
    assert [path.name for path in (out / "internal").glob(".*")] == []


def test_a_cache_that_cannot_be_written_is_done_without(project: Project) -> None:
    (project.root / ".cache").write_text("a file, where a folder should be")
    outcome = build(project, project.root / "site")
    assert (outcome.failed, outcome.built) == ((), ("trial",))


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match=r"file/out could not be written: .*permissions"):
        write_site(fake_site(), tmp_path / "file" / "out", frame=Frame())


@pytest.mark.parametrize("name", ["photos", "index.html"])
def test_a_folder_of_other_things_is_never_replaced(project: Project, name: str) -> None:
    """``--out`` is a folder of the reader's choice, and what a build replaces it takes away."""
    out = project.root.parent
    (out / "internal").mkdir()
    (out / "internal" / name).mkdir()
    with pytest.raises(UsageError, match=rf"internal holds {name}, which no build by this"):
        build(project, out)
    assert (out / "internal" / name).is_dir()


def test_an_overlay_is_never_built_into(project: Project) -> None:
    overlay = project.root.parent / "internal"
    (overlay / "trial").mkdir(parents=True)
    with pytest.raises(UsageError, match="holds what the sites are made of"):
        build(project.under(overlay), overlay.parent)


def test_what_a_first_build_left_half_is_built_over(project: Project) -> None:
    """The engagement's site was there, the portfolio not yet."""
    out = project.root / "site"
    build(project, out)
    for path in (out / "internal").iterdir():
        if path.name != "trial":
            path.unlink() if path.is_file() else shutil.rmtree(path)
    assert not build(project, out).failed
    assert (out / "internal" / "index.html").is_file()
