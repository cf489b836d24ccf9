"""What the repository holds: nothing built or of one machine, one version, honest pins."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import sourcebook
from tools import require_tool

ROOT = Path(__file__).parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

REGISTRIES = re.compile(
    rb"files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org|registry\.yarnpkg\.com|"
    rb"deb\.debian\.org|--(?:extra-)?index-url|--find[-]links|\"resolved\":"
)
MACHINE_PATHS = re.compile(rb"(?<![\w.~>-])/(?:home|Users|root|work)/[\w.-]+")
NEVER_TRACKED = re.compile(
    r"(^|/)(uv\.lock|pylock[^/]*\.toml|poetry\.lock|package-lock\.json|search_index\.json|sitemap\.xml)$"
    r"|^(site|dist|build|\.schema|\.cache|\.venv)/|(^|/)(node_modules|__pycache__)/|\.pyc$"
)


@pytest.fixture(scope="module")
def tracked() -> list[str]:
    """The files of the repository; of a copy without its history, those that git would take."""
    listing = ["ls-files", "-z"]
    if not (ROOT / ".git").exists():
        listing = ["grep", "--no-index", "--exclude-standard", "--files-with-matches", "-z", ""]
    names = subprocess.check_output([require_tool("git"), *listing], cwd=ROOT, text=True).split(
        "\0"
    )
    return [name for name in names if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE_PATHS], ids=["registries", "paths"])
def test_no_file_is_of_one_machine(tracked: list[str], pattern: re.Pattern[bytes]) -> None:
    found = {name: pattern.findall((ROOT / name).read_bytes()) for name in tracked}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_nothing_built_is_tracked(tracked: list[str]) -> None:
    assert [name for name in tracked if NEVER_TRACKED.search(name)] == []


def test_version_stands_in_one_place(tracked: list[str]) -> None:
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "generator/sourcebook/__init__.py"
    assignment = re.compile(rf"version\w*\W+{re.escape(sourcebook.__version__)}\b", re.IGNORECASE)
    sources = [name for name in tracked if name.endswith((".py", ".toml", ".j2", ".yml"))]
    stated = [name for name in sources if assignment.search((ROOT / name).read_text())]
    assert stated == ["generator/sourcebook/__init__.py"]


def test_changelog_tells_of_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text()
    newest = re.search(r"^## \[([^]]+)\] - (\S+)$", changelog, re.MULTILINE)
    assert newest
    assert newest[1] in (sourcebook.__version__, "Unreleased")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d|unreleased", newest[2])


def wanted() -> list[Requirement]:
    project = PROJECT["project"]
    direct = [*project["dependencies"], *PROJECT["build-system"]["requires"]]
    for extra in project["optional-dependencies"].values():
        direct += extra
    return [Requirement(text) for text in direct]


def pins() -> dict[str, Requirement]:
    """The pinned requirements by name, each with its hashes checked to be there."""
    found: dict[str, Requirement] = {}
    for entry in re.split(r"\n(?=\S)", (ROOT / "requirements.txt").read_text()):
        if not entry.startswith("#"):
            pin = Requirement(entry.partition("\\")[0].strip())
            assert "--hash=sha256:" in entry, f"{pin} has no hash"
            found[canonicalize_name(pin.name)] = pin
    return found


@pytest.mark.parametrize("requirement", wanted(), ids=str)
def test_pins_keep_to_the_bounds(requirement: Requirement) -> None:
    pin = pins()[canonicalize_name(requirement.name)]
    (exact,) = pin.specifier
    assert exact.operator == "=="
    assert exact.version in requirement.specifier, "run make lock"
