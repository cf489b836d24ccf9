"""Formats that leave or enter, one module each."""
