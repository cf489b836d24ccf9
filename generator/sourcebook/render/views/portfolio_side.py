"""Engagements side by side, and the register of information."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sourcebook.analysis.register import BEYOND, COLUMNS, Column, Entry
from sourcebook.model.playbook import SECTIONS
from sourcebook.render import wording
from sourcebook.render.dossier import Dossier
from sourcebook.render.links import Link
from sourcebook.render.pages import Page
from sourcebook.render.shown import Row, Shown, Tools, facets, words
from sourcebook.render.views.portfolio import Part, View, count, series, table

COMPARE, REGISTER = "compare.html", "register.html"


def compare(view: View) -> Page:
    """Every engagement a column; a script shows the two that readers choose."""
    facts = {told.what for its in view.dossiers for told in its.told}
    order = [told.what for told in (view.dossiers[0].told if view.dossiers else ())]
    rows = [_standing(view, what) for what in ("Phase", "Ends", "Score")]
    rows += [
        Row("", cells=(words(what), *(_told(view, its, what) for its in view.dossiers)))
        for what in order
        if what in facts
    ]
    names = [its.member.name for its in view.dossiers]
    part = Part(
        "Side by side",
        "side",
        table(("What", *names), rows) if len(names) > 1 else None,
        empty="There are no two engagements to compare yet.",
        chooser=len(names) > 2,
    )
    lede = "Two engagements beside each other: what was agreed here, and what there."
    return view.page(COMPARE, "Compare", lede, [part])


def _standing(view: View, what: str) -> Row:
    """What changes by the day, from the dossiers themselves."""
    cells: list[Shown] = []
    for its in view.dossiers:
        slug = its.member.slug
        if what == "Phase":
            text = wording.choice(its.member.phase).capitalize() if its.member.phase else "–"
            cells.append(_page(view, text, slug, "index.html"))
        elif what == "Ends":
            end = its.member.end
            cells.append(_page(view, wording.date(end) if end else "–", slug, "index.html"))
        else:
            text = f"{its.percent} %" if its.percent is not None else "–"
            cells.append(_page(view, text, slug, "findings.html"))
    return Row("", cells=(words(what), *cells))


def _page(view: View, text: str, slug: str, page: str) -> Shown:
    return Shown("way", link=Link(text, f"{slug}/{page}" if slug in view.there else None))


def _told(view: View, its: Dossier, what: str) -> Shown | None:
    for each in its.told:
        if each.what == what and each.value:
            return _page(view, each.value, its.member.slug, each.page)
    return None


def _cell(view: View, its: Dossier, column: Column, text: str) -> Shown | None:
    """What a line says; a number leads to the section that it comes from."""
    section = column.field.partition(".")[0]
    if text.isdecimal() and section in SECTIONS:
        made = view.link(text, its.member.slug, section)
        return Shown("link", link=made.link, key=text)
    return words(text) if text else None


def _lacking(view: View, lines: Sequence[tuple[Dossier, Entry]]) -> Iterator[Shown]:
    """Engagements and providers, each once, with the way to where their parties stand."""
    known = {(its.member.slug, line.provider): its.member.name for its, line in lines}
    for (slug, provider), name in known.items():
        yield view.link(f"{name}: {provider}", slug, "engagement")


def register(view: View) -> Page:
    """The register of information: a line a provider, and what is still missing."""
    lines = [(its, line) for its in view.dossiers for line in its.register if line.applies]
    rows = [
        Row(
            "",
            cells=(
                view.name(its),
                *(
                    _cell(view, its, column, cell)
                    for column, cell in zip(COLUMNS[1:], line.cells[1:], strict=True)
                ),
            ),
            facets=facets(its.member.name),
        )
        for its, line in lines
    ]
    beyond = [Row("", cells=(words(each),)) for each in BEYOND]
    names = tuple(column.name for column in COLUMNS)
    missing = [
        Row(
            "",
            cells=(
                words(column.name),
                words(column.template),
                words(column.field),
                count(len(empty), "#arrangements"),
                series(_lacking(view, empty)),
            ),
        )
        for number, column in enumerate(COLUMNS)
        if (empty := [(d, e) for d, e in lines if not e.cells[number]])
    ]
    others = sum(not any(line.applies for line in its.register) for its in view.dossiers)
    lede = (
        "ICT arrangements of financial entities of the EU, after the columns of the register of "
        "information (DORA Art. 28(3)), as far as the playbooks hold them."
    )
    left_out = (
        f"{wording.plural(others, 'engagement')} without such an entity: not in the register. "
        if others
        else ""
    )
    return view.page(
        REGISTER,
        "Register of information",
        lede,
        [
            Part(
                "Arrangements",
                "arrangements",
                table(names, rows, Tools("register", "lines", ("Engagement",), names[:1])),
                words=(
                    f"{left_out}As CSV: sourcebook export register. A pointer to evidence, "
                    "not legal advice, and no filing in itself.",
                ),
                empty="No engagement has a financial entity of the EU among its parties.",
            ),
            Part(
                "What is missing",
                "missing",
                table(("Column", "Template", "Field", "Empty", "In"), missing),
                empty="Nothing that a playbook can hold.",
            ),
            Part(
                "What no playbook holds",
                "beyond",
                table(("The register asks for",), beyond),
            ),
        ],
    )
