"""What both companies read names nothing that only the client may know."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.analysis.crossings import crossings
from sourcebook.findings import Severity
from sourcebook.lint.rule import Facts, Hit, Rule, Spot, rule
from sourcebook.model.playbook import Playbook


@rule("PRV002", "internal-content-in-shared-build", Severity.ERROR)
def internal_content_in_shared_build(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """What is shared names no internal item or page: no reference, no link, no id in a text.

    Why: The shared edition goes to the other company. A reference to something internal is left out
    of it, and leaves a gap where an owner or a risk should stand; an id in a text stays, and tells
    that there is something to ask for. When sites are built, a last look at the files stops a
    shared site in which internal words are found.
    Fix: Take the reference or the id out, or let both ends have the same visibility: share the
    item, or make what names it internal as well.
    Source: the promise of the format that the shared edition can be handed over.
    """
    for found in crossings(book):
        spot = Spot(found.page) if found.page else None
        where = "this page" if spot else book.spelled(found.at)
        seen = "stays in the text" if found.text else "is left out of the shared edition"
        yield Hit(
            found.at,
            f"Internal {found.kind} '{found.name}' would be visible to the vendor via {where}, "
            f"which is shared; the name {seen}. Remove the reference or change its visibility.",
            f"Remove '{found.name}' here, share it, or make this internal too.",
            spot=spot,
        )


RULES: tuple[Rule, ...] = (internal_content_in_shared_build,)
