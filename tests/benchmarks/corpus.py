"""The corpus that the linter is timed on: engagements of 12 files of 4 KB, always the same.

Each is the tests' base engagement and its milestones, grown: lists by items of the same shape with
ids of their own, texts by sentences. One engagement in eight has faults, as a grown portfolio has.
"""

from __future__ import annotations

import copy
import hashlib
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

BASE = Path(__file__).parent.parent / "lint" / "base"
CACHE = Path(__file__).parent.parent.parent / ".cache" / "benchmarks"
SEED, SIZE, DAY = 20261122, 4000, "2026-11-22"
MOST_ITEMS = 12  # in a list; a file that is still too small grows by its texts, where it has any

MILESTONES = """
meta: {owner: client-lead, last_reviewed: 2026-11-02}
milestones:
  - id: M1
    title: Opening
    due: 2027-02-26
    gate: true
    acceptance_criteria:
      - {statement: All 40 acceptance tests pass., verification: test, evidence_ref: wiki}
    acceptance_owner: client-lead
    acceptance_window_days: 10
    goals: [G1]
    status: planned
"""

GROWING = {
    "communication": [("channels",), ("meetings",)],
    "engagement": [("contracts",)],
    "exit": [("plan",)],
    "goals": [("goals",)],
    "governance": [("reports",), ("forums",), ("escalation", "paths")],
    "knowledge": [("areas",), ("sessions",)],
    "milestones": [("milestones",)],
    "risks": [("register",)],
    "roles": [("roles",), ("activities",)],
    "scope": [("requirements",), ("services",)],
    "security": [("protocols",)],
}
"""The lists that grow, by section; a section without any grows by its texts."""

PROSE = (
    "summary", "statement", "description", "purpose", "rationale", "definition", "strategy",
    "strategic_fit", "service_continuity", "fit_criterion",
)  # fmt: skip
DAYS = ("mon", "tue", "wed", "thu", "fri")
BOTH = {"client-lead": "vendor-lead", "vendor-lead": "client-lead"}
NAMES = ("title", "name", "tool", "function", "task")

SUBJECTS = (
    "The vendor lead",
    "The client lead",
    "The delivery team",
    "The service desk",
    "The auditor",
)
VERBS = ("reviews", "records", "confirms", "hands over", "repeats", "publishes", "checks")
OBJECTS = (
    "the list of open orders", "each change to the catalogue", "the results of the load test",
    "the accounts of those who left", "the map of the interfaces", "the price list of the quarter",
    "the copies of the customer data", "the minutes of the board", "the plan of the next release",
)  # fmt: skip
ENDS = (
    "within 3 working days", "on the first Monday of the month", "before 17:00 London time",
    "in the 2 weeks before a release", "at most 4 times a year", "by the 5th of each month",
)  # fmt: skip
QUALITIES = ("north", "spare", "second", "winter", "retail", "mobile", "export", "return", "stock")


def corpus(count: int) -> Path:
    """The project with so many engagements; it is written once, outside of git."""
    mark = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(BASE.glob("*.yaml")):
        mark.update(path.read_bytes())
    root = CACHE / f"corpus-{count}-{mark.hexdigest()[:12]}"
    if not root.is_dir():
        for stale in CACHE.glob(f"corpus-{count}-*"):
            shutil.rmtree(stale)
        written = root.with_name(root.name + ".part")
        for number in range(count):
            write_engagement(written / "playbooks" / f"engagement-{number:04}", number)
        settings = written / "site_config" / "site.yml"
        settings.parent.mkdir(parents=True)
        settings.write_text(f"as_of: {DAY}\n", "utf-8")
        written.rename(root)
    return root


def write_engagement(folder: Path, number: int) -> None:
    """One engagement of the corpus."""
    chance = random.Random(SEED + number)  # noqa: S311 -- nothing secret
    folder.mkdir(parents=True)
    sources = {path.stem: path.read_text("utf-8") for path in sorted(BASE.glob("*.yaml"))}
    sources["milestones"] = MILESTONES
    for section, source in sources.items():
        data = yaml.load(source, yaml.BaseLoader)  # noqa: S506 -- texts only, as they are written
        text = grown(section, data, chance)
        if number % 8 == 0:
            text = text.replace("owner: vendor-lead", "owner: vendor-laed", 1)
            text = text.replace("verification:", "verifcation:", 1)
        (folder / f"{section}.yaml").write_text(text, "utf-8")


def grown(section: str, data: dict[str, Any], chance: random.Random) -> str:
    """The text of a section, grown to its size."""
    lists = [_at(data, path) for path in GROWING.get(section, ())]
    models = [copy.deepcopy(items) for items in lists]
    number = 1
    while len(text := _written(section, data)) < SIZE:
        number += 1
        for items, model in zip(lists, models, strict=True):
            if number <= MOST_ITEMS or section == "roles":
                items.append(_another(model[number % len(model)], number, chance))
        if not lists or number > MOST_ITEMS:
            _lengthen(data, chance)
    return text


def _at(data: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def _another(model: Any, number: int, chance: random.Random) -> Any:
    """An item like the model, with another id, name and text."""
    item = copy.deepcopy(model)
    item["id"] = re.sub(r"-?\d*$", f"-{number}", item["id"])
    for name in NAMES:
        if name in item:
            item[name] = f"{item[name]} {chance.choice(QUALITIES)} {number}"
    if "impact" in item:
        item["impact"] = str(chance.randint(1, 4))
    if "local_time" in item:
        item |= {"day": DAYS[number % 5], "local_time": f"{9 + number % 7}:00"}
    if "raci" in item and chance.random() < 0.5:
        item["raci"] = {BOTH[role]: letters for role, letters in item["raci"].items()}
    _lengthen(item, chance)
    return item


def _lengthen(data: Any, chance: random.Random) -> None:
    """Another sentence for each text below."""
    if isinstance(data, list):
        for item in data:
            _lengthen(item, chance)
    elif isinstance(data, dict):
        for key, value in data.items():
            if isinstance(value, str) and key in PROSE:
                data[key] = f"{value.rstrip('.')}. {_sentence(chance)}"
            else:
                _lengthen(value, chance)


def _sentence(chance: random.Random) -> str:
    parts = (chance.choice(words) for words in (SUBJECTS, VERBS, OBJECTS, ENDS))
    return " ".join(parts) + "."


def _written(section: str, data: Any) -> str:
    head = f"# The {section} of this engagement, kept by its owner.\n"
    return head + "".join(f"{line}\n" for line in _lines(data))


def _lines(data: dict[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, dict) and any(isinstance(p, dict | list) for p in value.values()):
            yield f"{key}:"
            yield from (f"  {line}" for line in _lines(value))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield f"{key}:"
            for item in value:
                first, *others = _lines(item)
                yield f"  - {first}"
                yield from (f"    {line}" for line in others)
        else:
            yield f"{key}: {_flow(value)}"


def _flow(value: Any, within: bool = False) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(its, True)}" for key, its in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(its, True) for its in value) + "]"
    special = r"[^:#,\[\]{}\"]" if within else r"[^:#\"]"
    plain = rf"[A-Za-z0-9/](?:{special}|:(?=\d))*"
    return value if re.fullmatch(plain, value) else f'"{value}"'
