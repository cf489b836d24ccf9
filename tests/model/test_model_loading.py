"""Whatever is wrong with a value costs that value alone, and is told at its place."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.reader import load, only, spots
from render import examples
from sourcebook.analysis.presence import Presence
from sourcebook.findings import Severity
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, State
from sourcebook.model.reading import SectionReading, read_section
from sourcebook.model.record import Section, fields_of, records_of
from sourcebook.model.schema import stem
from sourcebook.model.straight import straight
from sourcebook.source.document import Document
from sourcebook.source.layers import Origin
from sourcebook.source.loading import SectionSource

RISKS = """\
register:
  - id: R-1
    title: Delay
    likelihood: 7
    impact: 3
  - just words
  - id: R-3
    likelihood: 4
    titel: Loss
"""


def test_a_wrong_value_is_left_out_and_all_else_stays(tmp_path: Path) -> None:
    loaded = load(tmp_path, {"risks.yaml": RISKS})
    register = loaded.playbook.risks.register_
    assert [(risk.id, risk.likelihood, risk.impact) for risk in register] == [
        ("R-1", None, 3), ("R-3", 4, None),
    ]
    assert spots(loaded, "STR004") == [
        ("register[R-1].likelihood", "risks.yaml", 4, 17), ("register[1]", "risks.yaml", 6, 5),
    ]
    assert spots(loaded, "STR003") == [("register[R-3].titel", "risks.yaml", 9, 5)]


def test_places_hold_after_an_item_was_left_out(tmp_path: Path) -> None:
    book = load(tmp_path, {"risks.yaml": RISKS}).playbook
    at = At("risks") / "register" / 1 / "likelihood"
    assert book.value(at) == 4
    assert book.in_source(at) == ("register", 2, "likelihood")
    assert book.locate(at).line == 8
    assert book.spelled(at) == "register[R-3].likelihood"


def test_a_missing_field_is_placed_at_its_parent(tmp_path: Path) -> None:
    book = load(tmp_path, {"risks.yaml": RISKS}).playbook
    item = book.locate(At("risks") / "register" / 1 / "owner", key=True)
    assert (item.line, item.column) == (7, 5)
    assert book.locate(At("goals") / "objective").file == "playbooks/trial/engagement.yaml"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("likelihood: 7", "'7' is not a score, 1 to 5. Write one such as 4."),
        ("likelihood: three", "'three' is not a score"),
        ("likelihood: 3.5", "'3.5' is not a score"),
        ("likelihood: true", "is not a score"),
        ("category: techncal", "Did you mean 'technical'? Write one of: technical, operational"),
        ("review_by: 2026-02-30", "'2026-02-30' is not a date of the calendar"),
        ("review_by: 31.03.2027", "not a date of the calendar. Write it as 2027-03-31."),
        ("review_by: 03/04/2027", "Write it in the form 2026-11-22 (year, month, day)."),
        ("review_by: 03.04.2027", "Write it in the form 2026-11-22"),
        ("review_by: 31.02.2027", "Write it in the form 2026-11-22"),
        ("review_by: 2026-11-22T10:00:00", "is not a date"),
        ("id: R_7", "'R_7' is not an id"),
        ("id: Über", "'Über' is not an id"),
        ("title: [a]", "a list stands where text is wanted"),
        ("title: {a: b}", "a mapping stands where text is wanted"),
        ("title: true", "'true' is not text. Write it as \"true\", in quotes"),
        ("residual: [1]", "a list stands where a mapping is wanted"),
        ("residual: low", "'low' stands where a mapping is wanted"),
        ("mitigations: {a: b}", "a mapping stands where a list is wanted"),
        ("contingency: {owner: {a: b}}", "register[0].contingency.owner: a mapping stands"),
    ],
)
def test_the_message_says_what_is_wanted(tmp_path: Path, line: str, words: str) -> None:
    finding = only(load(tmp_path, {"risks.yaml": f"register:\n  - {line}\n"}))
    assert finding.code == "STR004"
    assert words in finding.message
    assert finding.fix
    assert finding.place.line == 2


def test_text_keeps_what_was_written(tmp_path: Path) -> None:
    text = "register:\n  - {id: 007, title: 1e3, description: 14:30, mitigations: NO}\n"
    (risk,) = load(tmp_path, {"risks.yaml": text}).playbook.risks.register_
    assert (risk.id, risk.title, risk.description) == ("007", "1e3", "14:30")
    assert risk.mitigations == ("NO",)


def test_a_misspelt_key_is_told_with_the_nearest(tmp_path: Path) -> None:
    finding = only(load(tmp_path, {"goals.yaml": "objektive: Sell\n"}))
    assert (finding.code, finding.place.line, finding.place.column) == ("STR003", 1, 1)
    assert "Did you mean 'objective', which is required?" in finding.message
    assert finding.severity is Severity.ERROR


def test_what_a_misspelt_key_was_to_be_counts_as_there(tmp_path: Path) -> None:
    text = "objektive: Sell\ngoals: [{id: G1, titel: x, ttl: y}]\n"
    loaded = load(tmp_path, {"goals.yaml": text})
    goals = At("goals")
    assert loaded.playbook.notes.meant == {goals / "objective", goals / "goals" / 0 / "title"}
    assert Presence(loaded.playbook).stands(goals / "objective", None)
    twice = load(tmp_path, {"goals.yaml": "objektive: Sell\nobjective: Buy\n"})
    assert twice.playbook.notes.meant == frozenset()
    assert [finding.severity for finding in twice.findings] == [Severity.WARNING]


def test_keys_of_ones_own_are_kept_wherever_they_stand(tmp_path: Path) -> None:
    text = "x-board: 7\nregister:\n  - {id: R-1, x-ticket: OPS-3}\n"
    loaded = load(tmp_path, {"risks.yaml": text})
    assert loaded.findings == ()
    assert loaded.playbook.extensions(At("risks")) == {"x-board": 7}
    assert loaded.playbook.extensions(At("risks") / "register" / 0) == {"x-ticket": "OPS-3"}


def test_a_list_may_be_empty_for_a_reason(tmp_path: Path) -> None:
    loaded = load(tmp_path, {"security.yaml": "subcontractors: {none: works alone}\n"})
    assert loaded.findings == ()
    assert loaded.playbook.security.subcontractors == ()
    assert loaded.playbook.none_reason(At("security") / "subcontractors") == "works alone"


def test_one_scalar_is_a_list_of_one_and_nothing_is_no_item(tmp_path: Path) -> None:
    loaded = load(tmp_path, {"scope.yaml": "in_scope: The shop\nout_of_scope: [a, null, b]\n"})
    assert loaded.playbook.scope.in_scope == ("The shop",)
    assert loaded.playbook.scope.out_of_scope == ("a", "b")
    assert loaded.findings == ()


def test_a_key_with_nothing_behind_it_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    loaded = load(tmp_path, {"goals.yaml": "objective:\ngoals: ~\nmeta: null\n"})
    assert loaded.findings == ()
    assert not loaded.playbook.goals.given("objective")


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [("R-1", "R-1", "is already used at playbooks/trial/risks.yaml:2"),
     ("shop", "SHOP", "already used as 'shop' (case makes no difference)")],
)
def test_an_id_that_is_taken_is_told_at_the_second(
    tmp_path: Path, first: str, second: str, words: str
) -> None:
    text = f"register:\n  - {{id: {first}, likelihood: 1}}\n  - {{id: {second}, likelihood: 2}}\n"
    loaded = load(tmp_path, {"risks.yaml": text})
    finding = only(loaded)
    assert (finding.code, finding.place.line, finding.place.column) == ("STR005", 3, 10)
    assert words in finding.message
    target = loaded.playbook.index.find("risk", first)
    assert target is not None
    assert target.at.keys == ("register", 0)


def test_the_innermost_item_around_a_place_is_found(tmp_path: Path) -> None:
    index = load(
        tmp_path,
        {
            "goals.yaml": "goals: [{id: A}, {id: A}, {title: No id}]\n",
            "knowledge.yaml": "areas: [{id: K, signoff: {status: open}}]\n",
        },
    ).playbook.index

    def around(section: str, *keys: str | int) -> tuple[str, str, int] | None:
        found = index.around(At(section, keys))
        return (found.kind, found.id, int(found.at.keys[-1])) if found else None

    assert around("knowledge", "areas", 0, "signoff", "status") == ("knowledge area", "K", 0)
    assert around("goals", "goals", 0) == ("goal", "A", 0)
    assert around("goals", "goals", 1, "title") == ("goal", "A", 1)
    assert around("goals", "goals", 2, "title") is None
    assert around("goals", "goals") is None


def test_one_id_may_serve_two_kinds(tmp_path: Path) -> None:
    loaded = load(
        tmp_path, {"risks.yaml": "register: [{id: A}]\n", "goals.yaml": "goals: [{id: A}]\n"}
    )
    assert loaded.findings == ()
    assert loaded.playbook.index.find("goal", "A") != loaded.playbook.index.find("risk", "A")


def test_a_refused_file_hides_no_other(tmp_path: Path) -> None:
    book = load(tmp_path, {"risks.yaml": "a: [\n", "goals.yaml": "objective: Sell\n"}).playbook
    assert book.state("risks") is State.REFUSED
    assert book.state("goals") is State.PRESENT
    assert book.state("exit") is State.MISSING
    assert book.goals.objective == "Sell"


def test_a_manifest_alone_is_a_playbook(tmp_path: Path) -> None:
    loaded = load(tmp_path, {})
    assert loaded.findings == ()
    assert loaded.playbook.name == "Trial"
    assert [loaded.playbook.state(key) for key in SECTIONS].count(State.MISSING) == 17


def test_a_waived_section(tmp_path: Path) -> None:
    text = "not_applicable: {reason: A trial, approved_by: lead, until: 2027-01-31}\n"
    book = load(tmp_path, {"exit.yaml": text}).playbook
    assert book.state("exit") is State.WAIVED
    assert book.exit.not_applicable is not None
    assert book.exit.not_applicable.until == dt.date(2027, 1, 31)


_NAMES = sorted(
    {name for section in SECTIONS.values() for r in records_of(section) for name in fields_of(r)}
)
_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["C"]), max_size=6), st.sampled_from(["none", "R-1"]),
)
_KEYS = st.sampled_from(_NAMES) | st.sampled_from(["x-a", "none", "[key]", "0", "id"])
_DATA = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)


def _near(key: str) -> st.SearchStrategy[Any]:
    """Mappings that have a section's own keys, with anything under them."""
    return st.dictionaries(
        st.sampled_from(list(fields_of(SECTIONS[key]))) | _KEYS,
        _DATA | st.lists(st.dictionaries(_KEYS, _DATA, max_size=3), max_size=2),
        max_size=4,
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(list(SECTIONS)).flatmap(lambda key: st.tuples(st.just(key), _near(key))))
def test_any_data_loads_and_every_finding_has_a_place(given_data: tuple[str, Any]) -> None:
    key, data = given_data
    with TemporaryDirectory() as folder:
        loaded = load(Path(folder), {f"{stem(key)}.yaml": json.dumps(data, ensure_ascii=False)})
        assert loaded.playbook.state(key) is not State.MISSING
        for finding in loaded.findings:
            assert finding.place.line == 1
            assert finding.message


def _place_by_place(kind: type[Section], source: SectionSource) -> SectionReading:
    """What a section says, read as where something is wrong in every record."""
    with patch("sourcebook.model.reading.straight", side_effect=TypeError):
        return read_section.__wrapped__(kind, source, "trial")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(list(SECTIONS)).flatmap(lambda key: st.tuples(st.just(key), _near(key))))
def test_a_record_says_the_same_whether_it_is_read_at_once_or_place_by_place(
    given_data: tuple[str, Any],
) -> None:
    key, data = given_data
    text = json.dumps(data, ensure_ascii=False)
    origin = Origin(Document(f"playbooks/trial/{stem(key)}.yaml", text))
    source = SectionSource(key, origin.document.data, origin, (origin.document,))
    kind = SECTIONS[key]
    assert read_section.__wrapped__(kind, source, "trial") == _place_by_place(kind, source)


def test_examples_are_read_at_once() -> None:
    for slug in examples.project().engagements():
        for key, source in examples.loaded(slug).playbook.source.sections.items():
            reading = read_section.__wrapped__(SECTIONS[key], source, "trial")
            assert reading == _place_by_place(SECTIONS[key], source)
            if not reading.nones and not reading.extensions:
                assert straight(SECTIONS[key])(source.data) == reading.section


def test_a_path_as_findings_show_it_leads_back_to_its_item() -> None:
    book = examples.loaded().playbook
    found = 0
    for items in book.index.by_kind.values():
        for target in items.values():
            for path in (book.spelled(target.at), f"{book.spelled(target.at)}.title"):
                there = book.item_at(target.at.section, path)
                assert there is not None
                assert (there.kind, there.at) == (target.kind, target.at)
                found += 1
    assert found > 200
    assert book.item_at("risks", "register[nobody].owner") is None
    assert book.item_at("security", "access.last_review") is None
    assert book.item_at("", "x[y]") is None
