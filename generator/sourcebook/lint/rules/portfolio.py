"""What only several engagements together show. See ``analysis.portfolio``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sourcebook.analysis.members import Member
from sourcebook.analysis.portfolio import Dependence, Portfolio
from sourcebook.findings import Severity
from sourcebook.lint.rule import Common, Rule, rule_across
from sourcebook.lint.wording import listed, some_of


def _slugs(members: Sequence[Member]) -> str:
    return some_of(sorted({member.slug for member in members}))


def _behind(company: Dependence) -> str:
    return _slugs([part.member for part in company.critical])


@rule_across(
    "PRT001",
    "shared-subcontractor",
    Severity.WARNING,
    "portfolio.critical_per_subcontractor",
)
def shared_subcontractor(portfolio: Portfolio, numbers: Mapping[str, float]) -> Iterator[Common]:
    """No subcontractor stands behind more than one critical engagement without anybody knowing.

    Why: Two vendors look like two baskets. If the same company works for both, one failure takes
    both services, and neither contract shows it.
    Fix: Ask each vendor what it does if the subcontractor fails, agree on another one for one of
    them, or raise the threshold once the risk is known and somebody owns it.
    Source: DORA Art. 29(1)-(2), concentration of ICT risk and long chains of subcontractors.
    """
    most = numbers["portfolio.critical_per_subcontractor"]
    for company in portfolio.suppliers():
        if len(company.critical) > most:
            yield Common(
                company.critical[0].its.spot,
                f"Subcontractor {company.name} stands behind {len(company.critical)} critical "
                f"engagements: {_behind(company)}. If it fails, they fail together.",
                "Agree on another subcontractor for one of them, or plan for both at once.",
            )


@rule_across(
    "PRT002",
    "vendor-concentration",
    Severity.WARNING,
    "portfolio.vendor_share",
    "portfolio.vendor_share_from",
)
def vendor_concentration(portfolio: Portfolio, numbers: Mapping[str, float]) -> Iterator[Common]:
    """No vendor holds more of the critical engagements than was decided to be enough.

    Why: Nobody decides on a dependence that grows contract by contract. At some point the client
    cannot leave any more, and the vendor knows it.
    Fix: Decide, where the portfolio is governed, whether the share is wanted. If not, let the next
    critical service go to another vendor and check the exit plans of these.
    Source: DORA Art. 29(1)(b), several arrangements with the same or closely connected providers.
    """
    whole = len(portfolio.critical)
    if whole < numbers["portfolio.vendor_share_from"]:
        return
    for company in portfolio.vendors():
        held = len(company.critical)
        if held > numbers["portfolio.vendor_share"] * whole:
            yield Common(
                company.critical[0].its.spot,
                f"Vendor {company.name} holds {held} of {whole} critical engagements: "
                f"{_behind(company)}. That is more than "
                f"{numbers['portfolio.vendor_share'] * 100:g} %.",
                "Decide whether that is wanted; if not, give the next one to another vendor.",
            )


@rule_across("PRT003", "holder-overpromised", Severity.WARNING, "portfolio.holder_pct")
def holder_overpromised(portfolio: Portfolio, numbers: Mapping[str, float]) -> Iterator[Common]:
    """Nobody is promised to several engagements for more time than there is.

    Why: Each engagement counts on its share. What is promised twice is missing where it is needed
    most, and no engagement can see why.
    Fix: Lower time_allocation_pct in one of the engagements and say there who does the rest, or
    name another holder. A team has a headcount, and may be promised several times.
    Source: the key persons of a contract are really there (practice R9).
    """
    for holder in portfolio.holders():
        if holder.share > numbers["portfolio.holder_pct"]:
            said = [each for each in holder.promises if each.post.share]
            parts = [f"{p.post.id} of {p.member.slug} {p.post.share:g} %" for p in said]
            yield Common(
                said[0].post.spot,
                f"'{holder.ref}' is promised for {holder.share:g} % of a working time: "
                f"{listed(parts)}.",
                "Lower a share, or name another holder.",
            )


@rule_across(
    "PRT004",
    "meetings-of-one-person-collide",
    Severity.WARNING,
    "portfolio.look_ahead_days",
)
def meetings_collide(portfolio: Portfolio, numbers: Mapping[str, float]) -> Iterator[Common]:
    """Nobody has to be in meetings of two engagements at the same time.

    Why: Each engagement's calendar is right by itself. The one person who is in both misses one of
    them each time, and the other side thinks it is not important to them.
    Fix: Move one of the meetings, make the role optional in one of them, or send the deputy.
    Source: a rhythm that people can keep (practice R17). The next days are looked at, as many as
    portfolio.look_ahead_days says.
    """
    days = int(numbers["portfolio.look_ahead_days"])
    for found in portfolio.collisions():
        member, sitting = found.one
        theirs = [f"'{other.name}' of {its.slug}" for its, other in found.others]
        count, first = len(found.starts), found.starts[0]
        often = f"{count} times in {days} days, first" if count > 1 else f"once in {days} days,"
        yield Common(
            sitting.spot,
            f"'{found.holder}' has to be in '{sitting.name}' of {member.slug} and in "
            f"{some_of(theirs, 3)} at the same time, {often} on "
            f"{first:%Y-%m-%d} at {first:%H:%M} UTC.",
            "Move one of the meetings, or let the deputy come.",
        )


@rule_across(
    "PRT005",
    "expires-within-notice",
    Severity.WARNING,
    "portfolio.notice_days",
    "freshness.expiry_notice_days",
)
def expires_within_notice(portfolio: Portfolio, numbers: Mapping[str, float]) -> Iterator[Common]:
    """No contract or certificate of a running engagement ends sooner than one could leave it.

    Why: Who has to give half a year's notice cannot wait until the last two months to ask whether
    a certificate is renewed. Told for all engagements together, since the same certificate often
    carries several of them.
    Fix: Renew it and record the new last day; or give notice in time, and set status to exiting.
    Source: practice R33; DORA Art. 28(8), exit without undue disruption. What FRS002 already
    tells is not told again.
    """
    usual = int(numbers["portfolio.notice_days"])
    for expiry in portfolio.expiries(usual, int(numbers["freshness.expiry_notice_days"])):
        paper, left = expiry.paper, (expiry.paper.expires - portfolio.as_of).days
        when = f"in {left} days" if left >= 0 else f"{-left} days ago"
        yield Common(
            paper.spot,
            f"{paper.kind.capitalize()} '{paper.name}' of {_slugs(expiry.members)} ends on "
            f"{paper.expires}, {when}; the client's notice takes {expiry.notice_days}.",
            "Renew it, or give notice now and set status to exiting.",
        )


RULES: tuple[Rule, ...] = (
    shared_subcontractor,
    vendor_concentration,
    holder_overpromised,
    meetings_collide,
    expires_within_notice,
)
