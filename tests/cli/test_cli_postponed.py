"""Modules that stand in for others until something is asked of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from sourcebook.postponed import Postponed, postpone

ODD = "this_is_odd"


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postponed]:
    """Stands in for a module that says when it is read."""
    (tmp_path / f"{ODD}.py").write_text("print('read')\nanswer = 42\nplain = 'its own'\n")
    monkeypatch.syspath_prepend(tmp_path)
    module = Postponed(ODD)
    vars(module)["plain"] = "stands in"
    monkeypatch.setitem(sys.modules, ODD, module)
    yield module
    sys.modules.pop(ODD, None)


def test_a_module_is_read_when_something_is_asked_of_it(
    odd: Postponed, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (__import__(ODD), odd.plain) == (odd, "stands in")
    assert capsys.readouterr().out == ""
    assert (odd.answer, odd.plain) == (42, "its own")
    assert sys.modules[ODD] is not odd
    assert (odd.answer, sys.modules[ODD].answer) == (42, 42)
    assert capsys.readouterr().out == "read\n"


def test_a_name_that_it_lacks_is_told_as_by_the_module(odd: Postponed) -> None:
    with pytest.raises(AttributeError, match=f"module '{ODD}' has no attribute 'question'"):
        _ = odd.question


def test_what_is_there_already_stays() -> None:
    import inspect

    postpone()
    assert sys.modules["inspect"] is inspect


def test_what_stands_in_says_the_same() -> None:
    code = (
        "import sys; bare = {*sys.modules}\n"
        "from sourcebook.postponed import postpone; postpone()\n"
        "import inspect, platform, importlib.util\n"
        "assert importlib.util.find_spec('platform').name == 'platform'\n"
        "docs = ['', ' One. ', '\\tTabs\\tare blanks.', 'Two.\\n\\n    Lines.\\n      ']\n"
        "told = [*map(inspect.cleandoc, docs[:3]), platform.system()]\n"
        "assert 'ast' not in sys.modules.keys() - bare\n"
        "whole = [*map(inspect.cleandoc, docs)]\n"
        "assert 'ast' in sys.modules\n"
        "assert platform.python_version()\n"
        "assert told == [*map(sys.modules['inspect'].cleandoc, docs[:3]), platform.system()]\n"
        "assert whole == [*map(sys.modules['inspect'].cleandoc, docs)]\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_run_reads_none_of_them(project: Path) -> None:
    heavy = {"ast", "dis"} | ({"_hashlib"} if find_spec("_blake2") else set())
    code = (
        "import sys; bare = {*sys.modules}\n"
        "from sourcebook.__main__ import main; sys.argv[1:] = ['lint']\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"print({heavy} & sys.modules.keys() - bare or '', file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == ""
