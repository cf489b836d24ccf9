"""What the model says stands at a key path of a file."""

from __future__ import annotations

from sourcebook.findings import KeyPath
from sourcebook.lean import dataclass
from sourcebook.model.record import FieldSpec, Record, Section, Shape, fields_of


@dataclass(frozen=True)
class Shaped:
    """What the model says of a place: the field around it, and how its value is built."""

    spec: FieldSpec
    shape: Shape
    holder: type[Record]  # the record that holds the field


def shaped(section: type[Section], path: KeyPath) -> Shaped | None:
    """What the model says of the value at a path; of a table's key as of its table."""
    holder: type[Record] | None = section
    found: Shaped | None = None
    for step in path:
        if holder is not None:
            spec = fields_of(holder).get(str(step))
            if spec is None:
                return None
            found = Shaped(spec, spec.shape, holder)
        elif found is not None and found.shape.inner is not None:
            found = Shaped(found.spec, found.shape.inner, found.holder)
        else:
            return None
        holder = found.shape.record
    return found


def record_at(section: type[Section], path: KeyPath) -> type[Record] | None:
    """The kind of record that the mapping at a path is; ``None`` where it is none."""
    if not path:
        return section
    found = shaped(section, path)
    return found.shape.record if found else None
