"""Rules, one module a section or subject."""
