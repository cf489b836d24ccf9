"""What refers to what: the items that nothing refers to."""

from __future__ import annotations

from sourcebook.model.playbook import Playbook
from sourcebook.model.values import Ref


def unused(book: Playbook, ref: Ref) -> tuple[str, ...]:
    """The ids that a reference could name and that no reference of the playbook names."""
    used = {
        (target.kind, target.id)
        for value in book.references
        if value.ref is not None and isinstance(value.value, str)
        if (target := book.index.resolve(value.ref, value.value)) is not None
    }
    wanted = ref.kinds or tuple(book.index.by_kind)
    found = ((kind, id) for kind in wanted for id in book.index.by_kind.get(kind, ()))
    return tuple(dict.fromkeys(id for kind, id in found if (kind, id) not in used))
