"""The recipes for CI: valid for their hosts, careful, and their commands do what they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from scaffold.conftest import DAY, SLUG, git, sourcebook, stand_ins

CHECKER = Path(sys.executable).with_name("check-jsonschema")
WORKFLOWS = ("check", "publish")
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
END = "2028-01-31"
_GH = 'cat >>"$CALLS" <&0; case "$*" in *--paginate*) printf "%s" "$FOUND" ;; esac'
"""Writes down what it is given; asked for comments, it names those that the test has."""
PINNED = re.compile(r"[\w-]+/[\w/-]+@[0-9a-f]{40}")


def workflow(project: Path, name: str) -> dict[str, Any]:
    text = (project / ".github" / "workflows" / f"{name}.yml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def steps(project: Path, name: str) -> list[dict[str, Any]]:
    jobs = workflow(project, name)["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("schema", "file"),
    [
        *(("vendor.github-workflows", f".github/workflows/{name}.yml") for name in WORKFLOWS),
        ("vendor.gitlab-ci", ".gitlab-ci.yml"),
    ],
)
def test_their_hosts_take_them(new_project: Path, schema: str, file: str) -> None:
    command = [CHECKER, "--builtin-schema", schema, new_project / file]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actions_are_pinned_and_rights_are_few(new_project: Path, name: str) -> None:
    used = [step["uses"] for step in steps(new_project, name) if "uses" in step]
    assert used
    assert [action for action in used if not PINNED.fullmatch(action)] == []
    whole = workflow(new_project, name)
    assert whole["permissions"] == {}
    for job in whole["jobs"].values():
        assert job["permissions"]
        runs = any(re.search(r"(?m)^sourcebook ", step.get("run", "")) for step in job["steps"])
        writes = {right for right, how in job["permissions"].items() if how == "write"}
        # What runs the pull request's own files can write nothing but findings.
        assert not runs or writes <= {"security-events"}
        assert job["timeout-minutes"]
    checkouts = [s for s in steps(new_project, name) if "checkout@" in s.get("uses", "")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_what_others_write_is_never_a_part_of_a_command(new_project: Path, name: str) -> None:
    for step in steps(new_project, name):
        assert not EXPRESSION.search(step.get("run", "")), step["run"]


def test_it_builds_every_night_and_publishes_nothing_by_itself(new_project: Path) -> None:
    publish = workflow(new_project, "publish")
    assert publish[True]["schedule"]  # YAML 1.1 reads `on` as true
    assert "PUBLISH_EDITION ==" in publish["jobs"]["deploy"]["if"]
    pages = yaml.safe_load((new_project / ".gitlab-ci.yml").read_text("utf-8"))["pages"]
    assert "$PUBLISH_EDITION =~" in pages["rules"][0]["if"]


@pytest.fixture
def work(built: Path, tmp_path: Path) -> Path:
    """A clone with a change on a branch."""
    folder = tmp_path / "work"
    git(tmp_path, "clone", "-q", str(built), str(folder))
    git(folder, "switch", "-qc", "change")
    manifest = folder / "playbooks" / SLUG / "engagement.yaml"
    text = manifest.read_text("utf-8")
    assert f"end_date: {END}" in text
    manifest.write_text(text.replace(f"end_date: {END}", "end_date: 2027-12-17"), "utf-8")
    git(folder, "commit", "-qam", "End earlier")
    return folder


@pytest.fixture
def small(new_project: Path, tmp_path: Path) -> Path:
    """A project with an engagement that has just been begun."""
    folder = tmp_path / "work"
    shutil.copytree(new_project, folder)
    sourcebook(folder, "new", "engagement", "acme", "--no-input")
    return folder


def shell(
    script: str, folder: Path, fetching: tuple[str, ...] = (), **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a script as the runner's shell does; what talks to others only writes down calls."""
    programs = folder.parent / "programs"
    stand_ins(programs, *fetching, "gh", "aws", does=_GH)
    path = os.pathsep.join((str(programs), str(Path(sys.executable).parent), os.environ["PATH"]))
    calls = folder.parent / "calls"
    environment = {
        **os.environ,
        "PATH": path,
        "CALLS": str(calls),
        "SOURCE_DATE_EPOCH": "1795305600",
    }
    bash = shutil.which("bash") or "sh"
    return subprocess.run(
        [bash, "-e", "-o", "pipefail", "-c", script],
        cwd=folder, env={**environment, **variables}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def run_of(project: Path, name: str, words: str) -> str:
    (found,) = (s["run"] for s in steps(project, name) if words in s.get("run", ""))
    return str(found)


@pytest.mark.slow
def test_github_lints_with_annotations_and_sarif(work: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    done = shell(run_of(work, "check", "sourcebook lint"), work, GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 1  # the example has faults on purpose
    assert re.search(r"^::error file=playbooks/", done.stdout, re.MULTILINE)
    sarif = json.loads((work / "findings.sarif").read_text("utf-8"))
    assert sarif["runs"][0]["results"]
    assert summary.stat().st_size > 0
    assert shell(run_of(work, "check", "schema --check"), work).returncode == 0


@pytest.mark.slow
def test_github_says_what_changes_in_a_comment(work: Path, tmp_path: Path) -> None:
    summary, output = tmp_path / "summary.md", tmp_path / "output"
    base = git(work, "rev-parse", "main").strip()
    done = shell(
        run_of(work, "check", "sourcebook diff \""), work,
        BASE=base, GITHUB_STEP_SUMMARY=str(summary), GITHUB_OUTPUT=str(output),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    name, _, rest = output.read_text("utf-8").partition("<<")
    end, _, body = rest.partition("\n")
    text, closed, after = body.rpartition(f"\n{end}\n")
    assert (name, closed, after) == ("text", f"\n{end}\n", "")
    assert "17 Dec 2027" in text
    assert summary.read_text("utf-8").strip() == text.strip()
    comments = "repos/acme/playbooks/issues"
    for known, call in (
        ("", f"gh api --silent --method POST {comments}/7/comments --raw-field body="),
        ("12\n34\n", f"gh api --silent --method PATCH {comments}/comments/34 --raw-field body="),
    ):
        comment = shell(
            run_of(work, "check", "gh api"), work,
            CHANGES=text, NUMBER="7", REPOSITORY="acme/playbooks", FOUND=known,
        )  # fmt: skip
        assert comment.returncode == 0, comment.stderr
        calls = (tmp_path / "calls").read_text("utf-8")
        assert f"{call}{text.strip()}" in calls
        assert text.startswith("<!-- sourcebook diff -->\n")
        (tmp_path / "calls").unlink()


@pytest.mark.slow
def test_what_is_published_is_one_edition(small: Path) -> None:
    done = shell(run_of(small, "publish", "sourcebook build"), small, EDITION="shared")
    assert done.returncode == 0, done.stderr
    assert (small / "site" / "shared" / "acme" / "index.html").is_file()
    assert not (small / "site" / "internal").exists()
    jobs = yaml.safe_load((small / ".gitlab-ci.yml").read_text("utf-8"))
    pages = shell("\n".join(jobs["pages"]["script"]), small, PUBLISH_EDITION="shared")
    assert pages.returncode == 0, pages.stderr
    assert [path.name for path in (small / "public").iterdir()] == ["acme"]
    assert (small / "public" / "acme" / "index.html").is_file()


@pytest.mark.slow
def test_gitlab_runs_the_same(work: Path) -> None:
    jobs = yaml.safe_load((work / ".gitlab-ci.yml").read_text("utf-8"))
    linted = shell("\n".join(jobs["lint"]["script"]), work)
    assert linted.returncode == 1
    report = json.loads((work / "gl-code-quality-report.json").read_text("utf-8"))
    assert {"description", "fingerprint", "severity", "location"} <= report[0].keys()
    base = git(work, "rev-parse", "main").strip()
    changes = shell("\n".join(jobs["changes"]["script"]), work, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert changes.returncode == 0, changes.stderr
    assert "17 Dec 2027" in (work / "changes.md").read_text("utf-8")


@pytest.mark.slow
def test_pre_commit_stops_an_error(work: Path) -> None:
    hooks = yaml.safe_load((work / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0][
        "hooks"
    ]
    lint, schema = (hook["entry"] for hook in hooks)
    stopped = shell(lint, work)
    assert stopped.returncode == 1
    assert stopped.stdout.startswith("1. error: ")
    assert len(stopped.stdout.splitlines()) < 30  # what to mend is not buried
    (work / ".schema" / "goals.json").write_text("{}", "utf-8")
    assert shell(schema, work).returncode == 0
    assert git(work, "status", "--short") == ""
    for hook in hooks:
        assert re.search(hook["files"], f"playbooks/{SLUG}/goals.yaml")


def test_the_bucket_gets_pages_last(built: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    shutil.copytree(built / "hosting", work / "hosting")
    site = work / "site" / "shared" / SLUG
    site.mkdir(parents=True)
    (site / "index.html").write_text("", "utf-8")
    done = shell(f"hosting/upload-s3.sh shared/{SLUG} s3://bucket/acme/", work)
    assert done.returncode == 0, done.stderr
    calls = (tmp_path / "calls").read_text("utf-8").splitlines()
    assert all(" s3 sync " in call and call.count(" s3://bucket/acme ") for call in calls)
    assert [("--delete" in call) for call in calls] == [False, False, False, True]
    assert "text/html" in calls[2]
    for arguments, words in (
        ("shared s3://bucket", "Name the engagement"),
        ("internal s3://bucket", "Run: sourcebook build"),
        ("internal bucket", "Usage:"),
    ):
        refused = shell(f"hosting/upload-s3.sh {arguments}", work)
        assert refused.returncode == 2
        assert words in refused.stderr


@pytest.mark.slow
def test_gitlab_builds_what_nobody_publishes(small: Path) -> None:
    jobs = yaml.safe_load((small / ".gitlab-ci.yml").read_text("utf-8"))
    done = shell("\n".join(jobs["build"]["script"]), small)
    assert done.returncode == 0, done.stderr
    for edition in ("internal", "shared"):
        assert (small / "site" / edition / "acme" / "index.html").is_file()
    assert "$PUBLISH_EDITION == null" in jobs["build"]["rules"][0]["if"]


def test_every_host_installs_what_the_project_names(small: Path) -> None:
    """pip itself is a stand-in: a test fetches nothing."""
    jobs = yaml.safe_load((small / ".gitlab-ci.yml").read_text("utf-8"))
    commands = ["\n".join(jobs["default"]["before_script"])]
    commands += [run_of(small, name, "pip install") for name in WORKFLOWS]
    for command in commands:
        done = shell(command, small, ("python",))
        assert done.returncode == 0, done.stderr
    calls = (small.parent / "calls").read_text("utf-8").splitlines()
    assert len(calls) == len(commands)
    for call in calls:
        assert call.startswith("python -m pip install")
        (named,) = re.findall(r"--requirement (\S+)", call)
        assert (small / named).is_file()


@pytest.mark.slow
def test_a_bucket_holds_the_site_and_never_half_of_it(built: Path, tmp_path: Path) -> None:
    """A real site over an older one: pages come after what they need, what is gone goes last."""
    site, bucket = built / "site" / "shared" / SLUG, tmp_path / "buckets"
    old = bucket / "playbooks" / SLUG
    (old / "roles").mkdir(parents=True)
    for name in ("index.html", "roles/gone.html", "gone.png"):
        (old / name).write_text("older", "utf-8")
    programs, calls = tmp_path / "programs", tmp_path / "calls"
    script = Path(__file__).with_name("bucket.py")
    stand_ins(programs, "aws", does=f'exec "{sys.executable}" "{script}" "$@"')
    path = os.pathsep.join((str(programs), os.environ["PATH"]))
    done = subprocess.run(
        [built / "hosting" / "upload-s3.sh", f"shared/{SLUG}", f"s3://playbooks/{SLUG}"],
        capture_output=True, text=True, check=False,
        env={**os.environ, "PATH": path, "CALLS": str(calls), "BUCKET": str(bucket)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr

    def files(top: Path) -> dict[str, bytes]:
        found = (its for its in top.rglob("*") if its.is_file())
        return {its.relative_to(top).as_posix(): its.read_bytes() for its in found}

    assert files(old) == files(site)
    rows = [json.loads(line) for line in calls.read_text("utf-8").splitlines() if line[:1] == "["]
    is_page = [name.endswith(".html") for what, name, _ in rows if what == "put"]
    assert is_page == sorted(is_page)
    assert [what for what, *_ in rows][-3:] == ["put", "delete", "delete"]
    types = {Path(name).suffix: kind for what, name, kind in rows if what == "put"}
    assert types[".html"] == "text/html; charset=utf-8"
    assert types[".ics"] == "text/calendar; charset=utf-8"


def test_the_day_of_the_tests_is_that_of_the_examples() -> None:
    import datetime as dt

    assert str(dt.datetime.fromtimestamp(1795305600, dt.UTC).date()) == DAY
