"""Time the commands on the examples: whole processes, interleaved rounds, medians.

Each is set against reading the same YAML with PyYAML's C parser alone, in a process of its own:
figures of different machines can be compared by these ratios.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SOURCEBOOK = Path(sys.executable).with_name("sourcebook")
READ = """
import pathlib, yaml
for path in sorted(pathlib.Path("playbooks").rglob("*.yaml")):
    yaml.load(path.read_bytes(), yaml.CSafeLoader)
"""
BASE = "read the YAML"
COMMANDS: dict[str, list[str | Path]] = {
    BASE: [sys.executable, "-c", READ],
    "sourcebook --help": [SOURCEBOOK, "--help"],
    "sourcebook lint": [SOURCEBOOK, "lint"],
    "sourcebook build": [SOURCEBOOK, "build"],
}
FINE = {"sourcebook lint": (0, 1)}
ROUNDS = 5


def timed(name: str, folder: Path) -> float:
    """Seconds that a command takes; one that fails ends the benchmark."""
    shutil.rmtree(folder / "site", ignore_errors=True)
    began = time.perf_counter()
    result = subprocess.run(COMMANDS[name], cwd=folder, capture_output=True, text=True, check=False)
    took = time.perf_counter() - began
    if result.returncode not in FINE.get(name, (0,)):
        sys.exit(f"{name}: exit {result.returncode}\n{result.stderr}")
    return took


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "playbooks", folder / "playbooks")
        shutil.copytree(ROOT / "site_config", folder / "site_config")
        shutil.copy(ROOT / "mkdocs.yml", folder)
        rounds = [{name: timed(name, folder) for name in COMMANDS} for _ in range(ROUNDS + 1)][1:]
    medians = {name: statistics.median(took[name] for took in rounds) for name in COMMANDS}
    for name, seconds in medians.items():
        print(f"{name:20}{seconds * 1000:8.0f} ms{seconds / medians[BASE]:8.1f} ×")


if __name__ == "__main__":
    main()
