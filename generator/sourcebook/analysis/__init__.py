"""Pure questions about a playbook: one module a question."""
