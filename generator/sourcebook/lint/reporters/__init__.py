"""Reporters, one module a format: pure functions from a report to text."""
