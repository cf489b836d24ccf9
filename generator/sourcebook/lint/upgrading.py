"""From one version of the playbook format to the next: by the least edits, a step at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field

from sourcebook.errors import SourceError, UsageError
from sourcebook.findings import Edit
from sourcebook.lean import dataclass
from sourcebook.lint.edits import compatible, edited
from sourcebook.lint.nodes import Nodes
from sourcebook.model.values import FORMAT
from sourcebook.source.document import Document
from sourcebook.source.scalars import as_text

MANIFEST = "engagement"

Step = Callable[[str, Nodes], Iterator[Edit]]
"""What changes in a section's file, from its key and its nodes; but for ``format`` itself."""

STEPS: Mapping[int, Step] = {}
"""The step that leads on from each format. Format 1 is the first and the current one."""


@dataclass(frozen=True)
class Steps:
    """All steps that there are, and the format that they lead to."""

    current: int = FORMAT
    by_format: Mapping[int, Step] = field(default_factory=lambda: STEPS)


def format_of(manifest: Document) -> int:
    """The format that engagement.yaml names.

    Raises UsageError where it names none, or one that is no number.
    """
    value = manifest.data.get("format")
    line = manifest.place(("format",), key=True).line
    text = as_text(value) if value is not None and not isinstance(value, dict | list) else None
    if text is None:
        raise UsageError(
            f"{manifest.file}:{line}: it does not say which format its files have. "
            f"Write: format: {FORMAT}"
        )
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise UsageError(f"{manifest.file}:{line}: '{text}' is no format. Write: format: {FORMAT}")
    return int(text)


def upgraded(
    sections: Mapping[str, Sequence[Document]], steps: Steps | None = None
) -> dict[str, str]:
    """The texts, by file, of an engagement's own files in the current format; those that change.

    ``sections`` are its documents by the keys of sections. Raises UsageError for a format that is
    later than the current one, and where a text could not be read after a step.
    """
    steps = steps or Steps()
    (manifest,) = sections[MANIFEST]
    found = format_of(manifest)
    if found > steps.current:
        line = manifest.place(("format",)).line
        raise UsageError(
            f"{manifest.file}:{line}: its files have format {found}, and this Sourcebook knows "
            f"formats up to {steps.current}. Install a newer Sourcebook."
        )
    texts = {doc.file: doc.text for docs in sections.values() for doc in docs}
    before = dict(texts)
    for number in range(found, steps.current):
        for key, documents in sections.items():
            for document in documents:
                file = document.file
                texts[file] = _stepped(key, file, texts[file], number, steps.by_format[number])
    return {file: text for file, text in texts.items() if text != before[file]}


def _stepped(key: str, file: str, text: str, number: int, step: Step) -> str:
    try:
        nodes = Nodes(Document(file, text))
    except SourceError as error:
        raise UsageError(f"{file}:{error.line} cannot be upgraded: {error}") from None
    edits = [*step(key, nodes)]
    if key == MANIFEST:
        edits.append(Edit(nodes.place(nodes.values[("format",)]), str(number + 1)))
    kept = compatible({file: text}, [(edit,) for edit in edits])
    return edited(text, [edit for group in kept for edit in group])
