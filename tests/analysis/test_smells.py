"""Placeholders, vague words and loopholes: what is found, and what is left in peace."""

from __future__ import annotations

import pytest

from sourcebook.analysis.smells import Smells, may_hold_placeholder, placeholder, smells


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TODO", "TODO"),
        ("todo", "todo"),
        ("a TODO: later", "TODO"),
        ("By ???", "???"),
        ("Lorem ipsum dolor", "Lorem ipsum"),
        ("the owner is to be defined", "to be defined"),
        ("The date is to be\n  confirmed.", "to be\n  confirmed"),
        ("[name] signs", "[name]"),
        ("[Your name]", "[Your name]"),
        ("[CLIENT_NAME]", "[CLIENT_NAME]"),
        ("[name of the bank] pays", "[name of the bank]"),
        ("<insert the address>", "<insert the address>"),
    ],
)
def test_placeholders(text: str, found: str) -> None:
    assert placeholder(text) == found
    assert may_hold_placeholder(f"purpose: {text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "To do, doing, done",
        "tudo e todos",
        "No `TODO` in merged code",
        'He wrote "TBD" on it',
        "https://wiki.example/TODO",
        "It needs to be confirmed by the lead",
        "It is to be confirmed within 2 days",
        "[name](https://wiki.example)",
        "Task [x], note [1], risk [R-07]",
        "a < b, and <br>",
        "n/a",
        "Not applicable to the shop",
    ],
)
def test_no_placeholders(text: str) -> None:
    assert placeholder(text) is None


@pytest.mark.parametrize("text", ["n/a", " N/A ", "Not applicable", "n.a."])
def test_what_a_required_field_cannot_say(text: str) -> None:
    assert placeholder(text, required=True) == text.strip()
    assert may_hold_placeholder(f"purpose: {text}\n")


@pytest.mark.parametrize(
    ("text", "vague", "loopholes"),
    [
        ("The app is fast.", ["fast"], []),
        ("The app is fast, e.g. under 2 s.", [], []),
        ("It is fast. It answers in 2 s.", ["fast"], []),
        ("- Fast enough\n- 2 s", ["Fast"], []),
        ("G2 is better, ISO wise", ["better"], []),
        ("Severity-1 faults are handled in reasonable time", ["reasonable"], []),
        ("A state-of-the-art, user friendly app", ["state-of-the-art", "user friendly"], []),
        ("Only fast-forward merges at breakfast", [], []),
        ("The `fast` lane, https://wiki.example/fast", [], []),
        ("It is fast. Fast means better.", ["Fast", "better"], []),
        ("Mended as soon as possible", [], ["as soon as possible"]),
        ("Mended as soon as possible, within four hours", [], []),
        ("Mended promptly, one working day at most", [], []),
        ("Reviewed regularly, each sprint", [], []),
        ("Tests, reviews, etc. within 2 days where feasible", [], ["where feasible", "etc"]),
        ("Protected as appropriate and adequate", ["adequate"], ["as appropriate"]),
        ("On a best-effort basis", [], ["best-effort"]),
        ("", [], []),
    ],
)
def test_smells(text: str, vague: list[str], loopholes: list[str]) -> None:
    assert smells(text) == Smells(tuple(vague), tuple(loopholes))
