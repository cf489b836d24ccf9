"""Mending, as such: edits go together, and whatever is broken, a second time changes nothing."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import yaml

from lint.workspace import DAY, make_project
from sourcebook.findings import Edit, Place
from sourcebook.lint.configuration import configured
from sourcebook.lint.edits import compatible, edited, rewritten
from sourcebook.lint.fillers import inserted
from sourcebook.lint.fixing import Fixer
from sourcebook.lint.nodes import Nodes
from sourcebook.lint.run import Request
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import fields_of, records_of
from sourcebook.source.document import Document
from sourcebook.source.project import Project

TEXT = "a: 1\nb: 2\n"


def edit(line: int, column: int, end: int, text: str, file: str = "f") -> Edit:
    return Edit(Place(file, line, column, line, end), text)


def test_edits_at_positions() -> None:
    edits = [edit(2, 4, 5, "3"), edit(1, 1, 2, "x"), edit(1, 5, 5, "  # c")]
    assert edited(TEXT, edits) == "x: 1  # c\nb: 3\n"
    assert edited(TEXT, [edit(3, 1, 1, "c: 3\n")]) == "a: 1\nb: 2\nc: 3\n"
    assert edited("a: 1\r\nb: 2", [edit(2, 5, 5, ", ")]) == "a: 1\r\nb: 2, "


def test_what_touches_an_earlier_edit_waits() -> None:
    first, over, beside = edit(1, 1, 3, "x"), edit(1, 2, 5, "y"), edit(2, 1, 2, "z")
    assert compatible({"f": TEXT}, [[first], [over], [beside]]) == [[first], [beside]]
    assert compatible({"f": TEXT}, [[beside, over], [first]]) == [[beside, over]]
    assert compatible({"f": TEXT}, [[first], [first, beside]]) == [[first], [first, beside]]
    assert compatible({"f": TEXT}, [[edit(1, 1, 2, "x", "other")]]) == []


def test_several_lines_at_one_position_stand_in_their_order_and_once() -> None:
    lines = [edit(2, 1, 1, "x: 1\n"), edit(2, 1, 1, "y: 1\n"), edit(2, 1, 1, "x: 1\n")]
    groups = compatible({"f": TEXT}, [[line] for line in lines])
    assert len(groups) == 3
    assert edited(TEXT, [its for group in groups for its in group]) == "a: 1\nx: 1\ny: 1\nb: 2\n"
    words = [edit(1, 4, 4, " TODO"), edit(1, 4, 4, " x")]
    assert compatible({"f": TEXT}, [[word] for word in words]) == [[words[0]]]


def test_a_byte_order_mark_stays() -> None:
    assert rewritten(b"\xef\xbb\xbfa: \xc3\xa9", "b: é") == b"\xef\xbb\xbfb: \xc3\xa9"
    assert rewritten(b"a", "b") == b"b"


def broken(line: str, chance: random.Random) -> str:
    """A line with something wrong: a swapped letter, capitals, a comment, no value."""
    how = chance.randrange(5)
    if how == 0:
        return re.sub(r"^(\s*-?\s*)(\w)(\w)", r"\1\3\2", line)
    if how == 1:
        return re.sub(r": (\w+)", lambda found: f": {found[1].upper()}", line, count=1)
    if how == 2:
        return f"{line} #1"
    return re.sub(r": .*$", ":", line) if how == 3 else line.replace(": ", ":  # why\n    ", 1)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_broken_a_second_time_changes_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- the same faults every time
    folder = make_project(tmp_path) / "playbooks" / "base"
    for path in chance.sample(sorted(folder.iterdir()), 6):
        lines = path.read_text("utf-8").split("\n")
        number = chance.randrange(len(lines))
        lines[number] = broken(lines[number], chance)
        path.write_text("\n".join(lines), "utf-8")
    project = Project.find(tmp_path)
    for unsafe in (False, True):
        before = {path: path.read_text("utf-8") for path in folder.iterdir()}
        fixer = Fixer(project, configured(project), DAY, Request(), unsafe)
        fixer.mend()
        assert fixer.mend().count == 0
        for path, text in before.items():
            comments = re.findall(r"#.*", text)
            after = path.read_text("utf-8")
            assert unsafe or after.count("\n") == text.count("\n")
            assert all(comment.rstrip('"') in after for comment in comments)


@pytest.mark.parametrize("key", SECTIONS)
def test_every_record_of_a_section_can_be_begun(key: str) -> None:
    """Also one of which nothing is required: what stands there is never empty."""
    for record in records_of(SECTIONS[key]):
        for name, spec in fields_of(record).items():
            nodes = Nodes(Document("f.yaml", "x-own: 1\n"))
            edit = inserted(nodes, (), record, spec, lambda kind: f"{kind.replace(' ', '-')}-1")
            assert edit is not None
            given = yaml.safe_load(edit.text)[name]
            assert "TODO" in str(given) or "-1" in str(given)
            assert not re.search(r"\[\]|\{\}|None", str(given))
