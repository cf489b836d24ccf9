"""Pages of odd data: strange names, nothing, one, fifty, wrong values, whatever is drawn."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from render.markup import read
from render.playbooks import everything, filled, page, site
from render.wholeness import whole
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import Record, Shape, fields_of


@pytest.mark.parametrize("key", SECTIONS)
def test_wrong_values_cost_themselves_alone(key):
    """A number where a list is wanted, a list where words are: every page is there."""
    wrong: dict[str, Any] = {
        name: 7 if spec.shape.form != "scalar" else ["a", {"b": 1}]
        for name, spec in fields_of(SECTIONS[key]).items()
    }
    assert whole(site({**everything("Words"), key: wrong})) == []


NAMES = {
    "300 letters without a blank": "x" * 300,
    "right to left": "مشروع الهاتف \u200f(ב)\u202e",
    "emoji": "👩🏽‍💻 Prüfung №1",
    "HTML": '<b onclick="alert(1)">Bold</b> & <script>alert("x")</script>',
    "Markdown": "*a* _b_ `c` [d](https://example.org)",
    "marks alone": "***",
    "template": "{{ 7 * 7 }}{% raw %}",
    "quotes": "\"'>`",
    "lines": "One\n\nTwo\n\n- three\n- four\n\n> five",
}


@pytest.mark.parametrize("text", NAMES.values(), ids=NAMES)
def test_any_name_and_text_leaves_the_site_whole(text):
    assert whole(site(everything(text))) == []


@pytest.mark.parametrize("text", [NAMES["HTML"], NAMES["right to left"], NAMES["emoji"]])
def test_a_name_is_shown_as_it_was_written(text):
    made = site({"engagement": {"name": text}})
    assert page(made, "index.html").title == text
    assert text in "".join(read(page(made, "index.html").html).words)


def _many(count: int) -> dict[str, dict[str, Any]]:
    roles = [{"id": f"role-{n}", "title": f"Role {n}", "party": "bank"} for n in range(count)]
    letters = {f"role-{n}": "A" if n == 0 else "R" for n in range(count)}
    return {
        "engagement": {"parties": [{"id": "bank", "name": "Bank", "side": "client"}]},
        "roles": {
            "roles": roles,
            "activities": [
                {"id": f"act-{n}", "title": f"Activity {n}", "raci": letters} for n in range(count)
            ],
        },
        "risks": {
            "register": [
                {"id": f"R-{n}", "title": f"Risk {n}", "likelihood": n % 5 + 1, "impact": 3}
                for n in range(count)
            ]
        },
        "knowledge": {
            "areas": [
                {"id": f"area-{n}", "holders": [{"role": f"role-{n}", "level": n % 5}]}
                for n in range(count)
            ]
        },
        "milestones": {
            "milestones": [
                {"id": f"M-{n}", "due": "2026-12-01", "depends_on": [f"M-{n - 1}"], "gate": True}
                for n in range(count)
            ]
        },
    }


@pytest.mark.parametrize("count", [0, 1, 50])
def test_none_one_and_many_items(count):
    """Fifty milestones are all due on one day."""
    made = site(_many(count))
    assert whole(made) == []
    for path, kind in (
        ("risks.html", "risk"),
        ("roles.html", "activity"),
        ("milestones.html", "milestone"),
        ("knowledge.html", "knowledge-area"),
    ):
        ids = read(page(made, path).html).ids
        assert sum(id.startswith(f"{kind}-") for id in ids) == count
    assert sum(p.path.startswith("roles/") for p in made.pages) == count


def test_what_is_half_known_is_shown_as_far_as_it_is_known():
    made = site(
        {
            "risks": {
                "register": [{"id": "R-1", "title": "No score"}, {"title": "No id", "impact": 5}]
            },
            "roles": {
                "roles": [{"title": "No id"}, {"id": "no-title"}],
                "activities": [
                    {"id": "one", "title": "Run", "raci": {"ghost": "A", "no-title": "R"}},
                    {"title": "Without letters"},
                ],
            },
            "goals": {"goals": [{"id": "g", "title": "Unmeasured", "owner": "ghost"}]},
        }
    )
    assert whole(made) == []
    assert "No score" in page(made, "risks.html").html
    matrix = page(made, "roles.html").html
    assert re.search(r"<span>ghost</span>", matrix), "a role that nobody defined has its column"
    assert "Without letters" in matrix
    assert "No id" in matrix
    assert 'pb-unresolved" title="Nothing in this playbook has that id">ghost' in (
        page(made, "goals.html").html
    )


def test_the_second_of_two_items_with_an_id_has_no_anchor():
    """Both are shown; links lead to the first."""
    data = everything("Words")
    for section in data.values():
        for name, value in section.items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                section[name] = [*value, *value]
    assert whole(site(data)) == []


def test_terms_that_differ_in_signs_alone_have_anchors_of_their_own():
    terms = [{"term": term, "definition": "x"} for term in ("C", "C++", "C#", "+", "raci")]
    made = site({"scope": {"glossary": terms}})
    assert whole(made) == []
    ids = read(page(made, "glossary.html").html).ids
    assert {"term-c", "term-c--2", "term-c--3", "term-term"} <= set(ids)


_WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
_JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(_WORDS.filter(bool), inner, max_size=3)
    ),
    max_leaves=5,
)
_DAYS = st.dates() | st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
_GOOD = {
    "date": _DAYS.map(str),
    "time": st.times().map("{:%H:%M}".format),
    "zone": st.sampled_from(["Europe/Lisbon", "Asia/Kolkata", "UTC", "Pacific/Apia"]),
    "country": st.sampled_from(["GB", "IN", "PT"]),
    "id": st.sampled_from(["one", "two", "R-1"]),
    "flag": st.booleans(),
    "number": st.integers(0, 5) | st.integers(-(10**12), 10**12) | st.floats(-1e12, 1e12),
}


def _values(shape: Shape) -> st.SearchStrategy[Any]:
    if shape.record is not None:
        good = _mappings(shape.record)
    elif shape.form == "list" and shape.inner is not None:
        good = st.lists(_values(shape.inner), max_size=3) | st.just({"none": "nothing"})
    elif shape.form == "table" and shape.inner is not None:
        good = st.dictionaries(st.sampled_from(["one", "two"]), _values(shape.inner), max_size=2)
    elif shape.ref is not None:
        good = st.sampled_from(["one", "two", "nobody", "*"])
    elif shape.kind == "choice":
        good = st.sampled_from(shape.choices)
    else:
        good = _GOOD.get(shape.kind, _WORDS)
    return st.one_of(good, good, good, good, _JUNK)


def _mappings(kind: type[Record]) -> st.SearchStrategy[dict[str, Any]]:
    known = {name: st.deferred(lambda s=spec: _values(s.shape)) for name, spec in _specs(kind)}
    return st.fixed_dictionaries({}, optional={**known, "x-own": _JUNK, "unknown": _JUNK})


def _specs(kind: type[Record]) -> list[tuple[str, Any]]:
    return [(n, spec) for n, spec in fields_of(kind).items() if n not in ("extends",)]


@pytest.mark.parametrize("key", SECTIONS)
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),  # a failure names its seed; shrinking whole sites takes minutes
)
@given(st.data())
def test_any_data_makes_a_whole_site(key, data):
    section = data.draw(_mappings(SECTIONS[key]))
    others = {"roles": filled(SECTIONS["roles"], "one"), "goals": filled(SECTIONS["goals"], "one")}
    assert whole(site({**others, key: section})) == []
