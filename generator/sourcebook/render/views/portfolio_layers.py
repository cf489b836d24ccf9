"""What the organisation has learnt: its layers, who uses them, who overrides what, and lessons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from sourcebook.analysis.inheritance import CHANGED, DROPPED, TAKEN, Inherited
from sourcebook.analysis.layer_cards import LayerCard
from sourcebook.model.playbook import SECTIONS
from sourcebook.render import wording
from sourcebook.render.dossier import Dossier
from sourcebook.render.links import SHORT_TITLES, Link
from sourcebook.render.pages import Page
from sourcebook.render.shown import Row, Shown, Tools, facets, words
from sourcebook.render.views.portfolio import Part, View, count, cut, series, table

LAYERS = "layers.html"
_BADGES = {TAKEN: "good", CHANGED: "warn", DROPPED: "bad"}


def layer_page(name: str) -> str:
    """The path of a layer's own page."""
    return f"layer-{name}.html"


def layer_link(name: str, title: str = "") -> Shown:
    """A link to a layer's own page."""
    return Shown("link", link=Link(title or name, layer_page(name)))


def layers(view: View, cards: Sequence[LayerCard]) -> Page:
    """Every layer with its users, and every lesson with where it is used."""
    rows = [
        Row(
            "",
            cells=(
                layer_link(card.name, card.title),
                words(card.owner),
                series(view.name(its) for its in _users(view, card.name)),
                *_counts(card.name, Counter(each.fate for _, each in _given(view, card.name))),
                count(len(card.lessons), f"{layer_page(card.name)}#lessons"),
            ),
        )
        for card in cards
    ]
    fates = ("Taken whole", "Completed", "Overridden", "Dropped")
    columns = ("Layer", "Owner", "Used by", *fates, "Lessons")
    tools = Tools("layers", "layers", (), ("Layer", "Owner", *fates, "Lessons"))
    lessons, told = cut([(d, its) for d in view.dossiers for its in d.lessons])
    own = [
        Row(
            "",
            cells=(
                view.link(its.lesson, d.member.slug, "improvement", "lesson", its.id),
                view.name(d),
                words("; ".join(its.reused_in)),
            ),
            facets=facets(d.member.name),
        )
        for d, its in lessons
    ]
    held = [
        Row(
            "",
            cells=(
                words(its.lesson),
                layer_link(card.name, card.title),
                words(its.origin),
                series(view.name(d) for d in _users(view, card.name)),
            ),
            facets=facets(card.title),
        )
        for card in cards
        for its in card.lessons
    ]
    return view.page(
        LAYERS,
        "Lessons and layers",
        "What one engagement has learnt and others build on, written once.",
        [
            Part(
                "Layers", "layers", table(columns, rows, tools), empty="No layer in _shared/ yet."
            ),
            Part(
                "Lessons that layers hold",
                "held",
                table(
                    ("Lesson", "Layer", "Learnt in", "Used by"),
                    held,
                    Tools("held", "lessons", ("Layer",), ("Lesson", "Layer", "Learnt in")),
                ),
                empty="No layer tells of one yet.",
            ),
            Part(
                "Lessons of engagements",
                "lessons",
                table(
                    ("Lesson", "Engagement", "Used since in"),
                    own,
                    Tools("lessons", "lessons", ("Engagement",), ("Lesson", "Engagement")),
                ),
                words=told,
                empty="No engagement has written one down yet.",
            ),
        ],
    )


def layer(view: View, card: LayerCard, cards: Sequence[LayerCard]) -> Page:
    """A layer's own page: what it is for, who uses it, what it says and what is made of it."""
    titles = {each.name: each.title for each in cards}
    above = [each for each in cards if card.name in each.extends]
    given = _given(view, card.name)
    fates: dict[str, Counter[str]] = defaultdict(Counter)
    for its, each in given:
        fates[its.member.slug][each.fate] += 1
    every = _users(view, card.name)
    shown, told = cut(every)
    users = [
        Row(
            "",
            cells=(
                view.name(its),
                *_counts(card.name, fates[its.member.slug], its.member.name),
            ),
        )
        for its in shown
    ]
    lessons = [
        Row("", cells=(words(its.id), words(its.lesson), words(its.origin))) for its in card.lessons
    ]
    about = (
        f"Owner: {card.owner or 'nobody is named'}. Its files are in "
        f"{card.place.file.removesuffix('/layer.yaml')}/."
    )
    builds = [layer_link(name, titles.get(name, "")) for name in card.extends if name in titles]
    below = [layer_link(each.name, each.title) for each in above]
    relations = [
        Row("", cells=(words(text), series(found)))
        for text, found in (("Builds on", builds), ("Is built on by", below))
        if found
    ]
    parts = [
        Part(
            "Users",
            "users",
            table(("Engagement", "Taken whole", "Completed", "Overridden", "Dropped"), users),
            note=wording.plural(len(every), "engagement"),
            words=(about, *told),
            empty="No engagement extends it.",
        ),
        Part("Lessons", "lessons", table(("Id", "Lesson", "Learnt in"), lessons)),
        _items(view, given),
    ]
    if relations:
        parts.insert(1, Part("Layers", "layers", table(("How", "Layer"), relations)))
    return view.page(layer_page(card.name), card.title, card.purpose or "A shared layer.", parts)


def _counts(layer: str, fates: Mapping[str, int], engagement: str = "") -> Iterator[Shown]:
    """How much of a layer became what, each with the way to it."""
    for fate in (TAKEN, "completed", CHANGED, DROPPED):
        number = fates.get(fate, 0)
        yield count(number, _items_of(layer, fate, engagement) if number else "")


def _items_of(name: str, fate: str, engagement: str = "") -> str:
    """The part of a layer's page that holds what became so, in an engagement or in all."""
    asked = {"items-fate": fate, **({"items-engagement": engagement} if engagement else {})}
    return f"{layer_page(name)}?{urlencode(asked)}#items"


def _items(view: View, given: Sequence[tuple[Dossier, Inherited]]) -> Part:
    made = []
    order = {DROPPED: 0, CHANGED: 1}
    shown, told = cut(sorted(given, key=lambda pair: order.get(pair[1].fate, 2)))
    for its, each in shown:
        at = view.link(each.path, its.member.slug, each.section)
        section = SHORT_TITLES.get(each.section, SECTIONS[each.section].title)
        fate = Shown("badge", text=each.fate, link=Link(_BADGES.get(each.fate, "info")))
        by = layer_link(each.by) if each.by else None
        cells = (at, words(section), view.name(its), fate, by)
        made.append(Row("", cells=cells, facets=facets(each.fate, its.member.name, section)))
    columns = ("What it says", "Section", "In", "What became of it", "By the layer")
    tools = Tools("items", "values", ("Fate", "Engagement", "Section"), columns[:4])
    return Part(
        "What it says, and what became of it",
        "items",
        table(columns, made, tools),
        words=(
            "Taken: as the layer has it. Completed: with fields that the layer leaves open. "
            "Changed: the engagement, or a layer on top, says something else. Dropped: removed.",
            *told,
        ),
        empty="Nobody has taken anything from it.",
    )


def _users(view: View, name: str) -> list[Dossier]:
    return [its for its in view.dossiers if name in its.layers]


def _given(view: View, name: str) -> list[tuple[Dossier, Inherited]]:
    return [
        (its, each)
        for its in view.dossiers
        for each in its.inherited
        if each.layer == name
    ]  # fmt: skip
