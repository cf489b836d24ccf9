"""A test whose program is missing is left out and named at home, and fails in CI."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent

SUITE = """
from tools import require_tool

def test_page():
    require_tool("chromium")

def test_other_page():
    require_tool("chromium")

def test_plain():
    pass
"""


def run(folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the suite on a machine that has no program on its PATH."""
    (folder / "test_suite.py").write_text(SUITE)
    shutil.copy(TESTS / "conftest.py", folder)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null",
         "--rootdir", folder, "-o", f"pythonpath={TESTS}", folder],
        capture_output=True, text=True, check=False, env={"PATH": str(folder), **env},
    )  # fmt: skip


def test_missing_program_is_named_in_the_last_lines(tmp_path: Path) -> None:
    result = run(tmp_path)
    told, summary = result.stdout.splitlines()[-2:]
    assert told.startswith("Left out: 2 that need chromium (Debian: apt-get install chromium;")
    assert summary.startswith("1 passed, 2 skipped")
    assert result.returncode == 0


def test_missing_program_fails_in_ci(tmp_path: Path) -> None:
    result = run(tmp_path, CI="true")
    assert "CI runs every test, and there is no chromium" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("2 failed, 1 passed")
    assert result.returncode == pytest.ExitCode.TESTS_FAILED
