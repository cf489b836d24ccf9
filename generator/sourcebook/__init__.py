"""Sourcebook: outsourcing playbooks as data, checked by a linter and read as sites."""

__version__ = "0.1.0"
