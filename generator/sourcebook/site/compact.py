"""Fewer bytes a page: what neither readers nor scripts need is left out."""

from __future__ import annotations

import re

_AS_WRITTEN = re.compile(r"(<(pre|textarea)\b.*?</\2>)", re.DOTALL)
_BLANKS = re.compile(r"[ \t]*\n[ \t\n]*")
_MARKED = re.compile(r"<[a-z][^<>]*?\sdata-(?:quiet|search|code)\b[^<>]*>")
_ENDS = re.compile(
    r"</t[dh]>(?=<t[dh]\b|</tr>)|</d[td]>(?=<d[td]\b|</dl>)|</dd>(?=</div>)|</li>(?=<li\b|</[uo]l>)"
)
_MARK = re.compile(r'("[^"]*")|\s+data-(?:quiet\b|(?:search|code)="[^"]*")')


def compact(html: str, *, ends: bool = False) -> str:
    """The page without blank lines, indents, and marks that only the search records are made by.

    Nor has it ends of cells and list items where the next tag says the same (HTML §13.1.2.4), but
    only where that tag follows at once: an empty cell stays empty. With ``ends`` they stay, for
    readers that want each element closed. Within ``<pre>`` every blank
    stays, and what is in quotes is no mark. Other attributes must have
    ``<`` and ``>`` escaped in their values, as templates do.
    """
    parts = _AS_WRITTEN.split(_MARKED.sub(_unmarked, html))
    parts[::3] = [_BLANKS.sub("\n", part) for part in parts[::3]]
    if not ends:
        parts[::3] = [_ENDS.sub("", part) for part in parts[::3]]
    return "".join(part for number, part in enumerate(parts) if number % 3 != 2)


def _unmarked(tag: re.Match[str]) -> str:
    return _MARK.sub(lambda mark: mark[1] or "", tag[0])
