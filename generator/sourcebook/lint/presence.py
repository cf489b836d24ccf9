"""What counts as there, for rules; the question itself is one of analysis."""

from __future__ import annotations

from sourcebook.analysis.presence import Presence, blank, core_of

__all__ = ["Presence", "blank", "core_of"]
