"""The lists of words: a project adds to those that ship, and takes out of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sourcebook.analysis.smells import Smells, may_hold_placeholder, placeholder, smells
from sourcebook.analysis.word_lists import LISTS, bundled_words, project_words
from sourcebook.assets import bundled
from sourcebook.errors import UsageError


def write(root: Path, name: str, text: str | bytes) -> Path:
    path = root / "site_config" / "words" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def test_without_lists_of_its_own_a_project_has_those_that_ship(tmp_path: Path) -> None:
    assert project_words(tmp_path) is bundled_words()
    assert project_words(bundled("site_config").parent) is bundled_words()


def test_a_copy_of_what_ships_changes_nothing(tmp_path: Path) -> None:
    shutil.copytree(bundled("site_config") / "words", tmp_path / "site_config" / "words")
    copy, shipped = project_words(tmp_path), bundled_words()
    assert (copy.vague, copy.loopholes) == (shipped.vague, shipped.loopholes)
    assert copy.placeholders == shipped.placeholders


def test_every_word_that_ships_is_one_that_a_project_could_add(tmp_path: Path) -> None:
    shipped = bundled_words()
    write(tmp_path, "vague.txt", "".join(f"{word}\n" for word in shipped.vague))
    kinds = (f"{kind}:\n" + "\n".join(words) for kind, words in shipped.loopholes.items())
    write(tmp_path, "loopholes.txt", "\n".join(kinds))
    write(tmp_path, "placeholders.txt", "".join(f"{word}\n" for word in shipped.placeholders))
    words = project_words(tmp_path)
    assert words is not shipped
    assert (words.vague, words.loopholes) == (shipped.vague, shipped.loopholes)


def test_a_line_adds_and_a_line_behind_a_hyphen_takes_out(tmp_path: Path) -> None:
    write(tmp_path, "vague.txt", "# ours\nworld class\n- robust\n")
    write(tmp_path, "loopholes.txt", "loophole:\nsubject to capacity\n\nopen list:\n- etc\n")
    words = project_words(tmp_path)
    text = "World-class and robust, adequate, etc., subject to capacity"
    assert smells(text, words) == Smells(("World-class", "adequate"), ("subject to capacity",))
    assert smells(text) == Smells(("robust", "adequate"), ("etc",))


def test_placeholders_of_a_house(tmp_path: Path) -> None:
    lines = "OPEN POINT\n[bank]\n<choose>\n= none yet\n- TBC\n- [name]\n"
    words = project_words(write(tmp_path, "placeholders.txt", lines))
    for text, found in (
        ("Owner: OPEN POINT", "OPEN POINT"), ("[your bank] pays", "[your bank]"),
        ("<choose a role>", "<choose a role>"), ("TODO", "TODO"),
    ):  # fmt: skip
        assert placeholder(text, words) == found
        assert may_hold_placeholder(f"x: {text}\n", words)
    assert placeholder("None yet", words, required=True) == "None yet"
    assert placeholder("TBC", words) is placeholder("[name] signs", words) is None


def test_a_list_may_be_emptied(tmp_path: Path) -> None:
    for name in LISTS:
        kinds = "".join(
            f"{kind}:\n" + "".join(f"- {word}\n" for word in words)
            for kind, words in bundled_words().loopholes.items()
        )
        flat = {
            "vague.txt": bundled_words().vague,
            "placeholders.txt": bundled_words().placeholders,
        }
        write(tmp_path, name, "".join(f"- {w}\n" for w in flat[name]) if name in flat else kinds)
    words = project_words(tmp_path)
    assert smells("Fast as soon as possible, etc.", words) == Smells()
    assert placeholder("TODO [name] <insert it>", words) is None
    assert not may_hold_placeholder("TODO [name] <insert it>", words)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("vague.txt", "fine\n- robsut\n", "vague.txt:2: 'robsut' is not in the list that ships. "
         "Did you mean 'robust'?"),
        ("vague.txt", "a.*b\n", "vague.txt:1: 'a.*b' can be no entry of this list. Write a word"),
        ("vague.txt", "# x\n\ny\n", "vague.txt:3: 'y' can be no entry"),
        ("vague.txt", "slow:\n", "vague.txt:1: 'slow:' can be no entry"),
        ("loopholes.txt", "etc\n", "loopholes.txt:1: 'etc' belongs to no kind. Put it below one of:"
         " loophole, open list, unbounded time."),
        ("loopholes.txt", "open lists:\n", "'open lists' is no kind of this list. Did you mean "
         "'open list'?"),
        ("placeholders.txt", "[a+]\n", "'[a+]' can be no entry of this list. Write a word or phrase"
         ", or one as [name], <insert> or '= n/a'."),
        ("vaque.txt", "", "vaque.txt:1: this is no list of words. Did you mean vague.txt?"),
        ("vague.txt", b"caf\xe9\n", "vague.txt:1: this file is not saved as UTF-8"),
    ],
)  # fmt: skip
def test_what_no_list_can_hold_is_an_error_with_its_line(
    tmp_path: Path, name: str, text: str | bytes, says: str
) -> None:
    write(tmp_path, name, text)
    with pytest.raises(UsageError) as error:
        project_words(tmp_path)
    assert str(error.value).startswith("CFG001 site_config/words/")
    assert says in str(error.value)
