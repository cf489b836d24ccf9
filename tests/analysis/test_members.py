"""What a portfolio knows of an engagement, and how it is kept."""

from __future__ import annotations

import datetime as dt

import pytest

from render import examples
from sourcebook.analysis.members import Member, company_key, member
from sourcebook.analysis.plain import made, written
from sourcebook.analysis.prospects import prospects
from sourcebook.analysis.thresholds import defaults


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mare Alta Software, Lda.", "mare alta software"),
        ("Andina Austral S.R.L.", "Andina Austral"),
        ("Wisla Cloud Services Sp. z o.o.", "Wisla Cloud Services"),
        ("Kaveri Infosystems Pvt Ltd", "Kaveri Infosystems"),
    ],
)
def test_a_legal_form_makes_no_other_company(one: str, other: str) -> None:
    assert company_key(one) == company_key(other)


def test_other_companies_stay_others_and_a_form_alone_is_a_name() -> None:
    assert company_key("Andina Austral") != company_key("Andina Data Labs")
    assert company_key("SAS") == "sas"


def test_what_is_kept_reads_as_it_was() -> None:
    its = member(examples.loaded().playbook, examples.AS_OF, defaults())
    assert made(Member, written(its)) == its
    assert its.critical
    with pytest.raises(ValueError, match="no Member"):
        made(Member, "[1, 2]")


def test_meetings_are_kept_for_persons_and_not_for_teams() -> None:
    its = member(examples.loaded().playbook, examples.AS_OF, defaults())
    holders = {holder for sitting in its.sittings for holder in sitting.holders}
    assert "ma-dir-017" in holders
    assert "ma-team-hl" not in holders
    last = dt.datetime(2027, 2, 20, 23, 59, tzinfo=dt.UTC).timestamp() // 60
    assert max(start for sitting in its.sittings for start in sitting.starts) <= last


def test_the_weeks_ahead_hold_both_of_their_ends() -> None:
    book, gate = examples.loaded("northbridge-health").playbook, dt.date(2026, 12, 11)
    (found,) = (each for each in prospects(book, gate, gate) if each.kind == "Gate")
    assert found.title == "First three hospitals live"
    assert prospects(book, gate + dt.timedelta(1), gate + dt.timedelta(2)) == ()
