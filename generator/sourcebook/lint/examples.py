"""An example for each rule: what breaks it, and the same thing mended."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import yaml

from sourcebook.assets import bundled
from sourcebook.lean import dataclass


@dataclass(frozen=True)
class Example:
    """Two pieces of a file: one that breaks a rule, one that keeps it."""

    bad: str
    good: str
    section: str = ""  # whose file it is; empty where the file itself is what is wrong


@cache
def examples() -> Mapping[str, Example]:
    """The examples that ship with the product, by the code of their rule."""
    text = (bundled("site_config") / "rules" / "examples.yaml").read_text("utf-8")
    return {code: Example(**entry) for code, entry in yaml.safe_load(text).items()}
