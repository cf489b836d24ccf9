"""The corpus that builds are timed on: engagements of the examples' full size, always the same.

Each is one of the examples in turn, with a number of its own in every sentence, so that no two hold
the same texts. Edits are comments, or another word in a title.
"""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

from corpus import CACHE, QUALITIES, SEED

ROOT = Path(__file__).parent.parent.parent
_FIRST_TITLE = re.compile(r'(\btitle: "?)(?:Edited \d+ )?')
_STOP = re.compile(r"(?<=[a-z]{2})\.$", re.MULTILINE)


def project(count: int) -> Path:
    """A project of so many engagements, written anew."""
    root = CACHE / f"sites-{count}"
    shutil.rmtree(root, ignore_errors=True)
    examples = sorted(path for path in (ROOT / "playbooks").iterdir() if path.name[0] != "_")
    shutil.copytree(ROOT / "playbooks" / "_shared", root / "playbooks" / "_shared")
    shutil.copytree(ROOT / "site_config", root / "site_config")
    shutil.copy(ROOT / "mkdocs.yml", root)
    for number in range(count):
        example = examples[number % len(examples)]
        folder = root / "playbooks" / f"{example.name}-{number:04}"
        shutil.copytree(example, folder)
        chance = random.Random(SEED + number)  # noqa: S311 -- nothing secret
        for file in sorted(folder.glob("*.yaml")):
            word = f" in {chance.choice(QUALITIES)} {number}."
            file.write_text(_STOP.sub(word, file.read_text("utf-8")), "utf-8")
    return root


def edited(root: Path, number: int) -> None:
    """Give one engagement's file another comment at its end."""
    file = goals_of(root)
    file.write_text(f"{file.read_text('utf-8').rstrip()}\n# edit {number}\n", "utf-8")


def reworded(root: Path, number: int) -> str:
    """Give that file's first title another word, which its page shows; the word."""
    file, word = goals_of(root), f"Edited {number} "
    text = _FIRST_TITLE.sub(rf"\g<1>{word}", file.read_text("utf-8"), count=1)
    file.write_text(text, "utf-8")
    return word


def relayered(root: Path) -> None:
    """Give the layer that every example uses another comment at its end."""
    file = root / "playbooks" / "_shared" / "security-baseline" / "security.yaml"
    file.write_text(f"{file.read_text('utf-8').rstrip()}\n# edited\n", "utf-8")


def goals_of(root: Path) -> Path:
    """The file that is edited."""
    return min(root.glob("playbooks/*/goals.yaml"))
