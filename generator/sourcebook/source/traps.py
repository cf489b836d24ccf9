"""What YAML reads without complaint and nobody meant: keys that stand twice, text cut at `` #``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from yaml.nodes import Node, ScalarNode

from sourcebook.errors import SourceError
from sourcebook.findings import Finding, Place, Severity
from sourcebook.source.composing import is_plain, spot
from sourcebook.source.indentation import begun_wrong
from sourcebook.source.keypaths import write_path
from sourcebook.source.text import split_lines
from sourcebook.source.tree import walk


def duplicates(
    root: Node,
    data: Any,
    pairs: list[tuple[Node, Node]],
    file: str,
) -> Iterator[Finding]:
    """STR004 for each key that stands again in its mapping; the first value counts."""
    if not pairs:
        return
    paths = {id(key): path for path, key, _ in walk(root) if key is not None}
    # What an alias repeats is told once, and all of it in the order of the file.
    seconds = {id(second): (first, second) for first, second in pairs}.values()
    for first, second in sorted(seconds, key=lambda pair: pair[1].start_mark.index):
        path = paths[id(first)]
        where = write_path(data, path)
        yield Finding(
            "STR004",
            "bad-type-or-unit",
            Severity.ERROR,
            f"{where}: the key '{path[-1]}' stands twice, on line {spot(first.start_mark)[0]} and "
            f"on line {spot(second.start_mark)[0]}; the first counts. Delete or rename one.",
            _place(file, second),
            path=where,
        )


def cuts(root: Node, data: Any, comments: dict[int, str], file: str) -> Iterator[Finding]:
    """STR011 for each unquoted text that ends where an unlikely comment begins."""
    found = {**comments}
    for path, _, node in walk(root):
        if not isinstance(node, ScalarNode) or not is_plain(node):
            continue
        if (rest := found.pop(node.end_mark.index, None)) is not None:
            where = write_path(data, path)
            yield Finding(
                "STR011",
                "text-cut-at-hash",
                Severity.WARNING,
                f"{where}: the text ends at ' #'. Quote it if '{rest}' belongs to it.",
                _place(file, node),
                path=where,
            )


def check_beginnings(root: Node, text: str) -> None:
    """Raises SourceError for a key or text on a line of its own that was to be an item of a list,
    or begins with a blank that YAML takes for a letter."""
    if text.isascii() and not _GLUED.search(text):
        return
    lines = split_lines(text)
    for _, key, node in walk(root):
        for part in (key, node):
            if isinstance(part, ScalarNode) and is_plain(part):
                line, column = spot(part.start_mark)
                text = lines[line - 1] if line <= len(lines) else ""  # behind the last one
                begins = not text[: column - 1].strip(" -")
                if begins and (wrong := begun_wrong(text, line - 1)):
                    raise wrong


_GLUED = re.compile(r"^ *-[^\W\d]", re.MULTILINE)


def bare_text(root: Node | None) -> SourceError:
    """The refusal of a file that is one text or number, without any key."""
    glued = root is not None and ":" in root.value
    remedy = "Put a space after ':'" if glued else "Write it as 'key: text'"
    return SourceError(
        "holds text without any 'key: value'",
        remedy,
        *(spot(root.start_mark) if root else (1, 1)),
    )


def _place(file: str, node: Node) -> Place:
    return Place(file, *spot(node.start_mark), *spot(node.end_mark))
