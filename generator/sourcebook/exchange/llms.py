"""``llms.txt``: a site for language models (llmstxt.org), a line and a link for each page."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.render.pages import NavGroup, Page, Site

PATH = "llms.txt"


def llms_txt(site: Site) -> bytes:
    """The pages of a site by the groups of its navigation, then what else it holds.

    Links are relative to the file itself: a site does not know where it will be served.
    """
    about = f"{site.name}, as of {site.as_of}"
    lines = [f"# {_line(site.name)}", "", f"> {_line(site.description)}", "", about + ".", ""]
    pages = {page.path: page for page in site.pages}
    named = {path for group in site.nav for path in group.paths}
    rest = NavGroup("Other pages", tuple(path for path in pages if path not in named))
    for group in (*site.nav, rest):
        if group.paths:
            lines += [f"## {group.title or 'Overview'}", ""]
            lines += [_link(pages[path]) for path in group.paths]
            lines.append("")
    if files := list(_files(site)):
        lines += ["## Data", "", *files, ""]
    return "\n".join(lines).encode()


def _link(page: Page) -> str:
    return f"- [{_name(page.title)}]({page.path}): {_line(page.description)}"


def _files(site: Site) -> Iterator[str]:
    for path in (*(f.path for f in site.generated), *(f.path for f in site.attachments)):
        yield f"- [{_name(path)}]({path})"


def _line(text: str) -> str:
    return " ".join(text.split())


def _name(text: str) -> str:
    """Text within the brackets of a link."""
    return _line(text).replace("[", "(").replace("]", ")")
