"""A playbook without the secrets that somebody left in it: no page may repeat what is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sourcebook.analysis.secrets import secrets_in
from sourcebook.analysis.written import writings
from sourcebook.model.loading import made_playbook
from sourcebook.model.playbook import Loaded, Playbook
from sourcebook.source.handpages import HandPage
from sourcebook.source.loading import EngagementSource

HIDDEN = "[hidden]"
"""Stands where a secret stood."""


def redacted(loaded: Loaded) -> Loaded:
    """The playbook with each secret (SEC008) blotted out, wherever it stands; else as it was."""
    found = _secrets(loaded.playbook)
    if not found:
        return loaded

    def blot(text: str, key: str = "") -> str:
        for secret in found:
            text = text.replace(secret, HIDDEN)
        beside = f"{key}: " if key else ""
        for one in reversed(secrets_in(beside + text)):
            start = max(one.start - len(beside), 0)
            text = text[:start] + HIDDEN + text[one.end - len(beside) :]
        return text

    return replace(loaded, playbook=made_playbook(_blotted(loaded.playbook.source, blot)).playbook)


def _secrets(book: Playbook) -> list[str]:
    """What stands in the files, the longest first: one may be a part of another."""
    texts = {
        writing.text[found.start : found.end]
        for writing in writings(book)
        for found in secrets_in(writing.text)
    }
    return sorted(texts, key=len, reverse=True)


_Blot = Callable[..., str]


def _blotted(source: EngagementSource, blot: _Blot) -> EngagementSource:
    return replace(
        source,
        sections={
            key: replace(section, data=_data(section.data, blot))
            for key, section in source.sections.items()
        },
        pages=tuple(_page(page, blot) for page in source.pages),
        beneath=_blotted(source.beneath, blot) if source.beneath else None,
    )


def _page(page: HandPage, blot: _Blot) -> HandPage:
    return replace(page, text=blot(page.text), meta=_data(dict(page.meta), blot))


def _data(data: Any, blot: _Blot, key: str = "") -> Any:
    if isinstance(data, dict):
        return {blot(name): _data(value, blot, name) for name, value in data.items()}
    if isinstance(data, list):
        return [_data(value, blot, key) for value in data]
    return blot(data, key) if isinstance(data, str) else data
