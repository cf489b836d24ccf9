"""Memory is not searched for garbage while a run goes on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def sparing() -> Iterator[None]:
    """Without that search, which costs as much as linting: playbooks have few cycles.

    What is imported within is not searched either; settled() leaves it out for good.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()


def settled() -> None:
    """What is there now stays: from now on it is not searched, and processes share it."""
    gc.freeze()


_MANY = 200_000


def swept() -> None:
    """Search it all the same where so many objects came and did not go that some may be garbage.

    Engagement after engagement that is not so: what was made for one goes with it.
    """
    if gc.get_count()[0] > _MANY:
        gc.collect()
