"""BLAKE2 without OpenSSL, which ``hashlib`` loads: that takes longer than to hash a playbook.

``random`` of the standard library does so too, for its own hash.
"""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # a Python that was built without it
    from hashlib import blake2b

__all__ = ["blake2b"]
