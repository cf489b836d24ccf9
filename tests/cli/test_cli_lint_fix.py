"""``sourcebook lint --fix``: what it claims is mended, and nothing else in a file moves."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from cli.conftest import Run
from lint.workspace import change, findings_of


@pytest.fixture
def base(project: Path) -> Path:
    return project / "playbooks" / "base"


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in sorted(folder.iterdir())}


SAFE = {
    "a key that is nearly one": ("goals.yaml", "objective: Orders", "objektive: Orders"),
    "a key within an item": ("risks.yaml", "    owner: client-lead", "    ownr: client-lead"),
    "a word in another case": ("engagement.yaml", "status: active", "status: Active  # since May"),
    "a word with a blank": ("engagement.yaml", "model: project", "model: Project "),
    "a date with single digits": ("engagement.yaml", "end_date: 2028-01-31", "end_date: 2028-1-31"),
    "a date that begins with the day": (
        "engagement.yaml", "end_date: 2028-01-31", "end_date: 31.01.2028",
    ),
    "yes": ("scope.yaml", "supports_cif: false", "supports_cif: no"),
    "a number with its unit": (
        "engagement.yaml", "client_notice_days: 90", "client_notice_days: 90 days",
    ),
    "a reference in another case": (
        "risks.yaml", "    owner: client-lead", "    owner: Client_Lead",
    ),
}  # fmt: skip


UNABLE = "sourcebook: nothing can be mended without you.\n"


@pytest.mark.parametrize("name", SAFE)
def test_what_is_meant_beyond_doubt(run: Run, base: Path, name: str) -> None:
    file, good, bad = SAFE[name]
    before = texts(base)
    change(base, replace={file: {good: bad}})
    result = run("lint", "--fix", "--fail-on", "info")
    assert result.exit_code == 0, result.output
    assert result.stderr == "sourcebook: mended 1 finding in 1 file.\n"
    after = texts(base)
    tail = "  # since May" if "# since May" in bad else " " if bad.endswith(" ") else ""
    assert after == {**before, file: before[file].replace(good, good + tail, 1)}
    assert run("lint", "--fix").stderr == "sourcebook: nothing to mend.\n"
    assert texts(base) == after


def test_two_keys_that_are_nearly_the_same_one_stay(run: Run, base: Path) -> None:
    change(base, replace={"risks.yaml": {"    owner: client-lead": "    ownr: a\n    onwer: b"}})
    before = texts(base)
    assert run("lint", "--fix").stderr == UNABLE
    assert texts(base) == before


def test_an_anchor_and_what_repeats_it_stay(run: Run, base: Path) -> None:
    good = "end_date: &end 2028-01-31\nx-same: *end\n"
    change(base, replace={"engagement.yaml": {"end_date: 2028-01-31\n": good}})
    before = texts(base)
    change(base, replace={"engagement.yaml": {"&end 2028-01-31": "&end 2028-1-31"}})
    assert run("lint", "--fix").stderr == "sourcebook: mended 1 finding in 1 file.\n"
    assert texts(base) == before


def test_an_anchor_before_a_text_that_is_quoted_stays(run: Run, base: Path) -> None:
    title = re.search(r"title: (.*)", (base / "goals.yaml").read_text("utf-8"))
    assert title
    change(base, replace={"goals.yaml": {title[0]: "title: &it Late #1"}})
    assert run("lint", "--fix").stderr == "sourcebook: mended 1 finding in 1 file.\n"
    assert 'title: &it "Late #1"\n' in (base / "goals.yaml").read_text("utf-8")


@pytest.mark.parametrize("between", ["\n  ", "  # of the contract\n\n  # so far\n  "])
def test_an_anchor_may_stand_on_another_line(run: Run, base: Path, between: str) -> None:
    good = f"end_date: &end{between}2028-01-31\nx-same: *end\n"
    change(base, replace={"engagement.yaml": {"end_date: 2028-01-31\n": good}})
    before = texts(base)
    change(base, replace={"engagement.yaml": {f"&end{between}2028-01-": f"&end{between}2028-1-"}})
    assert " 1 can be mended with --fix." in run("lint").stdout
    assert run("lint", "--fix").stderr == "sourcebook: mended 1 finding in 1 file.\n"
    assert texts(base) == before


def test_no_todo_is_written_into_a_layer(run: Run, base: Path) -> None:
    layer = base.parent / "_shared" / "rules"
    change(
        base,
        replace={"engagement.yaml": {"status: active": "status: active\nextends: [rules]"}},
        write={
            "../_shared/rules/layer.yaml": "title: Rules\n",
            "../_shared/rules/goals.yaml": "goals: [{id: G9, title: Speed}]\n",
        },
    )
    before = texts(layer)
    run("lint", "--unsafe-fixes")
    assert texts(layer) == before


def test_a_number_that_its_field_cannot_hold_has_no_repair(run: Run, base: Path) -> None:
    change(base, replace={"engagement.yaml": {"client_notice_days: 90": "client_notice_days: -90"}})
    (finding,) = json.loads(run("lint", "--format", "json").stdout)["findings"]
    assert (finding["code"], finding["fix"]) == ("STR004", None)
    assert "--fix" not in run("lint").stdout


def test_how_many_it_mends_is_told_before(run: Run, base: Path) -> None:
    change(base, replace={"goals.yaml": {"due: 2027-03-31": "due: 2027-3-31"}})
    change(base, replace={"risks.yaml": {"    owner: client-lead": "    owner: nobody"}})
    for _ in ("found", "remembered"):
        assert "). At least 1 can be mended with --fix." in run("lint").stdout
    assert run("lint", "--fix").stderr == "sourcebook: mended 1 finding in 1 file.\n"
    assert "--fix" not in run("lint").stdout
    change(base, replace={"goals.yaml": {"due: 2027-03-31": "due: 2027-3-31"}})
    change(base, replace={"risks.yaml": {"    owner: nobody": "    owner: Client-lead"}})
    assert "). At least 1 can be mended with --fix." in run("lint").stdout
    assert run("lint", "--fix").stderr == "sourcebook: mended 2 findings in 2 files.\n"
    change(base, replace={"goals.yaml": {"due: 2027-03-31": "due: 2027-3-31"}})
    assert "). 1 can be mended with --fix." in run("lint").stdout


def test_an_id_and_all_that_points_at_it(run: Run, base: Path) -> None:
    before = texts(base)
    for path in base.iterdir():
        text = path.read_text("utf-8")
        path.write_text(text.replace("vendor-lead", "Vendor_Lead"), "utf-8")
    assert run("lint").exit_code == 1
    result = run("lint", "--fix", "--fail-on", "info")
    assert result.exit_code == 0, result.output
    assert texts(base) == before


def test_an_id_that_another_item_has_stays(run: Run, base: Path) -> None:
    change(
        base,
        replace={
            "risks.yaml": {
                "register:\n": "register:\n  - {id: r-1, title: A}\n  - {id: R_1, title: B}\n",
            }
        },
    )
    text = (base / "risks.yaml").read_text("utf-8")
    run("lint", "--fix")
    assert "{id: R_1, title: B}" in text
    assert (base / "risks.yaml").read_text("utf-8") == text


@pytest.mark.parametrize(
    ("title", "mended"),
    [
        ("C# dev #1", '"C# dev #1"'),
        ("Lane #1/2", '"Lane #1/2"'),
        ('The "new" #2', '"The \\"new\\" #2"'),
    ],
)
def test_a_text_that_yaml_cut_is_quoted(run: Run, base: Path, title: str, mended: str) -> None:
    change(base, replace={"risks.yaml": {"title: Delay": f"title: {title}"}})
    assert run("lint", "--fix").exit_code == 0
    assert f"    title: {mended}\n" in (base / "risks.yaml").read_text("utf-8")
    assert "STR011" not in {finding.code for finding in findings_of(base.parents[1])}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("risks.yaml", "title: Delay", "title: Delay #todo ask Bo"),
        ("risks.yaml", "    owner: client-lead", "    owner: client-lead #1"),
        ("risks.yaml", "    owner: client-lead", "    owner: cleint-lead"),
        ("engagement.yaml", "status: active", "status: activ"),
        ("engagement.yaml", "start_date: 2026-02-02", "start_date: 02/03/2026"),
        ("engagement.yaml", "start_date: 2026-02-02", "start_date: 02.03.2026"),
        ("goals.yaml", "objective: Orders", "objective: Orders\nobjektive: Orders"),
        ("risks.yaml", "    title: Delay\n", ""),
    ],
)
def test_what_is_a_guess_is_left_alone(run: Run, base: Path, file: str, old: str, new: str) -> None:
    change(base, replace={file: {old: new}})
    before = texts(base)
    assert "nothing can be mended without you" in run("lint", "--fix").stderr
    assert texts(base) == before


UNSAFE = {
    "the nearest id": (
        "risks.yaml", "    owner: client-lead", "    owner: cleint-lead", "    owner: client-lead",
    ),
    "the nearest word": ("engagement.yaml", "status: active", "status: activ", "status: active"),
    "a key of a table": (
        "roles.yaml", "raci: {client-lead: A", "raci: {cleint-lead: A", "raci: {client-lead: A",
    ),
    "a date with dots": (
        "engagement.yaml", "start_date: 2026-02-02", "start_date: 02.03.2026",
        "start_date: 2026-03-02",
    ),
    "a text": ("risks.yaml", "    title: Delay\n", "", "    status: open\n    title: TODO\n"),
    "a field in braces": (
        "engagement.yaml", ", name: Vendor Lda", "", ", country: PT, name: TODO}",
    ),
    "a field that stands there empty": (
        "risks.yaml", "    title: Delay\n", "    title:  # later\n", "    title: TODO  # later\n",
    ),
    "a field that is blank": (
        "risks.yaml", "    title: Delay\n", "    title: ''\n", "    title: TODO\n",
    ),
    "a list that stands there empty": (
        "scope.yaml", "out_of_scope: [The warehouse]", "out_of_scope: []", "out_of_scope: [TODO]",
    ),
    "a record": (
        "goals.yaml", "    relevance: {business_outcome: Orders cost less}\n", "",
        "    relevance:\n      business_outcome: TODO\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSAFE)
def test_guesses_and_skeletons(run: Run, base: Path, name: str) -> None:
    file, good, bad, mended = UNSAFE[name]
    change(base, replace={file: {good: bad}})
    before = texts(base)
    run("lint", "--unsafe-fixes")
    after = texts(base)
    assert mended in after[file]
    assert {name for name in after if after[name] != before[name]} == {file}
    run("lint", "--unsafe-fixes")
    assert texts(base) == after


def test_comments_and_line_ends_stay(run: Run, base: Path) -> None:
    """The new line comes below what the mapping holds, above the comment of what follows it."""
    text = (
        "meta: {owner: client-lead, last_reviewed: 2026-11-02}\r\n"
        "triggers: [End]  # all\r\n"
        "data_return:\r\n"
        "  format: CSV  # or JSON\r\n"
        "\r\n"
        "# below\r\n"
        "exit_manager: {client: client-lead, vendor: vendor-lead}"
    )
    (base / "exit.yaml").write_bytes(text.encode())
    run("lint", "--unsafe-fixes")
    after = (base / "exit.yaml").read_bytes().decode()
    assert "\n" not in after.replace("\r\n", "")
    kept = [line for line in after.split("\r\n") if "TODO" not in line]
    assert [line for line in text.split("\r\n") if line in kept] == text.split("\r\n")
    assert "  format: CSV  # or JSON\r\n  within_days: TODO\r\n" in after


def test_a_missing_section_gets_its_skeleton(run: Run, base: Path) -> None:
    change(base, delete=["risks.yaml"])
    run("lint", "--fix")
    assert not (base / "risks.yaml").exists()
    result = run("lint", "--unsafe-fixes", "-q")
    assert result.exit_code == 1
    assert "TODO" in (base / "risks.yaml").read_text("utf-8")
    assert "STR001" not in result.output
    assert "STR002" not in result.output
    after = texts(base)
    run("lint", "--unsafe-fixes")
    assert texts(base) == after


def test_exceptions_that_ended_or_are_in_vain_go(run: Run, base: Path) -> None:
    before = texts(base)
    late, vain = "until=2026-11-21 -- late", "until=2027-01-31 -- x"
    change(
        base,
        replace={
            "risks.yaml": {
                "register:\n": f"# sourcebook: ignore[STR003] {late}\nregister:\n",
                "    impact: 3\n": f"    impact: 3  # sourcebook: ignore[REF001] {vain}\n",
            }
        },
    )
    assert run("lint", "--fix").exit_code == 0
    assert texts(base) == before


def test_one_code_of_an_exception_goes(run: Run, base: Path) -> None:
    comment = "# sourcebook: ignore[{}] until=2027-01-31 -- so"
    codes = comment.format("STR003, REF001")
    change(base, replace={"goals.yaml": {"objective:": f"mine: 1  {codes}\nobjective:"}})
    assert run("lint", "--fix", "--fail-on", "info").exit_code == 0
    assert f"mine: 1  {comment.format('STR003')}\n" in (base / "goals.yaml").read_text("utf-8")


def test_what_is_accepted_is_left_alone(run: Run, base: Path) -> None:
    comment = "# sourcebook: ignore[STR003] until=2027-01-31 -- so"
    change(base, replace={"goals.yaml": {"objective:": f"objectiv: 1  {comment}\nobjective:"}})
    before = texts(base)
    run("lint", "--unsafe-fixes")
    assert texts(base) == before


def test_a_diff_changes_nothing(run: Run, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(base, replace={"goals.yaml": {"objective:": "objektive:"}}, delete=["risks.yaml"])
    before = texts(base)
    result = run("lint", "--diff")
    assert result.exit_code == 1
    assert result.output == (
        "--- a/playbooks/base/goals.yaml\n+++ b/playbooks/base/goals.yaml\n"
        "@@ -1,5 +1,5 @@\n meta: {owner: client-lead, last_reviewed: 2026-11-02}\n"
        "-objektive: Orders are taken online.\n+objective: Orders are taken online.\n"
        + "".join(f" {line}\n" for line in before["goals.yaml"].splitlines()[2:5])
    )
    more = run("lint", "--unsafe-fixes", "--diff").output
    assert "--- /dev/null\n+++ b/playbooks/base/risks.yaml\n" in more
    assert texts(base) == before
    monkeypatch.chdir(base)
    assert run("lint", "goals.yaml", "--diff").output == result.output
    assert run("lint", "exit.yaml", "--diff").exit_code == 0
    run("lint", "--fix")
    nothing = run("lint", "--diff", "base")
    assert (nothing.stdout, nothing.stderr) == ("", UNABLE)
    assert run("lint", "--diff", "base", "-q").output == ""


@pytest.mark.parametrize("name", ["", "bsae"])
def test_a_diff_of_nothing_names_the_folder_that_was_meant(
    run: Run, project: Path, name: str
) -> None:
    shutil.rmtree(project / "playbooks" / "base")
    result = run("lint", "--diff", *filter(None, [name]))
    assert result.exit_code == 2
    assert f"There is no engagement in {project / 'playbooks'} yet." in result.stderr


def test_only_what_is_asked_for_is_mended(run: Run, base: Path) -> None:
    change(
        base,
        replace={
            "goals.yaml": {"objective:": "objektive:"},
            "engagement.yaml": {"status: active": "status: Active"},
        },
    )
    before = texts(base)
    run("lint", "--fix", "playbooks/base/goals.yaml")
    assert texts(base)["engagement.yaml"] == before["engagement.yaml"]
    assert texts(base)["goals.yaml"] != before["goals.yaml"]
    run("lint", "--fix", "--select", "STR003")
    assert texts(base)["engagement.yaml"] == before["engagement.yaml"]


def test_json_says_what_would_mend_a_finding(run: Run, base: Path) -> None:
    change(base, replace={"goals.yaml": {"objective:": "objektive:"},
                          "risks.yaml": {"    title: Delay\n": ""}})  # fmt: skip
    found = json.loads(run("lint", "-f", "json").output)["findings"]
    fixes = {finding["code"]: finding["fix"] for finding in found}
    assert fixes["STR003"] == {
        "safe": True,
        "edits": [
            {
                "file": "playbooks/base/goals.yaml",
                "line": 2,
                "column": 1,
                "end_line": 2,
                "end_column": 10,
                "text": "objective",
            }
        ],
    }
    assert fixes["STR002"]["safe"] is False
    assert fixes["STR002"]["edits"][0]["text"] == "    title: TODO\n"


def test_a_piped_text_is_not_mended(run: Run) -> None:
    result = run("lint", "-", "--stdin-filename", "playbooks/base/goals.yaml", "--fix")
    assert result.exit_code == 2
    assert "A piped text is not mended" in result.stderr


def test_a_playbook_of_skeletons_is_mended_to_the_end(run: Run, base: Path) -> None:
    """Whatever is missing: after --unsafe-fixes every file is read, and a second run is idle."""
    for path in base.iterdir():
        text = path.read_text("utf-8")
        if path.name not in ("engagement.yaml", "roles.yaml"):
            path.write_text(
                re.sub(r"(?m)^( +)(\w+): (?!\{|\[)[^#\n]*$", r"\1x-\2: 1", text), "utf-8"
            )
    run("lint", "--unsafe-fixes")
    after = texts(base)
    codes = {finding.code for finding in findings_of(base.parents[1])}
    assert not codes & {"STR000", "STR003", "STR005", "STR011"}
    assert run("lint", "--unsafe-fixes").stderr == UNABLE
    assert texts(base) == after
