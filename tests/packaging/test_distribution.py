"""The wheel and the sdist: what they hold, and that the wheel builds the checkout's very bytes."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

import sourcebook

ROOT = Path(__file__).parent.parent.parent
CACHE = re.compile(r"(^|/)(\.|__pycache__/)")
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("distribution")]


def run(*command: str | Path, cwd: Path) -> None:
    """Run a program as a user's shell would; what it prints is shown when it fails."""
    ours = ("PYTHON", "PYTEST")
    env = {key: text for key, text in os.environ.items() if not key.startswith(ours)}
    result = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"{result.stdout}\n{result.stderr}"


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    return dist / f"sourcebook-{sourcebook.__version__}-py3-none-any.whl"


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a new environment that has the wheel, and this one's packages after it."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    paths = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", paths))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run(python, "-m", "installer", wheel, cwd=folder)
    return folder / "bin" / "sourcebook"


def files(top: Path, names: Iterable[str]) -> set[str]:
    """The files that these folders of the checkout hold, caches apart, as a distribution should."""
    return {
        path.relative_to(top).as_posix()
        for name in names
        for path in (top / name).rglob("*")
        if path.is_file() and not CACHE.search(path.relative_to(top).as_posix())
    }


def test_wheel_holds_the_package_and_its_assets_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    modules = files(ROOT / "generator", ["sourcebook"])
    assets = {f"sourcebook/_assets/{name}" for name in files(ROOT, ["templates", "site_config"])}
    assert held == modules | assets


def test_sdist_holds_what_its_tests_need(dist: Path) -> None:
    top = f"sourcebook-{sourcebook.__version__}"
    with tarfile.open(dist / f"{top}.tar.gz") as archive:
        held = {name.removeprefix(f"{top}/") for name in archive.getnames()}
    assert files(ROOT, ["generator/sourcebook", "templates", "site_config", "playbooks"]) <= held
    assert {"mkdocs.yml", "pyproject.toml", "requirements.txt", "Makefile", "README.md"} <= held
    assert {"CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"} <= held


def built(command: Path, folder: Path) -> dict[str, str]:
    """What the command builds from the examples alone: a digest for each file."""
    shutil.copytree(ROOT / "playbooks", folder / "playbooks")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    run(command, "build", "--as-of", "2026-11-22", cwd=folder)
    site = folder / "site"
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def test_wheel_builds_the_same_bytes_as_the_checkout(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "wheel").mkdir()
    (tmp_path / "checkout").mkdir()
    checkout = Path(sys.executable).with_name("sourcebook")
    pages = built(installed, tmp_path / "wheel")
    assert "internal/index.html" in pages
    assert pages == built(checkout, tmp_path / "checkout")


def test_wheel_needs_nothing_of_the_checkout(installed: Path, tmp_path: Path) -> None:
    """The environment of the test above runs the wheel's code, not the checkout's."""
    where = "from sourcebook import assets; print(assets.__file__, assets.bundled('templates'))"
    told = subprocess.check_output(
        [installed.with_name("python"), "-c", where], cwd=tmp_path, text=True
    )
    assert str(ROOT) not in told
