"""What lies in the folders of a project: files worth reading, litter, links that lead out."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from sourcebook.errors import SourceError
from sourcebook.forms import Form
from sourcebook.lean import dataclass
from sourcebook.source.text import CONTROL, LARGEST

SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
"""The name of an engagement or layer."""

YAML = (".yaml", ".yml")

RUNNABLE = frozenset(
    {
        ".html",
        ".htm",
        ".xhtml",
        ".xht",
        ".shtml",
        ".mht",
        ".mhtml",
        ".php",
        ".svg",
        ".svgz",
        ".xml",
        ".xsl",
        ".xslt",
        ".rdf",
        ".rss",
        ".atom",
        ".js",
        ".mjs",
        ".cjs",
        ".wasm",
        ".swf",
        ".hta",
        ".htc",
        ".jar",
        ".bat",
        ".cmd",
        ".com",
        ".dll",
        ".exe",
        ".msi",
        ".ps1",
        ".scr",
        ".sh",
        ".vbs",
        ".wsf",
        ".app",
        ".apk",
        ".cpl",
        ".deb",
        ".desktop",
        ".dmg",
        ".gadget",
        ".inf",
        ".iso",
        ".jse",
        ".lnk",
        ".msc",
        ".msp",
        ".pif",
        ".pkg",
        ".psm1",
        ".reg",
        ".rpm",
        ".scf",
        ".url",
        ".vbe",
        ".vhd",
        ".wsc",
        ".wsh",
        ".docm",
        ".dotm",
        ".potm",
        ".ppam",
        ".pptm",
        ".xlam",
        ".xlsm",
        ".xltm",
        ".asp",
        ".aspx",
        ".cgi",
        ".config",
        ".jsp",
        ".phar",
        ".phtml",
        ".pl",
        ".py",
        ".rb",
    }
)
"""Kinds of attachment that a browser or a computer could run."""

_LITTER = re.compile(
    r".*~|#.*#|.*\.sw[a-p]|thumbs\.db|desktop\.ini|__macosx"
    r"|\.(?!.*\.(yaml|yml|md)$).*|\.#.*",  # a hidden file of ours is told, not skipped
    re.IGNORECASE,
)


class Kind(Enum):
    """What an entry of a folder is; links are followed within the tree."""

    FILE = "file"
    FOLDER = "folder"
    LEADS_OUT = "link that leads out of its folder, or to nothing"
    OTHER = "neither a file nor a folder"


@dataclass(frozen=True)
class Entry:
    """One entry of a folder."""

    path: Path
    kind: Kind


def entries(folder: Path, tree: Path) -> list[Entry]:
    """What lies in a folder, by name and without litter.

    Raises SourceError if the folder cannot be listed.
    """
    return [Entry(folder / name, kind) for name, kind in kinds(folder, tree)]


def kinds(folder: Path, tree: Path) -> list[tuple[str, Kind]]:
    """As entries, by their names alone: there may be a thousand, and a path takes its time.

    Raises SourceError if the folder cannot be listed.
    """
    try:
        with os.scandir(folder) as inside:
            found = sorted(inside, key=lambda its: its.name)
    except OSError as error:
        raise SourceError("cannot be opened: " + _reason(error), _RIGHTS) from None
    return [
        (its.name, _kind(its, folder, tree)) for its in found if not _LITTER.fullmatch(its.name)
    ]


def names(folder: Path) -> list[str]:
    """The names of what lies in a folder, without litter.

    Raises SourceError if the folder cannot be listed.
    """
    try:
        found = os.listdir(folder)  # noqa: PTH208 -- names alone
    except OSError as error:
        raise SourceError("cannot be opened: " + _reason(error), _RIGHTS) from None
    return [name for name in found if not _LITTER.fullmatch(name)]


def _kind(found: os.DirEntry[str], folder: Path, tree: Path) -> Kind:
    """What the folder itself says of an entry; only a link has to be looked up."""
    try:
        if found.is_symlink() and _leads_out(folder / found.name, tree):
            return Kind.LEADS_OUT
        if found.is_dir():
            return Kind.FOLDER
        if found.is_file():
            return Kind.FILE
        found.stat()  # raises for a link to nothing
    except (OSError, RuntimeError):  # a link to nothing, or in a circle
        return Kind.LEADS_OUT
    return Kind.OTHER


def _leads_out(link: Path, tree: Path) -> bool:
    """Raises OSError or RuntimeError for a link to nothing, or in a circle."""
    return not link.resolve(strict=True).is_relative_to(tree.resolve())


def below(folder: Path, tree: Path) -> Iterator[Entry]:
    """Everything but folders, at any depth below a folder, by name.

    Raises SourceError if a folder cannot be listed. A folder within itself is not entered again.
    """
    return _below(folder, tree, frozenset())


def _below(folder: Path, tree: Path, above: frozenset[Path]) -> Iterator[Entry]:
    here = folder.resolve()
    if here in above:
        return
    for entry in entries(folder, tree):
        if entry.kind is Kind.FOLDER:
            yield from _below(entry.path, tree, above | {here})
        else:
            yield entry


def read_bytes(entry: Entry) -> bytes:
    """The bytes of a file, one more than may be read at most.

    Raises SourceError if it cannot be opened, or is no file.
    """
    if entry.kind is Kind.FOLDER:
        raise SourceError("is a folder, and should be a file", "Rename it, or move what is in it")
    if entry.kind is not Kind.FILE:
        raise SourceError(f"is a {entry.kind.value}", "Put the file itself here")
    try:
        return readable(str(entry.path))
    except OSError as error:
        raise SourceError("cannot be opened: " + _reason(error), _RIGHTS) from None


_MOSTLY = 1 << 16
"""Most files are no larger: to ask for more takes longer than to read them."""


def readable(path: str) -> bytes:
    """The bytes of a file, one more than may be read at most. Raises OSError."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        data = os.read(file, _MOSTLY)
        while len(data) >= _MOSTLY and (more := os.read(file, LARGEST + 1 - len(data))):
            data += more
        return data
    finally:
        os.close(file)


_RIGHTS = "Check that you may read it"


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def shown(path: Path, root: Path) -> str:
    """A path for people and reports: as seen from the root, with forward slashes.

    Bytes that are no UTF-8 and control characters are shown as U+FFFD.
    """
    whole, above = str(path), f"{root}{os.sep}"
    if whole.startswith(above) and (name := whole[len(above) :]).isascii() and name.isprintable():
        return name.replace(os.sep, "/")
    inside = path.relative_to(root) if path.is_relative_to(root) else _seen(path, root)
    name = os.fsencode(inside.as_posix()).decode("utf-8", "replace")
    return _UNSHOWN.sub("\ufffd", name)


def _seen(path: Path, root: Path) -> Path:
    """A path outside of the root as seen from it; whole where they have nothing in common."""
    try:
        return Path(os.path.relpath(path, root))
    except ValueError:  # on another drive
        return path


_UNSHOWN = Form(rf"[\t\n\r]|{CONTROL.pattern}")


def runs(path: Path) -> bool:
    """Whether an attachment is of a kind that could run."""
    return Path(path.name.rstrip(". ")).suffix.lower() in RUNNABLE
