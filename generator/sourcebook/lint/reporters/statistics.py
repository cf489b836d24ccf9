"""How often each rule speaks: where to begin with a playbook that has much to mend."""

from __future__ import annotations

from collections import Counter

from sourcebook.findings import Severity
from sourcebook.lint.report import Report
from sourcebook.lint.reporters.wording import counted, whom


def statistics_report(report: Report) -> str:
    """A line for each rule that found something, the most frequent first."""
    counts = Counter(finding.code for finding in report.findings)
    worst: dict[str, Severity] = {}
    slugs = {finding.code: finding.slug for finding in report.findings}
    for finding in report.findings:
        worst[finding.code] = max(worst.get(finding.code, Severity.INFO), finding.severity)
    ordered = sorted(counts, key=lambda code: (-counts[code], -worst[code], code))
    wide = max((len(str(count)) for count in counts.values()), default=0)
    lines = [
        f"{counts[code]:>{wide}}  {worst[code].word:<7}  {code} {slugs[code]}" for code in ordered
    ]
    if not lines:
        return f"No findings in {whom(report)} (as of {report.as_of}).\n"
    total = f"{counted(report)} of {len(lines)} rules in {whom(report)} (as of {report.as_of})."
    return "\n".join([*lines, "", total]) + "\n"
