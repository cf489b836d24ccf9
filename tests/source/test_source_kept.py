"""Files that are kept from run to run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sourcebook.source.kept import FOLDER, keep


def test_a_file_is_there_whole_beside_a_notice_for_git(tmp_path: Path) -> None:
    file = tmp_path / FOLDER / "some" / "one.lines"
    assert keep(file, (b"a", b"b"))
    assert file.read_bytes() == b"ab"
    assert [path.name for path in file.parent.iterdir()] == ["one.lines"]
    assert (tmp_path / FOLDER / ".gitignore").read_text("utf-8").endswith("\n*\n")


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise OSError("no room")

    file = tmp_path / FOLDER / "one.lines"
    assert keep(file, (b"whole",))
    assert not keep(file, pieces())
    assert file.read_bytes() == b"whole"
    assert sorted(path.name for path in file.parent.iterdir()) == [".gitignore", "one.lines"]
