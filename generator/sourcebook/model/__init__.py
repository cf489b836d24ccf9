"""The typed playbook: eighteen sections, their fields and what each field is for."""
