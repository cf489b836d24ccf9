"""The states that are compared: revisions of git, folders, the files of now; and their formats."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from changes.states import difference, edit, said, two
from lint.workspace import DAY, make_project
from sourcebook.changes.change import Action
from sourcebook.changes.reporters import REPORTER_BY_NAME, Look
from sourcebook.changes.reporters.json import json_schema
from sourcebook.changes.reporters.markdown import LONGEST, MARK
from sourcebook.changes.states import Here, states
from sourcebook.changes.wording import is_slip
from sourcebook.cli import main
from sourcebook.errors import UsageError
from sourcebook.model.fields import Audience
from sourcebook.source.project import Project
from tools import require_tool

DEPUTY = {"roles.yaml": {"title: Vendor lead,": "title: Vendor lead, deputy: client-lead,"}}
COMES = "client | Role vendor-lead: deputy added: client-lead"


class Repository:
    """A git repository around a project, in which commands of Sourcebook run."""

    def __init__(self, root: Path) -> None:
        self.root, self._git = root, require_tool("git")
        self.base = root / "playbooks" / "base"
        self.git("init", "--quiet", "--initial-branch=main")
        for name, value in (("user.name", "Somebody"), ("user.email", "somebody@example.com")):
            self.git("config", name, value)
        self.commit("start")

    def git(self, *arguments: str, cwd: Path | None = None) -> str:
        done = subprocess.run(
            [self._git, *arguments],
            cwd=cwd or self.root,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", message)

    def diff(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["-C", str(self.root), "diff", *arguments])


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    root = make_project(tmp_path / "project", ["base", "other"])
    (root / "site_config").mkdir()
    (root / "site_config" / "site.yml").write_text("as_of: 2026-11-22\n", "utf-8")
    return Repository(root)


def test_files_here_are_compared_with_the_last_commit(repository: Repository) -> None:
    edit(repository.base, DEPUTY)
    result = repository.diff()
    assert result.exit_code == 0
    assert "Role vendor-lead: deputy added: client-lead" in result.output
    assert "in 1 of 2 engagements, from HEAD to the files here." in result.output


def test_revisions_are_compared_with_each_other(repository: Repository) -> None:
    edit(repository.base, DEPUTY)
    repository.commit("deputy")
    edit(repository.base, {"exit.yaml": {"within_days: 30": "within_days: 45"}})
    result = repository.diff("HEAD~1", "HEAD", "--format", "json")
    told = json.loads(result.output)
    assert [change["text"] for change in told["engagements"][0]["changes"]] == [
        "Role vendor-lead: deputy added: client-lead"
    ]
    assert (told["base"], told["head"], told["same"]) == ("HEAD~1", "HEAD", ["other"])


def test_a_branch_is_compared_with_where_it_left(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "work")
    edit(repository.base, DEPUTY)
    repository.commit("deputy")
    repository.git("switch", "--quiet", "main")
    edit(repository.base, {"exit.yaml": {"within_days: 30": "within_days: 45"}})
    repository.commit("others")
    repository.git("switch", "--quiet", "work")
    assert "data return" in repository.diff("main").output
    forked = repository.diff("main...").output
    assert "data return" not in forked
    assert "deputy added" in forked
    assert "deputy added" in repository.diff("main...work").output


def test_a_line_that_moved_is_no_change(repository: Repository) -> None:
    text = (repository.base / "risks.yaml").read_text("utf-8")
    (repository.base / "risks.yaml").write_text(f"# A comment.\n\n{text}", "utf-8")
    result = repository.diff("--format", "json")
    (change,) = json.loads(result.output)["engagements"][0]["changes"]
    assert (change["weight"], change["text"]) == ("editorial", "Risks: only comments or layout")


def test_only_what_differs_is_read(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(repository.base, DEPUTY)
    project = Project.find(repository.root)
    with states(project, "HEAD", None) as (before, after):
        assert before.marks["other"] == after.marks["other"]
        assert before.marks["base"] != after.marks["base"]
        monkeypatch.chdir(repository.root)
        read = before.project(["base"])
        assert read.engagements() == ("base",)


def test_a_layer_counts_for_every_engagement(repository: Repository) -> None:
    layer = repository.root / "playbooks" / "_shared" / "common"
    layer.mkdir(parents=True)
    (layer / "risks.yaml").write_text("supplier_events: {notify_of: [Sale]}\n", "utf-8")
    with states(Project.find(repository.root), "HEAD", None) as (before, after):
        assert not set(before.marks.values()) & set(after.marks.values())
    assert "Nothing changed from HEAD" in repository.diff().output


def test_an_engagement_is_known_by_its_files_when_it_is_moved(repository: Repository) -> None:
    (repository.root / "playbooks" / "other").rename(repository.root / "playbooks" / "third")
    edit(repository.base, {"engagement.yaml": {"name: Base": "name: The base"}})
    told = json.loads(repository.diff("--format", "json").output)["engagements"]
    assert [(its["slug"], its["action"], its["old_slug"]) for its in told] == [
        ("base", "changed", None),
        ("third", "renamed", "other"),
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["v9"], "'v9' is no revision of this repository, and no folder."),
        (["--", "--all"], "'--all' is no revision of this repository, and no folder."),
        (["site_config"], "holds no playbooks/ and no engagement.yaml"),
        (
            ["HEAD", "-e", "nobody"],
            "'nobody' is no engagement of either state. There are: base, ot",
        ),
    ],
)
def test_what_is_no_state_is_told(
    repository: Repository, arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.root)
    result = CliRunner().invoke(main, ["diff", *arguments])
    assert result.exit_code == 2
    assert message in result.output


def test_a_shallow_clone_says_how_to_get_the_rest(repository: Repository, tmp_path: Path) -> None:
    edit(repository.base, DEPUTY)
    repository.commit("deputy")
    shallow = tmp_path / "shallow"
    url = repository.root.as_uri()
    repository.git("clone", "--quiet", "--depth=1", url, str(shallow), cwd=tmp_path)
    result = CliRunner().invoke(main, ["-C", str(shallow), "diff", "HEAD~1"])
    assert result.exit_code == 2
    assert "This clone is shallow" in result.output
    assert "git fetch --unshallow" in result.output
    result = CliRunner().invoke(main, ["-C", str(shallow), "lint", "--changed-since", "HEAD~1"])
    assert result.exit_code == 2
    assert "This clone is shallow" in result.output


def test_without_a_repository_folders_are_compared(tmp_path: Path) -> None:
    before, after = two(tmp_path, DEPUTY)
    inside = CliRunner().invoke(main, ["-C", str(after.root), "diff"])
    assert inside.exit_code == 2
    assert "is in no git repository" in inside.output
    assert "sourcebook diff OLD NEW" in inside.output
    result = CliRunner().invoke(main, ["-C", str(after.root), "diff", str(before.root), "."])
    assert result.exit_code == 0
    assert "deputy added: client-lead" in result.output


def test_without_git_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_project(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    result = CliRunner().invoke(main, ["-C", str(root), "diff", "main"])
    assert result.exit_code == 2
    assert "sourcebook diff needs git, and there is none here. Install it." in result.output


def test_two_engagements_are_compared_whatever_their_names(tmp_path: Path) -> None:
    root = make_project(tmp_path, ["first", "second"])
    edit(root / "playbooks" / "second", DEPUTY)
    names = [str(root / "playbooks" / name) for name in ("first", "second")]
    result = CliRunner().invoke(main, ["-C", str(root), "diff", *names, "--format", "json"])
    (told,) = json.loads(result.output)["engagements"]
    assert (told["slug"], told["old_slug"], told["action"]) == ("second", "first", "renamed")
    assert [change["text"] for change in told["changes"]] == [COMES.partition(" | ")[2]]
    assert told["findings"] == {"new": [], "gone": []}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], 0), (["--fail-on", "breaking"], 1), (["--fail-on", "any"], 1)],
)
def test_the_bar_decides_on_the_exit_code(
    repository: Repository, arguments: list[str], code: int
) -> None:
    edit(repository.base, DEPUTY)
    assert repository.diff(*arguments).exit_code == code


def test_findings_come_and_go(tmp_path: Path) -> None:
    before, after = two(
        tmp_path,
        {"roles.yaml": {"raci: {client-lead: A, vendor-lead: R}": "raci: {vendor-lead: R}"}},
        {"risks.yaml": {"likelihood: 2": "likelihood: 5", "impact: 3": "impact: 5"}},
    )
    edit(
        after.playbooks / "base",
        {"risks.yaml": {"likelihood: 5": "likelihood: 1", "impact: 5": "impact: 1"}},
    )
    (its,) = difference(before, after).engagements
    assert "RAC001" in {finding.code for finding in its.new}
    assert {finding.code for finding in its.gone} == {"RSK003"}


def test_a_renamed_item_brings_no_findings(tmp_path: Path) -> None:
    before, after = two(
        tmp_path,
        {"risks.yaml": {"id: R-1": "id: R-7"}},
        {"risks.yaml": {"likelihood: 2": "likelihood: 5", "impact: 3": "impact: 5"}},
    )
    (its,) = difference(before, after).engagements
    assert said(difference(before, after)) == ["neither | Risk R-7: renamed, was R-1"]
    assert (its.new, its.gone) == ((), ())


def test_the_shared_edition_tells_nothing_internal(tmp_path: Path) -> None:
    secret = {
        "risks.yaml": {"    status: open\n": "    status: open\n    visibility: internal\n"},
        "partner.yaml": {"supplier_tier": "x-hidden: Marble\nsupplier_tier"},
    }
    before, after = two(tmp_path, secret)
    edit(after.playbooks / "base", {"risks.yaml": {"The shop opens late.": "Marble."}})
    assert "Marble" in str(difference(before, after))
    told = difference(before, after, Audience.SHARED)
    assert "Marble" not in str(told)
    assert said(told) == ["neither | Risk R-1: removed"]


def test_pages_and_attachments_are_told(tmp_path: Path) -> None:
    before, after = two(
        tmp_path,
        {"pages/on-call.md": "# On call\n\nCall twice.\n", "pages/new.md": "# New\n",
         "files/plan.txt": "two\n"},
        {"pages/on-call.md": "# On call\n\nCall.\n", "files/plan.txt": "one\n"},
    )  # fmt: skip
    assert said(difference(before, after)) == [
        "editorial | Attachment plan.txt: replaced",
        "editorial | Page new.md: added",
        "editorial | Page on-call.md: rewritten",
    ]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("told")


def test_json_keeps_its_promise(tmp_path: Path) -> None:
    before, after = two(tmp_path, DEPUTY)
    shape = json.loads(REPORTER_BY_NAME["json"](difference(before, after), Look(DAY)))
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.validate(shape, json_schema())
    (change,) = shape["engagements"][0]["changes"]
    assert (change["kind"], change["id"], change["weight"]) == ("role", "vendor-lead", "client")
    assert change["page"] == "roles/vendor-lead.html"
    assert change["file"] == "playbooks/base/roles.yaml"
    assert shape["summary"]["client"] == 1


def test_markdown_links_the_pages_and_means_what_it_says(tmp_path: Path) -> None:
    scope = {"in_scope: [The shop]": "in_scope: [The shop, '<b>*x*</b> @team']"}
    risks = {"likelihood: 2": "likelihood: 3"}
    before, after = two(tmp_path, {"risks.yaml": risks, "scope.yaml": scope})
    look = Look(DAY, site="https://playbooks.example/internal")
    text = REPORTER_BY_NAME["markdown"](difference(before, after), look)
    assert text.startswith(f"{MARK}\n")
    assert "[Risk *R&#45;1*](<https://playbooks.example/internal/base/risks.html#risk-R-1>)" in text
    assert "6 → 9" in text
    assert "<b>" not in text
    assert "@team" not in text


def test_a_comment_is_no_longer_than_a_host_takes(tmp_path: Path) -> None:
    lines = ", ".join(
        f"'Part number {n} of a shop that sells very many things'" for n in range(1500)
    )
    before, after = two(
        tmp_path, {"scope.yaml": {"in_scope: [The shop]": f"in_scope: [The shop, {lines}]"}}
    )
    text = REPORTER_BY_NAME["markdown"](difference(before, after), Look(DAY))
    assert len(text) < LONGEST + 200


def test_a_state_and_itself_do_not_differ(tmp_path: Path) -> None:
    before, after = two(tmp_path, {})
    found = difference(before, after)
    assert (found.engagements, found.same) == ((), ("base",))
    for name, empty in (("text", "Nothing changed"), ("markdown", "Nothing changes")):
        assert empty in REPORTER_BY_NAME[name](found, Look(DAY))


def test_an_engagement_that_went_is_breaking(tmp_path: Path) -> None:
    before, after = two(tmp_path, {})
    make_project(tmp_path / "before", ["gone"])
    found = difference(before, after)
    assert [(its.slug, its.action) for its in found.engagements] == [("gone", Action.REMOVED)]
    assert "the whole engagement was removed" in REPORTER_BY_NAME["text"](found, Look(DAY))


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_slip_is_one_in_either_direction(one: str, other: str) -> None:
    assert is_slip(one, one)
    assert is_slip(one, other) == is_slip(other, one)


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("The vendor reccords it.", "The vendor records it.", True),
        ("the Vendor records it", "The vendor records it.", True),
        ("teh report is due", "the report is due", False),  # short words are never taken for slips
        ("within 5 days", "within 6 days", False),
        ("at -5 degrees", "at 5 degrees", False),
        ("requests are accepted", "requests are excepted", False),
        ("an internal audit", "an external audit", False),
        ("work is done", "work is not done", False),
        ("the recieved goods", "the received goods", True),
    ],
)
def test_what_is_a_slip(one: str, other: str, slip: bool) -> None:
    assert is_slip(one, other) is slip


def test_a_folder_that_is_gone_is_no_state(tmp_path: Path) -> None:
    project = Project.find(make_project(tmp_path))
    with pytest.raises(UsageError, match="no git repository"), states(project, "nowhere", None):
        pass
    assert Here(project).title == "the files here"
