"""A site that is renewed where it stands is whole at each step on the way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sourcebook.site.renewal import renew

OLD = {
    "index.html": '<a href="first.html"><a href="gone.html">',
    "first.html": '<a href="index.html"><a href="gone.html">',
    "gone.html": '<a href="first.html">',
}
NEW = {
    "index.html": '<a href="first.html"><a href="added.html">',
    "first.html": '<a href="added.html"><a href="guide/a.html">',
    "added.html": '<a href="index.html">',
    "guide/a.html": '<a href="../added.html">',
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def dead(folder: Path) -> list[str]:
    return [
        f"{page.name} to {href}"
        for page in sorted(folder.rglob("*.html"))
        for href in re.findall(r'href="([^"]*)"', page.read_text("utf-8"))
        if not (page.parent / href).exists()
    ]


@pytest.mark.parametrize("steps", range(5))
def test_whoever_is_stopped_leaves_no_link_that_leads_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    out, built = write(tmp_path / "out", OLD), write(tmp_path / "built", NEW)
    done: list[Path] = []
    replace = Path.replace

    def stopping(path: Path, target: Path) -> Path:
        if len(done) == steps:
            raise KeyboardInterrupt
        done.append(path)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", stopping)
    if steps < len(NEW):
        with pytest.raises(KeyboardInterrupt):
            renew(built, out, ())
    else:
        renew(built, out, ())
    assert dead(out) == []


def test_in_the_end_it_is_the_new_one_and_what_is_beside_it_stays(tmp_path: Path) -> None:
    out, built = write(tmp_path / "out", OLD), write(tmp_path / "built", NEW)
    write(out / "trial", {"index.html": "another site"})
    renew(built, out, ["trial"])
    assert {path.relative_to(out).as_posix() for path in out.rglob("*.html")} == {
        *NEW, "trial/index.html",
    }  # fmt: skip
    assert (out / "first.html").read_text("utf-8") == NEW["first.html"]
