"""How high a risk is."""

from __future__ import annotations

from collections.abc import Mapping

from sourcebook.model.sections.risks import Risk


def score(likelihood: int | None, impact: int | None) -> int | None:
    """Likelihood times impact, 1–25; ``None`` while either is not known."""
    return likelihood * impact if likelihood and impact else None


def residual(risk: Risk) -> int | None:
    """The score that is left after treatment, 1–25."""
    left = risk.residual
    return score(left.likelihood, left.impact) if left else None


def is_high(risk: Risk, thresholds: Mapping[str, float]) -> bool:
    """Whether the score reaches ``risk.high_threshold``, or the impact alone forces it."""
    total = score(risk.likelihood, risk.impact)
    return (total is not None and total >= thresholds["risk.high_threshold"]) or (
        risk.impact is not None and risk.impact >= thresholds["risk.force_high_on_impact"]
    )


def band(value: int | None) -> int:
    """The step of the heat scale: 1 (1–4), 2 (5–8), 3 (9–14), 4 (15–25); 0 where unknown."""
    if value is None:
        return 0
    return 1 + sum(value >= floor for floor in (5, 9, 15))
