"""What a finding is recognised by from one run to the next, though lines come and go above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sourcebook.findings import Finding

LENGTH = 32  # hexadecimal digits


def fingerprint(finding: Finding, number: int = 1) -> str:
    """The fingerprint of the ``number``-th finding, from 1, of those that are alike.

    It is made of the rule, the file (which names the engagement, or the layer that several use),
    the key path (ids where items have them) and the profile's clause: of no line, no severity and
    no wording.
    """
    from hashlib import sha256  # few reports name fingerprints

    parts = (
        finding.code, finding.place.file, finding.section, finding.path,
        finding.profile or "", finding.clause or "", str(number),
    )  # fmt: skip
    return sha256("\0".join(parts).encode()).hexdigest()[:LENGTH]


def fingerprints(findings: Iterable[Finding]) -> tuple[str, ...]:
    """One for each finding, in their order; those that are alike are counted from the top."""
    given = list(findings)
    seen: Counter[str] = Counter()
    found = dict.fromkeys(range(len(given)), "")
    for index in sorted(found, key=lambda index: (given[index].place, given[index].message)):
        alike = fingerprint(given[index])
        seen[alike] += 1
        found[index] = fingerprint(given[index], seen[alike])
    return tuple(found.values())
