"""The guide: how each section is written, what each rule wants, from the model and the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from sourcebook.analysis.profiles import Profile
from sourcebook.findings import Severity
from sourcebook.model.fields import Audience, Need
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.record import FieldSpec, Record, Section, Shape, fields_of
from sourcebook.model.schema import stem
from sourcebook.render import wording
from sourcebook.render.outline import outline
from sourcebook.render.pages import Page
from sourcebook.render.views.gallery import gallery_page
from sourcebook.render.views.guide_checking import GuideThreshold, checking_page
from sourcebook.render.views.guide_profiles import profiles_page

RULES = "guide/rules.html"
_SIDES = ("meta", "not_applicable", "visibility")
_KINDS = {
    "text": "text (Markdown)",
    "name": "text",
    "pointer": "address or text",
    "id": "id",
    "date": "date, 2026-11-22",
    "time": "time, 14:30",
    "zone": "time zone, Europe/London",
    "country": "country, PT",
    "subdivision": "subdivision, PT-13",
    "flag": "true or false",
    "number": "number",
    "day": "day of a meeting",
}


@dataclass(frozen=True)
class GuideRule:
    """A rule as the guide tells it."""

    code: str
    slug: str
    severity: Severity
    promise: str
    why: str
    fix: str
    source: str
    thresholds: tuple[tuple[str, str], ...] = ()  # names and values of those that it goes by


@dataclass(frozen=True)
class Guide:
    """What the guide tells beside the sections, which are the product's own."""

    rules: Sequence[GuideRule]
    profiles: Sequence[Profile] = ()
    thresholds: Sequence[GuideThreshold] = ()
    conditions: Sequence[str] = ()  # of house rules


@dataclass(frozen=True)
class GuideField:
    """A field as the guide tells it; ``path`` leads to it from the top of the file."""

    path: str
    depth: int
    kind: str
    need: str
    description: str
    example: str
    internal: bool


def rule_address(code: str) -> str:
    """Where the guide tells of a rule, from the portfolio's root."""
    return f"{RULES}#{code}"


def guide_pages(templates: Environment, guide: Guide) -> tuple[Page, ...]:
    """How to write and to check, every rule, every profile, and a page a section."""
    start = _page(
        templates,
        "guide/writing.html",
        "Writing a playbook",
        "How a playbook is written, checked and shown.",
        "writing",
        stems=[
            {"stem": stem(key), "title": kind.title, "purpose": kind.purpose(), "phase": kind.phase}
            for key, kind in SECTIONS.items()
        ],
    )
    told = _page(
        templates,
        RULES,
        "Rules",
        "What the linter wants, why, and how to mend it.",
        "rules",
        rules=guide.rules,
        groups=_grouped(guide.rules),
    )
    checking = checking_page(templates, guide.thresholds, guide.conditions)
    profiles = profiles_page(templates, guide.profiles)
    sections = (_section(templates, key, kind) for key, kind in SECTIONS.items())
    return (start, checking, told, profiles, gallery_page(templates), *sections)


def _page(
    templates: Environment, path: str, title: str, description: str, template: str, **view: object
) -> Page:
    html = templates.get_template(f"guide/{template}.html.j2").render(title=title, **view)
    return Page(path, title, description, html, *outline(html, title))


_AREAS = {
    "STR": "Structure",
    "CFG": "Configuration",
    "REF": "References and dates",
    "TXT": "Words",
    "GOL": "Goals",
    "SCO": "Scope",
    "MIL": "Milestones",
    "RAC": "RACI",
    "GOV": "Governance",
    "COM": "Communication",
    "TIM": "Time",
    "DLV": "Ways of working",
    "QUA": "Quality",
    "SLA": "Service levels",
    "SEC": "Security",
    "PRV": "Privacy",
    "RSK": "Risks",
    "KNW": "Knowledge",
    "CHG": "Change",
    "PTR": "Partner",
    "EXT": "Exit",
    "IMP": "Improvement",
    "FRS": "Freshness",
    "REG": "Regulation",
    "PRT": "Portfolio: all engagements together",
}


def _grouped(rules: Sequence[GuideRule]) -> list[tuple[str, str, list[GuideRule]]]:
    """The rules by the letters of their codes, in the order of the playbook's parts."""
    groups: dict[str, list[GuideRule]] = {}
    for rule in rules:
        groups.setdefault(rule.code.rstrip("0123456789"), []).append(rule)
    order = [*_AREAS, *sorted(set(groups) - set(_AREAS))]
    return [(key, _AREAS.get(key, key), groups[key]) for key in order if key in groups]


def _section(templates: Environment, key: str, kind: type[Section]) -> Page:
    path = f"guide/sections/{stem(key)}.html"
    return _page(
        templates,
        path,
        kind.title,
        kind.purpose(),
        "section",
        purpose=kind.purpose(),
        stem=stem(key),
        phase=kind.phase,
        audience=kind.audience.value,
        fields=list(_fields(kind, "", 0)),
        meta=list(_fields(_record(kind, "meta"), "meta.", 1)),
        waiver=list(_fields(_record(kind, "not_applicable"), "not_applicable.", 1)),
    )


def _record(kind: type[Record], name: str) -> type[Record]:
    record = fields_of(kind)[name].shape.record
    assert record is not None  # noqa: S101 - both are records in every section
    return record


def _fields(kind: type[Record], before: str, depth: int) -> Iterator[GuideField]:
    for name, spec in fields_of(kind).items():
        if name in _SIDES:
            continue
        path = f"{before}{name}{'[]' if spec.shape.form == 'list' else ''}"
        yield _field(path, depth, spec)
        inner = _inner(spec.shape)
        if inner is not None:
            yield from _fields(inner, f"{path}.", depth + 1)


def _inner(shape: Shape) -> type[Record] | None:
    while shape.inner is not None:
        shape = shape.inner
    return shape.record


def _field(path: str, depth: int, spec: FieldSpec) -> GuideField:
    meta = spec.meta
    need = f"required where {meta.when}" if meta.need is Need.CONDITIONAL else meta.need.value
    example = meta.example
    return GuideField(
        path,
        depth,
        _kind(spec.shape) + (f", in {meta.unit}" if meta.unit else ""),
        need,
        meta.description,
        "" if example is None else wording.written(example),
        meta.audience is Audience.INTERNAL,
    )


def _kind(shape: Shape) -> str:
    if shape.form == "list" and shape.inner is not None:
        return f"list of: {_kind(shape.inner)}" if shape.inner.record is None else "list"
    if shape.form == "table" and shape.inner is not None:
        of = " or ".join(shape.ref.kinds) if shape.ref else "id"
        return f"{of} → {_kind(shape.inner)}"
    if shape.form == "record":
        return "group"
    if shape.choices:
        return " | ".join(shape.choices)
    if shape.ref is not None:
        kinds = " or ".join(shape.ref.kinds) or "anything"
        return f"id of a {kinds}" + (" or *" if shape.ref.everyone else "")
    return _KINDS.get(shape.kind, shape.kind)
