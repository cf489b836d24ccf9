"""``sourcebook upgrade``: files of an older format, in the current one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sourcebook.cli.diffs import unified
from sourcebook.cli.program import MISTAKE
from sourcebook.cli.wiring import complain, project_here, say
from sourcebook.errors import UsageError

if TYPE_CHECKING:
    from sourcebook.model.playbook import Playbook
    from sourcebook.source.document import Document


@click.command(short_help="Bring files to the current format.")
@click.argument("names", nargs=-1, metavar="[ENGAGEMENT|PATH]...")
@click.option("--diff", "shown", is_flag=True, help="Show what would change, and change nothing.")
@click.pass_context
def upgrade(context: click.Context, names: tuple[str, ...], shown: bool) -> None:
    """Rewrite the files of engagements in the current format, which `format` in engagement.yaml
    names, by the least edits: comments and everything else stay as they are.

    \b
    Example:
      sourcebook upgrade --diff
      sourcebook upgrade acme-support
    """
    from sourcebook.lint.edits import rewritten
    from sourcebook.lint.upgrading import upgraded
    from sourcebook.model.loading import load_playbook
    from sourcebook.model.values import FORMAT

    project = project_here()
    chosen = project.select(names)
    if not chosen:
        raise UsageError(project.how_to_start)
    current, faults, changed = 0, 0, 0
    for slug in chosen:
        book = load_playbook(project, slug).playbook
        try:
            texts = upgraded(_own(book))
        except UsageError as error:
            complain(f"sourcebook: {error}")
            faults += 1
            continue
        current += not texts
        for file, text in texts.items():
            path = project.root / file
            raw = path.read_bytes()
            if shown:
                say(unified(file, raw.decode("utf-8-sig"), text))
            else:
                path.write_bytes(rewritten(raw, text))
                changed += 1
    if changed:
        say(f"Wrote {changed} files in format {FORMAT}. Look at them with: git diff")
    if current:
        whose = "1 engagement has" if current == 1 else f"{current} engagements have"
        say(f"{whose} format {FORMAT}, the current one: nothing to do.")
    if faults:
        context.exit(MISTAKE)


def _own(book: Playbook) -> dict[str, list[Document]]:
    """The engagement's own files by their sections. Raises UsageError where one is unreadable."""
    for refused in book.source.refused.values():
        raise UsageError(
            f"{refused.place.file} cannot be read. Mend it first: sourcebook lint {book.slug}"
        )
    if "engagement" not in book.source.sections:
        raise UsageError(
            f"{book.slug} has no engagement.yaml, which names the format. Write one: "
            f"sourcebook new section engagement --engagement {book.slug}"
        )
    own = f"playbooks/{book.slug}/"
    found = {
        key: [doc for doc in source.documents if doc.file.startswith(own)]
        for key, source in book.source.sections.items()
    }
    return {key: documents for key, documents in found.items() if documents}
