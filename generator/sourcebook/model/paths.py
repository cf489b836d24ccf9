"""Where something stands in a playbook, and how to say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sourcebook.findings import KeyPath


@dataclass(frozen=True)
class At:
    """A place in the model: a section and the keys within it (list indexes from 0)."""

    section: str
    keys: KeyPath = ()

    def __truediv__(self, key: str | int) -> At:
        """The place of what stands under ``key``, which may hold several steps: ``"a.b"``."""
        steps: KeyPath = (key,) if isinstance(key, int) else tuple(key.split("."))
        return At(self.section, self.keys + steps)


def spelled(keys: KeyPath, data: Any) -> str:
    """A key path as findings show it: ``register[R-07].contingency.trigger``.

    List items are named by their id in ``data`` where they have one, else by their index.
    """
    shown = ""
    for key in keys:
        if isinstance(key, int):
            item = data[key] if isinstance(data, list | tuple) and key < len(data) else None
            name = item.get("id") if isinstance(item, dict) else None
            shown += f"[{name if isinstance(name, str) and name else key}]"
            data = item
        else:
            shown += f".{key}" if shown else str(key)
            data = data.get(key) if isinstance(data, dict) else None
    return shown
