"""Codes of rules that the linter itself has to know, and how those of a house are written."""

from __future__ import annotations

from sourcebook.forms import Form

CODE = Form(r"[A-Z]{3}\d{3}|[A-Z]+(-[A-Z0-9]+)+")
"""The codes that a house may give its rules: ``ABC123``, ``HOUSE-RATES``."""

UNREAD = "STR000"
"""The rule about files that cannot be read."""

LOST = "REF001"
"""The rule about references that lead nowhere."""

INVALID = "STR006"
"""The rule about exceptions."""

UNKNOWN = "STR003"
"""The rule that speaks of misspelt keys, and for the fields that they were to be."""

MISSPELT = frozenset({UNKNOWN, "STR004", "STR011"})
"""The rules about what is written in another way than it is meant: most of it is beyond doubt, and
soon found. Which ids (REF001) differ in case alone is looked up where somebody asks for repairs."""

NEVER_ACCEPTED = frozenset({"SEC008", "PRV002", INVALID})
"""What no comment can accept: secrets, what would leave the house, and bad exceptions."""
