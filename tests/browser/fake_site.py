"""A small engagement as a Site value: no reader, model or view is needed to test the writer."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path

from sourcebook.render.pages import Attachment, Block, Heading, NavGroup, Page, Site

ITEMS = ("Vendor key person leaves", "Payment provider is down", "Data leaves the EU")


def page(path: str, title: str, items: tuple[str, ...] = ITEMS, extra: str = "") -> Page:
    """A section page with one item a heading, each with its id and copy link."""
    stem = Path(path).stem[:3].upper()
    anchors = [f"{stem}-{number:02}".lower() for number in range(1, len(items) + 1)]
    parts = "".join(
        f'<section class="pb-item" id="{anchor}"><h3>{escape(item)} '
        f'<span class="pb-id">{anchor.upper()}</span> '
        f'<a class="pb-anchor" href="#{anchor}" aria-label="Link to {escape(item)}">#</a></h3>'
        f"<p>{escape(item)}: who watches it, and what happens then.</p></section>"
        for anchor, item in zip(anchors, items, strict=True)
    )
    return Page(
        path=path,
        title=title,
        description=f"{title} in one sentence.",
        html=f'<h1>{escape(title)}</h1><p class="pb-lede">Purpose &amp; scope.</p>'
        f'<h2 id="register">Register</h2>{parts}<h2 id="related">Related</h2><p>…</p>{extra}',
        headings=(
            Heading(2, "Register", "register"),
            *(Heading(3, item, anchor) for anchor, item in zip(anchors, items, strict=True)),
            Heading(2, "Related", "related"),
        ),
        blocks=tuple(
            Block(anchor, f"{anchor.upper()} {item}", f"{item}: who watches it.")
            for anchor, item in zip(anchors, items, strict=True)
        ),
    )


def fake_site(attachment: Path | None = None, pages: int = 0) -> Site:
    """An engagement of five pages, more if asked, with awkward names throughout."""
    more = tuple(page(f"more-{number}.html", f"More {number}") for number in range(pages))
    files = (Attachment("files/calendar.ics", attachment),) if attachment else ()
    link = '<p><a href="files/calendar.ics">Calendar</a></p>' if attachment else ""
    return Site(
        slug="harbourline",
        name="Harbourline & Mare Alta <mobile>",
        description='The "mobile" engagement, R&D included.',
        as_of="2026-11-22",
        pages=(
            page("index.html", "Overview", extra=link),
            page("risks.html", "Risks & contingency"),
            page("governance.html", "Governance", extra='<div id="escalation">Ladder</div>'),
            page("roles/vendor-architect.html", "Vendor architect"),
            page("hidden.html", "Reached by links alone"),
            *more,
        ),
        nav=(
            NavGroup("", ("index.html",)),
            NavGroup("Protect & run", ("risks.html", "governance.html")),
            NavGroup("Plan", ("roles/vendor-architect.html", *(one.path for one in more))),
        ),
        attachments=files,
        facts={
            "parties": "Harbourline · Mare Alta",
            "phase": "Delivery",
            "help": "governance.html#escalation",
        },
    )


def every_kind() -> Site:
    """Pages in and out of the navigation, in three folders, with much, little and nothing below."""
    site = fake_site(pages=2)
    one = page("odd/one.html", "A part & more", items=())
    pages = (
        *site.pages,
        replace(one, headings=(Heading(2, "The one & only part", "only"),), label="One"),
        replace(page("odd/none.html", "None", items=()), headings=()),
        replace(page("odd/wide.html", "Wide"), toc=False, description=""),
        replace(page("odd/deep/est.html", "Deepest"), headings=(Heading(3, "Deep", "deep"),)),
        page("roles/client-lead.html", "Client lead"),
        page("top.html", "At the top"),
        Page("own.html", "Its own id", "Told.", '<h1 class="x" id="mine">Its own id</h1>'),
    )
    listed = NavGroup("Odd", ("odd/none.html", "odd/one.html", "own.html"))
    return replace(site, pages=pages, nav=(*site.nav, listed, NavGroup("", ("top.html",))))
