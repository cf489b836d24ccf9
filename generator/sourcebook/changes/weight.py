"""How much a change asks of each side: breaking for one, for both, for none, or only words.

Breaking for a side is what it has to do, pay or wait for from now on, or can no longer count on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import Enum
from typing import Any

from sourcebook.analysis.parties import camp_of_role, side_of_party
from sourcebook.changes.differences import REASON, Difference, Op
from sourcebook.changes.wording import is_slip
from sourcebook.lean import dataclass
from sourcebook.model.playbook import Playbook


class Weight(Enum):
    """For whom a change is breaking; the order is that of a report."""

    BOTH = "both"
    CLIENT = "client"
    VENDOR = "vendor"
    NEITHER = "neither"  # of substance, but nobody has to do anything else
    EDITORIAL = "editorial"  # prose, spelling, layout


HEADINGS = {
    Weight.BOTH: "Breaking for both sides",
    Weight.CLIENT: "Breaking for the client",
    Weight.VENDOR: "Breaking for the vendor",
    Weight.NEITHER: "Other changes",
    Weight.EDITORIAL: "Editorial",
}
"""What a report calls the changes of each weight."""

BOTH, CLIENT, VENDOR = Weight.BOTH, Weight.CLIENT, Weight.VENDOR
NEITHER, EDITORIAL = Weight.NEITHER, Weight.EDITORIAL


@dataclass(frozen=True)
class Burden:
    """For whom it is breaking when a number or day rises or something comes, falls or goes."""

    more: Weight
    less: Weight
    other: Weight = BOTH  # where neither can be said, such as of words


_MORE_ASKED = Burden(VENDOR, CLIENT)
_LESS_ASKED = Burden(CLIENT, VENDOR)
_ANY = Burden(BOTH, BOTH)
_NONE = Burden(NEITHER, NEITHER, NEITHER)

BURDENS = {
    "engagement.name": _NONE, "engagement.summary": _NONE,
    "engagement.contracts": _ANY, "engagement.parties": _ANY,
    "engagement.parties.name": _NONE, "engagement.parties.legal_name": _NONE,
    "engagement.start_date": _ANY, "engagement.end_date": _ANY,
    "engagement.delivery_model": _ANY, "engagement.location_model": _ANY,
    "engagement.governing_law": _ANY, "engagement.regulatory_profiles": _ANY,
    "engagement.termination": _ANY,
    "engagement.termination.client_notice_days": _LESS_ASKED,
    "engagement.termination.vendor_notice_days": _MORE_ASKED,
    "goals.goals": _MORE_ASKED, "goals.goals.due": _LESS_ASKED, "goals.goals.statement": _ANY,
    "goals.goals.title": _NONE, "goals.goals.checkpoints": _NONE, "goals.goals.actuals": _NONE,
    "goals.goals.achievability": _NONE, "goals.goals.relevance": _NONE,
    "goals.goals.risk": _NONE, "goals.goals.status": _NONE, "goals.goals.measure": _ANY,
    "scope.in_scope": _MORE_ASKED, "scope.out_of_scope": _LESS_ASKED,
    "scope.services": _MORE_ASKED, "scope.services.description": _ANY,
    "scope.requirements": _MORE_ASKED, "scope.requirements.source": _NONE,
    "scope.deliverables": _MORE_ASKED, "scope.deliverables.title": _NONE,
    "scope.constraints": _ANY, "scope.dependencies": _ANY, "scope.ip": _ANY,
    "milestones.milestones": _MORE_ASKED, "milestones.milestones.due": _LESS_ASKED,
    "milestones.milestones.acceptance_criteria": _MORE_ASKED,
    "milestones.milestones.acceptance_criteria.evidence_ref": _NONE,
    "milestones.milestones.acceptance_window_days": _MORE_ASKED,
    "milestones.milestones.gate": _ANY, "milestones.milestones.title": _NONE,
    "milestones.milestones.status": _NONE, "milestones.milestones.accepted_on": _NONE,
    "milestones.milestones.goals": _NONE, "milestones.milestones.non_working_day_ok": _NONE,
    "milestones.milestones.depends_on": _NONE, "milestones.milestones.payment_linked": _NONE,
    "roles.locations.work_start": _ANY, "roles.locations.work_end": _ANY,
    "roles.locations.work_days": _ANY, "roles.locations.tz": _ANY,
    "governance.escalation": _ANY, "governance.escalation.severities.examples": _NONE,
    "governance.dispute_resolution": _ANY,
    "communication.overlap": _ANY, "communication.async": _ANY, "communication.language": _ANY,
    "communication.channels.response_time": _ANY,
    "communication.meetings.local_time": _ANY, "communication.meetings.tz": _ANY,
    "communication.meetings.day": _ANY, "communication.meetings.every": _ANY,
    "communication.meetings.rrule": _ANY, "communication.meetings.date": _ANY,
    "communication.meetings.duration_min": _ANY,
    "delivery.methodology.name": _ANY, "delivery.working_agreement": _ANY,
    "delivery.onboarding.access_lead_time_days": _LESS_ASKED,
    "quality.indicators": _MORE_ASKED, "quality.indicators.standard": _ANY,
    "quality.indicators.frequency_days": _LESS_ASKED, "quality.indicators.last_result": _NONE,
    "quality.gates": _MORE_ASKED, "quality.defects.fix_within_hours": _LESS_ASKED,
    "quality.test_levels": _MORE_ASKED, "quality.test_levels.rationale": _NONE,
    "service_levels.support_hours": _ANY, "service_levels.slas": _MORE_ASKED,
    "service_levels.slas.metric": _ANY, "service_levels.slas.window": _ANY,
    "service_levels.slas.exclusions": _LESS_ASKED, "service_levels.slas.results": _NONE,
    "service_levels.slas.breach_action": _ANY, "service_levels.slas.credit": _ANY,
    "service_levels.slas.measurement_source": _ANY,
    "service_levels.revision_process": _ANY,
    "security.protocols": _MORE_ASKED, "security.protocols.statement": _ANY,
    "security.protocols.title": _NONE, "security.protocols.area": _NONE,
    "security.protocols.control_refs": _NONE, "security.protocols.exceptions": _LESS_ASKED,
    "security.protocols.verification": _NONE,
    "security.protocols.verification.frequency_days": _LESS_ASKED,
    "security.access": _ANY, "security.access.last_review": _NONE,
    "security.access.leaver_revoke_hours": _LESS_ASKED,
    "security.access.joiner_days": _LESS_ASKED,
    "security.access.review_frequency_days": _LESS_ASKED,
    "security.incident_notification": _ANY,
    "security.incident_notification.initial_hours": _LESS_ASKED,
    "security.incident_notification.update_every_hours": _LESS_ASKED,
    "security.incident_notification.final_report_days": _LESS_ASKED,
    "security.locations": _LESS_ASKED, "security.location_change_notice_days": _MORE_ASKED,
    "security.subcontracting": _ANY, "security.subcontracting.permitted": _LESS_ASKED,
    "security.subcontracting.notice_days": _MORE_ASKED,
    "security.subcontracting.objection_days": _MORE_ASKED,
    "security.subcontractors": _LESS_ASKED, "security.awareness_training": _MORE_ASKED,
    "security.awareness_training.frequency_days": _LESS_ASKED,
    "security.awareness_training.last_completed": _NONE,
    "security.assurance": _MORE_ASKED, "security.assurance.testing.last_pentest": _NONE,
    "security.assurance.testing.pentest_frequency_days": _LESS_ASKED,
    "security.assurance.certifications": _MORE_ASKED,
    "security.assurance.certifications.expires": _NONE,
    "security.assurance.certifications.report_ref": _NONE,
    "security.assurance.audit_rights.notice_days": _LESS_ASKED,
    "security.secure_development": _MORE_ASKED,
    "compliance.processing": _ANY, "compliance.phi": _ANY, "compliance.authority_cooperation": _ANY,
    "compliance.processing.data_subject_requests.assist_within_days": _LESS_ASKED,
    "risks.continuity.rto_hours": _LESS_ASKED, "risks.continuity.rpo_hours": _LESS_ASKED,
    "risks.supplier_events": _MORE_ASKED,
    "risks.register.contingency": Burden(NEITHER, CLIENT, NEITHER),
    "risks.register.contingency.activate_within_hours": _LESS_ASKED,
    "change.process": _ANY, "change.thresholds": _ANY, "change.freeze_periods": _ANY,
    "partner.commercial": _ANY,
    "exit.transition_period_days": _MORE_ASKED, "exit.service_continuity": _ANY,
    "exit.data_return": _ANY, "exit.data_return.within_days": _LESS_ASKED,
    "exit.data_return.includes": _MORE_ASKED,
    "exit.access_revocation.within_hours": _LESS_ASKED,
    "exit.triggers": _ANY, "exit.assets": _ANY, "exit.exit_manager": _ANY,
    "exit.post_exit_obligations": _MORE_ASKED, "exit.plan": _ANY,
    "exit.plan.task": _ANY,
}  # fmt: skip
"""By the longest beginning of a field's path; what stands nowhere here breaks nothing."""

_DUTIES = frozenset({
    "owner", "deputy", "verifier", "assessor", "approver", "acceptance_owner", "decided_by",
    "chair", "buddy_role", "operated_by", "owed_by", "from_role", "to_roles", "participants",
    "members", "roles", "exit_manager", "party", "by",
})  # fmt: skip
"""Fields that give somebody something to do."""
_PAST = ("agreed_by", "assessment", "retrospectives", "history", "requests", "evaluation")
"""What happened, which asks nothing of anybody any more."""
_LIMITS = ("target", "acceptable_level", "measure")
"""Records of a limit: whether a higher one asks for more depends on what else they say."""


def weight(change: Difference, before: Playbook, after: Playbook) -> Weight:
    """For whom a difference is breaking."""
    if is_editorial(change):
        return EDITORIAL
    if change.shape.kind == REASON:
        return NEITHER
    section, _, rest = change.field.partition(".")
    if (
        rest.startswith("meta.")
        or section == "improvement"
        or any(part in _PAST for part in rest.split("."))
    ):
        return NEITHER
    name = change.spec.name
    if name == "raci":
        return _raci(change, before, after)
    if name in _DUTIES:
        return _duty(change, before, after)
    if name in ("value", "target", "operator") and change.field.split(".")[-2] in _LIMITS:
        return _limit(change, after)
    return _burdened(burden(change.field), change)


def added(field: str, *, removed: bool = False) -> Weight:
    """For whom it is breaking that an item came, or with ``removed`` went."""
    found = burden(field)
    return found.less if removed else found.more


def together(weights: Iterable[Weight]) -> Weight:
    """The weight of several changes as one."""
    found = set(weights)
    if BOTH in found or {CLIENT, VENDOR} <= found:
        return BOTH
    return next((one for one in (CLIENT, VENDOR, NEITHER) if one in found), EDITORIAL)


def burden(field: str) -> Burden:
    """What is known of a field, or of the nearest one around it."""
    parts = field.split(".")
    for length in range(len(parts), 1, -1):
        if found := BURDENS.get(".".join(parts[:length])):
            return found
    return _NONE


def is_editorial(change: Difference) -> bool:
    """Whether only words changed that oblige nobody, or their spelling."""
    old, new, kind = change.before, change.after, change.shape.kind
    if kind == REASON:
        return change.op is Op.CHANGED
    if kind not in ("text", "name"):
        return False
    slip = isinstance(old, str) and isinstance(new, str) and is_slip(old, new)
    if kind == "name":
        prose = change.spec.name in ("title", "name", "legal_name")
        return change.op is Op.CHANGED and (slip or (prose and burden(change.field) is _NONE))
    obliges = change.spec.meta.normative or burden(change.field) is not _NONE
    return slip or not obliges


def _burdened(found: Burden, change: Difference) -> Weight:
    old, new = change.before, change.after
    if change.op is Op.ADDED or (new is True and old is False):
        return found.more
    if change.op is Op.REMOVED or (old is True and new is False):
        return found.less
    if isinstance(new, _ORDERED) and isinstance(old, _ORDERED):
        return found.more if new > old else found.less  # type: ignore[operator]
    return found.other


_ORDERED = (int, float, dt.date)


def _limit(change: Difference, after: Playbook) -> Weight:
    """Of a service level, an indicator or a goal: what is stricter asks more of the vendor."""
    whole = after.value(type(change.at)(change.at.section, change.at.keys[:-1]))
    sign = getattr(whole, "operator", None) or getattr(whole, "direction", None)
    if change.op is not Op.CHANGED or change.spec.name == "operator" or sign in (None, "=", "=="):
        return BOTH
    rises = change.after > change.before
    return VENDOR if rises == (sign in (">=", ">", "up")) else CLIENT


def _raci(change: Difference, before: Playbook, after: Playbook) -> Weight:
    """A letter that obliges weighs on the role's side; one that goes, on the other."""
    now, was = str(change.after or ""), str(change.before or "")
    if not {*now, *was} & set("RA"):
        return NEITHER
    sides = set()
    if set(now) & set("RA") - set(was):
        sides.add(_camp(change.key, after))
    if set(was) & set("RA") - set(now):
        sides.add(_other(_camp(change.key, before)))
    return together(sides or {NEITHER})


def _duty(change: Difference, before: Playbook, after: Playbook) -> Weight:
    if change.op is Op.REMOVED:
        return _other(_camp(change.before, before))
    return _camp(change.after, after)


def _camp(id: Any, book: Playbook) -> Weight:
    """The side of a role, or of a party."""
    side = side_of_party(book, id)
    key = camp_of_role(book, id) or (side.key if side else None)
    return {"client": CLIENT, "vendor": VENDOR, "subcontractor": VENDOR}.get(key or "", NEITHER)


def _other(side: Weight) -> Weight:
    return {CLIENT: VENDOR, VENDOR: CLIENT}.get(side, side)
