"""A preview makes the page that somebody looks at first; nobody is shown what was before."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from lint.workspace import change, make_project
from sourcebook.cli.serve import Rebuilding
from sourcebook.errors import UsageError
from sourcebook.model.fields import Audience
from sourcebook.site import making
from sourcebook.site.build import build_sites
from sourcebook.site.manner import Manner
from sourcebook.site.serve import Outcome
from sourcebook.site.stage import Stage
from sourcebook.source.project import Project

GONE = b"There is no such page."
NOTE = "# Note\n\nWritten by hand.\n"


class Desk:
    """An author's preview, without its server: what is seen at which moment."""

    def __init__(self, root: Path) -> None:
        self.root = make_project(root, ["base", "other"])
        self.base, self.site = root / "playbooks" / "base", root / "site" / "internal"
        change(self.base, write={"pages/note.md": NOTE})
        self.stage, self.seen = Stage(), list[dict[str, str | None]]()
        self.stage.announce = self._look
        self.asking: list[threading.Thread] = []
        self.meanwhile: Callable[[], None] = lambda: None
        self.rebuild = Rebuilding(Project.find(root), (), dt.date(2026, 11, 22), None, self.stage)
        self._open = ExitStack()
        assert self.save(frozenset()).ok

    def open(self, *paths: str) -> None:
        """Browsers open pages, and the preview gets to know their engagement."""
        for path in paths:
            self._open.enter_context(self.stage.opened(path))
        self.rebuild.prepare()

    def save(self, changed: frozenset[Path]) -> Outcome:
        """One rebuild, as the preview does it."""
        self.stage.begin()
        outcome = Outcome(False)
        try:
            outcome = self.rebuild(changed)
        finally:
            if not outcome.overtaken:
                self.stage.end()
                for thread in self.asking:
                    thread.join(60)
        return outcome

    def edit(self, file: str, old: str, new: str) -> frozenset[Path]:
        """What a preview is told when somebody has put other words into a file."""
        change(self.base, replace={file: {old: new}})
        return frozenset([self.base / file])

    def layer(self, *users: str) -> Path:
        """A layer with a goal, and sites of those who use it."""
        layer = self.root / "playbooks" / "_shared" / "house"
        change(layer, write={"goals.yaml": "goals: [{id: G-HOUSE, title: Old words}]\n"})
        for slug in users:
            file = self.root / "playbooks" / slug / "engagement.yaml"
            file.write_text(file.read_text("utf-8") + "extends: [house]\n", "utf-8")
        assert self.save(frozenset()).ok
        return layer

    def ask(self, path: str) -> list[str]:
        """A request that waits as long as it has to; what it gets in the end."""
        got: list[str] = []
        thread = threading.Thread(target=lambda: got.append(self.get(path)))
        thread.start()
        self.asking.append(thread)
        return got

    def get(self, path: str) -> str:
        """What a browser is shown."""
        ready, file = self.stage.ready(path), self.site / path
        return (ready or (file.read_bytes() if file.is_file() else GONE)).decode()

    def _look(self) -> None:
        self.seen.append({path: self.now(path) for path in self.stage.viewed()})
        self.meanwhile()

    def now(self, path: str) -> str | None:
        """What a browser is shown at once; nothing if it has to wait."""
        return self.get(path) if self.stage.is_there(path) else None


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def fresh(desk: Desk) -> dict[str, bytes]:
    """The same sites, built from nothing."""
    project, out = Project.find(desk.root), desk.root.parent / f"{desk.root.name}-fresh"
    build_sites(
        project, project.engagements(), out, dt.date(2026, 11, 22), lambda _: None,
        [Audience.INTERNAL], Manner(1, force=True),
    )  # fmt: skip
    return tree(out / "internal")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_page_that_is_open_is_new_before_the_rest_of_its_site(desk: Desk) -> None:
    desk.open("base/goals.html")
    old = desk.get("base/goals.html")
    late: list[list[str]] = []
    kept: list[bool] = []

    def meanwhile() -> None:
        kept.append((desk.site / "base/goals.html").read_text("utf-8") == old)
        late.append(desk.ask("base/findings.html"))
        for path in ("base/assets/sourcebook.css", "other/goals.html", "assets/sourcebook.css"):
            assert desk.now(path) is not None, path
        for path in ("base/risks.html", "base/search/records.js", "index.html"):
            assert desk.now(path) is None, path
        assert late[-1] == []

    desk.meanwhile = meanwhile
    assert desk.save(desk.edit("goals.yaml", "owner: client-lead", "owner: nobody-known")).ok
    shown = desk.seen[0]["base/goals.html"]
    assert shown is not None
    assert "nobody-known" in shown
    assert kept[0]
    assert shown == (desk.site / "base/goals.html").read_text("utf-8")
    assert "nobody-known" in late[0][0]
    assert tree(desk.site) == fresh(desk)


def test_what_did_not_change_is_what_a_whole_build_writes(desk: Desk) -> None:
    desk.open("base/note.html", "base/index.html")
    for file, old, new in (
        ("engagement.yaml", "name: ", "name: Another "),
        ("roles.yaml", "title: ", "title: Other "),
        ("pages/note.md", "# Note", "# Another note"),
        ("pages/note.md", "hand", "foot"),
    ):
        assert desk.save(desk.edit(file, old, new)).ok
        assert tree(desk.site) == fresh(desk)
        last = desk.seen[-1]["base/index.html"]
        assert last == (desk.site / "base/index.html").read_text("utf-8")


def test_the_name_of_a_hand_written_page_is_new_around_other_pages(desk: Desk) -> None:
    desk.open("base/goals.html")
    assert desk.save(desk.edit("pages/note.md", "# Note", "# Renamed")).ok
    shown = desk.seen[0]["base/goals.html"]
    assert shown is not None
    assert "Renamed" in shown
    assert shown == (desk.site / "base/goals.html").read_text("utf-8")


def test_a_change_that_comes_meanwhile_is_in_what_is_shown_next(desk: Desk) -> None:
    desk.open("base/goals.html")
    first = desk.edit("goals.yaml", "title: ", "title: First ")
    before = tree(desk.site)
    second: list[frozenset[Path]] = []
    waiting: list[list[str]] = []

    def meanwhile() -> None:
        if not second:
            waiting.append(desk.ask("base/risks.html"))
            second.append(desk.edit("risks.yaml", "title: ", "title: Second "))
            desk.stage.is_behind = lambda: True

    desk.meanwhile = meanwhile
    outcome = desk.save(first)
    assert outcome.overtaken
    assert waiting[0] == []
    assert tree(desk.site) == before
    assert not list((desk.root / "site").rglob(".base.*"))
    desk.stage.is_behind = lambda: False
    assert desk.save(first | second[0]).ok
    assert "First " in desk.get("base/goals.html")
    assert "Second " in waiting[0][0]
    assert tree(desk.site) == fresh(desk)


def test_changes_without_end_do_not_put_a_rebuild_off_for_ever(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sourcebook.site.stage.PATIENCE_SECONDS", 0.0)
    desk.open("base/goals.html")
    desk.stage.is_behind = lambda: True
    assert desk.save(desk.edit("goals.yaml", "title: ", "title: First ")).ok
    assert "First " in desk.get("base/risks.html") or "First " in desk.get("base/goals.html")


def test_a_page_that_is_gone_is_not_shown_again(desk: Desk) -> None:
    desk.open("base/more/note.html")
    (desk.base / "pages/note.md").unlink()
    assert desk.save(frozenset([desk.base / "pages/note.md"])).ok
    assert [seen["base/more/note.html"] for seen in desk.seen] == [GONE.decode()]
    assert desk.get("base/more/note.html") == GONE.decode()
    assert "more/note.html" not in desk.get("base/index.html")


def test_a_file_that_cannot_be_read_is_told_on_the_page_that_is_open(desk: Desk) -> None:
    desk.open("base/risks.html")
    assert desk.save(desk.edit("risks.yaml", "register:", "register: [")).ok
    shown = desk.seen[0]["base/risks.html"]
    assert shown is not None
    assert "STR000" in shown
    assert desk.save(desk.edit("risks.yaml", "register: [", "register:")).ok
    assert "STR000" not in desk.get("base/risks.html")
    assert tree(desk.site) == fresh(desk)


def test_where_the_rest_cannot_be_made_all_is_as_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open("base/goals.html")
    before = tree(desk.site)

    def fail(*_given: object, **_more: object) -> None:
        raise UsageError("no room")

    changed = desk.edit("goals.yaml", "title: ", "title: First ")
    with monkeypatch.context() as patched:
        patched.setattr(making, "write_site", fail)
        with pytest.raises(UsageError, match="no room"):
            desk.save(changed)
    assert tree(desk.site / "base") == {
        path.removeprefix("base/"): data
        for path, data in before.items()
        if path.startswith("base/")
    }
    assert "First " not in desk.get("base/goals.html")
    assert desk.save(changed).ok
    assert "First " in desk.get("base/goals.html")
    assert tree(desk.site) == fresh(desk)


def test_the_portfolio_that_was_put_off_is_made_the_next_time(desk: Desk) -> None:
    desk.open("base/goals.html")
    made = desk.rebuild.__dict__["_memory"].last
    desk.stage.is_behind = lambda: made._briefs["base"].name == "Renamed"
    name = next(
        line for line in (desk.base / "engagement.yaml").read_text().splitlines()
        if line.startswith("name: ")
    )  # fmt: skip
    changed = desk.edit("engagement.yaml", name, "name: Renamed")
    assert desk.save(changed).overtaken
    assert "Renamed" not in (desk.site / "index.html").read_text("utf-8")
    desk.stage.is_behind = lambda: False
    assert desk.save(changed | {desk.base / "goals.yaml"}).ok
    assert "Renamed" in desk.get("index.html")
    assert tree(desk.site) == fresh(desk)


@pytest.mark.parametrize("users", [("other",), ("base", "other")])
def test_after_a_layers_edit_the_open_page_is_new_first_then_whoever_uses_it(
    desk: Desk, users: tuple[str, ...]
) -> None:
    layer = desk.layer(*users)
    desk.open("other/goals.html")
    waits: list[bool] = []
    desk.meanwhile = lambda: waits.append(desk.now("base/goals.html") is None)

    change(layer, replace={"goals.yaml": {"Old": "New"}})
    outcome = desk.save(frozenset([layer / "goals.yaml"]))
    assert outcome.message.startswith(f"Built {', '.join(reversed(users))}: ")
    assert "New words" in (desk.seen[0]["other/goals.html"] or "")
    assert waits == ["base" in users]
    assert [
        slug for slug in ("base", "other") if "New words" in desk.get(f"{slug}/goals.html")
    ] == [*users]
    assert tree(desk.site) == fresh(desk)


def test_a_change_that_comes_while_users_of_a_layer_are_built_is_not_put_off(desk: Desk) -> None:
    layer = desk.layer("base", "other")
    change(layer, replace={"goals.yaml": {"Old": "New"}})
    changed = frozenset([layer / "goals.yaml"])
    desk.stage.is_behind = lambda: "New words" in (desk.site / "base/goals.html").read_text("utf-8")
    assert desk.save(changed).overtaken
    assert "Old words" in (desk.site / "other/goals.html").read_text("utf-8")
    desk.stage.is_behind = lambda: False
    assert desk.save(changed).ok
    assert tree(desk.site) == fresh(desk)
