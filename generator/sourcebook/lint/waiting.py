"""What waits while nobody knows all that an engagement holds: that something is missing in it.

Where engagement.yaml cannot be read, or a layer that it names is not there, all that the layer
would have given is missing as well. The one cause is told; once it is mended, it shows what is
missing indeed. What stands in the files is told as ever.
"""

from __future__ import annotations

from collections.abc import Collection

from sourcebook.analysis.presence import blank
from sourcebook.findings import Finding
from sourcebook.lint.exceptions import accepted_in
from sourcebook.lint.rule import Facts, Hit
from sourcebook.model.paths import At
from sourcebook.model.playbook import Loaded, Playbook, State
from sourcebook.source.loading import MANIFEST

_MISSING, _BAD, _UNRESOLVED, _UNKNOWN = "STR001", "STR004", "REF003", "STR003"
_EXTENDS = At(MANIFEST) / "extends"


def waits_for(loaded: Loaded, facts: Facts, off: Collection[str]) -> str:
    """What is to be mended before it is told what an engagement lacks; empty if nothing is.

    ``off`` are the codes of rules that are turned off: nothing waits for a cause that nobody tells,
    or that somebody accepts, or that is a warning only, as a misspelt key is.
    """
    book = loaded.playbook
    state = book.state(MANIFEST)
    if state is State.REFUSED:
        return "" if book.source.refused[MANIFEST].code in off else "engagement.yaml cannot be read"
    if state is State.MISSING:
        return "" if _MISSING in off else "engagement.yaml is missing"
    if _BAD not in off and any(place in book.notes.refused for place in _names_layers(book)):
        return "what it extends is not understood"
    if not book.source.unresolved or _UNRESOLVED in off:
        return ""
    told = accepted_in(book, book.source.unresolved, facts)
    return "a layer is not found" if any(its.accepted is None for its in told) else ""


def _names_layers(book: Playbook) -> tuple[At, ...]:
    """Where the layers are named, in the source."""
    names = book.source.sections[MANIFEST].data.get("extends")
    numbers = range(len(names)) if isinstance(names, list) else ()
    return (_EXTENDS, *(_EXTENDS / number for number in numbers))


def is_premature(book: Playbook, hit: Hit) -> bool:
    """Whether a hit may tell of nothing but what a layer would have given."""
    if hit.needs_all or hit.spot is not None:
        return hit.needs_all
    own = At(hit.at.section, book.in_source(hit.at)) in book.notes.extensions
    return not own and blank(book.value(hit.at))


def takes_from_layer(finding: Finding) -> bool:
    """Whether a finding of loading tells of ``remove: true``: it is for an item of a layer."""
    return finding.code == _UNKNOWN and finding.path.endswith("].remove")
