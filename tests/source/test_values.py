"""What YAML's scalars mean here."""

import pickle

import pytest

from sourcebook.source.document import read_document
from sourcebook.source.scalars import Float, Int, as_text

VALUES = [
    ("14:30", "14:30"), ("9:00", "9:00"), ("09:00", "09:00"), ("190:20:30", "190:20:30"),
    ("NO", "NO"), ("no", "no"), ("on", "on"), ("yes", "yes"), ("off", "off"), ("y", "y"),
    ("true", True), ("false", False), ("True", "True"), ("TRUE", "TRUE"), ("False", "False"),
    ("null", None), ("~", None), ("", None), ("Null", "Null"), ("NULL", "NULL"),
    ("010", 10), ("0", 0), ("-7", -7), ("+7", 7), ("0o17", 15), ("0x1F", 31),
    ("1_000", "1_000"), ("1,000", "1,000"), ("0b1", "0b1"), ("0o8", "0o8"), ("0xG", "0xG"),
    ("1e3", 1000.0), ("1.5", 1.5), ("-.5", -0.5), ("1.", 1.0), ("1.5e-2", 0.015),
    (".inf", ".inf"), ("-.inf", "-.inf"), (".nan", ".nan"), ("1e999", "1e999"), (".", "."),
    ("+", "+"), ("-x", "-x"), ("1.2.3", "1.2.3"), ("٣", "٣"),
    ("9" * 64, int("9" * 64)), ("9" * 5000, "9" * 5000),
    ("2026-11-22", "2026-11-22"), ("2026-02-30", "2026-02-30"), ("2026-11-22T10:00:00Z",) * 2,
    ('"true"', "true"), ("'010'", "010"), ('"14:30"', "14:30"), ("'~'", "~"), ('""', ""),
    ("=", "="), ("R&D", "R&D"), ("a#b", "a#b"), ("C# dev", "C# dev"), ("95 %", "95 %"),
    ("x\u2028y", "x\u2028y"), ("x\u2029", "x\u2029"), ('"x\u2028 y"', "x\u2028 y"),
    ("'\u2028'", "\u2028"), ("x\ufeffy", "x\ufeffy"), ('"\\u2028"', "\u2028"), ('"\\t"', "\t"),
    ("[a, NO, 010]", ["a", "NO", 10]), ("{on: yes}", {"on": "yes"}),
    ("|\n  x\n  y\n", "x\ny\n"), (">-\n  x\n  y\n", "x y"),
]


@pytest.mark.parametrize(("written", "value"), VALUES)
def test_value(written, value):
    read = read_document("x.yaml", f"a: {written}\n".encode()).data["a"]
    assert read == value
    assert isinstance(read, bool) == isinstance(value, bool)


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"# only a comment\n", b"---\n", b"\xef\xbb\xbf"])
def test_nothing_is_an_empty_mapping(raw):
    document = read_document("x.yaml", raw)
    assert document.data == {}
    assert document.place(("a", 1)).line <= 2
    assert document.findings == ()


@pytest.mark.parametrize("key", ["on", "NO", "yes", "14:30", "2026-11-22", "'1'", '"true"', "x-é"])
def test_keys_that_are_text(key):
    assert list(read_document("x.yaml", f"{key}: 1\n".encode()).data) == [key.strip("'\"")]


@pytest.mark.parametrize("written", ["010", "1e3", "0x1F", "+5", "1.50", "-0"])
def test_numbers_remember_how_they_were_written(written):
    number = read_document("x.yaml", f"a: {written}\n".encode()).data["a"]
    assert number.raw == written == as_text(number)
    assert pickle.loads(pickle.dumps(number)).raw == written  # noqa: S301 -- our own bytes


def test_numbers_without_a_written_form_have_their_digits():
    assert (Int(3).raw, Float(1.5).raw) == ("3", "1.5")
    assert [as_text(value) for value in (None, True, False, "x")] == ["", "true", "false", "x"]


def test_aliases_and_merge_keys():
    data = read_document("x.yaml", b"""\
base: &base {tz: Europe/Lisbon, days: [mon]}
more: &more {tz: UTC, extra: 1}
copy: *base
one: {<<: *base, tz: Europe/London}
two:
  <<: [*base, *more]
quoted: {"<<": 1}
""").data
    assert data["copy"] == {"tz": "Europe/Lisbon", "days": ["mon"]}
    assert data["one"] == {"tz": "Europe/London", "days": ["mon"]}
    assert data["two"] == {"tz": "Europe/Lisbon", "days": ["mon"], "extra": 1}
    assert data["quoted"] == {"<<": 1}
