"""What was found is remembered for as long as it holds, and not a moment longer."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from lint.workspace import DAY, change, make_project
from sourcebook.lint import batch, weighing
from sourcebook.lint.cache import FOLDER
from sourcebook.lint.configuration import configured
from sourcebook.lint.report import Report
from sourcebook.lint.run import Request, lint_as_asked
from sourcebook.source.project import Project

SAME_LENGTH = {"goals.yaml": {"owner: client-lead": "owner: client-laed"}}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two engagements; what is written there counts as settled at once."""
    monkeypatch.setattr("sourcebook.lint.cache.SETTLED", -(10**18))
    return make_project(tmp_path, ("one", "two"))


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The engagements that were linted, and not remembered."""
    seen: list[str] = []
    load = batch.load_playbook

    def loads(project, slug):
        seen.append(slug)
        return load(project, slug)

    monkeypatch.setattr(batch, "load_playbook", loads)
    return seen


def run(root: Path, day: dt.date = DAY, *names: str) -> Report:
    project = Project.find(root)
    return lint_as_asked(
        project, lambda: configured(project), day, Request(names, cached=True, jobs=1)
    )


def told(report: Report) -> list[tuple[str, str, int]]:
    return [(its.code, its.place.file, its.place.line) for its in report.findings]


def test_nothing_is_looked_at_twice(root, looked_at):
    change(root / "playbooks" / "one", replace=SAME_LENGTH)
    first, second = run(root), run(root)
    assert looked_at == ["one", "two"]
    assert told(first)
    assert (first.findings, first.scores) == (second.findings, second.scores)


def test_only_what_was_changed_is_looked_at_again(root, looked_at):
    run(root)
    change(root / "playbooks" / "two", replace=SAME_LENGTH)
    assert "REF001" in [code for code, *_ in told(run(root))]
    assert looked_at == ["one", "two", "two"]


def test_a_change_that_hides_its_time_is_seen(root):
    before = told(run(root))
    path = root / "playbooks" / "one" / "goals.yaml"
    times = path.stat()
    change(path.parent, replace=SAME_LENGTH)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert told(run(root)) != before


def test_where_files_were_written_just_now_their_bytes_decide(root, monkeypatch):
    monkeypatch.setattr("sourcebook.lint.cache.SETTLED", weighing.SETTLED)
    monkeypatch.setattr(
        "sourcebook.lint.cache.glance", lambda *_: weighing.Glance("as before", 2**62)
    )
    before = told(run(root))
    change(root / "playbooks" / "one", replace=SAME_LENGTH)
    assert told(run(root)) != before


def test_a_touch_changes_nothing_and_is_remembered(root, looked_at):
    run(root)
    for path in (root / "playbooks" / "one").iterdir():
        os.utime(path, ns=(1, 1))
    before = (root / FOLDER / "plain.lines").read_bytes()
    run(root)
    assert looked_at == ["one", "two"]
    assert (root / FOLDER / "plain.lines").read_bytes() != before


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("site_config/lint.yml", "depth: full\n"),
        ("playbooks/_shared/terms/goals.yaml", "meta: {owner: nobody}\n"),
        ("playbooks/three/engagement.yaml", "name: A third\n"),
    ],
)
def test_what_findings_depend_on_beside_the_files_is_looked_at(root, looked_at, file, text):
    run(root)
    change(root, write={file: text})
    run(root)
    assert {"one", "two"} <= {*looked_at[2:]}


def test_an_overlay_counts_as_the_engagement(root, looked_at):
    over = root / "over"
    change(over / "one", write={"goals.yaml": "meta: {owner: client-lead}\n"})
    change(root, write={"site_config/site.yml": "overlays: [over]\n"})
    before = told(run(root))
    change(over / "one", write={"goals.yaml": "meta: {owner: client-laed}\n"})
    assert told(run(root)) != before
    assert looked_at == ["one", "two", "one"]


def test_another_day_is_another_run(root, looked_at):
    run(root)
    run(root, DAY + dt.timedelta(days=1))
    assert looked_at == ["one", "two"] * 2


def test_a_run_over_one_keeps_what_is_known_of_others(root, looked_at):
    run(root)
    change(root / "playbooks" / "one", replace=SAME_LENGTH)
    run(root, DAY, "one")
    run(root)
    assert looked_at == ["one", "two", "one"]


@pytest.mark.parametrize("damage", [b"", b"\0", b"2 0000\none\ta\tb\tc\td"])
def test_a_file_that_is_damaged_does_not_exist(root, looked_at, damage):
    before = told(run(root))
    (root / FOLDER / "plain.lines").write_bytes(damage)
    assert told(run(root)) == before
    assert looked_at == ["one", "two"] * 2


def test_an_entry_that_was_touched_up_does_not_exist(root, looked_at):
    change(root / "playbooks" / "one", replace=SAME_LENGTH)
    before = told(run(root))
    path = root / FOLDER / "plain.lines"
    path.write_bytes(path.read_bytes().replace(b"client-laed", b"client-lead"))
    assert told(run(root)) == before
    assert looked_at == ["one", "two", "one"]


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    """One new entry is few, even of two engagements."""
    monkeypatch.setattr("sourcebook.lint.lines._MANY", 1)


@pytest.mark.usefixtures("added")
def test_few_new_entries_are_added_to_the_file(root, looked_at):
    path = root / FOLDER / "plain.lines"
    run(root)
    before = path.read_bytes()
    change(root / "playbooks" / "one", replace=SAME_LENGTH)
    first = run(root, DAY, "one")
    assert path.read_bytes().startswith(before)
    assert len(path.read_bytes()) > len(before)
    assert told(run(root, DAY, "one")) == told(first) != []
    assert looked_at == ["one", "two", "one"]


@pytest.mark.usefixtures("added")
def test_a_file_does_not_grow_for_good(root):
    path = root / FOLDER / "plain.lines"
    run(root)
    size = len(path.read_bytes())
    for number in range(20):
        change(root / "playbooks" / "one", write={"goals.yaml": f"objective: The {number:02}th.\n"})
        run(root, DAY, "one")
    assert len(path.read_bytes()) < 2 * size


def test_an_entry_of_another_configuration_does_not_hold(root, looked_at):
    """As another run leaves it, which replaced the file while an entry was made."""
    path = root / FOLDER / "plain.lines"
    run(root)
    entry = path.read_bytes().split(b"\n")[1]
    assert entry.startswith(b"one\t")
    change(root, write={"site_config/lint.yml": "depth: full\n"})
    before = told(run(root))
    path.write_bytes(path.read_bytes() + b"\n" + entry)
    assert told(run(root)) == before
    assert looked_at == ["one", "two", "one", "two", "one"]


def test_what_is_no_more_is_forgotten(root):
    run(root)
    for path in (root / "playbooks" / "two").iterdir():
        path.unlink()
    run(root)
    assert b"\ntwo\t" not in (root / FOLDER / "plain.lines").read_bytes()


def test_the_cache_is_left_out_of_git(root):
    run(root)
    assert "*" in (root / ".cache" / "sourcebook" / ".gitignore").read_text("utf-8").split("\n")


def test_a_file_that_is_written_while_it_is_linted_is_not_remembered(root, monkeypatch):
    load = batch.load_playbook

    def loads(project, slug):
        loaded = load(project, slug)
        change(root / "playbooks" / slug, replace=SAME_LENGTH)
        return loaded

    monkeypatch.setattr(batch, "load_playbook", loads)
    before = told(run(root, DAY, "one"))
    monkeypatch.setattr(batch, "load_playbook", load)
    assert "REF001" not in [code for code, *_ in before]
    assert "REF001" in [code for code, *_ in told(run(root, DAY, "one"))]


def test_each_file_is_read_once(root, monkeypatch):
    monkeypatch.setattr(weighing, "readable", lambda path: pytest.fail(f"{path} is read again"))
    change(root / "playbooks" / "one", replace=SAME_LENGTH)
    assert "REF001" in [code for code, *_ in told(run(root))]
