"""What surrounds a site's pages: the names, links and settings that the theme shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

STYLES = "assets/sourcebook.css"
"""The one style sheet of a site, by which its folder is known for one."""


@dataclass(frozen=True)
class Frame:
    """What a site needs beside its pages to be written. Every field may be left out."""

    product: str = "Playbooks"
    """The first word of the header: the organisation's or the portfolio's name."""

    home: str = ""
    """Where ``product`` leads, from the site's root (``"../index.html"``); empty: to itself."""

    footer: str = ""
    """Plain text beside the as-of stamp: which edition, who sees it."""

    edition: str = "Internal edition"
    """Whose eyes the site is for, said on paper."""

    stood: str = ""
    """What every page says above all else of a day in the past; empty where it shows now."""

    url: str = ""
    """Where this site will be served, with its scheme. Empty: the place of its slug below the
    settings' ``site_url``; without that it is unknown, and no page is canonical."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    """What every site inherits of the project's ``mkdocs.yml``: see ``mkdocs.inherited``."""

    overrides: tuple[Path, ...] = ()
    """Theme folders that win over the bundled one: the project's ``templates/theme``."""

    assets: tuple[Path, ...] = ()
    """Asset folders that win over the bundled one: the project's ``site_config/assets``."""

    cache: Path | None = None
    """A folder for compiled templates and shared assets, best on the output's file system."""

    def address(self, slug: str) -> str:
        """Where the site of this slug will be served, with a slash at the end; empty: unknown."""
        top = str(self.settings.get("site_url") or "").rstrip("/")  # the portfolio's
        url = self.url.rstrip("/") or (f"{top}/{slug}".rstrip("/") if top else "")
        return f"{url}/" if url else ""
