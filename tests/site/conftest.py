"""Sites written once for the tests that only read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from browser.fake_site import fake_site
from sourcebook.render.pages import Site
from sourcebook.site import inputs
from sourcebook.site.mkdocs import engine
from sourcebook.site.write import Frame, write_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    calendar = tmp_path_factory.mktemp("files") / "calendar.ics"
    calendar.write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    return fake_site(attachment=calendar)


@pytest.fixture(scope="session")
def frame() -> Frame:
    return Frame(product="Playbooks", home="../index.html", footer="Internal & confidential")


@pytest.fixture(scope="session")
def written(site: Site, frame: Frame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fake site as written; not to be changed."""
    out = tmp_path_factory.mktemp("written") / "harbourline"
    write_site(site, out, frame=frame)
    return out


@pytest.fixture(scope="module")
def same_program() -> Iterator[None]:
    """Somebody may be at work on the program while its tests run."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(inputs, "identity", lambda _parts: b"the program")
        yield


@pytest.fixture
def none_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """All pages have to be made as those of a kind are."""

    def fail(*_of: object) -> NoReturn:
        pytest.fail("a page was made by itself")

    monkeypatch.setattr(engine.commands_build, "build", fail)
    monkeypatch.setattr(engine, "_by_itself", fail)
