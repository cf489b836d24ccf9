"""What people do to a good playbook by accident: each slip is one finding, that says what to do.

On copies of the examples, as of the day that they are pinned to. They themselves have the faults
that they show on purpose, and nothing else above info.
"""

from __future__ import annotations

import re
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
from sourcebook.lint.fixing import Fixer
from sourcebook.lint.run import Request, lint_project
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.schema import stem
from sourcebook.source.project import Project

REPOSITORY = Path(__file__).parents[2]
MOBILE, HEALTH = "harbourline-mobile", "northbridge-health"
FOLDER = f"playbooks/{MOBILE}"


def findings_of(root: Path, slug: str) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What stands in the copy of a project, and what is accepted."""
    project = Project.find(root)
    report = lint_project(project, configured(project), DAY, Request(names=[slug]))
    return report.findings, report.accepted


@cache
def as_it_is(slug: str = MOBILE) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    return findings_of(REPOSITORY, slug)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The examples, before anybody agreed: a slip in what was agreed changes it as well."""
    shutil.copytree(REPOSITORY / "playbooks", tmp_path / "playbooks")
    shutil.copytree(REPOSITORY / "site_config", tmp_path / "site_config")
    for path in (tmp_path / "playbooks").glob("*/*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(_AGREEMENTS.sub("", text), "utf-8")
    return tmp_path


_AGREEMENTS = re.compile(r"^  agreements:\n(?:    - .*\n)+", re.MULTILINE)


def brought(root: Path, slug: str = MOBILE) -> list[Finding]:
    """What is found in a copy and not in the example; lines may have moved."""
    standing, _ = findings_of(root, slug)
    seen = Counter(map(_same, as_it_is(slug)[0]))
    return [finding for finding in standing if not _is_counted(seen, _same(finding))]


def _same(finding: Finding) -> tuple[str, ...]:
    return (finding.code, finding.severity.word, finding.path, finding.message)


def _is_counted(seen: Counter[tuple[str, ...]], one: tuple[str, ...]) -> bool:
    seen[one] -= 1
    return seen[one] >= 0


def spot(
    root: Path, file: str, text: str, *, after: str = "", slug: str = MOBILE
) -> tuple[str, int, int]:
    """File, line and column, from 1, of a text; the first after another one."""
    whole = (root / "playbooks" / slug / file).read_text("utf-8")
    at = whole.index(text, whole.index(after))
    line = whole.count("\n", 0, at) + 1
    return f"playbooks/{slug}/{file}", line, at - whole.rfind("\n", 0, at)


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
    slug: str = MOBILE


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
    "a misspelt key that is required": Slip(
        "goals.yaml", "    owner: product-owner", "    ownr: product-owner",
        "STR003", "error", "ownr", "goals:",
        ("unknown field 'ownr'", "Did you mean 'owner', which is required?"),
    ),
    "a misspelt list": Slip(
        "security.yaml", "\nprotocols:", "\nprotocolls:",
        "STR003", "error", "protocolls", "meta:",
        ("unknown field 'protocolls'", "Did you mean 'protocols', which is required?"),
    ),
    "a TODO in place of an id that others point at": Slip(
        "roles.yaml", "- id: client-sponsor", "- id: TODO",
        "TXT001", "error", "TODO", "roles:",
        ("roles[TODO].id: placeholder 'TODO'", "Replace it"),
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
    "another example: a misspelt role": Slip(
        "risks.yaml", "    owner: privacy-officer", "    owner: privacy-offcer",
        "REF001", "error", "privacy-offcer", "register:",
        ("'privacy-offcer' is not a known role", "Did you mean 'privacy-officer'?"), slug=HEALTH,
    ),
    "another example: a TODO": Slip(
        "goals.yaml", "unit: feeds", "unit: TODO",
        "TXT001", "error", "TODO", "id: G1",
        ("goals[G1].measure.unit: placeholder 'TODO'", "Replace it"), slug=HEALTH,
    ),
    "another example: a password in a channel's purpose": Slip(
        "communication.yaml", "is the build broken.", "the password is Kestrel!77barn.",
        "SEC008", "error", "Kestrel!77barn", "id: squad-chat",
        ("channels[squad-chat].purpose: looks like a secret", "Remove it, rotate it now"),
        silent="Kestrel", slug=HEALTH,
    ),
    "another example: a verification that has lapsed": Slip(
        "security.yaml", "last_verified: 2026-10-15", "last_verified: 2026-08-15",
        "SEC003", "error", "2026-08-15", "id: SEC-02",
        ("was last verified 2026-08-15; due 2026-10-14 (39 days overdue)", "Verify it, and update"),
        slug=HEALTH,
    ),
    "another example: a second A": Slip(
        "roles.yaml", "{client-sponsor: A, program-director: R", "{client-sponsor: A, "
        "program-director: A", "RAC001", "error", "raci", "id: goals-and-measures",
        ("has 2 Accountable roles (client-sponsor and program-director)", "Make the others R"),
        slug=HEALTH,
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_one_finding_that_says_what_to_do(root: Path, slip: Slip) -> None:
    folder = root / "playbooks" / slip.slug
    change(folder, replace={slip.file: {slip.old: slip.new}})
    (finding,) = [found for found in brought(root, slip.slug) if found.severity > Severity.INFO]
    assert (finding.code, finding.severity.word) == (slip.code, slip.severity)
    assert where(finding) == spot(root, slip.file, slip.at, after=slip.after, slug=slip.slug)
    for words in slip.says:
        assert words in finding.message
    if slip.silent:
        assert slip.silent not in f"{finding.message}{finding.fix}{finding.path}"


REQUIRED = [key for key in SECTIONS if key not in ("engagement", "service_levels")]
"""The sections that an engagement like the example must have."""


@pytest.mark.parametrize(
    ("slug", "section"),
    [*((MOBILE, section) for section in REQUIRED), (HEALTH, "security"), (HEALTH, "roles")],
)
def test_a_section_that_was_deleted_is_one_finding(root: Path, slug: str, section: str) -> None:
    """Whatever referred to it, and whatever clause it was evidence for, is not told as well."""
    change(root / "playbooks" / slug, delete=[f"{stem(section)}.yaml"])
    (finding,) = brought(root, slug)
    assert (finding.code, finding.severity) == ("STR001", Severity.ERROR)
    assert where(finding) == (f"playbooks/{slug}/engagement.yaml", 1, 1)
    assert f"Add {stem(section)}.yaml - `sourcebook new section " in finding.message


@pytest.mark.parametrize("section", ["goals", "security", "risks"])
def test_a_file_that_was_misnamed_is_one_finding(root: Path, section: str) -> None:
    folder = root / FOLDER
    wrong = f"{section[:-1]}{section[-1] * 2}.yaml"
    (folder / f"{section}.yaml").rename(folder / wrong)
    (finding,) = brought(root)
    assert (finding.code, finding.severity) == ("STR010", Severity.ERROR)
    assert where(finding) == (f"{FOLDER}/{wrong}", 1, 1)
    assert f"Did you mean {section}.yaml?" in finding.message


MENDED = {
    "a misspelt key": ("goals.yaml", "\nobjective: ", "\nobjectve: "),
    "a key of an item": ("risks.yaml", "    likelihood: ", "    likelyhood: "),
    "a date": ("engagement.yaml", "start_date: 2026-", "start_date: 2026/"),
}


@pytest.mark.parametrize("name", MENDED)
@pytest.mark.parametrize("slug", [MOBILE, HEALTH])
def test_what_is_mended_leaves_the_rest_of_the_file_as_it_was(
    root: Path, slug: str, name: str
) -> None:
    """To the byte, comments and blank lines included; and then there is nothing more to mend."""
    file, good, bad = MENDED[name]
    folder = root / "playbooks" / slug
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    if name == "a date":
        good = next(line for line in before[folder / file].decode().splitlines() if good in line)
        bad = good.replace("-", "/")
    change(folder, replace={file: {good: bad}})
    assert brought(root, slug)
    project = Project.find(root)
    fixer = Fixer(project, configured(project), DAY, Request(names=[slug]))
    assert fixer.mend().count == 1
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    assert fixer.mend().count == 0
