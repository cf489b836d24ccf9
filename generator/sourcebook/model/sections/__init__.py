"""The sections of a playbook, one module each, independent of each other."""
