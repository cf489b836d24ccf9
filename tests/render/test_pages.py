"""Every page of every playbook renders, is whole, and leads somewhere, whatever the data."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from render import examples, playbooks
from render.markup import faults_of, read
from render.playbooks import everything, filled, page, site
from sourcebook.findings import Finding, Place, Severity
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import SECTIONS, Loaded
from sourcebook.model.record import Item, Record, Shape, fields_of, records_of
from sourcebook.model.schema import stem
from sourcebook.render.links import section_page
from sourcebook.render.pages import Site
from sourcebook.render.site import SECTION_VIEWS, engagement_site
from sourcebook.site.links import Problem, problems
from sourcebook.source.project import Project
from sourcebook.source.settings import Settings


def _whole(made: Site) -> list[str]:
    """What is wrong with a site: markup, ids, links, titles, navigation."""
    found = [f"{p.path}: {fault}" for p in made.pages for fault in faults_of(p.html)]
    found += [f"{p.page}: {p.href}: {p.why}" for p in _dead(made, "../")]
    found += [f"{p.path} has no title" for p in made.pages if not p.title.strip()]
    found += [f"{p.path} has no description" for p in made.pages if not p.description.strip()]
    paths = [p.path for p in made.pages]
    named = [path for group in made.nav for path in group.paths]
    found += [f"{path} twice" for path in set(paths) if paths.count(path) > 1]
    found += [f"{path} twice in the navigation" for path in set(named) if named.count(path) > 1]
    found += [f"{path} is in the navigation alone" for path in set(named) - set(paths)]
    return found


def _dead(made: Site, *known: str) -> list[Problem]:
    """The links that lead nowhere; calendars are written beside the pages later on."""
    return [p for p in problems(made, known=known) if not p.href.endswith(".ics")]


def _example(slug: str = "harbourline-mobile") -> Site:
    whole = examples.loaded(slug)
    return engagement_site(
        whole.playbook, whole.findings, examples.AS_OF, examples.project().settings
    )


def test_every_section_has_a_view_and_a_template():
    assert set(SECTION_VIEWS) == set(SECTIONS)
    folder = examples.ROOT / "templates" / "pages"
    own = {"overview" if key == "engagement" else stem(key) for key in SECTIONS}
    assert {name for name in own if not (folder / f"{name}.html.j2").is_file()} == set()


def test_every_section_stands_once_in_the_navigation():
    named = [path for group in _example().nav for path in group.paths]
    assert sorted(set(named) & {section_page(key) for key in SECTIONS}) == sorted(
        section_page(key) for key in SECTIONS
    )


@pytest.mark.parametrize("slug", examples.project().engagements())
def test_an_example_is_whole(slug):
    assert _whole(_example(slug)) == []


EMPTY: dict[str, dict[str, Any]] = {
    "no file at all": {},
    "an empty manifest": {"engagement": {}},
    "a manifest alone": {"engagement": filled(SECTIONS["engagement"], "Words")},
    "every section empty": {key: {} for key in SECTIONS},
    "every field given": everything("Words"),
}


@pytest.mark.parametrize("sections", EMPTY.values(), ids=EMPTY)
def test_a_playbook_with_little_in_it_is_whole(sections):
    assert _whole(site(sections)) == []


def test_a_missing_section_names_the_command_that_writes_it():
    made = site({"engagement": {}})
    for key in set(SECTIONS) - {"engagement"}:
        shown = read(page(made, section_page(key)).html).text
        assert f"sourcebook new section {stem(key)} --engagement demo" in shown
        assert all(name in shown for name in fields_of(SECTIONS[key]) if name != "not_applicable")


@pytest.mark.parametrize("key", SECTIONS)
def test_a_section_that_does_not_apply_says_why(key):
    """What it still holds is not shown, and nothing leads to it."""
    waiver = {"reason": "Nothing **of it** here.", "approved_by": "one", "until": "2027-01-31"}
    data = everything("one")
    data[key]["not_applicable"] = waiver
    made = site(data)
    assert _whole(made) == []
    shown = read(page(made, section_page(key)).html).text
    if key != "engagement":  # the overview is there whatever the manifest says
        assert "does not apply" in shown
        assert "Nothing of it here." in shown


@pytest.mark.parametrize("key", SECTIONS)
def test_wrong_values_cost_themselves_alone(key):
    """A number where a list is wanted, a list where words are: every page is there."""
    wrong: dict[str, Any] = {
        name: 7 if spec.shape.form != "scalar" else ["a", {"b": 1}]
        for name, spec in fields_of(SECTIONS[key]).items()
    }
    assert _whole(site({**everything("Words"), key: wrong})) == []


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
    assert _whole(site(everything(text))) == []


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
    assert _whole(made) == []
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
    assert _whole(made) == []
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
    assert _whole(site(data)) == []


def test_terms_that_differ_in_signs_alone_have_anchors_of_their_own():
    terms = [{"term": term, "definition": "x"} for term in ("C", "C++", "C#", "+", "raci")]
    made = site({"scope": {"glossary": terms}})
    assert _whole(made) == []
    ids = read(page(made, "glossary.html").html).ids
    assert {"term-c", "term-c--2", "term-c--3", "term-term"} <= set(ids)


def _paths(kind: type[Record], make: Callable[[type[Record]], Any]) -> dict[str, Any]:
    """Data in which every mapping holds what ``make`` adds to it."""
    data = filled(kind, "Words")
    _add(kind, data, make)
    return data


def _add(kind: type[Record], data: dict[str, Any], make: Callable[[type[Record]], Any]) -> None:
    for name, spec in fields_of(kind).items():
        if name in data:
            _inside(spec.shape, data[name], make)
    data.update(make(kind))


def _inside(shape: Shape, value: Any, make: Callable[[type[Record]], Any]) -> None:
    if shape.record is not None:
        _add(shape.record, value, make)
    elif shape.inner is not None:
        for inner in value.values() if isinstance(value, dict) else value:
            _inside(shape.inner, inner, make)


def _shown(made: Site, key: str) -> str:
    """What the pages of a section say; each role's own page belongs to the roles."""
    paths = [section_page(key)]
    if key == "roles":
        paths += [p.path for p in made.pages if p.path.startswith("roles/")]
    return " ".join(read(page(made, path).html).text for path in paths)


@pytest.mark.parametrize("key", SECTIONS)
def test_keys_of_ones_own_are_shown_at_every_level(key):
    kind = SECTIONS[key]
    own = _paths(kind, lambda record: {"x-own": f"own of {record.__name__}"})
    made = site({**everything("Words"), key: own})
    shown = _shown(made, key)
    records = {record.__name__ for record in records_of(kind)} - {"NotApplicable"}
    assert {name for name in records if f"own of {name}" not in shown} == set()


@pytest.mark.parametrize("key", SECTIONS)
def test_the_reason_why_a_list_is_empty_is_shown(key):
    kind = SECTIONS[key]
    lists = [
        (record, name)
        for record in records_of(kind)
        for name, spec in fields_of(record).items()
        if spec.shape.form == "list" and name != "extends"
    ]
    missing = []
    for record, name in lists:
        reason = f"no {name} of {record.__name__}"

        def empty(its: type[Record], name=name, record=record, reason=reason) -> dict[str, Any]:
            return {name: {"none": reason}} if its is record else {}

        made = site({key: _paths(kind, empty)})
        if f"no {name} of {record.__name__}" not in _shown(made, key):
            missing.append(f"{record.__name__}.{name}")
    assert missing == []


def test_every_item_for_the_client_alone_is_tagged():
    untagged = []
    for key, kind in SECTIONS.items():
        data = everything("Words")
        for item in records_of(kind):
            if not issubclass(item, Item):
                continue
            data[key] = _paths(
                kind, lambda its, item=item: {"visibility": "internal"} if its is item else {}
            )
            plain = site(everything("Words"))
            made = site(data)
            for path in {section_page(key), *(["roles/one.html"] if item.kind == "role" else [])}:
                tags = page(made, path).html.count("Only in the internal edition")
                if tags <= page(plain, path).html.count("Only in the internal edition"):
                    untagged.append(f"{path}: {item.kind}")
    assert untagged == []


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with an engagement that inherits a layer."""
    layer, own = tmp_path / "playbooks/_shared/house-rules", tmp_path / "playbooks/demo"
    layer.mkdir(parents=True)
    own.mkdir()
    (layer / "layer.yaml").write_text("title: House rules\n")
    (own / "engagement.yaml").write_text("format: 1\nname: Demo\nextends: [house-rules]\n")
    return tmp_path


def _load(root: Path) -> Loaded:
    return load_playbook(Project.find(root), "demo")


def test_an_item_of_a_layer_carries_the_layers_name(project):
    untagged = []
    for key, kind in SECTIONS.items():
        for item in records_of(kind):
            if not issubclass(item, Item) or key == "engagement":
                continue
            file = project / "playbooks/_shared/house-rules" / f"{stem(key)}.yaml"
            file.write_text(json.dumps(_only(kind, item)))
            made = site(_load(project))
            file.unlink()
            for path in {section_page(key), *(["roles/one.html"] if item.kind == "role" else [])}:
                if "house-rules</span>" not in page(made, path).html:
                    untagged.append(f"{path}: {item.kind}")
    assert untagged == []


def test_what_is_changed_of_a_layer_and_what_is_no_item_say_the_layer_too(project):
    layer, own = project / "playbooks/_shared/house-rules", project / "playbooks/demo"
    both = [{"id": f"SEC-{n}", "title": f"Rule {n}", "requirement": "Ask."} for n in (1, 2)]
    (layer / "security.yaml").write_text(json.dumps({"protocols": both}))
    changed = {"protocols": [{"id": "SEC-1", "requirement": "Ask twice."}]}
    (own / "security.yaml").write_text(json.dumps(changed))
    (layer / "communication.yaml").write_text(
        json.dumps({"async": {"handover_template_ref": "wiki, page Handover"}})
    )
    (own / "communication.yaml").write_text(json.dumps({"async": {"frequency": "daily"}}))
    made = site(_load(project))
    assert page(made, "security.html").html.count("house-rules, changed here</span>") == 1
    told = page(made, "communication.html").html
    assert re.search(r"<dt[^>]*>Handover template <span[^>]*>house-rules</span></dt>", told)


def test_lists_of_plain_words_and_single_values_say_the_layer_too(project):
    layer, own = project / "playbooks/_shared/house-rules", project / "playbooks/demo"
    (layer / "exit.yaml").write_text(
        json.dumps(
            {
                "post_exit_obligations": ["Answers for 60 days"],
                "transition_period_days": 180,
                "service_continuity": "Nothing changes until the last day.",
            }
        )
    )
    made = page(site(_load(project)), "exit.html").html
    assert "house-rules" in read(made[made.index('<h2 id="post_exit_obligations"') :]).text[:80]
    glance = made[made.index('<h2 id="at-a-glance"') : made.index('<h2 id="post_exit')]
    assert glance.count("house-rules</span>") == 2
    (own / "exit.yaml").write_text(json.dumps({"post_exit_obligations": ["Confidentiality"]}))
    made = page(site(_load(project)), "exit.html").html
    assert "house-rules" not in made[made.index('<h2 id="post_exit_obligations"') :]


def _only(kind: type[Record], item: type[Record]) -> dict[str, Any]:
    """Data with that sort of item and what is around it."""
    data = filled(kind, "Words")
    return {
        name: data[name]
        for name, spec in fields_of(kind).items()
        if name in data and (inner := _record(spec.shape)) and item in set(records_of(inner))
    }


def _record(shape: Shape) -> type[Record] | None:
    while shape.record is None and shape.inner is not None:
        shape = shape.inner
    return shape.record


def test_a_refused_file_leaves_every_other_page_as_it_was(project):
    own = project / "playbooks/demo"
    for source, target in (("_shared", own.parent / "_shared"), ("harbourline-mobile", own)):
        shutil.copytree(examples.ROOT / "playbooks" / source, target, dirs_exist_ok=True)
    before = site(_load(project))
    (own / "risks.yaml").write_text("register: [\n")
    after = site(_load(project))
    assert _whole(after) == []
    assert "cannot be read" in page(after, "risks.html").html
    assert "<dt>Agreed</dt>" not in page(after, "risks.html").html
    start = read(page(after, "index.html").html).text
    assert "risks.yaml cannot be read" in start
    assert "not there yet" not in start
    assert page(after, "security.html").html == page(before, "security.html").html


def test_what_a_layer_says_of_a_refused_section_is_linked_nowhere(project):
    (project / "playbooks/_shared/house-rules/roles.yaml").write_text(
        json.dumps(filled(SECTIONS["roles"], "one"))
    )
    (project / "playbooks/demo/goals.yaml").write_text(json.dumps(filled(SECTIONS["goals"], "one")))
    (project / "playbooks/demo/roles.yaml").write_text("roles: [\n")
    assert _whole(site(_load(project))) == []


def test_a_refused_manifest_leaves_a_site(project):
    (project / "playbooks/demo/engagement.yaml").write_text("name: [\n")
    made = site(_load(project))
    assert _whole(made) == []
    assert "engagement.yaml cannot be read" in read(page(made, "index.html").html).text


def test_findings_lead_to_their_lines():
    place = Place("playbooks/demo/risks.yaml", 7)
    found = Finding("RSK001", "x", Severity.ERROR, "<b>Wrong</b>", place, "demo", "risks")
    whole = playbooks.loaded({"risks": {}})
    for repository, address in (
        ("https://github.com/a/b", "https://github.com/a/b/blob/main/playbooks/demo/risks.yaml#L7"),
        ("https://gitlab.com/a/b.git", "https://gitlab.com/a/b/-/blob/main/"),
        ("https://bitbucket.org/a/b", "risks.yaml#lines-7"),
        ("https://dev.azure.com/a/_git/b", "version=GBmain&amp;line=7"),
    ):
        made = engagement_site(
            whole.playbook, [found], examples.AS_OF, Settings(repository=repository)
        )
        for path in ("risks.html", "findings.html"):
            assert address in page(made, path).html
            assert "&lt;b&gt;Wrong&lt;/b&gt;" in page(made, path).html


def test_the_directory_leads_to_the_holder_of_a_role():
    data = {"roles": {"roles": [{"id": "lead", "holder_ref": "a b/../c?"}]}}
    made = site(data, settings=Settings(directory_url="https://people.example/{ref}"))
    assert (
        "https://people.example/a%20b%2F..%2Fc%3F" in read(page(made, "roles/lead.html").html).links
    )


def test_texts_link_to_the_hand_written_pages_and_files_of_the_engagement():
    text = "See [the rota](pages/night/rota.md#when) and [the plan](files/plan.pdf)."
    data = {
        "roles": {"roles": [{"id": "lead", "responsibilities": [text]}]},
        "goals": {"objective": text},
    }
    made = site(data, {"night/rota.md": "# Rota\n\n## When\n\nAt night."})
    for path, root in (("goals.html", ""), ("roles/lead.html", "../")):
        links = read(page(made, path).html).links
        assert f"{root}more/night/rota.html#when" in links
        assert f"{root}files/plan.pdf" in links
    assert [p.href for p in _dead(made, "../", "files/")] == []


def test_the_same_playbook_gives_the_same_pages():
    assert _example() == _example()


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
    assert _whole(site({**others, key: section})) == []
