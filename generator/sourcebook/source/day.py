"""Which day counts as today."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping

from sourcebook.errors import UsageError


def day_of(
    given: dt.date | None, pinned: dt.date | None, environment: Mapping[str, str] = os.environ
) -> dt.date:
    """The day that was asked for, else SOURCE_DATE_EPOCH's in UTC, else the project's, else today.

    Raises UsageError if SOURCE_DATE_EPOCH is no number of seconds.
    """
    if given is not None:
        return given
    if epoch := environment.get("SOURCE_DATE_EPOCH"):
        try:
            return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
        except (ValueError, OverflowError, OSError):
            raise UsageError(
                f"SOURCE_DATE_EPOCH is '{epoch}': it holds whole seconds since 1970, such as "
                "1795305600. Mend it or unset it."
            ) from None
    return pinned or dt.date.today()
