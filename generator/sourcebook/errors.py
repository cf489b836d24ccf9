"""Errors that end a command. Faults of a playbook's content are findings, never errors."""


class SourcebookError(Exception):
    """The base of every error that a person can mend; its text says how."""


class UsageError(SourcebookError):
    """A wrong command line, an invalid configuration, or a project that cannot be read at all."""


class SourceError(SourcebookError):
    """One file that cannot be read; the reader turns it into a finding with its place."""

    def __init__(self, what: str, remedy: str, line: int = 1, column: int = 1) -> None:
        super().__init__(f"{what}. {remedy}")
        self.what, self.remedy, self.line, self.column = what, remedy, line, column
