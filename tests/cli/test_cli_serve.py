"""``sourcebook serve``: which edition it shows, to whom, and with which overlays."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run
from sourcebook.cli.serve import Rebuilding
from sourcebook.model.fields import Audience
from sourcebook.site import build as building
from sourcebook.site.manner import BuildOutcome
from sourcebook.source.project import Project

Asked = tuple[tuple[str, ...], tuple[Audience, ...]]
"""Engagements and editions."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Asked]:
    """What builds were asked for; none is made."""
    found: list[Asked] = []

    def build(*given: Any, **_more: object) -> BuildOutcome:
        found.append((tuple(given[1]), tuple(given[5])))
        return BuildOutcome(tuple(given[1]), (), (), 3)

    monkeypatch.setattr(building, "build_sites", build)
    return found


class FakePreview:
    """In place of the server: notes what it would serve, and ends."""

    asked: tuple[Path, str] = (Path(), "")

    def __init__(self, folder: Path, *, host: str, **_rest: object) -> None:
        type(self).asked = (folder, host)
        self.url, self.is_private = "http://127.0.0.1:8000/", host == "127.0.0.1"

    def __enter__(self) -> FakePreview:
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def run(self) -> None:
        pass


@pytest.mark.parametrize(
    ("arguments", "folder", "host", "says"),
    [
        ((), "internal", "127.0.0.1", "8000/ - the internal edition, to this machine alone"),
        (
            ("--edition", "shared"),
            "shared",
            "127.0.0.1",
            "8000/base/ - the shared edition, to this machine alone",
        ),
        (
            ("--host", "0.0.0.0"),  # noqa: S104 -- nothing listens here
            "internal",
            "0.0.0.0",  # noqa: S104 -- the same
            "the internal edition, to everybody who reaches this machine",
        ),
    ],
)
def test_serve_says_what_it_serves_and_to_whom(
    run: Run,
    asked: list[Asked],
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    folder: str,
    host: str,
    says: str,
) -> None:
    from sourcebook.site import serve

    monkeypatch.setattr(serve, "Preview", FakePreview)
    (project / "site" / "shared" / "base").mkdir(parents=True)
    (project / "site" / "shared" / "base" / "index.html").write_text("page")
    result = run("serve", *arguments)
    assert result.exit_code == 0, result.output
    assert says in result.output
    assert FakePreview.asked == (project / "site" / folder, host)
    assert asked == [(("base",), (Audience(folder),))]


@pytest.mark.usefixtures("project")
def test_a_port_in_use_is_told_before_anything_is_built(run: Run, asked: list[Asked]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert result.exit_code == 2
    assert f"Another program already uses port {port}" in result.output
    assert asked == []


def test_the_preview_lays_overlays_over_and_follows_them(asked: list[Asked], project: Path) -> None:
    overlay = project.parent / "overlay"
    overlay.mkdir()
    whole = Project.find(project).under(overlay)
    rebuild = Rebuilding(whole, (), None)
    assert overlay in rebuild.watched
    assert rebuild(frozenset([overlay / "base" / "goals.yaml"])).ok
    assert asked == [(("base",), (Audience.INTERNAL,))]
