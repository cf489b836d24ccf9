"""What is found out while files are read. The reader tells it; these are the pages.

Only which subdivisions a country has is not known to the reader, and told here.
"""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.analysis.holidays import is_part, lacks_calendar, subdivisions
from sourcebook.findings import Severity
from sourcebook.lint.rule import Facts, Hit, rule, told_on_reading
from sourcebook.lint.wording import some_of
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook
from sourcebook.nearest import nearest

file_refused = told_on_reading(
    "STR000",
    "file-refused",
    Severity.ERROR,
    """Every file of a playbook can be read.

    Why: A file that two programs read differently is worth nothing as an agreement, so what is
    ambiguous or dangerous in YAML is refused. All other files are still read and shown.
    Fix: Go to the line and column of the message and do what it says. Tags, non-text keys,
    several documents in a file, control characters, other encodings than UTF-8, and files that are
    too large or nested too deep are refused as well as mistakes of syntax. While engagement.yaml
    or a file of a layer is refused, rules about what is missing wait: the layer may give it. No
    baseline knows such a file, since nothing in it is looked at.
    Source: the playbook format; YAML 1.2 core schema.
    """,
)

unknown_field = told_on_reading(
    "STR003",
    "unknown-field",
    Severity.WARNING,
    """Every key is a field of the format, or starts with x-.

    Why: A misspelt key is a field that nobody reads: what stands under it seems to be agreed, and
    appears nowhere.
    Fix: Correct the spelling, or put x- in front of a key of your own; such keys are kept and
    shown. Where the key was to be a required field, this is an error, and speaks for the field
    that would be missing.
    Source: JSON Schemas in editors do the same while one types.
    """,
)


@rule("STR004", "bad-type-or-unit", Severity.ERROR)
def bad_type_or_unit(book: Playbook, _facts: Facts) -> Iterator[Hit]:
    """Every value is of the kind that its field wants, and every key stands once.

    Why: A day that is not in the calendar, a country code that does not exist or a number with its
    unit in it cannot be computed with, and would be left out without a word.
    Fix: Write the value as the message shows. Units belong to the field's name, dates are
    YYYY-MM-DD, times HH:MM, time zones IANA names. Of two equal keys the first counts: delete the
    other. A subdivision is one of its location's country; it is a warning where no holidays of its
    own are known for it.
    Source: ISO 8601, ISO 3166, ISO 17442, RFC 5545, the tz database.
    """
    for at, place in book.each("roles", "locations"):
        if lacks_calendar(place):
            yield _without_calendar(book, at / "subdivision", place.country, place.subdivision)


def _without_calendar(book: Playbook, at: At, country: str, part: str) -> Hit:
    known = subdivisions(country)
    here = f"{country}-{part.partition('-')[2]}"
    near = nearest(here, known)
    foreign = not is_part(part, country)
    what = (
        f"'{part}' is no subdivision of {country}, the country of the location"
        if foreign
        else f"no holidays of its own are known for '{part}'"
    )
    hint = f" Did you mean '{near}'?" if near else f" Known: {some_of(known)}." if known else ""
    first = f"Write '{near}', or leave" if near else "Leave"
    return Hit(
        at,
        f"{book.spelled(at)}: {what}; the holidays of {country} count.{hint}",
        f"{first} the subdivision out{'' if near or not foreign else ', or correct the country'}.",
        severity=None if foreign else Severity.WARNING,
    )


duplicate_id = told_on_reading(
    "STR005",
    "duplicate-id",
    Severity.ERROR,
    """No two items of a kind share an id, not even one that differs in case alone.

    Why: An id is how other files point at an item, and the anchor of its permanent link. With two
    of them nobody knows which is meant.
    Fix: Give the newer item another id; the older one keeps its own, because others link to it.
    Source: referential integrity.
    """,
)

unknown_file = told_on_reading(
    "STR010",
    "unknown-file",
    Severity.WARNING,
    """Everything in an engagement's folder has a meaning.

    Why: A file whose name is no section is read by nobody, though somebody wrote it to be read.
    Fix: Rename it to the section that the message suggests; it is an error where that section has
    no other file, and speaks for the section that would be missing. Hand-written pages go to
    pages/, attachments to files/. An attachment that could run in a reader's browser, a link that
    leads out of its folder and a second file for one section are errors: remove them. While a
    layer has such an error, rules about what is missing wait, where the run tells it.
    Source: the playbook format.
    """,
)

text_cut_at_hash = told_on_reading(
    "STR011",
    "text-cut-at-hash",
    Severity.WARNING,
    """No text was cut short by a # in its middle.

    Why: In YAML a # after a blank begins a comment, so `C# dev #1` is read as `C# dev`.
    Fix: Put the text in quotes if the rest belongs to it, or a blank after the # if it is a
    comment.
    Source: YAML 1.2, section 6.6.
    """,
)

layer_unresolved = told_on_reading(
    "REF003",
    "layer-unresolved",
    Severity.ERROR,
    """Every layer that is named exists, and no layer extends itself.

    Why: What an engagement inherits is part of the agreement. If the layer is not found, its rules
    hold for nobody.
    Fix: Correct the name under extends, add the folder in playbooks/_shared/, or break the circle.
    Until a layer is found, rules about what is missing wait, where the run tells this finding: the
    layer may give it.
    Source: the playbook format.
    """,
)
