"""What an engagement tells the portfolio: kept small, and read only where a page asks for it."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

_FAST = 1  # a fifth of the size; more effort gains little


@dataclass(frozen=True)
class Brief:
    """The summary of an engagement: of a thousand it would be twenty megabytes."""

    name: str
    packed: bytes  # JSON, compressed, in letters

    @classmethod
    def of(cls, shape: Mapping[str, Any]) -> Brief:
        """The brief that says this."""
        text = json.dumps(shape, ensure_ascii=False, separators=(",", ":"))
        return cls(str(shape["name"]), b64encode(zlib.compress(text.encode(), _FAST)))

    @property
    def shape(self) -> Mapping[str, Any]:
        """What it says."""
        shape: Mapping[str, Any] = json.loads(zlib.decompress(b64decode(self.packed)))
        return shape

    @cached_property
    def mark(self) -> str:
        """What changes with it."""
        return blake2b(self.packed, digest_size=16).hexdigest()


NOTHING = Brief("", b"")
