"""What values were meant to be."""

from __future__ import annotations

import pytest

from sourcebook.lint.spellings import Spelling, alike, id_of, spelling
from sourcebook.model.record import FieldSpec, fields_of
from sourcebook.model.sections.engagement import Engagement, Party, Termination
from sourcebook.model.sections.goals import Measure


def spelt(raw: str, spec: FieldSpec) -> tuple[str, bool] | None:
    found = spelling(raw, spec, spec.shape)
    return (found.text, found.safe) if found else None


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("2026-2-3", ("2026-02-03", True)),
        ("2026/02/03", ("2026-02-03", True)),
        ("2026.2.3", ("2026-02-03", True)),
        ("20260203", ("2026-02-03", True)),
        ("2026 2 3", ("2026-02-03", True)),
        ("22.11.2026", ("2026-11-22", True)),
        ("22/11/2026", ("2026-11-22", True)),
        ("11/22/2026", ("2026-11-22", True)),
        ("3.3.2026", ("2026-03-03", True)),
        ("03.02.2026", ("2026-02-03", False)),
        ("03/02/2026", None),
        ("03-02-2026", None),
        ("3 February 2026", ("2026-02-03", True)),
        ("3rd Feb 2026", ("2026-02-03", True)),
        ("Feb 3, 2026", ("2026-02-03", True)),
        ("3 Xyz 2026", None),
        ("2026-02-30", None),
        ("30.02.2026", None),
        ("2026-13-01", None),
        ("202622", None),
        ("soon", None),
    ],
)
def test_dates(raw: str, meant: tuple[str, bool] | None) -> None:
    assert spelt(raw, fields_of(Engagement)["start_date"]) == meant


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("Active", ("active", True)),
        ("ON HOLD", None),
        ("activ", ("active", False)),
        ("nonsense", None),
    ],
)
def test_words_of_a_choice(raw: str, meant: tuple[str, bool] | None) -> None:
    assert spelt(raw, fields_of(Engagement)["status"]) == meant


def test_words_that_differ_in_blanks_and_marks_alone() -> None:
    assert alike("Managed Service", ["managed-service", "x"]) == Spelling("managed-service", True)
    assert alike("managed_service", ["managed-service"]) == Spelling("managed-service", True)
    assert alike("a_b", ["a-b", "A-B"]) is None
    assert alike("x", ["x"]) == Spelling("x", True)


def test_countries_flags_and_numbers_with_their_unit() -> None:
    assert spelt("pt", fields_of(Party)["country"]) == ("PT", True)
    assert spelt("UK", fields_of(Party)["country"]) is None
    flag = fields_of(Engagement)["supports_critical_or_important_function"]
    assert spelt("Yes", flag) == ("true", True)
    assert spelt("off", flag) == ("false", True)
    assert spelt("maybe", flag) is None
    days = fields_of(Termination)["client_notice_days"]
    assert spelt("30 days", days) == ("30", True)
    assert spelt("30", days) == ("30", True)
    assert spelt("1 day", days) == ("1", True)
    assert spelt("3 weeks", days) is None
    assert spelt("-30", days) is None
    assert spelt("1.5 days", days) is None
    assert spelt("30 days", fields_of(Measure)["baseline"]) is None


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("Client_Lead", "client-lead"),
        ("Client Lead", "client-lead"),
        ("client-lead", None),
        ("client/lead", None),
        ("r_1", "r-1"),
        ("R 07", "R-07"),
        ("M_2", "M-2"),
        ("", None),
    ],
)
def test_ids(raw: str, meant: str | None) -> None:
    assert id_of(raw) == meant
