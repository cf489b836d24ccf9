"""Codes of rules that the linter itself has to know."""

INVALID = "STR006"
"""The rule about exceptions."""

NEVER_ACCEPTED = frozenset({"SEC008", "PRV002", INVALID})
"""What no comment can accept: secrets, what would leave the house, and bad exceptions."""
