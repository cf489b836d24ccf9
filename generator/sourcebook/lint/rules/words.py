"""Texts say what is meant: no placeholders, no vague words, no way out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from sourcebook.analysis.smells import holds_placeholders, open_texts, placeholder
from sourcebook.findings import Place, Severity
from sourcebook.lean import dataclass
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import listed, some_of
from sourcebook.model.fields import Need
from sourcebook.model.index import Given, given
from sourcebook.model.paths import At
from sourcebook.model.playbook import Playbook


@rule("TXT001", "placeholder-text", Severity.ERROR)
def placeholder_text(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """No text is a placeholder for one that is still to be written.

    Why: A TODO looks filled in from afar: the page is there, the field is there, and nobody asks
    any more until the day that it is needed.
    Fix: Write what holds. If nobody knows it yet, delete the field: a missing field is told as
    such. If the section does not apply, waive it with not_applicable and a date. A word that is
    meant as it stands goes in quotes or in `code`.
    Source: practice R1: clear, precise documentation. The words are in
    site_config/words/placeholders.txt; a project's own list of that name adds to them.
    """
    for section in book.sections():
        if not holds_placeholders(book, section.key, facts.words):
            continue
        by_file: dict[str, list[_Left]] = {}
        for entry in given(At(section.key), section):
            if not isinstance(entry.value, str):
                continue
            required = entry.spec.meta.need is Need.REQUIRED and not entry.is_key
            if (found := placeholder(entry.value, facts.words, required=required)) is not None:
                place = book.locate(entry.at, key=entry.is_key)
                by_file.setdefault(place.file, []).append(_Left(place, entry, found))
        for left in by_file.values():
            if len(left) > _EACH_FOR_ITSELF:
                yield _all_of(book, sorted(left, key=lambda one: one.place))
            else:
                yield from (_one(book, one) for one in left)


_EACH_FOR_ITSELF = 5  # placeholders of one file; more are told once, as work still to be done


@dataclass(frozen=True)
class _Left:
    """A placeholder that was left."""

    place: Place
    entry: Given
    word: str


def _one(book: Playbook, left: _Left) -> Hit:
    message = (
        f"{book.spelled(left.entry.at)}: placeholder '{left.word}'. Replace it, or delete the "
        "field; what truly does not apply takes a waiver with a date (not_applicable)."
    )
    fix = f"Write what '{left.word}' stands for."
    return Hit(left.entry.at, message, fix, left.entry.is_key)


def _all_of(book: Playbook, left: Sequence[_Left]) -> Hit:
    first, *rest = left
    lines = [str(line) for line in dict.fromkeys(one.place.line for one in left)]
    message = (
        f"{len(left)} placeholders are left in {PurePosixPath(first.place.file).name}, the first "
        f"at {book.spelled(first.entry.at)}: '{first.word}'. They stand on the lines "
        f"{some_of(lines)}. Replace each, or delete its field; what truly does not apply takes a "
        "waiver with a date (not_applicable)."
    )
    return Hit(
        first.entry.at, message, "Write what the placeholders stand for.", first.entry.is_key,
        others=tuple(one.entry.at for one in rest),
    )  # fmt: skip


@rule("TXT002", "vague-term", Severity.WARNING)
def vague_term(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """No obligation rests on a word that each side may read in its own way.

    Why: What is fast for the one is slow for the other. A word that cannot be checked is settled
    when the work is done, by whoever is more stubborn.
    Fix: Say how it is measured: a metric, a threshold and where the number is read. A sentence
    with a number in it is left in peace.
    Source: practices R1 and R3; research on requirement smells after ISO/IEC/IEEE 29148. The words
    are in site_config/words/vague.txt; a project's own list of that name adds to them.
    """
    for at, found in open_texts(book, facts.words):
        if vague := found.vague:
            said = listed([f"'{word}'" for word in vague])
            message = (
                f"{book.spelled(at)}: {said} cannot be checked objectively. Say how it is "
                "measured: a metric, a threshold and a source."
            )
            yield Hit(at, message, f"Put a number in place of {said}.")


@rule("TXT003", "loophole-or-unbounded", Severity.WARNING)
def loophole_or_unbounded(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """No obligation has a way out, an open list or a time without a limit.

    Why: "If possible" turns an obligation into a wish, "etc." hides what was not thought of, and
    "as soon as possible" is never late.
    Fix: Give a limit, such as "within 4 working hours", list every item, or say who may decide
    on an exception. A time with a number or a rhythm in its sentence is left in peace.
    Source: practice R1; research on requirement smells after ISO/IEC/IEEE 29148. The words are in
    site_config/words/loopholes.txt; a project's own list of that name adds to them.
    """
    for at, found in open_texts(book, facts.words):
        if loopholes := found.loopholes:
            said = listed([f"'{word}'" for word in loopholes])
            leaves = "leaves" if len(loopholes) == 1 else "leave"
            message = (
                f"{book.spelled(at)}: {said} {leaves} the obligation open. Replace it with a "
                "limit, such as 'within 4 working hours', or list every item."
            )
            yield Hit(at, message, f"Put a limit or a full list in place of {said}.")


RULES: tuple[Rule, ...] = (placeholder_text, vague_term, loophole_or_unbounded)
