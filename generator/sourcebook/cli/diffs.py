"""A change to a file as people read it."""

from __future__ import annotations

import re
from difflib import unified_diff

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def unified(file: str, before: str, after: str, *, new: bool = False) -> str:
    """The change as a unified diff that `git apply` takes; empty where nothing changed.

    With ``new`` there was no file before.
    """
    rows = unified_diff(
        _LINE.findall(before),
        _LINE.findall(after),
        "/dev/null" if new else f"a/{file}",
        f"b/{file}",
    )
    return "".join(
        row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in rows
    )
