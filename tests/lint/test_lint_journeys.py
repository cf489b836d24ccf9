"""What people do to a good playbook by accident: each slip is one finding, that says what to do.

On copies of the example ``harbourline-mobile``, as of the day that it is pinned to. The example
itself has the faults that it shows on purpose, and nothing else above info.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from lint.workspace import DAY, change
from sourcebook.findings import Accepted, Finding, Severity
from sourcebook.lint.configuration import configured
from sourcebook.lint.run import Request, lint_project
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.schema import stem
from sourcebook.source.project import Project

REPOSITORY = Path(__file__).parents[2]
SLUG = "harbourline-mobile"
EXAMPLE = REPOSITORY / "playbooks" / SLUG
FOLDER = f"playbooks/{SLUG}"


def findings_of(root: Path) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What stands in the copy of a project, and what is accepted."""
    project = Project.find(root)
    report = lint_project(project, configured(project), DAY, Request(names=[SLUG]))
    return report.findings, report.accepted


@cache
def as_it_is() -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    return findings_of(REPOSITORY)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / FOLDER)
    shutil.copytree(REPOSITORY / "site_config", tmp_path / "site_config")
    return tmp_path


def brought(root: Path) -> list[Finding]:
    """What is found in a copy and not in the example; lines may have moved."""
    standing, _ = findings_of(root)
    seen = Counter(map(_same, as_it_is()[0]))
    return [finding for finding in standing if not _is_counted(seen, _same(finding))]


def _same(finding: Finding) -> tuple[str, ...]:
    return (finding.code, finding.severity.word, finding.path, finding.message)


def _is_counted(seen: Counter[tuple[str, ...]], one: tuple[str, ...]) -> bool:
    seen[one] -= 1
    return seen[one] >= 0


def spot(root: Path, file: str, text: str, *, after: str = "") -> tuple[str, int, int]:
    """File, line and column, from 1, of a text; the first after another one."""
    whole = (root / FOLDER / file).read_text("utf-8")
    at = whole.index(text, whole.index(after))
    line = whole.count("\n", 0, at) + 1
    return f"{FOLDER}/{file}", line, at - whole.rfind("\n", 0, at)


def where(finding: Finding) -> tuple[str, int, int]:
    return finding.place.file, finding.place.line, finding.place.column


def test_the_example_has_its_faults_on_purpose_and_no_others() -> None:
    standing, accepted = as_it_is()
    above = {finding.code: finding for finding in standing if finding.severity > Severity.INFO}
    assert {code: finding.severity.word for code, finding in above.items()} == {
        "FRS002": "warning", "TIM003": "warning",
    }  # fmt: skip
    assert sum(finding.severity > Severity.INFO for finding in standing) == 2
    review, clash, (ceremony,) = above["FRS002"], above["TIM003"], accepted
    assert where(review) == spot(REPOSITORY, "security.yaml", "2026-07-01", after="last_review: 2")
    assert "Access review was due 2026-09-29 (54 days overdue" in review.message
    assert "Do it, or change the frequency with a reason." in review.message
    assert where(clash) == spot(REPOSITORY, "communication.yaml", "id: service-review")
    assert "'service-review' falls on a day off in porto: 2027-05-27 (Corpus Chr" in clash.message
    assert "Move it, or set holiday_policy: skip, move or run-without." in clash.message
    assert where(ceremony) == spot(
        REPOSITORY, "knowledge.yaml", "holders:", after="id: hsm-key-ceremony"
    )
    assert ceremony.code == "KNW001"
    assert "'HSM key ceremony' is held by 1 person" in ceremony.message
    assert isinstance(ceremony.accepted, Accepted)
    assert ceremony.accepted.by == "client-architect"


@dataclass(frozen=True)
class Slip:
    """A change to one file, the finding that it brings, where, and what it says to do."""

    file: str
    old: str
    new: str
    code: str
    severity: str
    at: str  # the text that the finding stands at
    after: str  # a text before it, which only there stands
    says: tuple[str, ...]
    silent: str = ""  # what the finding must not repeat


SLIPS: Mapping[str, Slip] = {
    "a misspelt role": Slip(
        "risks.yaml", "owner: client-architect", "owner: client-architetc",
        "REF001", "error", "client-architetc", "register:",
        ("'client-architetc' is not a known role", "Did you mean 'client-architect'?"),
    ),
    "a misspelt role in a RACI row": Slip(
        "roles.yaml", "      client-delivery-lead: A\n      product-owner: R\n",
        "      client-delivery-laed: A\n      product-owner: R\n",
        "REF001", "error", "client-delivery-laed", "id: goals-and-measures",
        ("'client-delivery-laed' is not a known role", "Did you mean 'client-delivery-lead'?"),
    ),
    "a misspelt role that agreed to come out of hours": Slip(
        "communication.yaml", "{role: service-owner, reason", "{role: service-ownre, reason",
        "REF001", "error", "service-ownre", "accepted_out_of_hours:",
        ("'service-ownre' is not a known role", "Did you mean 'service-owner'?"),
    ),
    "a misspelt key": Slip(
        "engagement.yaml", "renewal_date:", "renewl_date:",
        "STR003", "warning", "renewl_date", "meta:",
        ("unknown field 'renewl_date'", "Did you mean 'renewal_date'?"),
    ),
    "a TODO": Slip(
        "goals.yaml", "unit: stars", "unit: TODO",
        "TXT001", "error", "TODO", "id: G1",
        ("goals[G1].measure.unit: placeholder 'TODO'", "Replace it"),
    ),
    "a TODO in place of an owner": Slip(
        "security.yaml", "owner: vendor-sre", "owner: TODO",
        "TXT001", "error", "TODO", "protocols:",
        ("placeholder 'TODO'", "Replace it"),
    ),
    "a password in a channel's purpose": Slip(
        "communication.yaml", "is the build broken.", "the password is Kestrel!77barn.",
        "SEC008", "error", "Kestrel!77barn", "id: squad-chat",
        ("channels[squad-chat].purpose: looks like a secret", "Remove it, rotate it now"),
        silent="Kestrel",
    ),
    "a verification that has lapsed": Slip(
        "security.yaml", "last_verified: 2026-11-04", "last_verified: 2026-06-04",
        "SEC003", "error", "2026-06-04", "id: SEC-11",
        ("was last verified 2026-06-04; due 2026-09-02 (81 days overdue)", "Verify it, and update"),
    ),
    "a second A": Slip(
        "roles.yaml", "product-owner: R\n      vendor-delivery-manager: R\n      client-sponsor: C",
        "product-owner: A\n      vendor-delivery-manager: R\n      client-sponsor: C",
        "RAC001", "error", "raci", "id: goals-and-measures",
        ("has 2 Accountable roles (client-delivery-lead and product-owner)", "Make the others R"),
    ),
    "a second A, for the only one who does the work": Slip(
        "roles.yaml", "      product-owner: A\n      vendor-delivery-manager: R\n",
        "      product-owner: A\n      vendor-delivery-manager: A\n",
        "RAC001", "error", "raci", "id: release-plan",
        ("has 2 Accountable roles", "Make the others R, since nobody else does the work"),
    ),
    "a second A, for the vendor, in what the client keeps": Slip(
        "roles.yaml", "r: R\n      vendor-delivery-manager: R\n      client-architect",
        "r: R\n      vendor-delivery-manager: A\n      client-architect",
        "RAC001", "error", "raci", "id: accept-milestone",
        ("has 2 Accountable roles (client-delivery-lead and vendor-delivery-manager)", "exactly"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_one_finding_that_says_what_to_do(root: Path, slip: Slip) -> None:
    change(root / FOLDER, replace={slip.file: {slip.old: slip.new}})
    (finding,) = [found for found in brought(root) if found.severity > Severity.INFO]
    assert (finding.code, finding.severity.word) == (slip.code, slip.severity)
    assert where(finding) == spot(root, slip.file, slip.at, after=slip.after)
    for words in slip.says:
        assert words in finding.message
    if slip.silent:
        assert slip.silent not in f"{finding.message}{finding.fix}{finding.path}"


REQUIRED = [key for key in SECTIONS if key not in ("engagement", "service_levels")]
"""The sections that an engagement like the example must have."""


@pytest.mark.parametrize("section", REQUIRED)
def test_a_section_that_was_deleted_is_one_finding(root: Path, section: str) -> None:
    """Whatever referred to it, and whatever clause it was evidence for, is not told as well."""
    change(root / FOLDER, delete=[f"{stem(section)}.yaml"])
    (finding,) = brought(root)
    assert (finding.code, finding.severity) == ("STR001", Severity.ERROR)
    assert where(finding) == (f"{FOLDER}/engagement.yaml", 1, 1)
    assert f"Add {stem(section)}.yaml - `sourcebook new section " in finding.message
