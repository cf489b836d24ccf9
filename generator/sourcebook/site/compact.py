"""Fewer bytes a page: what neither readers nor scripts need is left out."""

from __future__ import annotations

import re

_AS_WRITTEN = re.compile(r"(<(pre|textarea)\b.*?</\2>)", re.DOTALL)
_ENDS = re.compile(
    r"</t[dh]>(?=<t[dh]\b|</tr>)|</d[td]>(?=<d[td]\b|</dl>)|</dd>(?=</div>)|</li>(?=<li\b|</[uo]l>)"
)
_MARK = re.compile(
    r' data-(?:quiet\b|(?:search|code)="[^"]*")'
    r'(?=[^<>"]*(?:"[^<>"]*"[^<>"]*)*>)'  # within a tag, and not within quotes there
)


def compact(html: str, *, ends: bool = False) -> str:
    """The page without blank lines, indents, and marks that only the search records are made by.

    Nor has it ends of cells and list items where the next tag says the same (HTML §13.1.2.4), but
    only where that tag follows at once: an empty cell stays empty. With ``ends`` they stay, for
    readers that want each element closed. Within ``<pre>`` every blank
    stays, and what is in quotes is no mark. Other attributes must have
    ``<`` and ``>`` escaped in their values, as templates do.
    """
    parts = _AS_WRITTEN.split(_MARK.sub("", html))
    parts[::3] = [_close(part) for part in parts[::3]]
    if not ends:
        parts[::3] = [_ENDS.sub("", part) for part in parts[::3]]
    return "".join(part for number, part in enumerate(parts) if number % 3 != 2)


def _close(text: str) -> str:
    """The lines of a text without blanks at their ends, and without those that are empty then."""
    first, *lines = text.split("\n")
    if not lines:
        return text
    between = (line.strip(" \t") for line in lines[:-1])
    return "\n".join((first.rstrip(" \t"), *filter(None, between), lines[-1].lstrip(" \t")))
