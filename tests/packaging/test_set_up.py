"""What make says on a machine that cannot run Sourcebook: what is wrong, and what to install."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PROGRAMS = ("sh", "make", "sed", "cat", "head", "rm")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A bare checkout beside a PATH of its own, with neither Python nor uv."""
    for name in ("Makefile", "pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "bin").mkdir()
    for program in PROGRAMS:
        found = shutil.which(program)
        assert found, program
        (tmp_path / "bin" / program).symlink_to(found)
    return tmp_path


def python(checkout: Path, name: str, script: str) -> None:
    """Put a stand-in for a Python on the PATH."""
    program = checkout / "bin" / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def serve(checkout: Path) -> str:
    result = subprocess.run(
        [checkout / "bin" / "make", "--no-print-directory", "serve"],
        cwd=checkout, env={"PATH": str(checkout / "bin")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 2
    assert not (checkout / ".venv" / "ready").exists()
    return result.stderr


def test_python_too_old(checkout: Path) -> None:
    python(checkout, "python3", 'test "$1" = --version && echo Python 3.9.2 || exit 1')
    assert "Sourcebook needs Python 3.11 or newer; here is Python 3.9.2." in serve(checkout)


def test_no_python(checkout: Path) -> None:
    assert "Sourcebook needs Python 3.11 or newer; here is no Python." in serve(checkout)


def test_python_without_venv(checkout: Path) -> None:
    python(checkout, "python3.12", 'case "$2" in *ensurepip*) exit 1;; esac')
    told = serve(checkout)
    assert "python3.12 cannot make virtual environments." in told
    assert "apt-get install python3-venv" in told


def test_set_up_that_is_cut_short_starts_over(checkout: Path) -> None:
    """A .venv without its mark is no set-up, whatever it holds."""
    python(checkout, "python3.12", 'test "$1" != -m')
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "leftover").touch()
    serve(checkout)
    assert not (checkout / ".venv" / "leftover").exists()
