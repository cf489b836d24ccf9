"""Whatever a layer that is not found may have given, nothing else is told of its loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from lint.workspace import BASE, FACTS
from sourcebook.findings import Finding, Place, Severity
from sourcebook.lint.engine import lint
from sourcebook.model.loading import made_playbook
from sourcebook.source.document import Document, read_mapping
from sourcebook.source.layers import Origin
from sourcebook.source.loading import EngagementSource, SectionSource

FILES = {
    path.stem.replace("-", "_"): read_mapping(f"playbooks/demo/{path.name}", path.read_bytes())
    for path in sorted(BASE.glob("*.yaml"))
}
CAUSE = Finding(
    "REF003", "layer-unresolved", Severity.ERROR, "m", Place("playbooks/demo/engagement.yaml", 1),
    "demo", "engagement", "extends[0]",
)  # fmt: skip

Steps = tuple[str | int, ...]


def parts(data: Any, path: Steps = ()) -> Iterator[Steps]:
    """The paths of what a layer may give: values of keys, and items that have ids."""
    steps: list[str | int] = []
    if isinstance(data, dict):
        steps = [key for key in data if key not in ("id", "none")]
    elif isinstance(data, list):
        steps = [n for n, item in enumerate(data) if isinstance(item, dict) and "id" in item]
    for step in steps:
        yield (*path, step)
        yield from parts(data[step], (*path, step))


def without(data: Any, path: Steps) -> Any:
    """The data without what stands at a path."""
    step, *rest = path
    left = data.copy()
    if rest:
        left[step] = without(data[step], tuple(rest))
    else:
        del left[step]
    return left


def section(key: str, document: Document, data: Any) -> SectionSource:
    return SectionSource(key, data, Origin(document), (document,))


WHOLE = {key: section(key, its, its.data) for key, its in FILES.items()}


def told(sections: Mapping[str, SectionSource]) -> list[str]:
    source = EngagementSource(
        "demo", Path("playbooks/demo"), sections, unresolved=(CAUSE,), findings=(CAUSE,)
    )
    return [f"{its.code} {its.path}" for its in lint(made_playbook(source), FACTS)]


@pytest.mark.parametrize("key", FILES)
def test_nothing_is_told_but_the_cause(key: str) -> None:
    document, cause = FILES[key], ["REF003 extends[0]"]
    assert told(WHOLE) == cause
    found = {
        path: told({**WHOLE, key: section(key, document, without(document.data, path))})
        for path in parts(document.data)
    }
    assert len(found) > 3
    assert {path: its for path, its in found.items() if its != cause} == {}
