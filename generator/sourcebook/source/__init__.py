"""Reading: bytes of YAML to documents that know the place of every key and value."""
