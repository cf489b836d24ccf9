"""The settings of a project: site_config/site.yml, checked key by key."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sourcebook.errors import SourceError, UsageError
from sourcebook.forms import Form
from sourcebook.lean import dataclass
from sourcebook.nearest import nearest
from sourcebook.source.document import Document, read_mapping
from sourcebook.source.folders import Entry, Kind, read_bytes
from sourcebook.source.quick import quick
from sourcebook.source.scalars import Float, Int
from sourcebook.source.text import decode

FILE = "site_config/site.yml"
_DEFAULT_NAME = "Playbooks"
_NAME_ALONE = Form(r"^site_name:[^\n]*(?:\n(?!\s)|\Z)", re.MULTILINE)


@dataclass(frozen=True)
class Settings:
    """What a project says of its sites as a whole."""

    name: str = _DEFAULT_NAME
    repository: str | None = None  # a URL: pages link to the files there
    edit_branch: str = "main"
    footer: str = ""
    directory_url: str | None = None  # with {ref}: where a role's holder_ref leads
    as_of: date | None = None
    logo: str | None = None  # a path within site_config/
    accent: str | None = None  # a colour, such as #1f6feb
    overlays: tuple[str, ...] = ()  # folders of internal additions, as seen from the project's
    commit: str = ""  # that the files are of, where they are not those of now; no key of the file


def read_settings(root: Path) -> Settings:
    """The settings of the project in a folder; without the file, or a key, the defaults.

    Raises UsageError, with file and line, for an unknown key or a value of the wrong kind.
    """
    name = _site_name(root / "mkdocs.yml") or _DEFAULT_NAME
    path = root / FILE
    if not path.exists():
        return Settings(name=name)
    try:
        document = read_mapping(FILE, read_bytes(_entry(path)))
    except SourceError as error:
        raise UsageError(f"CFG001 {FILE}:{error.line}: {error}") from None
    for finding in document.findings:
        raise UsageError(f"CFG001 {FILE}:{finding.place.line}: {finding.message}")
    given = {key: _checked(document, key) for key in document.data}
    return Settings(**{"name": name, **{key: its for key, its in given.items() if its is not None}})


def _entry(path: Path) -> Entry:
    return Entry(path, Kind.FOLDER if path.is_dir() else Kind.FILE)


def _site_name(path: Path) -> str | None:
    """``site_name`` of mkdocs.yml, whose tags (!ENV, !!python/name) are for MkDocs alone."""
    if not path.is_file():
        return None
    try:
        text = decode(read_bytes(_entry(path)))
        if (line := _NAME_ALONE.search(text)) and isinstance(name := _named(line[0]), str):
            return name.strip() or None
        return _composed_name(text)
    except SourceError:
        return None  # MkDocs itself says what is wrong with it


def _named(line: str) -> object:
    read = quick(line)
    return read.data.get("site_name") if read else None


def _composed_name(text: str) -> str | None:
    from yaml.nodes import MappingNode, ScalarNode

    from sourcebook.source.composing import compose, meant  # libyaml: most files do without

    root = compose(text)
    for key, value in root.value if isinstance(root, MappingNode) else ():
        if key.value == "site_name" and isinstance(value, ScalarNode):
            return meant(value.value).strip() or None
    return None


def _checked(document: Document, key: str) -> Any:
    """The value of a key, None where it is empty."""
    if key not in _READERS:
        near = nearest(key, _READERS)
        known = f"Did you mean '{near}'?" if near else f"Known keys: {', '.join(_READERS)}."
        raise _invalid(document, key, f"unknown key '{key}'. {known}")
    value = document.data[key]
    if value is None:
        return None
    try:
        return _READERS[key](value)
    except ValueError as error:
        raise _invalid(document, key, f"'{key}' is no {error}") from None


def _invalid(document: Document, key: str, what: str) -> UsageError:
    line = document.place((key,), key=True).line
    return UsageError(f"CFG001 {FILE}:{line}: {what}")


def _text(value: object) -> str:
    if isinstance(value, Int | Float):
        return value.raw
    if not isinstance(value, str):
        raise ValueError("text. Write it on one line; if it is true or false, put it in quotes.")
    return value.strip()


def _day(value: object) -> date:
    try:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # such as 2026-02-30
    raise ValueError("date. Write it in the form 2026-11-22.")


def _url(value: object) -> str:
    if not re.fullmatch(r"https?://[^\s/\"'<>]+[^\s\"'<>]*", text := _text(value)):
        raise ValueError("web address. Write it as https://….")
    return text


def _directory(value: object) -> str:
    if "{ref}" not in (text := _url(value)):
        raise ValueError("address with {ref} in it. Write it as https://people.example/{ref}.")
    return text


def _logo(value: object) -> str:
    text = _text(value)
    if text.startswith("/") or ".." in Path(text).parts or ":" in text or "\\" in text:
        raise ValueError("path within site_config/. Write it as assets/logo.svg.")
    return text


def _folders(value: object) -> tuple[str, ...]:
    found = value if isinstance(value, list) else [value]
    names = tuple(each.strip() for each in found if isinstance(each, str) and each.strip())
    if len(names) != len(found):
        raise ValueError("list of folders. Write it as [../playbooks-internal].")
    return names


def _colour(value: object) -> str:
    if not re.fullmatch(r"#(?:[0-9a-fA-F]{3}){1,2}", text := _text(value)):
        raise ValueError('colour. Write it in quotes, as "#1f6feb".')
    return text.lower()


_READERS: dict[str, Callable[[object], Any]] = {
    "name": _text,
    "repository": lambda value: _url(value).rstrip("/"),
    "edit_branch": _text,
    "footer": _text,
    "directory_url": _directory,
    "as_of": _day,
    "logo": _logo,
    "accent": _colour,
    "overlays": _folders,
}
