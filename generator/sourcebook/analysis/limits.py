"""Whether a value keeps its limit."""

from __future__ import annotations

import operator

from sourcebook.model.sections.quality import AcceptableLevel
from sourcebook.model.sections.service_levels import Target

_COMPARED = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "==": operator.eq,
}


def meets(limit: Target | AcceptableLevel | None, value: float | None) -> bool | None:
    """Whether the value keeps the limit; ``None`` while either is not known."""
    if limit is None or limit.operator is None or limit.value is None or value is None:
        return None
    met: bool = _COMPARED[limit.operator](value, limit.value)
    return met
