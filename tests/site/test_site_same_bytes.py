"""Pages of every size are the same bytes, whoever made them, at once or bit by bit."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from lint.workspace import make_project
from sourcebook.site import workers
from sourcebook.site.build import build_sites
from sourcebook.site.engines import Engine
from sourcebook.site.manner import Manner
from sourcebook.source.project import Project

pytestmark = pytest.mark.usefixtures("same_program")
DAY = dt.date(2026, 11, 22)
MANY = 400  # risks of the largest page


def risk(number: int) -> dict[str, Any]:
    owners = ("client-lead", "vendor-lead")
    statement = f"Delivery {number} comes late, and what is planned for week {number} waits. "
    return {
        "id": f"R-{number:03}",
        "title": f"Late delivery {number}",
        "statement": statement * (1 + number % 5),
        "owner": owners[number % 2],
        "likelihood": 1 + number % 5,
        "impact": 1 + number // 5 % 5,
        "visibility": "internal" if number % 7 == 0 else "shared",
    }


def put(root: Path, risks: int) -> None:
    """So many risks for the largest engagement."""
    text = json.dumps({"register": [risk(number) for number in range(risks)]})
    (root / "playbooks" / "large" / "risks.yaml").write_text(text, "utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Engagements of one line, of the usual length, and of very long pages."""
    root = make_project(tmp_path / "project", ["large", "usual"])
    for slug in ("small", "spare"):
        folder = root / "playbooks" / slug
        folder.mkdir()
        (folder / "engagement.yaml").write_text(f"format: 1\nname: {slug}\n", "utf-8")
    put(root, MANY)
    return root


def built(root: Path, out: str, jobs: int, engine: Engine = Engine.MKDOCS) -> dict[str, bytes]:
    found = Project.find(root)
    manner, slugs = Manner(jobs, engine=engine), found.engagements()
    outcome = build_sites(found, slugs, root / out, DAY, lambda _: None, manner=manner)
    assert outcome.failed == ()
    return {
        path.relative_to(root / out).as_posix(): path.read_bytes()
        for path in (root / out).rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
@pytest.mark.parametrize("engine", Engine)
def test_one_job_and_many_cold_and_bit_by_bit_write_the_same(
    project: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    cold = built(project, "one", 1, engine)
    kind = Path(engine.home).suffix
    sizes = sorted(len(text) for name, text in cold.items() if name.endswith(kind))
    assert sizes[-1] > max(300_000, 20 * sizes[0])
    assert built(project, "many", 3, engine) == cold
    put(project, 3)
    (project / "playbooks/usual/pages").mkdir(exist_ok=True)
    (project / "playbooks/usual/pages/later.md").write_text("# Later\n\nGone again.\n", "utf-8")
    monkeypatch.setattr(workers, "start_method", lambda: "spawn")
    assert built(project, "many", 2, engine) != cold
    put(project, MANY)
    (project / "playbooks/usual/pages/later.md").unlink()
    assert built(project, "many", 2, engine) == cold
