"""No rule raises, whatever a playbook lacks or says: not even an absurd one is a bug of ours.

Sections are made from the model's own metadata: values of the right kind, and among them wrong
kinds, nulls, unknown keys, references to nothing, circles and days at the ends of the calendar.
They stand among the sections of a playbook that is whole, so that rules get as far as they can.
A second test takes pieces out of the playbook that breaks every rule, or puts others in.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lint.workspace import BASE
from render.playbooks import loaded
from sourcebook.analysis.thresholds import defaults
from sourcebook.findings import KeyPath
from sourcebook.lint.engine import lint
from sourcebook.lint.rule import Facts
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import FieldSpec, Record, Shape, fields_of, records_of
from sourcebook.source.document import Document

Data = dict[str, Any]
Strategy = st.SearchStrategy[Any]

FLAWED = Path(__file__).parent / "flawed" / "playbooks" / "flawed"
DAYS = ("2026-11-22", "2026-12-24", "2028-02-29", "2025-01-01", "2031-06-30", "0001-01-01",
        "9999-12-31")  # fmt: skip
THRESHOLDS = defaults()

IDS = ("client", "vendor", "client-lead", "vendor-lead", "london", "phone", "weekly", "sev-1",
       "orders", "G1", "R-1", "one", "two")  # fmt: skip
WRONG = (None, "", " ", "nonsense", "TODO", True, -1, 3.5, 10**14, [], {}, [None], ["one", 2],
         {"id": "one"}, {"none": "there is none"}, [[["deep"]]])  # fmt: skip
GOOD: Mapping[str, tuple[Any, ...]] = {
    "text": ("Some words that say what is meant within 4 hours.", "Better, as soon as possible",
             "etc. etc.", "C# and more", "1", "password: Kestrel!77barn", "x" * 300),
    "name": ("A name", "quarterly", "soc2-cc9-2", "Grüße 🚚"),
    "pointer": ("https://wiki.example/page", "wiki", "maren.holt@quillmark.example"),
    "id": IDS,
    "reference": (*IDS, "ghost", "*"),
    "date": (*DAYS, "2026-02-02", "2026-12-25", "2026-02-30", "soon"),
    "time": ("00:00", "09:00", "17:30", "23:59", "24:00"),
    "zone": ("Europe/London", "Asia/Kolkata", "America/Bogota", "Pacific/Kiritimati", "Mars/Base"),
    "country": ("GB", "IN", "PT", "AQ", "XX"),
    "subdivision": ("PT-13", "IN-MH", "GB-SCT", "ZZ-9"),
    "day": ("mon", "fri", "last thu", "fifth fri", "last", "31", "sometimes"),
    "flag": (True, False, "yes"),
    "number": (0, 1, 2, 3, 4, 5, 30, 90, 100, 365, 99.9, 0.5, 10**6, 10**14, -3, "ten"),
}  # fmt: skip
RULES_OF_RECURRENCE = (
    "FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=-1TH", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY",
    "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=YEARLY;BYYEARDAY=400", "FREQ=DAILY;COUNT=0",
    "FREQ=WEEKLY;UNTIL=20261231", "FREQ=WEEKLY;UNTIL=20269999", "FREQ=DAILY;BYSETPOS=1",
)  # fmt: skip


def of_field(spec: FieldSpec) -> Strategy:
    if spec.name == "rrule":
        return st.sampled_from((*RULES_OF_RECURRENCE, *WRONG))
    return of_shape(spec.shape)


def of_shape(shape: Shape) -> Strategy:
    """Values of a shape, of which about one in five is of another."""
    wrong = st.sampled_from(WRONG)
    if shape.record is not None:
        right = of_record(shape.record)
    elif shape.form == "list" and shape.inner is not None:
        right = st.lists(of_shape(shape.inner), max_size=3)
    elif shape.form == "table" and shape.inner is not None:
        keys = st.sampled_from(GOOD["reference"])
        right = st.dictionaries(keys, of_shape(shape.inner), max_size=3)
    else:
        good = shape.choices or GOOD[shape.kind]
        return st.sampled_from((*(good * (4 * len(WRONG) // len(good) + 1)), *WRONG))
    return st.integers(0, 5).flatmap(lambda number: right if number else wrong)


@cache
def of_record(record: type[Record]) -> Strategy:
    fields = {
        name: of_field(spec)
        for name, spec in fields_of(record).items()
        if name not in ("not_applicable", "visibility")
    }
    rare = {"visibility": st.just("internal"), "x-own": wrong_values(), "unkown": wrong_values()}
    return st.fixed_dictionaries({}, optional={**fields, **rare})


def wrong_values() -> Strategy:
    return st.sampled_from(WRONG)


def sections_in(folder: Path) -> dict[str, Data]:
    keys = {path: path.stem.replace("-", "_") for path in sorted(folder.glob("*.yaml"))}
    return {
        key: Document(path.name, path.read_text("utf-8")).data
        for path, key in keys.items()
        if key in SECTIONS
    }


WHOLE = sections_in(BASE)
BROKEN = sections_in(FLAWED)

some_sections = st.lists(st.sampled_from(sorted(SECTIONS)), min_size=1, max_size=3, unique=True)


@st.composite
def made(draw: st.DrawFn) -> dict[str, Data]:
    """A whole playbook, with some sections made up and one or none left out."""
    sections: dict[str, Data] = dict(WHOLE)
    sections.pop(draw(st.sampled_from((None, *WHOLE))), None)  # type: ignore[arg-type]
    for key in draw(some_sections):
        sections[key] = draw(of_record(SECTIONS[key]))
    return sections


PIECES = (*WRONG, *GOOD["date"], *GOOD["number"], *GOOD["reference"], *GOOD["zone"], *GOOD["time"])


def places_in(data: Any, above: KeyPath = ()) -> Iterator[KeyPath]:
    """Every place in nested data, sections and their items too."""
    entries = data.items() if isinstance(data, dict) else enumerate(data)
    for key, inner in entries:
        yield (*above, key)
        if isinstance(inner, dict | list):
            yield from places_in(inner, (*above, key))


changes = st.lists(
    st.tuples(st.sampled_from([*places_in(BROKEN)]), st.sampled_from(PIECES), st.booleans()),
    min_size=1,
    max_size=12,
)


def changed(places: Sequence[tuple[KeyPath, Any, bool]]) -> dict[str, Data]:
    """The playbook that breaks every rule, with some pieces gone and others made wrong."""
    sections = copy.deepcopy(BROKEN)
    for path, piece, gone in places:
        holder: Any = sections
        for key in path[:-1]:
            holder = _within(holder, key)
        if _within(holder, path[-1]) is None:
            continue
        if gone:
            del holder[path[-1]]
        else:
            holder[path[-1]] = copy.deepcopy(piece)
    return sections


def _within(holder: Any, key: str | int) -> Any:
    if isinstance(holder, dict):
        return holder.get(key)
    is_there = isinstance(holder, list) and isinstance(key, int) and key < len(holder)
    return holder[key] if is_there else None


def holds(sections: Mapping[str, Any], day: str) -> None:
    """Whether all rules come to an end, with findings that say something and stand somewhere."""
    whole = {key: data for key, data in sections.items() if isinstance(data, dict)}
    for finding in lint(loaded(whole), Facts(dt.date.fromisoformat(day), THRESHOLDS)):
        assert finding.message.strip()
        assert finding.place.line >= 1


def examples(number: int) -> settings:
    """The same examples in every run; how long one takes depends on the machine."""
    return settings(
        max_examples=number,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


from_the_model = given(made(), st.sampled_from(DAYS))
from_a_broken_one = given(changes.map(changed), st.sampled_from(DAYS))


@pytest.mark.slow
@examples(120)
@from_the_model
def test_no_rule_raises_on_sections_made_from_the_model(sections: Any, day: str) -> None:
    holds(sections, day)


@pytest.mark.slow
@examples(100)
@from_a_broken_one
def test_no_rule_raises_on_a_playbook_with_pieces_gone_or_wrong(sections: Any, day: str) -> None:
    holds(sections, day)


@pytest.mark.deep
@examples(3000)
@from_the_model
def test_no_rule_raises_on_many_sections_made_from_the_model(sections: Any, day: str) -> None:
    holds(sections, day)


@pytest.mark.deep
@examples(3000)
@from_a_broken_one
def test_no_rule_raises_on_a_playbook_with_many_pieces_gone(sections: Any, day: str) -> None:
    holds(sections, day)


def test_values_are_made_of_every_kind_that_the_model_knows() -> None:
    kinds = {
        spec.shape.kind
        for section in SECTIONS.values()
        for record in records_of(section)
        for spec in fields_of(record).values()
        if spec.shape.form == "scalar" and spec.shape.kind != "choice"
    }
    assert kinds <= GOOD.keys()
