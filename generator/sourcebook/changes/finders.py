"""What finds the rules about a change from one state of a playbook to a later one."""

from __future__ import annotations

from collections.abc import Mapping

from sourcebook.changes.control import change_control
from sourcebook.changes.suspects import suspect_items
from sourcebook.lint.rule import Between

FINDERS: Mapping[str, Between] = {
    "CHG003": change_control,
    "CHG004": suspect_items,
}
"""By the codes of the rules; a rule without one is never told."""
