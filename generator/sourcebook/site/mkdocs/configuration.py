"""What MkDocs is told of a site before it knows a page: settings, from the project or ours."""

from __future__ import annotations

import json
import tempfile
from copy import copy, deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin, PluginCollection
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from sourcebook.errors import UsageError
from sourcebook.render.pages import Site
from sourcebook.site import index
from sourcebook.site.frame import Frame

_INHERITED = ("theme", "extra", "site_url", "site_author", "copyright")


class _Search(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]  # MkDocs does not annotate __init_subclass__
    """What templates ask of the theme's search; it makes no index, for the sites have their own."""


def inherited(config_file: Path) -> dict[str, Any]:
    """What every site takes over from the project's ``mkdocs.yml``: theme, extra, address, notice.

    Raises UsageError if the file cannot be read.
    """
    try:
        return dict(_inherited(config_file.absolute(), config_file.stat().st_mtime_ns))
    except (OSError, MkDocsException) as error:
        raise UsageError(f"{config_file} cannot be read: {error}") from error


@lru_cache(maxsize=4)
def _inherited(config_file: Path, _changed: int) -> dict[str, Any]:
    with config_file.open("rb") as stream:
        settings = yaml_load(stream, get_yaml_loader())
    chosen = {key: settings[key] for key in _INHERITED if settings.get(key)}
    look = chosen.get("theme", {})
    look = {"name": look} if isinstance(look, str) else {"name": "material", **look}
    if "custom_dir" in look:
        look["custom_dir"] = str(config_file.parent / look["custom_dir"])
    return {**chosen, "theme": look}


def configuration(site: Site, frame: Frame, docs: Path, out: Path) -> MkDocsConfig:
    """A validated configuration; what else depends on the site is filled in by ``SiteBuild``."""
    settings = dict(frame.settings)
    settings.pop("site_url", None)
    config = copy(_validated(json.dumps(settings, sort_keys=True, default=str), frame.overrides))
    config.theme, config.extra = deepcopy(config.theme), copy(config.extra)
    config.docs_dir, config.site_dir = str(docs.absolute()), str(out.absolute())
    config.site_url = frame.address(site.slug) or None
    search = _Search()
    search.config = config.plugins["material/search"].config
    config.plugins = PluginCollection()
    config.plugins["material/search"] = search
    return config


@lru_cache(maxsize=4)
def _validated(settings: str, _overrides: tuple[Path, ...]) -> MkDocsConfig:
    """The configuration of all sites with these settings and overrides, parsed and checked once."""
    search = {"lang": index.LANGUAGE, "separator": index.SEPARATOR, "pipeline": [*index.PIPELINE]}
    config = MkDocsConfig()
    with tempfile.TemporaryDirectory() as empty:
        config.load_dict(
            {
                "theme": {"name": "material"},
                **json.loads(settings),
                "site_name": "filled in for each site",
                "docs_dir": empty,
                "site_dir": f"{empty}.site",
                "plugins": {"search": search},
                "use_directory_urls": False,
            }
        )
        errors, _ = config.validate()
    if errors:
        raise UsageError("mkdocs.yml: " + "; ".join(f"{key}: {fault}" for key, fault in errors))
    return config
