"""How high a risk is, and the thresholds that say so."""

from __future__ import annotations

import pytest

from sourcebook.analysis import risk
from sourcebook.analysis.thresholds import defaults
from sourcebook.model.sections.risks import Residual, Risk


@pytest.mark.parametrize(
    ("likelihood", "impact", "score"),
    [(1, 1, 1), (5, 5, 25), (3, 4, 12), (None, 4, None), (3, None, None), (None, None, None)],
)
def test_score(likelihood, impact, score):
    assert risk.score(likelihood, impact) == score
    left = Risk(residual=Residual(likelihood=likelihood, impact=impact))
    assert risk.residual(left) == score


def test_no_treatment_no_residual():
    assert risk.residual(Risk()) is None


@pytest.mark.parametrize(
    ("score", "band"),
    [(None, 0), (1, 1), (4, 1), (5, 2), (8, 2), (9, 3), (14, 3), (15, 4), (25, 4)],
)
def test_band(score, band):
    assert risk.band(score) == band


@pytest.mark.parametrize(
    ("likelihood", "impact", "high"),
    [
        (3, 4, True),
        (4, 3, True),
        (5, 2, False),
        (1, 5, True),
        (None, 5, True),
        (2, 4, False),
        (5, None, False),
        (None, None, False),
    ],
)
def test_high_is_twelve_and_more_or_an_impact_of_five(likelihood, impact, high):
    assert risk.is_high(Risk(likelihood=likelihood, impact=impact), defaults()) is high


def test_the_thresholds_are_the_callers():
    thresholds = {**defaults(), "risk.high_threshold": 25, "risk.force_high_on_impact": 6}
    assert not risk.is_high(Risk(likelihood=4, impact=5), thresholds)
    assert risk.is_high(Risk(likelihood=5, impact=5), thresholds)


def test_the_defaults_ship_with_the_product():
    thresholds = defaults()
    assert thresholds["risk.high_threshold"] == 12
    assert thresholds["holder.working_level"] == 3
    assert all(isinstance(value, int | float) for value in thresholds.values())
    assert defaults() is thresholds
