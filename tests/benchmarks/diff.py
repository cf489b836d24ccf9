"""Time `sourcebook diff` on the examples: whole processes, medians, and processor time.

One engagement of the three changes, then all of them; each against the last commit: for the first
time, then after one more edit (what was found in the commit is known by then), then once more with
nothing edited. Last with nothing changed. Another program can be measured: `diff.py COMMAND...`.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
COMMAND = sys.argv[1:] or [str(Path(sys.executable).with_name("sourcebook"))]
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
        [*COMMAND, "diff"], cwd=folder, capture_output=True, text=True, check=False
    )
    took = time.perf_counter() - began
    if result.returncode:
        sys.exit(f"sourcebook diff: exit {result.returncode}\n{result.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def told(folder: Path, name: str, prepare: Callable[[], None]) -> None:
    """Medians of some rounds, each prepared before its time is taken."""
    rounds = []
    for _ in range(ROUNDS + 1):
        prepare()
        rounds.append(timed(folder))
    wall, worked = (statistics.median(column) * 1000 for column in zip(*rounds[1:], strict=True))
    print(f"{name:<34}{wall:8.0f} ms{worked:8.0f} ms of processor", flush=True)


def main() -> None:
    load = os.getloadavg()[0]
    print(f"{' '.join(COMMAND)}; load {load:.1f}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "playbooks", folder / "playbooks")
        shutil.copytree(ROOT / "site_config", folder / "site_config")
        git(folder, "init", "--quiet")
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "-m", "start")
        roles = sorted((folder / "playbooks").glob("[!_]*/roles.yaml"))

        def forget() -> None:
            shutil.rmtree(folder / ".cache", ignore_errors=True)

        def edit() -> None:
            for file in changed:
                with file.open("a", encoding="utf-8") as end:
                    end.write("# again\n")

        def nothing() -> None:
            pass

        changed: list[Path] = []
        told(folder, f"0 of {len(roles)} changed", nothing)
        for count in (1, len(roles)):
            for file in roles[len(changed) : count]:
                text = file.read_text("utf-8")
                file.write_text(text.replace("deputy: ", "x-deputy: ", 1), "utf-8")
                changed.append(file)
            said = f"{count} of {len(roles)} changed"
            told(folder, f"{said}, for the first time", forget)
            told(folder, f"{said}, after another edit", edit)
            told(folder, f"{said}, once more", nothing)


if __name__ == "__main__":
    main()
