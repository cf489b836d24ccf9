"""Which layers an engagement extends, in order of application."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from sourcebook.findings import Finding, Severity
from sourcebook.lean import dataclass
from sourcebook.nearest import nearest
from sourcebook.source.document import Document
from sourcebook.source.reading import Reader, SectionFiles
from sourcebook.source.scalars import Float, Int, as_text

KEYS = ("title", "purpose", "owner", "extends", "lessons")
"""What a layer says of itself."""

_EXTENDS, _ABOUT = "extends", "layer"
_NO_NAME = "no name of a layer stands here. Write a list of names: extends: [security-baseline]."
_LEFT_OUT = ("STR000", "STR010")


@dataclass(frozen=True)
class Layer:
    """A folder of _shared/, read: its section files, and its layer.yaml."""

    name: str
    sections: SectionFiles

    @property
    def about(self) -> Document | None:
        """layer.yaml, None where there is none."""
        return self.sections.documents.get(_ABOUT)


class Layering:
    """Follows ``extends`` from layer to layer; each is applied once, after those it extends."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.layers: dict[str, Layer] = {}
        self.unresolved: list[Finding] = []
        """Of names without a folder. A circle leaves no layer out."""
        self.unread: list[Finding] = []
        """Of files of layers that are left out."""

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The names of all layers."""
        return self.reader.project.layers()

    def resolve(self, manifest: Document, section: str) -> tuple[Layer, ...]:
        """The layers that engagement.yaml names, with those that they name.

        A name without a folder, and a circle, are found (REF003) and left out.
        """
        self._follow(manifest, section, ())
        return tuple(self.layers.values())

    def _follow(self, document: Document, section: str, above: tuple[str, ...]) -> None:
        for index, name in _names(document):
            if name is None:
                if not section:  # of an engagement the model tells it
                    self.unresolved.append(self._tell(document, index, section, _NO_NAME))
            elif name in above:
                circle = " → ".join((*above[above.index(name) :], name))
                self._tell(
                    document,
                    index,
                    section,
                    f"'{name}' extends itself in a circle: {circle}. Remove one of these.",
                )
            elif name in self.layers:
                continue
            elif name not in self.known:
                unknown = self._tell(document, index, section, self._unknown(name))
                self.unresolved.append(unknown)
            else:
                layer = Layer(name, self._read(name))
                if layer.about is not None:
                    self._tell_unknown_keys(layer.about)
                    self._follow(layer.about, "", (*above, name))
                self.layers[name] = layer

    def _read(self, name: str) -> SectionFiles:
        before = len(self.reader.findings)
        files = self.reader.folder(self.reader.project.shared / name, layer=True)
        found = self.reader.findings[before:]
        self.unread += (its for its in found if _is_left_out(its))
        return files

    def _tell_unknown_keys(self, about: Document) -> None:
        for key in about.data:
            if key not in KEYS and not key.startswith("x-"):
                near = nearest(key, KEYS)
                hint = f"Did you mean '{near}'?" if near else f"Known: {', '.join(KEYS)}."
                found = self.reader.tell(
                    "STR003",
                    Severity.WARNING,
                    about.place((key,), key=True),
                    f"unknown field '{key}'. {hint} Use an x- prefix for local extensions.",
                )
                self.reader.findings[-1] = replace(found, path=key)

    def _unknown(self, name: str) -> str:
        where = self.reader.shown(self.reader.project.shared)
        near = nearest(name, self.known, 3)
        hint = (
            f"Did you mean '{near}'?"
            if near
            else (
                f"Layers there: {', '.join(self.known)}."
                if self.known
                else "There is none yet: add the folder, or take the name out."
            )
        )
        return f"'{name}' is no folder of {where}/. {hint}"

    def _tell(self, document: Document, index: int, section: str, problem: str) -> Finding:
        place = document.place((_EXTENDS, index))
        finding = self.reader.tell(
            "REF003",
            Severity.ERROR,
            place,
            f"{_EXTENDS}: {problem}",
            section,
        )
        found = self.reader.findings[-1] = replace(finding, path=f"{_EXTENDS}[{index}]")
        return found


def _is_left_out(finding: Finding) -> bool:
    """Whether it is of a file that nobody reads, or could not."""
    return finding.code in _LEFT_OUT and finding.severity is Severity.ERROR


def _names(document: Document) -> list[tuple[int, str | None]]:
    """What ``extends`` names, by number; ``None`` for a value of another kind."""
    named = document.data.get(_EXTENDS)
    names = named if isinstance(named, list) else [] if named is None else [named]
    return [
        (at, as_text(name) if isinstance(name, (str, Int, Float)) else None)
        for at, name in enumerate(names)
    ]
