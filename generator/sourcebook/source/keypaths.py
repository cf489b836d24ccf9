"""Key paths as people read them: ``register[R-07].contingency.trigger``."""

from __future__ import annotations

from typing import Any

from sourcebook.findings import KeyPath
from sourcebook.source.scalars import as_text


def write_path(data: Any, path: KeyPath) -> str:
    """The path as text, with an item's id where it has one and else its index from 0.

    Steps that the data does not hold (a missing field) are written as they are.
    """
    written = ""
    for step in path:
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and step < len(data) else None
            name = data.get("id") if isinstance(data, dict) else None
            written += f"[{step if isinstance(name, list | dict | None) else as_text(name)}]"
        else:
            data = data.get(step) if isinstance(data, dict) else None
            written += f".{step}" if written else step
    return written
