"""Parts that are built apart and joined are what one build writes."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from sourcebook.cli import main
from sourcebook.errors import UsageError
from sourcebook.site import inputs
from sourcebook.site.build import build_sites
from sourcebook.site.manner import Manner
from sourcebook.site.shards import FILE, Shard, merge
from sourcebook.source.project import Project

DAY = dt.date(2026, 11, 22)
SLUGS = ("first", "second", "third")


def quiet(_line: str) -> None:
    pass


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project, built whole into ``whole/`` and in two parts."""
    root = tmp_path_factory.mktemp("project")
    for slug in SLUGS:
        folder = root / "playbooks" / slug
        folder.mkdir(parents=True)
        (folder / "engagement.yaml").write_text(f"format: 1\nname: {slug}\n", "utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(inputs, "identity", lambda _parts: b"the program")
        found = Project.find(root)
        build_sites(found, SLUGS, root / "whole", DAY, quiet)
        for number in (1, 2):
            part = root / f"part-{number}"
            build_sites(found, SLUGS, part, DAY, quiet, manner=Manner(1, shard=Shard(number, 2)))
        yield found


def test_every_engagement_is_in_one_part_whatever_else_there_is() -> None:
    for of in (1, 2, 8):
        for number in range(300):
            slug = f"engagement-{number}"
            assert [Shard(each, of).holds(slug) for each in range(1, of + 1)].count(True) == 1
    held = [slug for slug in map("engagement-{}".format, range(300)) if Shard(2, 8).holds(slug)]
    assert 20 < len(held) < 60
    assert held[:3] == ["engagement-24", "engagement-33", "engagement-34"]


def test_parts_joined_are_the_whole(project: Project, tmp_path: Path) -> None:
    parts = [project.root / "part-2", project.root / "part-1"]
    assert merge(project, parts, tmp_path / "site", quiet) == 3
    assert files(tmp_path / "site") == files(project.root / "whole")
    assert not (parts[0] / "internal" / "index.html").exists()
    shutil.copytree(tmp_path / "site" / "internal" / "first", tmp_path / "site/shared/stale")
    merge(project, parts, tmp_path / "site", quiet)
    assert files(tmp_path / "site") == files(project.root / "whole")


def test_a_part_that_is_missing_is_named(project: Project, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Missing of the build: 2/2"):
        merge(project, [project.root / "part-1"], tmp_path / "site", quiet)


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("as_of", "2026-11-23", "different builds"),
        ("known", ["first"], "different builds"),
        ("of", 3, "different builds"),
    ],
)
def test_parts_of_different_builds_are_not_joined(
    project: Project, tmp_path: Path, key: str, value: object, told: str
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shape = json.loads((project.root / "part-2" / FILE).read_text("utf-8"))
    (other / FILE).write_text(json.dumps({**shape, key: value}), "utf-8")
    with pytest.raises(UsageError, match=told):
        merge(project, [project.root / "part-1", other], tmp_path / "site", quiet)


def test_parts_of_other_sources_are_not_joined(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "identity", lambda _parts: b"another program")
    parts = [project.root / f"part-{number}" for number in (1, 2)]
    with pytest.raises(UsageError, match="Check out the same commit"):
        merge(project, parts, tmp_path / "site", quiet)


def test_a_folder_that_is_no_part_is_named(project: Project, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"whole is no part of a build"):
        merge(project, [project.root / "whole"], tmp_path / "site", quiet)


@pytest.mark.parametrize("wrong", ["0/2", "3/2", "2", "a/b"])
def test_a_shard_that_is_none_is_refused(project: Project, wrong: str) -> None:
    result = CliRunner().invoke(main, ["-C", str(project.root), "build", "--shard", wrong])
    assert result.exit_code == 2
    assert "such as 2/8" in result.stderr


def test_the_command_joins_parts(project: Project, tmp_path: Path) -> None:
    parts = [str(project.root / f"part-{number}") for number in (1, 2)]
    out = str(tmp_path / "site")
    result = CliRunner().invoke(main, ["-C", str(project.root), "merge", *parts, "--out", out])
    assert (result.exit_code, result.stderr) == (0, "")
    assert (tmp_path / "site" / "internal" / "index.html").is_file()
