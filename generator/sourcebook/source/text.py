"""Bytes to text: what is refused before any YAML is parsed, and lines as editors count them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from sourcebook.errors import SourceError

LARGEST = 1024 * 1024
"""The largest file that is read, in bytes."""

_BREAK = re.compile(r"\r\n|\n|\r")
# Everything that YAML calls unprintable, and U+0085: control characters, lone surrogates and
# the two non-characters. U+2028 and U+2029 are text. (What is text, in place of what is none, would
# take Python seven times as long to compile.)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_SUSPECT = bytes({*range(9), 11, 12, *range(14, 32), 127, 0xC2, 0xEF})
_UNSUSPECTED = bytes(byte for byte in range(256) if byte not in _SUSPECT)
"""The bytes of which no text with control characters is made: nearly all texts have no others."""

_WRITTEN = bytes({9, 10, 12, 13, 27, *range(32, 127), *range(128, 256)})
"""What bytes of texts are, whatever their encoding."""

_UTF16 = "is saved as UTF-16, not as UTF-8"
_SAVE = "Save it again with the encoding UTF-8 (most editors: 'Save with encoding')"


# A comment that does not begin with "# ", or in which no word stands.
_UNLIKELY = re.compile(r"#(?:[^\s][^\r\n]*|[^\w\r\n]{0,99}(?=[\r\n]|\Z))")


def decode(raw: bytes) -> str:
    """The text of a file, without its byte order mark.

    Raises SourceError where it is over 1 MiB, not UTF-8, or holds a control character.
    """
    if len(raw) > LARGEST:
        raise SourceError(
            f"is over 1 MiB large ({len(raw):,} bytes)",
            "Split it, or move what is not playbook text to an attachment in files/",
        )
    if _is_utf16(raw):
        raise SourceError(_UTF16, _SAVE)
    if _is_binary(raw):
        raise SourceError(
            "is no text file",
            "Write the playbook as text; pictures, PDFs and office files belong in files/",
        )
    try:
        text = raw.decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        raise _not_utf8(raw, error.start) from None
    if raw.translate(None, _UNSUSPECTED) and (found := CONTROL.search(text)):
        line, column = position(text, found.start())
        raise SourceError(
            f"holds an invisible control character (U+{ord(found[0]):04X})",
            "Delete it: it often comes along when text is pasted from another program",
            line,
            column,
        )
    return text


def _is_utf16(raw: bytes) -> bool:
    """Whether it begins as UTF-16 does, or every other byte is 0, as with plain Latin letters."""
    even, odd = raw[:64:2].count(0), raw[1:64:2].count(0)
    mostly = len(raw[:64]) // 3
    return raw.startswith((b"\xff\xfe", b"\xfe\xff")) or (
        even + odd > mostly and min(even, odd) == 0
    )


def _is_binary(raw: bytes) -> bool:
    """Whether it is a PDF, or holds so many control characters as no text does."""
    begin = raw[:1024]
    control = len(begin.translate(None, _WRITTEN))
    return raw.startswith(b"%PDF-") or control > max(2, len(begin) // 20)


def _not_utf8(raw: bytes, start: int) -> SourceError:
    before = raw[:start].decode("utf-8").lstrip("\ufeff")
    line, column = position(before, len(before))
    meant = raw[start : start + 1].decode("cp1252", errors="replace")
    return SourceError(
        f"is not saved as UTF-8: byte 0x{raw[start]:02X} here ('{meant}' in Latin-1, "
        "the old Western European encoding)",
        _SAVE,
        line,
        column,
    )


def line_starts(text: str) -> list[int]:
    """Where each line begins, as indexes into the text; only CR, LF and CRLF end a line."""
    return [0, *(found.end() for found in _BREAK.finditer(text))]


@lru_cache(maxsize=32)  # who reads a file, who looks for words in it and who finds places in it
def lines_of(text: str) -> Sequence[str]:
    """The lines of a text that LF alone ends, as they were split once for all who ask."""
    return text.split("\n")


def split_lines(text: str) -> list[str]:
    """The lines without their ends: CR, LF and CRLF, and nothing else that ``splitlines`` knows."""
    return _BREAK.split(text) if "\r" in text else text.split("\n")


def position(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of an index into the text."""
    starts = line_starts(text[:index])
    line = bisect_right(starts, index)
    return line, index - starts[line - 1] + 1


def unlikely_comments(text: str) -> dict[int, str]:
    """The comments that may be cut-off text, by the index where the text before them ends."""
    found, start = {}, text.find("#")
    while start >= 0:
        match = _UNLIKELY.match(text, start)
        if match is not None:
            end = start
            while end and text[end - 1] in " \t":
                end -= 1
            if end < start:
                found[end] = match[0].rstrip()
        start = text.find("#", match.end() if match else start + 1)
    return found
