"""What waits while nobody knows all that an engagement holds: that something is missing in it.

Where engagement.yaml or a file of a layer is not read, or a layer that it names is not there,
all that the layer would have given is missing as well. The one cause is told; once it is mended, it
shows what is missing indeed. What stands in the files is told as ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from sourcebook.analysis.presence import blank
from sourcebook.findings import Finding, Severity
from sourcebook.lint.baseline import Entry, entry_of
from sourcebook.lint.drafts import is_draft, is_softened
from sourcebook.lint.exceptions import accepted_in
from sourcebook.lint.linted import Cause
from sourcebook.lint.rule import Facts, Hit
from sourcebook.model.paths import At
from sourcebook.model.playbook import Loaded, Playbook, State
from sourcebook.source.loading import MANIFEST

_MISSING, _BAD, _UNKNOWN = "STR001", "STR004", "STR003"
_AS_THEY_ARE: Mapping[str, Severity | None] = MappingProxyType({})


def waits_for(
    loaded: Loaded, facts: Facts, severities: Mapping[str, Severity | None] = _AS_THEY_ARE
) -> tuple[Cause, ...]:
    """What is to be mended before it is told what an engagement lacks.

    Nothing waits for a cause that lets a run pass: one that somebody accepts, or of a rule that
    ``severities`` or a draft make less than an error of, as a misspelt key is. Nor does anything
    wait in a run that tells no cause (``lint.linted``).
    """
    causes = _causes(loaded, facts)
    if is_draft(loaded.playbook):
        causes = (cause for cause in causes if not is_softened(cause.entry.code))
    return tuple(
        cause
        for cause in causes
        if severities.get(cause.entry.code, Severity.ERROR) is Severity.ERROR
    )


def _causes(loaded: Loaded, facts: Facts) -> Iterator[Cause]:
    book = loaded.playbook
    state = book.state(MANIFEST)
    if state is State.REFUSED:
        yield Cause("engagement.yaml cannot be read", entry_of(book.source.refused[MANIFEST]))
    elif state is State.MISSING:
        entry = Entry(book.locate(At(MANIFEST)).file, _MISSING, MANIFEST)
        yield Cause("engagement.yaml is missing", entry)
    else:
        bad = [finding for finding in loaded.findings if _names_layers(finding)]
        for found, reason in (
            (bad, "what it extends is not understood"),
            (book.source.unresolved, "a layer is not found"),
            (book.source.unread, "a file of a layer is not read"),
        ):
            for finding in accepted_in(book, found, facts) if found else ():
                if finding.accepted is None:
                    yield Cause(reason, entry_of(finding))


def _names_layers(finding: Finding) -> bool:
    """Whether it is of a value that should name layers and cannot be understood."""
    its = finding.section == MANIFEST and finding.path.partition("[")[0] == "extends"
    return its and finding.code == _BAD


def is_premature(book: Playbook, hit: Hit) -> bool:
    """Whether a hit may tell of nothing but what a layer would have given."""
    if hit.needs_all or hit.spot is not None:
        return hit.needs_all
    own = At(hit.at.section, book.in_source(hit.at)) in book.notes.extensions
    return not own and blank(book.value(hit.at))


def takes_from_layer(finding: Finding) -> bool:
    """Whether a finding of loading tells of ``remove: true``: it is for an item of a layer."""
    return finding.code == _UNKNOWN and finding.path.endswith("].remove")
