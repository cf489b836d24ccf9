"""Pages as values: views prepare, templates print."""
