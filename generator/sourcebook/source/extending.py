"""Which layers an engagement extends, in order of application."""

from __future__ import annotations

from dataclasses import replace

from sourcebook.findings import Finding, Severity
from sourcebook.lean import dataclass
from sourcebook.nearest import nearest
from sourcebook.source.document import Document
from sourcebook.source.reading import Reader, SectionFiles
from sourcebook.source.scalars import Float, Int, as_text

_EXTENDS, _ABOUT = "extends", "layer"


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
        self.known = reader.project.layers()
        self.layers: dict[str, Layer] = {}
        self.unresolved: list[Finding] = []
        """Of names without a folder. A circle leaves no layer out."""

    def resolve(self, manifest: Document, section: str) -> tuple[Layer, ...]:
        """The layers that engagement.yaml names, with those that they name.

        A name without a folder, and a circle, are found (REF003) and left out.
        """
        self._follow(manifest, section, ())
        return tuple(self.layers.values())

    def _follow(self, document: Document, section: str, above: tuple[str, ...]) -> None:
        for index, name in _names(document):
            if name in above:
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
                files = self.reader.folder(self.reader.project.shared / name, layer=True)
                layer = Layer(name, files)
                if layer.about is not None:
                    self._follow(layer.about, "", (*above, name))
                self.layers[name] = layer

    def _unknown(self, name: str) -> str:
        where = self.reader.shown(self.reader.project.shared)
        near = nearest(name, self.known, 3)
        hint = (
            f"Did you mean '{near}'?"
            if near
            else (f"Layers there: {', '.join(self.known)}." if self.known else "There is none yet.")
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


def _names(document: Document) -> list[tuple[int, str]]:
    """What ``extends`` names, by number; a value of another kind is the model's to tell."""
    named = document.data.get(_EXTENDS)
    names = named if isinstance(named, list) else [named]
    return [
        (at, as_text(name)) for at, name in enumerate(names) if isinstance(name, (str, Int, Float))
    ]
