"""The README's recipe for CODEOWNERS leaves to the client what decides how sites are made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = (Path(__file__).parent.parent.parent / "README.md").read_text()
RECIPE = re.search(r"```text\n(\* .*?)```", README, re.DOTALL)


def owners(path: str) -> list[str]:
    """Who owns a path, by the rules of GitHub: the last line that fits counts."""
    assert RECIPE is not None
    found: list[str] = []
    for line in RECIPE[1].splitlines():
        pattern, *named = line.split()
        if re.match(_expression(pattern), path):
            found = named
    return found


def _expression(pattern: str) -> str:
    """A pattern as an expression: ``*`` stays within a folder, a folder has all that is in it."""
    if pattern == "*":
        return ""
    inside = ".*" if pattern.endswith("/") else "$"
    return (
        re.escape(pattern.strip("/")).replace(r"\*", "[^/]*")
        + ("/" * pattern.endswith("/"))
        + inside
    )


@pytest.mark.parametrize(
    "path",
    [
        "CODEOWNERS",
        ".github/workflows/build.yml",
        "Makefile",
        "requirements.txt",
        "mkdocs.yml",
        "site_config/site.yml",
        "site_config/lint.yml",
        "templates/pages/goals.html.j2",
        ".cache/sourcebook/templates/x",
        "playbooks/_shared/security-baseline/security.yaml",
        "playbooks/acme-support/engagement.yaml",
        "playbooks/acme-support/partner.yaml",
    ],
)
def test_the_client_alone_decides(path: str) -> None:
    assert owners(path) == ["@client/playbook-owners"]


@pytest.mark.parametrize(
    "path",
    ["playbooks/acme-support/risks.yaml", "playbooks/acme-support/pages/deep/start.md"],
)
def test_the_vendor_may_review_its_part(path: str) -> None:
    assert "@vendor/delivery" in owners(path)
