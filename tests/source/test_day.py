"""Which day counts as today."""

import datetime as dt

import pytest

from sourcebook.errors import UsageError
from sourcebook.source.day import day_of

GIVEN, PINNED = dt.date(2026, 1, 2), dt.date(2026, 11, 22)
EPOCH = {"SOURCE_DATE_EPOCH": "1795305600"}


def test_order():
    assert day_of(GIVEN, PINNED, EPOCH) == GIVEN
    assert day_of(None, PINNED, EPOCH) == dt.date(2026, 11, 22)
    assert day_of(None, GIVEN, {}) == GIVEN
    assert day_of(None, None, {}) >= dt.date(2026, 1, 1)


@pytest.mark.parametrize("epoch", ["soon", "1.5", "9" * 30])
def test_no_seconds(epoch):
    with pytest.raises(UsageError, match="whole seconds since 1970"):
        day_of(None, None, {"SOURCE_DATE_EPOCH": epoch})
