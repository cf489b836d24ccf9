"""The score can be recomputed by hand, and from what STR002 says."""

from __future__ import annotations

from pathlib import Path

from lint.workspace import FACTS, change, make_project
from sourcebook.analysis.score import score
from sourcebook.analysis.shares import Score, Share
from sourcebook.analysis.word_lists import project_words
from sourcebook.lint.rules.fields import required_field_missing
from sourcebook.model.loading import load_playbook
from sourcebook.model.playbook import Playbook
from sourcebook.source.project import Project


def book_in(root: Path) -> Playbook:
    return load_playbook(Project.find(root), "base").playbook


def scored(root: Path) -> Score:
    return score(book_in(root), FACTS.thresholds)


GOALS = """\
meta: {owner: client-lead}
objective: Orders are taken online.
goals:
  - {id: G1, title: Orders, statement: "", owner: client-lead, measure: {metric: Share}}
"""


def test_by_hand(tmp_path: Path) -> None:
    """meta, owner, (last_reviewed), objective, goals; of the goal: id, title, (statement), owner,
    measure, metric and its five others, (achievability), (relevance), (due)."""
    folder = make_project(tmp_path) / "playbooks" / "base"
    change(folder, write={"goals.yaml": GOALS})
    assert scored(tmp_path).sections["goals"] == Share(9, 19)
    assert scored(tmp_path).sections["goals"].percent == 47


def test_all_that_is_not_filled_is_what_str002_tells(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    assert scored(tmp_path).whole.percent == 100
    change(folder, write={"goals.yaml": GOALS}, replace={
        "exit.yaml": {"owner: client-lead": "x-owner: nobody"},
        "risks.yaml": {"    owner: client-lead\n": ""},
    })  # fmt: skip
    book = book_in(tmp_path)
    missing = [*required_field_missing.check(book, FACTS)]  # type: ignore[misc]
    whole = scored(tmp_path).whole
    assert len(missing) == whole.asked - whole.filled > 10


def test_a_missing_section_lowers_it_and_a_waived_one_does_not(tmp_path: Path) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    before = scored(tmp_path).whole
    waiver = "not_applicable: {reason: A trial, approved_by: client-lead, until: 2026-12-31}\n"
    change(folder, write={"exit.yaml": waiver})
    assert "exit" not in scored(tmp_path).sections
    assert scored(tmp_path).whole.percent == 100
    change(folder, delete=["exit.yaml"])
    assert scored(tmp_path).sections["exit"].filled == 0
    assert scored(tmp_path).sections["exit"].asked > 5
    change(folder, write={"exit.yaml": "- refused\n"})
    assert scored(tmp_path).sections["exit"].percent == 0
    assert before.percent == 100


def test_what_the_phase_does_not_need_is_not_asked_for_but_counts_where_it_is(
    tmp_path: Path,
) -> None:
    folder = make_project(tmp_path) / "playbooks" / "base"
    assert "milestones" not in scored(tmp_path).sections
    change(folder, write={"milestones.yaml": "milestones: [{id: M1}]\n"})
    share = scored(tmp_path).sections["milestones"]
    assert (share.filled, share.percent) == (2, share.filled * 100 // share.asked)


def test_it_is_rounded_down_and_of_nothing_there_is_none() -> None:
    assert Share(999, 1000).percent == 99
    assert Share().percent is None
    assert Score({}).whole == Share(0, 0)


def test_what_is_still_to_be_written_is_not_filled(tmp_path: Path) -> None:
    """A text, an id, every word of a list, every key of a table; a list that is begun is filled."""
    folder = make_project(tmp_path) / "playbooks" / "base"
    before = scored(tmp_path).whole
    change(folder, replace={
        "goals.yaml": {"objective: ": "objective: TODO, "},
        "security.yaml": {"    owner: vendor-lead": "    owner: TODO"},
        "communication.yaml": {'participants: ["*"]': "participants: [TODO, TBD]"},
        "roles.yaml": {"responsibilities: [": "responsibilities: [TODO, ",
                       "raci: {client-lead: A, vendor-lead: R}": "raci: {TODO: A}"},
    })  # fmt: skip
    after = scored(tmp_path).whole
    assert (after.filled, after.asked) == (before.filled - 4, before.asked)
    own = project_words(tmp_path)
    assert score(book_in(tmp_path), FACTS.thresholds, words=own).whole == after
