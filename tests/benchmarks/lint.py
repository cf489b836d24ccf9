"""Time the linter on the corpus beside yamllint and check-jsonschema: whole processes, medians.

Cold is without a cache, with bytecode and files in memory; warm is the run after it. Numbers are
engagements to take, `--write` puts the table into RESULTS.md. Processor time is that of a process
and its children: where others are at work it says more than the wall does, and half of it is what
two cores of one's own would take for many engagements.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence

from corpus import corpus
from timing import (
    BIN,
    Row,
    Took,
    Verdict,
    machine,
    median,
    program,
    publish,
    table,
    timed,
    verdicts,
)

SOURCEBOOK = str(BIN / "sourcebook")
ROUNDS = {1: 7, 10: 5}  # by engagements
MOST_ROUNDS = 3  # of more of them
MOST_OTHERS = 100  # engagements that the other tools are given; more is scaled, and said to be


def lint_rows(count: int) -> tuple[list[Row], Took]:
    """The linter on so many engagements: rows, and what the cold run took."""
    root, cache = corpus(count), corpus(count) / ".cache"
    rounds = ROUNDS.get(count, MOST_ROUNDS)
    cold, warm = [], []
    for _ in range(rounds):
        shutil.rmtree(cache, ignore_errors=True)
        cold.append(timed([SOURCEBOOK, "lint", "--quiet"], root))
        warm.append(timed([SOURCEBOOK, "lint", "--quiet"], root))
    warm += [timed([SOURCEBOOK, "lint", "--quiet"], root) for _ in range(3)]
    return [
        Row(f"sourcebook lint, {count:,} cold", median(cold)),
        Row(f"sourcebook lint, {count:,} warm", median(warm)),
    ], median(cold)


def one_file_rows(count: int) -> list[Row]:
    """One file of the corpus: as it was, edited before each time, and with nothing remembered."""
    root, name = corpus(count), "playbooks/engagement-0000/goals.yaml"
    file, rows = root / name, []
    text = file.read_text("utf-8")
    for state, options in (("known", ()), ("edited", ()), ("anew", ("--no-cache",))):
        rounds = []
        for number in range(8):
            if state == "edited":
                file.write_text(f"{text}# {number}\n", "utf-8")
            rounds.append(timed([SOURCEBOOK, "lint", "--quiet", *options, name], root))
        file.write_text(text, "utf-8")
        rows.append(Row(f"sourcebook lint, one file {state}, of {count:,}", median(rounds[1:])))
    return rows


def other_rows(count: int) -> list[Row]:
    """yamllint on the same files, check-jsonschema on one file of each engagement, a twelfth."""
    given = min(count, MOST_OTHERS)
    root, scale, rows = corpus(given), count // given, []
    if yamllint := _there("yamllint"):
        took = timed([yamllint, "-d", "relaxed", "playbooks"], root)
        rows.append(Row(f"yamllint, {count:,}", took, scale))
    if check := _there("check-jsonschema"):
        timed([SOURCEBOOK, "schema", "--quiet"], root)
        files = sorted(root.glob("playbooks/*/goals.yaml"))
        command = [check, "--schemafile", ".schema/goals.schema.json", *files]
        rows.append(Row(f"check-jsonschema, a twelfth of {count:,}", timed(command, root), scale))
    return rows


def _there(name: str) -> str | None:
    path = program(name)
    if path is None:
        print(f"There is no {name} here, so it is left out.", file=sys.stderr)
    return path


def asked(rows: Sequence[Row]) -> list[Verdict]:
    """What is asked of the linter, and what this run has to say to it."""
    walls = {row.what: row.took.wall for row in rows if row.scale == 1}
    return [
        (name, walls.get(f"sourcebook lint, {name}"), limit, "s")
        for name, limit in (
            ("1,000 cold", 6),
            ("1,000 warm", 0.5),
            ("one file known, of 1,000", 0.15),
            ("one file edited, of 1,000", 0.15),
        )
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[1, 10, 100, 1000])
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    options = parser.parse_args()
    cells: list[tuple[str, ...]] = []
    taken: list[Row] = []
    for count in options.counts:
        rows, cold = lint_rows(count)
        if count in (1, max(options.counts)):
            rows += one_file_rows(count)
        rows += other_rows(count)
        cells += [row.cells(cold) for row in rows]
        taken += rows
    told = [f"{machine()}.", table(cells), verdicts(asked(taken))]
    publish("\n\n".join(filter(None, told)), "measured", options.write)


if __name__ == "__main__":
    main()
