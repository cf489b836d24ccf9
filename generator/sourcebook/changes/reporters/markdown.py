"""For a comment on a pull request: what changes, for whom it is breaking, with links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sourcebook.changes.change import Action, Change, Comparison, EngagementChanges
from sourcebook.changes.reporters.look import Look, between, counted, heading
from sourcebook.changes.weight import Weight
from sourcebook.findings import Finding, Severity
from sourcebook.lint.reporters.markdown import unmarked
from sourcebook.render.wording import plural

MARK = "<!-- sourcebook diff -->"
"""The first line, by which a job finds its own comment again."""
LONGEST = 60_000
"""Characters; hosts refuse comments of over 65,536."""

_SIGNS = {
    Weight.BOTH: "🔴", Weight.CLIENT: "🟠", Weight.VENDOR: "🟠", Weight.NEITHER: "🔵",
    Weight.EDITORIAL: "⚪",
}  # fmt: skip
_MARKS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️"}


def markdown_report(comparison: Comparison, look: Look) -> str:
    """The comparison as Markdown (GitHub's and GitLab's)."""
    lines = [MARK, "## What changes in the playbooks", ""]
    if not comparison.engagements:
        lines.append(f"Nothing changes in meaning {unmarked(between(comparison))}.")
        return "\n".join(lines) + "\n"
    lines += [f"**{counted(comparison)}**, {unmarked(between(comparison))}.", ""]
    for each in comparison.engagements:
        lines += [*_engagement(each, look), ""]
    return _cut(lines)


def _cut(lines: Sequence[str]) -> str:
    """The lines as far as a comment can hold them."""
    room, kept = LONGEST, list[str]()
    for number, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0:
            rest = sum(1 for each in lines[number:] if each.startswith("- "))
            kept += ["", f"… and {plural(rest, 'more line')}: run `sourcebook diff` to see them."]
            break
        kept.append(line)
    return "\n".join(kept).rstrip("\n") + "\n"


def _engagement(each: EngagementChanges, look: Look) -> Iterator[str]:
    was = f", was `{each.old_slug}`" if each.old_slug else ""
    yield f"### {unmarked(each.name)} (`{each.slug}`){was}"
    yield ""
    if each.action in (Action.ADDED, Action.REMOVED):
        yield f"- The whole engagement is {each.action.value}."
        return
    for weight in Weight:
        found = each.of(weight)
        if not found:
            continue
        folded = weight is Weight.EDITORIAL
        title = f"{_SIGNS[weight]} {heading(weight)}"
        yield f"<details><summary>{title} ({len(found)})</summary>" if folded else f"**{title}**"
        yield ""
        yield from (_change(change, each.slug, look) for change in found)
        yield ""
        if folded:
            yield "</details>"
            yield ""
    yield from _listed("What comes of it", [fact.text for fact in each.consequences])
    yield from _findings(each, look)


def _change(change: Change, slug: str, look: Look) -> str:
    about = unmarked(change.about)
    if change.id:
        about = f"{about.removesuffix(unmarked(change.id))}*{unmarked(change.id)}*"
    if href := look.page(slug, change):
        about = f"[{about}](<{href}>)"
    said = "; ".join((*(detail.words for detail in change.details), *change.follows))
    return f"- {about}: {unmarked(said)}"


def _listed(title: str, texts: Sequence[str]) -> Iterator[str]:
    if texts:
        yield f"**{title}**"
        yield ""
        yield from (f"- {unmarked(text)}" for text in texts)
        yield ""


def _findings(each: EngagementChanges, look: Look) -> Iterator[str]:
    if not each.new and not each.gone:
        return
    yield f"**Findings**: {len(each.new)} new, {len(each.gone)} gone"
    yield ""
    for word, found in (("new", each.new), ("gone", each.gone)):
        told = [finding for finding in found if finding.severity > Severity.INFO]
        for finding in sorted(told, key=lambda its: (-its.severity, its.order)):
            yield f"- {word}: {_finding(finding, look, linked=word == 'new')}"
        if infos := len(found) - len(told):
            yield f"- {word}: {plural(infos, 'info')}"


def _finding(finding: Finding, look: Look, *, linked: bool) -> str:
    code = finding.code
    href = look.source(finding.place) if linked else None
    shown = f"[{code}](<{href}>)" if href else code
    return f"{_MARKS[finding.severity]} {shown} {unmarked(finding.message)}"
