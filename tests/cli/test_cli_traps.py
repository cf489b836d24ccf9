"""Every trap of YAML and of folders, as a person meets it: exit code 1, a place, what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cli.conftest import Run
from sourcebook.cli import main

REFUSED = {
    "not UTF-8": (b"objective: caf\xe9\n", "not saved as UTF-8"),
    "UTF-16": ("objective: x\n".encode("utf-16"), "UTF-16"),
    "NUL": (b"objective: a\x00b\n", "control character"),
    "a tag": (b"objective: !!python/object/apply:os.system [ls]\n", "tag"),
    "tabs": (b"goals:\n\t- id: G1\n", "tab"),
    "a colon too many": (b"objective: Risk: high: now\n", "in quotes"),
    "a list as a key": (b"? [a, b]\n: c\n", "key"),
    "a number as a key": (b"1: a\n", "key"),
    "true as a key": (b"true: a\n", "key"),
    "two documents": (b"objective: a\n---\nobjective: b\n", "document"),
    "too large": (b"objective: |\n  " + b"x" * 1_100_000, "1 MiB"),
    "too deep": (b"objective: " + b"[" * 50_000, "deep"),
    "an alias of itself": (b"x-a: &a [*a]\n", "alias"),
    "billion laughs": (
        b"x-a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        + b"".join(
            f"x-{n}: &{n} [{', '.join(['*' + b] * 10)}]\n".encode()
            for b, n in zip("abcdef", "bcdefg", strict=True)
        ),
        "10,000",
    ),
    "a list for a section": (b"- a\n- b\n", "list"),
    "a scalar for a section": (b"just words\n", "text"),
    "a bracket left open": (b"objective: [a, b\n", "never closed"),
    "a quote left open": (b'objective: "a\n', "quote"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_file_says_where_and_what_to_do(run: Run, project: Path, name: str) -> None:
    content, words = REFUSED[name]
    (project / "playbooks" / "base" / "goals.yaml").write_bytes(content)
    result = run("lint")
    assert result.exit_code == 1
    assert result.stderr == ""
    refused = [line for line in result.stdout.splitlines() if "STR000" in line]
    assert len(refused) == 1
    assert refused[0].startswith("playbooks/base/goals.yaml:")
    assert words.lower() in refused[0].lower()
    assert "STR001" not in result.stdout


HARMLESS = {
    "a byte order mark": "\ufeffobjective: Sell\n".encode(),
    "CRLF": b"objective: Sell\r\n",
    "other line separators": "objective: a\u2028b\n".encode(),
    "no line break at the end": b"objective: Sell",
    "anchors and merge keys": b"x-a: &a {unit: points}\ngoals: [{id: G9, measure: {<<: *a}}]\n",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_harmless_is_read(run: Run, project: Path, name: str) -> None:
    (project / "playbooks" / "base" / "goals.yaml").write_bytes(HARMLESS[name])
    result = run("lint")
    assert result.exit_code == 1
    assert "STR000" not in result.stdout
    assert result.stderr == ""


def test_all_other_files_are_still_linted(run: Run, project: Path) -> None:
    base = project / "playbooks" / "base"
    (base / "goals.yaml").write_bytes(b"\xff\xfe")
    (base / "roles.yaml").write_bytes(b"roles: [")
    (base / "exit.yaml").write_bytes(b"triggers: now\nplan: soon\n")
    shown = run("lint", "--quiet").stdout
    assert shown.count("STR000") == 2
    assert "plan: 'soon' stands where a list is wanted" in shown
    assert "REF001" not in shown


def test_strange_things_in_the_folder(run: Run, project: Path) -> None:
    base = project / "playbooks" / "base"
    (base / "quality.yaml").mkdir()
    (base / "secrets.yaml").symlink_to("/etc/passwd")
    (base / "delivery.yaml").symlink_to(base / "nothing.yaml")
    os.mkfifo(base / "change.yaml")
    (project / "playbooks" / "Not A Slug").mkdir()
    result = run("lint")
    assert result.exit_code == 1
    assert result.stderr == ""
    assert "root:" not in result.stdout
    for name in ("quality", "secrets", "delivery", "change", "Not A Slug"):
        assert name in result.stdout


_FRAGMENTS = [
    b": ",
    b"- ",
    b"\n",
    b"  ",
    b"[",
    b"]",
    b"{",
    b"}",
    b"&a ",
    b"*a",
    b"<<: ",
    b"!!str ",
    b"|",
    b">",
    b'"',
    b"'",
    b"#",
    b"%YAML 1.1\n",
    b"---\n",
    b"? ",
    b"\t",
    b"\r",
    b"\x00",
    b"\xff",
    b"\xc3(",
    b"\xe2\x80\xa8",
    b"\xef\xbb\xbf",
    b"goals",
    b"id",
    b"measure",
    b"G1",
    b"2026-02-30",
    b"~",
    b"1e999",
    b"none",
    b"meta",
    b"register",
    b"x-a",
    b"raci",
    b"\xed\xa0\x80",
    b"0x1F",
    b".inf",
    b"_",
]


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.sampled_from(["goals", "roles", "engagement", "risks"]),
    st.binary(max_size=40) | st.lists(st.sampled_from(_FRAGMENTS), max_size=14).map(b"".join),
)
@example("engagement", b"extends: [[a]]")
@example("roles", b"activities: [{id: a, raci: {[]: R}}]")
@example("goals", b"goals: [{id: {a: b}, measure: 1e999}]")
def test_no_bytes_of_a_playbook_bring_a_traceback(
    project: Path, section: str, content: bytes
) -> None:
    path = project / "playbooks" / "base" / f"{section}.yaml"
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        result = CliRunner().invoke(main, ["lint", "--format", "json", "-f", "text:report.txt"])
    finally:
        path.write_bytes(before)
    assert result.exit_code in (0, 1), (result.output, result.exception)
    assert result.stderr == ""
