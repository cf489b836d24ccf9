"""What a build leaves to the next, to be read."""

from __future__ import annotations

import zlib
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path


def entries(file: Path) -> Iterator[bytes]:
    """The lines of a file of what is kept; what is packed in one stands as it was before."""
    for line in file.read_bytes().split(b"\n"):
        head, _, packed = line.rpartition(b"\t")
        is_packed = file.parent.name == "sites" and head and packed
        yield head + b"\t" + zlib.decompress(b64decode(packed)) if is_packed else line
