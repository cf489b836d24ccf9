"""What findings depend on beside the playbooks: the program's own code, and what is installed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import PathFinder

from sourcebook import __version__
from sourcebook.assets import bundled
from sourcebook.forms import Form
from sourcebook.hashing import blake2b
from sourcebook.source.folders import readable

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 -- fast
_PARTS = ("analysis", "lint", "model", "source")
_INSTALLED = (".dist-info", ".egg-info")
_GROUP = "sourcebook.rules"
_RULES = Form(rf"^\[{re.escape(_GROUP)}\]\s*$(.*?)(?=^\[|\Z)", re.MULTILINE | re.DOTALL)
_POINT = Form(r"^\s*[^#;=\s][^=]*=\s*([\w]+)", re.MULTILINE)
_SOURCES = (".py", ".yaml", ".yml", ".txt", ".json")


def identity(parts: Sequence[str] = _PARTS) -> bytes | None:
    """What changes when the same playbooks may have other findings; ``None`` if nobody can tell.

    It is made of contents and names, never of times: two machines with the same tools agree.
    ``parts`` are the folders of the package that count beside its own modules; ``""`` is all of it.
    """
    mark = blake2b(f"{__version__} {sys.version}".encode(), digest_size=20)
    plugins: set[str] = set()
    for name, points in _distributions():
        mark.update(f"{name}\0".encode())
        plugins.update(points)
    folders = [os.path.join(_PACKAGE, part) for part in parts]  # noqa: PTH118 -- fast
    folders += [] if "" in parts else _modules()
    folders.append(str(bundled("site_config")))
    for plugin in sorted(plugins):
        place = _place(plugin)
        if place is None:
            return None
        folders.append(place)
    for number, folder in enumerate(folders):
        for path in sources(folder):
            code = readable(path)
            mark.update(f"{number} {path[len(folder) :]}\0{len(code)}\0".encode())
            mark.update(code)
    return mark.digest()


def _modules() -> list[str]:
    """The modules of the package that are in none of its folders, in order."""
    with os.scandir(_PACKAGE) as found:
        return sorted(entry.path for entry in found if entry.name.endswith(".py"))


def may_bring_rules() -> bool:
    """Whether an installed package may bring rules along; most often none does."""
    odd = (its for its in sys.path if its.endswith(".egg") or os.path.isfile(its))  # noqa: PTH113 -- fast
    return any(points for _, points in _distributions()) or any(odd)


def _distributions() -> Iterator[tuple[str, list[str]]]:
    """The names, with versions, of what is installed, and the packages with rules of each.

    ``importlib.metadata`` would take longer for it than the linter for a playbook.
    """
    for folder in dict.fromkeys(sys.path):
        try:
            names = sorted(os.listdir(folder or "."))  # noqa: PTH208 -- names alone
        except OSError:
            continue
        for name in names:
            if name.endswith(_INSTALLED):
                yield name, _points(f"{folder}/{name}/entry_points.txt")


def _points(path: str) -> list[str]:
    """The packages that the entry points for rules in a file name."""
    try:
        told = readable(path)
    except OSError:
        return []
    if f"[{_GROUP}]".encode() not in told:
        return []
    text = told.decode("utf-8", "replace")
    return [name for part in _RULES.findall(text) for name in _POINT.findall(part)]


def _place(package: str) -> str | None:
    """The folder of a package, or the file of a module; nothing of it is run."""
    found = PathFinder.find_spec(package)
    if found is None:
        return None
    folders = list(found.submodule_search_locations or ())
    return folders[0] if len(folders) == 1 else found.origin


def sources(place: str) -> Iterator[str]:
    """The files below a folder that code is made of, in order; a file is its own."""
    if not os.path.isdir(place):  # noqa: PTH112 -- fast
        yield place
        return
    with os.scandir(place) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__" and not entry.is_symlink():
                yield from sources(entry.path)
        elif entry.name.endswith(_SOURCES):
            yield entry.path
