"""Hand-written pages."""

from __future__ import annotations

import re

from sourcebook.render import prose
from sourcebook.render.context import Context, PageSpec
from sourcebook.render.handpages import FENCED, page_path, page_title
from sourcebook.render.pages import Page
from sourcebook.render.views.changed import page_change
from sourcebook.source.handpages import HandPage

_TOP_HEADING = re.compile(r"^# ", re.MULTILINE)
_HEADING = re.compile(r"^(#{1,5} )", re.MULTILINE)


def hand_page(ctx: Context, page: HandPage) -> Page:
    """A Markdown page of the engagement, shown under More."""
    title = page_title(page)
    body = page.text.strip()
    lead = re.match(r"#\s+(.+?)\s*#*\s*(\n|$)", body)
    if lead and lead[1] == title:
        body = body[lead.end() :]
    if _TOP_HEADING.search(FENCED.sub("", body)):  # the page's title is the only one of its level
        body = _HEADING.sub(r"#\1", body)
    html = prose.page(body)
    first = re.search(r"<p>(.*?)</p>", html, re.DOTALL)
    words = prose.bare(first[1], 160) if first else ""
    spec = PageSpec(page_path(page), title, words or title, "more", page.place)
    return ctx.page(
        spec,
        title=title,
        html=html,
        edit=ctx.edit(page.place),
        file=page.place.file,
        changed=page_change(ctx, spec.path, page),
        hidden=page.meta.get("visibility") == "internal",
    )
