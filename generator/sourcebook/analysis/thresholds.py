"""The numbers that rules and pages measure against."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import yaml

from sourcebook.assets import bundled


@cache
def defaults() -> Mapping[str, float]:
    """The thresholds that ship with the product, by name: ``risk.high_threshold`` → 12."""
    text = (bundled("site_config") / "thresholds.yaml").read_text("utf-8")
    return {name: entry["value"] for name, entry in yaml.safe_load(text).items()}
