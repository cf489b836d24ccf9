"""The history of an engagement as the other company may read it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.render.handpages import PAGE
from sourcebook.render.history import History, Line
from sourcebook.site.leaks import Secret, says


def shared_history(
    history: History, whole: Playbook, shared: Playbook, secrets: Sequence[Secret]
) -> History:
    """The history of the shared edition without what is internal by now.

    Each entry was made of the shared editions of its time; what has been made internal since is
    left out with every line that speaks of it, or says one of the ``secrets``.
    """
    hidden = {
        (kind, id)
        for kind, by_id in whole.index.by_kind.items()
        for id in by_id
        if shared.index.find(kind, id) is None
    }
    shown = {page.path for page in shared.source.pages}
    hidden |= {(PAGE, page.path) for page in whole.source.pages if page.path not in shown}
    open_ids = {id for by_id in shared.index.by_kind.values() for id in by_id}
    ids = [re.escape(id) for _, id in hidden if id not in open_ids]
    named = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(ids))})(?![\w-])") if ids else None

    def may_be_told(line: Line) -> bool:
        text = f"{line.title} {line.text}"
        return not (
            (line.kind, line.id) in hidden
            or (line.section and shared.withholds(At(line.section)))
            or (named and named.search(text))
            or says(text, secrets)
        )

    entries = (
        replace(entry, lines=tuple(filter(may_be_told, entry.lines)), subject="")
        for entry in history.entries
    )
    return replace(history, entries=tuple(entry for entry in entries if entry.lines))
