"""What the sites' look is made of: theme folders and options, assets, and what the frame shows."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import escape

from sourcebook.assets import bundled
from sourcebook.exchange import json
from sourcebook.render.pages import Site
from sourcebook.render.views.changed import FEED
from sourcebook.site.frame import Frame

_PARTS, _SCRIPTS = "css/", "js/"
_FAVICON = "assets/favicon.svg"
STOCK_FAVICON = "assets/images/favicon.png"
"""What the theme says where nobody has chosen one."""

_FEATURES = ("navigation.sections", "toc.follow")
_BARRED = (
    "header.autohide",  # hides the way to help
    "navigation.expand",  # the navigation has one level of groups, all open
    "navigation.indexes",
    "navigation.instant",  # runs no script of a page that it loads
    "navigation.prune",
    "navigation.tabs",
    "search.share",  # an address that the policy refuses
    "toc.integrate",
)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class ThemeLoader(jinja2.FileSystemLoader):
    """Lists the theme's files once, and leaves out its 14,000 icons: templates name them."""

    @cached_property
    def _listed(self) -> list[str]:
        found: set[str] = set()
        for top in self.searchpath:
            for folder, below, names in os.walk(top):
                below[:] = [name for name in below if name != ".icons"]
                inside = Path(folder).relative_to(top)
                found.update((inside / name).as_posix() for name in names)
        return sorted(found)

    def list_templates(self) -> list[str]:
        return self._listed


def folders(frame: Frame) -> tuple[Path, ...]:
    """The theme's override folders, first first."""
    return (*(path for path in frame.overrides if path.is_dir()), bundled("templates") / "theme")


def is_ours(frame: Frame) -> bool:
    """Whether no template of the project's comes before the bundled ones."""
    if "custom_dir" in frame.settings.get("theme", {}):
        return False
    return len({path.resolve() for path in folders(frame)}) == 1


def stamp(frame: Frame) -> tuple[tuple[str, int], ...]:
    """Changes when a file of an override folder does: what is compiled from them is then stale."""
    files = (file for folder in folders(frame) for file in folder.rglob("*.html"))
    return tuple(sorted((str(file), file.stat().st_mtime_ns) for file in files))


def options(features: Collection[str], favicon: str) -> dict[str, Any]:
    """The theme's options: the project's features where the policy allows them, the rest ours."""
    wanted = [name for name in features if not name.startswith(_BARRED)]
    return {
        "font": False,
        "features": list(dict.fromkeys([*_FEATURES, *wanted])),
        "favicon": _FAVICON if favicon == STOCK_FAVICON else favicon,
        "palette": [
            _scheme("default", "light", "weather-night", "Switch to dark"),
            _scheme("slate", "dark", "weather-sunny", "Switch to light"),
        ],
    }


def _scheme(name: str, media: str, icon: str, label: str) -> dict[str, Any]:
    return {
        "media": f"(prefers-color-scheme: {media})",
        "scheme": name,
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": f"material/{icon}", "name": label},
    }


def shown(site: Site, frame: Frame) -> dict[str, Any]:
    """What the theme's templates show, escaped: MkDocs' environment does not escape by itself."""
    made = {file.path for file in site.generated}
    return {
        "product": escape(frame.product),
        "home": escape(frame.home),
        "name": escape(site.name) if site.slug else "",
        "footer": escape(frame.footer),
        "edition": escape(frame.edition),
        "stood": escape(frame.stood),
        "as_of": escape(site.as_of),
        "data": json.PATH if json.PATH in made else "",
        "feed": FEED if FEED in made else "",
        "as_of_text": day(site.as_of),
        "facts": {key: escape(value) for key, value in site.facts.items()},
        "once": _each_time,
    }


def _each_time(*_key: Hashable, caller: Callable[[], str]) -> str:
    """What ``{% call %}`` makes of a part of a page that could be made once for many."""
    return caller()


def day(as_of: str) -> str:
    """A day as people write it: 22 Nov 2026."""
    its = date.fromisoformat(as_of)
    return f"{its.day} {_MONTHS[its.month - 1]} {its.year}"


def assets(frame: Frame) -> dict[str, Path]:
    """Asset files by their path below ``assets/``; the project's own replace the bundled ones."""
    found: dict[str, Path] = {}
    for folder in (bundled("site_config") / "assets", *reversed(frame.assets)):
        for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if file.is_file() and not file.name.startswith("."):
                found[file.relative_to(folder).as_posix()] = file
    return found


def styles(found: Mapping[str, Path]) -> str:
    """The one style sheet: its parts in the order of their names."""
    parts = sorted(name for name in found if name.startswith(_PARTS))
    return "\n".join(found[name].read_text(encoding="utf-8") for name in parts)


def scripts(found: Mapping[str, Path]) -> list[str]:
    """The scripts of every page, in the order of their names."""
    return sorted(f"assets/{name}" for name in found if name.startswith(_SCRIPTS))


def own_styles(found: Mapping[str, Path]) -> list[str]:
    """The project's own style sheet, where it has one: it comes last."""
    return ["assets/extra.css"] if "extra.css" in found else []


def is_part(name: str) -> bool:
    """Whether an asset is a part of the style sheet, and so not a file of the site."""
    return name.startswith(_PARTS)
