"""How long an exit takes, and until when knowledge can be passed on."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from render.playbooks import loaded
from sourcebook.analysis import transfer
from sourcebook.analysis.critical_path import ExitPath
from sourcebook.model.sections.exit import ExitTask


def task(id, days=None, start=None, *after):
    return ExitTask(id=id, duration_days=days, start_offset_days=start, depends_on=after)


def test_the_longest_chain_sets_the_end():
    path = ExitPath(
        (task("a", 5, 0), task("b", 10, 2, "a"), task("c", 20, 0, "a"), task("d", 1, 0))
    )
    assert path.ends == {"a": 5, "b": 15, "c": 25, "d": 1}
    assert (path.days, path.chain) == (25, ("a", "c"))


def test_a_task_may_wait_for_its_own_day():
    path = ExitPath((task("a", 5, 0), task("b", 10, 30, "a")))
    assert (path.days, path.chain) == (40, ("b",))


def test_unknown_durations_circles_and_strangers():
    path = ExitPath((task("a"), task("b", 3, 0, "b"), task("c", 4, 0, "x", "a"), task(None, 9, 0)))
    assert path.ends == {"a": 0, "c": 4}
    assert (ExitPath(()).days, ExitPath(()).chain) == (0, ())


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(-5, 60), st.sets(st.integers(0, 9)))))
def test_no_task_ends_before_those_that_it_waits_for(rows):
    tasks = [task(str(n), d, s, *map(str, after)) for n, (d, s, after) in enumerate(rows)]
    ends = ExitPath(tasks).ends
    for one in tasks:
        if one.id in ends:
            assert all(ends[other] <= ends[one.id] for other in one.depends_on if other in ends)


def test_the_last_ten_working_days():
    friday = dt.date(2027, 1, 29)
    assert transfer.last_stretch(friday) == dt.date(2027, 1, 18)
    assert transfer.last_stretch(dt.date(2027, 1, 31)) == dt.date(2027, 1, 18)
    assert transfer.last_stretch(dt.date.min) == dt.date.min


def test_a_giver_leaves_with_its_party():
    book = loaded({
        "engagement": {"end_date": "2028-01-31", "parties": [
            {"id": "old", "side": "vendor", "until": "2027-03-31"}, {"id": "new", "side": "vendor"},
        ]},
        "roles": {"roles": [{"id": "a", "party": "old"}, {"id": "b", "party": "new"}]},
        "knowledge": {"sessions": [{"id": r, "from_role": r} for r in ("a", "b", "c")]},
    }).playbook  # fmt: skip
    last = [transfer.last_day(book, session) for session in book.knowledge.sessions]
    assert last == [dt.date(2027, 3, 31), dt.date(2028, 1, 31), dt.date(2028, 1, 31)]
