"""Every clause of a profile has its evidence, and the set of profiles fits the engagement."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.analysis.applicable import asked_for
from sourcebook.analysis.clauses import Coverage, Evidence, Piece, Status, active_profiles
from sourcebook.analysis.conditions import financial, personal_data
from sourcebook.findings import Severity
from sourcebook.lint.gaps import Gaps
from sourcebook.lint.rule import Facts, Hit, Rule, rule
from sourcebook.lint.wording import some_of
from sourcebook.model.fields import Need
from sourcebook.model.paths import At
from sourcebook.model.playbook import SECTIONS, Playbook
from sourcebook.nearest import nearest

_PROFILES = At("engagement") / "regulatory_profiles"


@rule("REG001", "clause-not-evidenced", Severity.ERROR)
def clause_not_evidenced(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """Every clause of each active profile has its evidence in the playbook, in all its parts.

    Why: An auditor asks clause by clause. What was written down where the work is done needs no
    search when the question comes; what is missing shows now, while it can still be agreed.
    Fix: Fill in the paths that the message names. Where a clause does not apply, say so in
    compliance.clause_notes with `status: na` and the reason in its note. A right that is `false`
    is no evidence; a list that is rightly empty, `{none: why}`, is. Every clause of every profile
    stands in the site's guide, under Regulatory profiles. This points at evidence; it is not legal
    advice.
    Source: the profiles: DORA Art. 28 and 30, GDPR Art. 28, HIPAA 45 CFR 164.504(e), EBA/GL/2019/02
    paragraph 75, ISO/IEC 27001 Annex A, NIST CSF 2.0 GV.SC, SOC 2 CC9.2.
    """
    names = active_profiles(book, facts.asking)
    gaps, evidence = Gaps(book), Evidence(book, facts.asking)
    for profile in [facts.profiles[name] for name in names if name in facts.profiles]:
        for coverage in evidence.coverages(profile):
            missing = [p for p in coverage.missing if not _told(book, facts, gaps, p)]
            if missing:
                yield _unevidenced(book, coverage, missing)


def _told(book: Playbook, facts: Facts, gaps: Gaps, piece: Piece) -> bool:
    """Whether STR001 speaks already: the piece stands in a required section that is missing."""
    for section in {path.section for path in piece.paths}:
        asked = asked_for(book, SECTIONS[section], facts.asking)
        if gaps.looks_into(section) or not asked or asked[0] is not Need.REQUIRED:
            return False
    return True


def _unevidenced(book: Playbook, coverage: Coverage, missing: list[Piece]) -> Hit:
    profile, clause = coverage.profile, coverage.clause
    how_much = "only a part of the" if coverage.status is Status.PARTLY else "no"
    paths = some_of([piece.text for piece in missing])
    return Hit(
        coverage.note or _place(book, profile.id),
        f"{profile.id} {clause.id}: {how_much} evidence for '{clause.title}'. Fill {paths}, or "
        "record a waiver. (Evidence pointer, not legal advice.)",
        f"Fill {missing[0].text}, or note in compliance.clause_notes why the clause does not "
        "apply (status: na).",
        severity=Severity.WARNING if coverage.status is Status.PARTLY else None,
        profile=profile.id,
        clause=clause.id,
        needs_all=True,
    )


def _place(book: Playbook, profile: str) -> At:
    """Where the engagement names the profile."""
    names = book.engagement.regulatory_profiles
    return _PROFILES / names.index(profile) if profile in names else _PROFILES


@rule("REG002", "profile-mismatch", Severity.WARNING)
def profile_mismatch(book: Playbook, facts: Facts) -> Iterator[Hit]:
    """The profiles are those that the parties, the data and the function call for.

    Why: Under the wrong profile the evidence that counts is never asked for, and everything looks
    in order.
    Fix: Add or remove the profile in engagement.regulatory_profiles, or correct the party's flags
    or the data class. Where it is right as it is, accept the finding with its reason.
    Source: regulatory experience as a criterion (practice R11); the scope of DORA, GDPR and HIPAA.
    """
    if book.none_reason(_PROFILES) is not None:
        return
    named = active_profiles(book, facts.asking)
    for profile, why in _wanted(book, facts, named).items():
        if profile not in named:
            yield Hit(
                _PROFILES,
                f"Profile set looks wrong: {why}. Add {profile} or record the reason.",
                f"Add {profile}.",
                key=True,
                profile=profile,
            )
    for number, profile in enumerate(book.engagement.regulatory_profiles):
        fault = _fault(facts, profile)
        strange = fault is None and profile.startswith("dora-") and not financial(book)
        if strange:
            why = f"'{profile}' is named and no party is marked eu_financial_entity"
            fault = why, f"Remove {profile}, or mark the party"
        if fault is not None:
            why, fix = fault
            message = f"Profile set looks wrong: {why}. {fix}, or record the reason."
            place = _PROFILES / number
            yield Hit(place, message, f"{fix}.", profile=profile, needs_all=strange)


def _wanted(book: Playbook, facts: Facts, named: tuple[str, ...]) -> dict[str, str]:
    """The profiles that the engagement calls for, each with its reason."""
    term, found = book.engagement, {}
    if financial(book):
        found["dora-30-2"] = "a party is an EU financial entity"
        if term.supports_critical_or_important_function:
            found["dora-30-3"] = "the engagement supports a critical or important function"
    if personal_data(book) and any("eu_controller" in party.flags for party in term.parties):
        found["gdpr-28"] = "the vendor works with personal data of an EU controller"
    if any(data.phi for data in book.security.data_classes):
        found["hipaa-baa"] = "a data class holds protected health information"
    for name in named:
        for other in facts.profiles[name].requires if name in facts.profiles else ():
            found.setdefault(other, f"{name} adds to {other}")
    return found


def _fault(facts: Facts, name: str) -> tuple[str, str] | None:
    """What is wrong with a profile by itself, and what to do; ``None`` if nothing is."""
    profile = facts.profiles.get(name)
    if profile is None:
        near = nearest(name, facts.profiles)
        hint = f"Write '{near}'" if near else f"Known: {some_of(sorted(facts.profiles), 20)}"
        return f"'{name}' is no known profile", hint
    if profile.superseded_by:
        return f"'{name}' is superseded by {profile.superseded_by}", f"Use {profile.superseded_by}"
    return None


RULES: tuple[Rule, ...] = (clause_not_evidenced, profile_mismatch)
