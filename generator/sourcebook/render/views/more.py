"""Hand-written pages."""

from __future__ import annotations

import re

from sourcebook.render import prose
from sourcebook.render.context import Context, PageSpec
from sourcebook.render.pages import Page
from sourcebook.source.handpages import HandPage


def hand_page(ctx: Context, page: HandPage) -> Page:
    """A Markdown page of the engagement, shown under More."""
    title = page_title(page)
    body = page.text.strip()
    lead = re.match(r"#\s+(.+?)\s*#*\s*(\n|$)", body)
    if lead and lead[1] == title:
        body = body[lead.end() :]
    html = prose.page(_links_to_html(body))
    first = re.search(r"<p>(.*?)</p>", html, re.DOTALL)
    words = " ".join(re.sub(r"<[^>]*>", "", first[1]).split())[:160] if first else title
    spec = PageSpec(page_path(page), title, words, "more", page.place)
    return ctx.page(
        spec,
        title=title,
        html=html,
        edit=ctx.edit(page.place),
        file=page.place.file,
        hidden=page.meta.get("visibility") == "internal",
    )


def page_path(page: HandPage) -> str:
    """Where a hand-written page stands on the site."""
    return f"more/{page.path.removesuffix('.md')}.html"


def page_title(page: HandPage) -> str:
    """The title of the front matter, else the first heading, else the file's name."""
    title = page.meta.get("title")
    if isinstance(title, str) and title.strip():
        return title.strip()
    heading = re.search(r"^#\s+(.+?)\s*#*\s*$", page.text, re.MULTILINE)
    if heading:
        return prose.plain(heading[1])
    name = page.path.removesuffix(".md").rpartition("/")[2].replace("-", " ").replace("_", " ")
    return name.capitalize()


def _links_to_html(text: str) -> str:
    """Links between hand-written pages name the Markdown files; on the site they are HTML."""
    return re.sub(r"(\]\((?![a-z]+:)[^)\s#]+)\.md(?=[)#\s])", r"\1.html", text)
