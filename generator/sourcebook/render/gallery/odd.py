"""What is odd: long names, other scripts, days around a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sourcebook.analysis.parties import SIDES

TODAY = dt.date(2026, 11, 22)
LONG = "Reconciliation of the quarterly settlement statements between the ledgers of both companies"
UNBROKEN = "Settlementreconciliationofbothcompaniesquarterlystatements"
ARABIC = "مطابقة كشوف الحسابات الفصلية"
HEBREW = "מסירת הידע לצוות החדש"
NAMES = (LONG, UNBROKEN, ARABIC, HEBREW)
CLIENT, VENDOR = SIDES["client"], SIDES["vendor"]

Made = Iterator[tuple[str, Any]]
"""The name of a case, and its picture; ``None`` where there is nothing to draw."""


def ahead(days: int) -> dt.date:
    """The day so many days after today."""
    return TODAY + dt.timedelta(days=days)
