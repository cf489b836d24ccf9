"""The program: the command ``sourcebook``, and ``python -m sourcebook``.

Memory is searched for garbage less often than Python has it, and not when the program is over: of
the time in which a file is linted that would be a fifth, to tidy up what ends with the process.
Modules that others import and that most commands do not need are not read until somebody asks.
"""

from __future__ import annotations

import gc

from sourcebook.postponed import postpone

_ALLOCATIONS = 100_000
"""Objects that come to be, and stay, before memory is searched: more than a start makes."""


def main() -> None:
    """Run the command that the command line asks for."""
    gc.set_threshold(_ALLOCATIONS)
    postpone()
    try:
        from sourcebook.cli import main as command

        command()
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
