"""The linter: rules, the engine that places their findings, and reporters."""
