"""The gallery of the guide: every picture with odd data, to look at each in all its states."""

from __future__ import annotations

from jinja2 import Environment

from sourcebook.render.gallery import exhibits
from sourcebook.render.outline import outline
from sourcebook.render.pages import Page

GALLERY = "guide/gallery.html"


def gallery_page(templates: Environment) -> Page:
    """Each picture in each of its cases."""
    title = "Gallery of pictures"
    html = templates.get_template("guide/gallery.html.j2").render(title=title, exhibits=exhibits())
    return Page(
        GALLERY,
        title,
        "Every picture of the sites, with data that is odd on purpose.",
        html,
        *outline(html, title),
        label="Gallery",
    )
