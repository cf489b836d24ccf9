"""What findings depend on beside the playbooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.lint import identity as program
from sourcebook.lint.identity import identity

PARTS = ("analysis", "lint", "model", "source")


def _package(folder: Path) -> Path:
    for part in (*PARTS, "render"):
        (folder / part).mkdir(parents=True)
        (folder / part / "some.py").write_text("some = 1\n")
    (folder / "forms.py").write_text("form = 1\n")
    return folder


def _of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> bytes | None:
    monkeypatch.setattr(program, "_PACKAGE", str(folder))
    return identity()


def test_the_same_tools_in_other_places_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = _package(tmp_path / "here"), _package(tmp_path / "some" / "other" / "place")
    assert _of(here, monkeypatch) == _of(there, monkeypatch) is not None


@pytest.mark.parametrize(
    ("changed", "counts"),
    [("lint/some.py", True), ("forms.py", True), ("another.py", True), ("render/some.py", False)],
)
def test_what_findings_are_made_of_counts(
    changed: str, counts: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _package(tmp_path / "package")
    before = _of(folder, monkeypatch)
    (folder / changed).write_text("some = 2\n")
    assert (_of(folder, monkeypatch) != before) is counts
