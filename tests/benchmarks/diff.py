"""Time `sourcebook diff` on the examples: whole processes, medians, and processor time.

One engagement of the three changes, then all of them, then none; each against the last commit.
"""

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SOURCEBOOK = Path(sys.executable).with_name("sourcebook")
ROUNDS = 5


def git(folder: Path, *arguments: str) -> None:
    """Run git, with a name for its commits."""
    names = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.com")
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)


def timed(folder: Path) -> tuple[float, float]:
    """Seconds on the clock, and of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    result = subprocess.run(
        [SOURCEBOOK, "diff"], cwd=folder, capture_output=True, text=True, check=False
    )
    took = time.perf_counter() - began
    if result.returncode:
        sys.exit(f"sourcebook diff: exit {result.returncode}\n{result.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "playbooks", folder / "playbooks")
        shutil.copytree(ROOT / "site_config", folder / "site_config")
        git(folder, "init", "--quiet")
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "-m", "start")
        roles = sorted((folder / "playbooks").glob("[!_]*/roles.yaml"))
        for changed in range(len(roles) + 1):
            if changed:
                text = roles[changed - 1].read_text("utf-8")
                roles[changed - 1].write_text(text.replace("deputy: ", "x-deputy: ", 1), "utf-8")
            rounds = [timed(folder) for _ in range(ROUNDS + 1)][1:]
            wall, worked = (
                statistics.median(column) * 1000 for column in zip(*rounds, strict=True)
            )
            print(f"{changed} of {len(roles)} changed{wall:8.0f} ms{worked:8.0f} ms of processor")


if __name__ == "__main__":
    main()
