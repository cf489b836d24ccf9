"""Agreements to sections in which nothing but ids changed: they hold, under a new digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sourcebook.analysis.agreements import digest_now
from sourcebook.lint.renaming import Renamed
from sourcebook.lint.wording import section_name
from sourcebook.model.edition import shared_content
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import SECTIONS, Playbook
from sourcebook.source.document import Document, read_mapping
from sourcebook.source.project import PLAYBOOKS, Project


def renewed(project: Project, books: Iterable[Playbook], done: Renamed) -> Renamed:
    """The renaming with new digests for the agreements that held before it.

    ``books`` are the engagements as they were. An agreement that did not hold stays as it is.
    """
    before, after = dict(done.before), dict(done.after)
    names: list[str] = []
    for book in books:
        for key, old, new in _digests(book, _after(project, book.slug, after)):
            own = f"{PLAYBOOKS}/{book.slug}/"
            for document in book.source.sections[key].documents:
                if document.file.startswith(own) and old in document.text:
                    before.setdefault(document.file, document.text)
                    text = after.get(document.file, document.text)
                    after[document.file] = text.replace(old, new)
                    names.append(section_name(key))
    return replace(
        done,
        before={file: before[file] for file in sorted(after)},
        after={file: after[file] for file in sorted(after)},
        agreed=tuple(dict.fromkeys(names)),
    )


def _after(project: Project, slug: str, texts: Mapping[str, str]) -> Playbook:
    """The engagement as its files will be; none is written."""

    def read(file: str, raw: bytes) -> Document:
        return read_mapping(file, texts[file].encode() if file in texts else raw)

    return load_playbook(replace(project, read=read), slug).playbook


def _digests(before: Playbook, after: Playbook) -> Iterator[tuple[str, str, str]]:
    """The sections whose agreements held, where their digest is another one now: old and new."""
    was, now = shared_content(before), shared_content(after)
    if was is None or now is None:
        return
    for key in SECTIONS:
        meta = was.book.section(key).meta
        agreements = meta.agreements if meta else ()
        old, new = digest_now(was, key), digest_now(now, key)
        if old and new and old != new and any(its.digest == old for its in agreements):
            yield key, old, new
