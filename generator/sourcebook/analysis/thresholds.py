"""The numbers that rules and pages measure against."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sourcebook.assets import bundled
from sourcebook.lean import dataclass
from sourcebook.source.document import read_mapping


@dataclass(frozen=True)
class Threshold:
    """A number that ships with the product, and where it comes from."""

    value: float
    basis: str


@cache
def shipped() -> Mapping[str, Threshold]:
    """The thresholds that ship with the product, by name."""
    path = bundled("site_config") / "thresholds.yaml"
    found = read_mapping(path.name, path.read_bytes()).data
    return {name: Threshold(**entry) for name, entry in found.items()}


@cache
def defaults() -> Mapping[str, float]:
    """The values that ship with the product: ``risk.high_threshold`` → 12."""
    return {name: threshold.value for name, threshold in shipped().items()}
