"""Until when knowledge can be passed on: the last day of those who have it."""

from __future__ import annotations

import datetime as dt

from sourcebook.analysis.parties import party_of_role
from sourcebook.model.playbook import Playbook
from sourcebook.model.sections.engagement import Party
from sourcebook.model.sections.knowledge import TransferSession

LAST_WORKING_DAYS = 10
"""The working days before an exit in which nothing is passed on any more."""


def last_day(book: Playbook, session: TransferSession) -> dt.date | None:
    """The last day of the party that passes knowledge on, else of the engagement."""
    target = book.index.find("party", party_of_role(book, session.from_role))
    until = target.item.until if target and isinstance(target.item, Party) else None
    return until or book.engagement.end_date


def last_stretch(end: dt.date) -> dt.date:
    """The first of the last working days, Monday to Friday, up to and with the end."""
    day, left = end, LAST_WORKING_DAYS
    while True:
        left -= day.weekday() < 5
        if not left or day == dt.date.min:
            return day
        day -= dt.timedelta(days=1)
