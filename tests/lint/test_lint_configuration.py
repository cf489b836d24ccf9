"""site_config/lint.yml: what it sets, and that nothing in it is passed over in silence."""

from __future__ import annotations

import re
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from lint.workspace import DAY, change, make_project
from sourcebook.analysis.thresholds import defaults
from sourcebook.assets import bundled
from sourcebook.errors import UsageError
from sourcebook.findings import Finding
from sourcebook.lint.configuration import Configuration, configured
from sourcebook.lint.merging import merged
from sourcebook.lint.plugins import brought_along
from sourcebook.lint.registry import RULES
from sourcebook.lint.rules.sections import section_missing_or_empty
from sourcebook.model.loading import load_playbook
from sourcebook.source.project import Project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_project(tmp_path, ("base", "other"))


def configure(root: Path, text: str) -> Configuration:
    (root / "site_config").mkdir(exist_ok=True)
    (root / "site_config" / "lint.yml").write_text(text, "utf-8")
    return configured(Project.find(root))


def found(root: Path, text: str, slug: str = "base") -> tuple[Finding, ...]:
    loaded = load_playbook(Project.find(root), slug)
    return merged([configure(root, text).check(loaded, DAY)])


def told(root: Path, text: str, slug: str = "base") -> list[str]:
    return [f"{f.code} {f.severity.word} {f.section}" for f in found(root, text, slug)]


def test_without_the_file_all_is_as_it_ships(root: Path) -> None:
    configuration = configured(Project.find(root))
    assert configuration.rules == RULES
    options = configuration.options("base")
    assert (options.thresholds, options.severities) == (defaults(), {})
    assert configure(root, "").options("base") == options
    assert found(root, "") == ()


def test_severities_by_code_or_slug(root: Path) -> None:
    change(
        root / "playbooks" / "base",
        delete=["risks.yaml"],
        replace={"goals.yaml": {"objective:": "objektive: x\nobjective:"}},
    )
    assert told(root, "") == ["STR001 error risks", "STR003 warning goals"]
    assert told(root, "severity: {unknown-field: error, STR001: info}") == [
        "STR003 error goals",
        "STR001 info risks",
    ]
    assert told(root, "severity: {STR001: off, unknown-field: off}") == []


def test_a_draft_softens_what_was_made_an_error(root: Path) -> None:
    change(
        root / "playbooks" / "base",
        replace={
            "goals.yaml": {"objective:": "objektive: x\nobjective:"},
            "engagement.yaml": {"status: active": "status: draft"},
        },
    )
    assert told(root, "severity: {STR003: error}") == ["STR003 warning goals"]


def test_an_engagement_has_its_own(root: Path) -> None:
    for slug in ("base", "other"):
        change(root / "playbooks" / slug, delete=["risks.yaml"])
    text = "severity: {STR001: warning}\nengagements: {other: {severity: {STR001: off}}}"
    assert told(root, text) == ["STR001 warning risks"]
    assert told(root, text, "other") == []


def test_thresholds_reach_the_rules(root: Path) -> None:
    waiver = "not_applicable: {reason: A trial, approved_by: client-lead, until: 2027-05-01}\n"
    change(root / "playbooks" / "base", write={"exit.yaml": waiver})
    assert told(root, "") == []
    assert told(root, "thresholds: {waiver.max_days: 160}") == []
    told_of_it = ["STR001 error exit", "STR006 error exit"]
    assert told(root, "thresholds: {waiver.max_days: 159}") == told_of_it
    own = "engagements: {base: {thresholds: {waiver.max_days: 9}}}"
    assert told(root, f"thresholds: {{waiver.max_days: 300}}\n{own}") == told_of_it


def test_the_essential_asks_for_eight_sections(root: Path) -> None:
    folder = root / "playbooks" / "base"
    change(folder, delete=["exit.yaml"], replace={"governance.yaml": {"    name: Board\n": ""}})
    asked = [line for line in told(root, "depth: standard") if line.startswith("STR")]
    assert asked == ["STR001 error exit", "STR002 error governance"]
    assert [line for line in told(root, "depth: essential") if line.startswith("STR")] == []
    change(folder, delete=["risks.yaml"])
    assert "STR001 error risks" in told(root, "depth: essential")


def test_full_depth_asks_for_what_is_recommended(root: Path) -> None:
    words = {(f.code, f.severity.word) for f in found(root, "depth: full")}
    assert words == {("STR002", "info")}


def test_sections_by_phase(root: Path) -> None:
    """The base is in the phase of selection."""
    assert told(root, "required_sections: {transition: [improvement]}") == []
    text = "required_sections: {selection: [improvement, service-levels], all: [change]}"
    assert [f.section for f in found(root, text)] == [
        "change",
        "improvement",
        "service_levels",
    ] or {f.section for f in found(root, text)} == {"change", "improvement", "service_levels"}
    change(root / "playbooks" / "base", delete=["exit.yaml"])
    assert told(root, "required_sections: {exit: [exit]}") == []


def test_work_domains_and_profiles_reach_the_rules(root: Path) -> None:
    (root / "site_config" / "profiles").mkdir(parents=True)
    (root / "site_config" / "profiles" / "own.yaml").write_text(
        "id: own-1\ntitle: Own\nclauses: []\n", "utf-8"
    )
    configuration = configure(
        root,
        "work_domains: [Example.com]\nprofiles: [own-1]\n"
        "engagements: {base: {work_domains: [b.example]}}",
    )
    facts = configuration.options("base").facts(DAY)
    assert facts.work_domains == {"example.com", "b.example"}
    assert facts.asking.profiles == ("own-1",)


def test_the_examples_in_the_file_that_ships_hold(root: Path) -> None:
    """What stands there as a comment works once the mark is taken away."""
    text = (bundled("site_config") / "lint.yml").read_text("utf-8")
    (root / "playbooks" / "other").rename(root / "playbooks" / "harbourline-mobile")
    bare = re.sub(r"(?m)^# ?(?=[a-z_]+:( |$)|  )", "", text)
    bare = re.sub(r"(?m)^depth:.*$", "", bare, count=1)
    configuration = configure(root, bare)
    assert configuration.rules[-1].code == "HOUSE-SIGNOFF"
    options = configuration.options("harbourline-mobile")
    assert options.asking.depth == "full"
    assert options.asking.from_phase == {"service_levels": "delivery"}
    assert options.asking.profiles == ("iso27001-supplier",)
    assert options.thresholds["risk.high_threshold"] == 15
    assert options.severities["RAC003"] is None
    assert options.work_domains == {"harbourline.example"}


HOUSE = """
house_rules:
  - code: HOUSE-1
    severity: error
    path: {path}
    must: {must}
    message: "{{path}}: {{value}} is not what {{id}} wants."
"""


@pytest.mark.parametrize(
    ("path", "must", "paths"),
    [
        ("goals.goals[].measure.unit", "{one_of: [percent, days]}", []),
        ("goals.goals.measure.unit", "{one_of: [days]}", ["goals[G1].measure.unit"]),
        ("goals.goals.measure.baseline", "{min: 11}", ["goals[G1].measure.baseline"]),
        ("goals.goals.measure.baseline", "{min: 10, max: 10}", []),
        ("goals.goals.risk", "{filled: true}", ["goals[G1].risk"]),
        ("goals.goals.due", '{matches: "^2026"}', ["goals[G1].due"]),
        ("goals.goals", "{min_items: 2}", ["goals"]),
        ("goals.goals", "{max_items: 1}", []),
        ("goals.goals.achievability.reviewed_by", "{matches: -lead$}", []),
        ("goals.goals.x-ticket", "{filled: true}", ["goals[G1].x-ticket"]),
        ("service-levels.slas", "{min_items: 1}", []),
    ],
)
def test_rules_of_the_house(root: Path, path: str, must: str, paths: list[str]) -> None:
    told = found(root, HOUSE.format(path=path, must=must))
    assert [f.path for f in told] == paths
    for finding in told:
        assert (finding.code, finding.slug, finding.severity.word) == (
            "HOUSE-1",
            "house-1",
            "error",
        )
        assert finding.message.startswith(f"{paths[0]}: ")


def test_a_rule_of_the_house_shows_what_stands_there_as_one_would_write_it(root: Path) -> None:
    told = found(root, HOUSE.format(path="goals.goals.achievability", must="{filled: false}"))
    assert "reviewed_by: [client-lead, vendor-lead]" in told[0].message
    assert told[0].message.startswith("goals[G1].achievability: {capability_basis: ")


def test_a_rule_of_the_house_may_look_at_some_alone(root: Path) -> None:
    text = (
        "house_rules: [{code: ABC001, path: roles.roles.location, when: {party: vendor}, "
        "must: {one_of: [porto]}, message: No}]"
    )
    assert [f.path for f in found(root, text)] == ["roles[vendor-lead].location"]


def test_a_rule_of_the_house_is_accepted_like_any_other(root: Path) -> None:
    comment = "# sourcebook: ignore[HOUSE-1] until=2027-01-31 -- so"
    unit = {"      unit: percent": f"      unit: percent  {comment}"}
    change(root / "playbooks" / "base", replace={"goals.yaml": unit})
    told = found(root, HOUSE.format(path="goals.goals.measure.unit", must="{one_of: [days]}"))
    assert [(f.code, f.accepted is not None) for f in told] == [("HOUSE-1", True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [", "lint.yml:2"),
        ("- a", "lint.yml:1"),
        ("depth: full\ndepth: full", "lint.yml:2: depth: the key 'depth' stands twice"),
        ("\nseverty: {}", "lint.yml:2: unknown key 'severty'. Did you mean 'severity'?"),
        ("severity:\n  GOL01: off", "lint.yml:2: 'GOL01' is no rule. Did you mean 'GOL001'?"),
        ("severity: {unknown-feild: off}", "Did you mean 'unknown-field'?"),
        ("severity: {STR003: warn}", "'warn' is no value of 'severity.STR003'."),
        ("severity: {STR000: off}", "STR000 cannot be turned off"),
        ("severity: off", "'severity' holds no lines of 'key: value'"),
        ("thresholds: {waiver.max_day: 1}", "'waiver.max_day' is no threshold. Did you mean"),
        ("thresholds: {waiver.max_days: many}", "'many' is no number"),
        ("thresholds: {waiver.max_days: true}", "'true' is no number"),
        ("depth: deep", "'deep' is no value of 'depth'. Known: essential, standard, full."),
        ("required_sections: {exti: [risks]}", "'exti' is no phase. Did you mean 'exit'?"),
        ("required_sections: {exit: [risk]}", "'risk' is no section. Did you mean 'risks'?"),
        ("required_sections: {exit: risks}", "'required_sections.exit' is no list"),
        ("profiles: [dora-33]", "'dora-33' is no profile."),
        ("work_domains: [example]", "'example' is no domain"),
        ("work_domains: [{a: b}]", "is no text"),
        ("engagements: {bsae: {}}", "'bsae' is no engagement. Did you mean 'base'?"),
        ("engagements: {base: {dept: full}}", "unknown key 'dept'. Did you mean 'depth'?"),
        ("engagements: {base: {engagements: {}}}", "unknown key 'engagements'"),
        ("house_rules: [{code: ABC001}]", "a house rule needs 'path'"),
    ],
)  # fmt: skip
def test_whatever_is_not_known_is_told(root: Path, text: str, words: str) -> None:
    with pytest.raises(UsageError) as raised:
        configure(root, text)
    assert str(raised.value).startswith("CFG001 site_config/lint.yml:")
    assert words in str(raised.value)
    assert not str(raised.value).endswith("?.")


@pytest.mark.parametrize(
    ("code", "path", "must", "words"),
    [
        ("abc", "goals.goals", "{filled: true}", "'abc' is no code"),
        ("STR001", "goals.goals", "{filled: true}", "the code STR001 is taken"),
        ("ABC001", "goals.gaols", "{filled: true}", "'gaols' is no field. Did you mean 'goals'?"),
        ("ABC001", "gaols.goals", "{filled: true}", "'gaols' is no section. Did you mean 'goals'?"),
        (
            "ABC001",
            "goals.goals.due.x",
            "{filled: true}",
            "nothing stands below the field before 'x'",
        ),
        ("ABC001", "goals.goals", "{filed: true}", "unknown key 'filed'. Did you mean 'filled'?"),
        ("ABC001", "goals.goals", "{filled: yes}", "'filled' is true or false"),
        ("ABC001", "goals.goals", "{matches: '['}", "no regular expression"),
        ("ABC001", "goals.goals", "{min: a}", "'min' is a number"),
    ],
)
def test_what_is_wrong_with_a_rule_of_the_house_is_told(
    root: Path, code: str, path: str, must: str, words: str
) -> None:
    rule = f"{{code: {code}, path: {path}, must: {must}, message: x}}"
    with pytest.raises(UsageError, match=r"CFG001 site_config/lint.yml:1: ") as raised:
        configure(root, f"house_rules: [{rule}]")
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("{path} holds {vlaue}.", "'{vlaue}' is no field. Did you mean '{value}'?"),
        ("Goal {id}: see {foo}.", "'{foo}' is no field. Known: {path}, {value}, {id}."),
    ],
)
def test_a_message_of_the_house_names_only_what_it_can_show(
    root: Path, message: str, words: str
) -> None:
    rule = f"code: ABC001, path: goals.goals, must: {{filled: true}}, message: '{message}'"
    with pytest.raises(UsageError, match=r"CFG001 site_config/lint.yml:2: ") as raised:
        configure(root, f"house_rules:\n  - {{{rule}}}")
    assert words in str(raised.value)


def test_a_fix_of_the_house_says_what_its_message_may(root: Path) -> None:
    rule = "code: ABC001, path: goals.goals.measure.unit, must: {one_of: [days]}, message: No"
    told = found(
        root, f"house_rules: [{{{rule}, fix: 'At {{path}}: days, not {{value}} ({{id}}).'}}]"
    )
    assert {f.fix for f in told} == {"At goals[G1].measure.unit: days, not percent (G1)."}
    with pytest.raises(UsageError, match=r"'\{vlaue\}' is no field. Did you mean '\{value\}'"):
        configure(root, f"house_rules: [{{{rule}, fix: 'Not {{vlaue}}'}}]")


def test_a_message_of_the_house_may_hold_other_braces(root: Path) -> None:
    message = "Write it as {value: 4, unit: hours}, or {}."
    rule = f"code: ABC001, path: roles.roles.x-y, must: {{filled: true}}, message: '{message}'"
    assert {f.message for f in found(root, f"house_rules: [{{{rule}}}]")} == {message}


def point(value: str) -> EntryPoint:
    return EntryPoint("house", value, "sourcebook.rules")


def test_rules_come_along_with_packages() -> None:
    codes = {rule.code for rule in RULES}
    points = [point("lint.house_example:RULES")]
    assert [rule.code for rule in brought_along(codes, points)] == ["ACM001"]
    assert [
        rule.code for rule in brought_along(codes, [point("lint.house_example:no_friday")])
    ] == ["ACM001"]
    assert brought_along(codes, []) == []


def test_rules_of_an_installed_package_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = {rule.code for rule in RULES}
    assert brought_along(codes) == []
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "acme-1.0.dist-info").mkdir()
    points = "[console_scripts]\nacme = acme:main\n"
    told = tmp_path / "acme-1.0.dist-info" / "entry_points.txt"
    told.write_text(points, "utf-8")
    assert brought_along(codes) == []
    told.write_text(f"{points}[sourcebook.rules]\nacme = lint.house_example:RULES\n", "utf-8")
    assert [rule.code for rule in brought_along(codes)] == ["ACM001"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("nowhere.at_all:RULES", "No module named"),
        ("lint.house_example:NONE", "has no attribute"),
        ("lint.house_example:DAY", "it is no rule"),
        ("lint.house_example:TAKEN", "the code 'STR001' is taken"),
        ("lint.house_example:no_reason", "a rule's page is its promise, Why, Fix and Source"),
    ],
)
def test_what_is_wrong_with_a_package_is_told(value: str, words: str) -> None:
    with pytest.raises(UsageError, match="CFG001 the entry point 'house = ") as raised:
        brought_along({section_missing_or_empty.code}, [point(value)])
    assert words in str(raised.value)


def test_a_misspelt_field_is_missing_where_nobody_speaks_of_its_key(root: Path) -> None:
    change(root / "playbooks" / "base", replace={"goals.yaml": {"objective:": "objectve:"}})
    assert told(root, "") == ["STR003 error goals"]
    assert told(root, "severity: {unknown-field: off}\n") == ["STR002 error goals"]
