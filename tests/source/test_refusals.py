"""What is refused, where it is said to be, and in which words; and that nothing else is raised."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sourcebook.errors import SourceError
from sourcebook.source.document import Document, read_document, read_mapping
from sourcebook.source.text import CONTROL, LARGEST, decode

LAUGHS = "a: &a [l,l,l,l,l,l,l,l,l]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n"
    for before, name in zip("abcdefg", "bcdefgh", strict=True)
)

# The bytes, the line and column, and words of the message.
REFUSED = [
    # Syntax
    ("Risk: high: now", 1, 11, "a second ': ' on one line"),
    ("Risk: high: now", 1, 11, 'Put the text in quotes: Risk: "high: now"'),
    ('a: "b": c', 1, 7, "a second ': '"),
    ("a: 1\nnote: see https://x.example: there", 2, 28, "a second ': '"),
    ("title: x\n  owner: y", 2, 8, "indented further than the line above"),
    ("title:x\nowner: y", 1, 6, "lacks a space after ':'. Write 'title: '"),
    ("a: 1\ntitle:x\n", 2, 6, "lacks a space after ':'"),
    ("title: x\nsome words\nowner: y", 2, 1, "a line of text without 'key: '"),
    ("k" * 1100 + ": x", 1, 1101, "a key of over 1,024 characters"),
    ('title: "x" y\n', 1, 12, "text after the closing quote"),
    ("title: 'It's done'\n", 1, 12, "an apostrophe is written twice"),
    ('title: "abc\nb: c\n', 1, 8, "a quote that is opened here and never closed"),
    # What is not closed goes on to the next quote, however far that is.
    ('title: "abc\nb: c\n\nd: from "one" to two\n', 1, 8, "closed only on line 4"),
    ("a:\n  - title: 'abc\n    b: it's c\n", 2, 12, "closed only on line 3, in the middle"),
    ('title: "abc\nb: "c"\n', 1, 8, "closed only on line 2"),
    ('title: "abc\nb: ""\n', 1, 8, "closed only on line 2"),
    ('a: ["b, c]\nd: ["e"]\n', 1, 5, "closed only on line 2"),
    ('title: "abc\nb: "c: d"\n', 1, 8, "closed only on line 2"),
    ('title: "abc\npath: C:\\quay\n', 1, 8, "not closed before line 2"),
    ('title: "abc\n---\nb"\n', 2, 1, "within a text in quotes"),
    ("a: [1, 2\nb: c\n", 1, 4, "a '[' that is never closed"),
    ("a: {b: c\n\nd: e\n", 1, 4, "a '{' that is never closed"),
    ("a: {x: 1 y: 2}", 1, 11, "lacks a comma"),
    ("a: [x, , y]", 1, 8, "nothing before this ','"),
    ("a: {b:}", 1, 6, "a ':' without a space after it, within brackets"),
    ("a: ]", 1, 4, "begins with ']'"),
    ("a: [x]]", 1, 7, "text after a closing bracket"),
    ("- [label](https://x.example)", 1, 10, "text after a closing bracket"),
    ("a: @role", 1, 4, 'begins with \'@\', which means something else in YAML. Put the whole'),
    ("a: `code`", 1, 4, "begins with '`'"),
    ("a: %5", 1, 4, "begins with '%'"),
    ("%x: 1", 1, 1, "a directive"),
    ("%YAML 2.0\n---\na: 1", 1, 1, "a directive"),
    ("participants: [*]", 1, 16, 'Put the whole text in quotes: "*"'),
    ("- *", 1, 3, "begins with '*'"),
    ("a: *Important* note", 1, 4, "begins with '*'"),
    ("a: *base", 1, 4, "an alias '*base' to something that is not marked with '&'"),
    ("a: & b", 1, 4, "begins with '&'"),
    ("a: &x 1\nb: &x 2", 2, 4, "the same '&' name, the first on line 1"),
    ("a: ? b", 1, 4, "begins with '?'"),
    ("a: - b", 1, 4, "a list that begins on the line of its key"),
    ("target: > 95 %", 1, 9, "text after '>'"),
    ("target: >95", 1, 9, 'in quotes: "> …"'),
    ("target: |x", 1, 9, "text after '|'"),
    ('path: "C:\\quay"', 1, 10, "a backslash"),
    ('a: "\\xZZ"', 1, 7, "a backslash"),
    ('a: "\\ud800"', 1, 7, "a backslash"),
    ('a: "\\0"', 1, 4, "a backslash that stands for a control character (U+0000)"),
    ("a:\n  - x\n b: c\n", 3, 2, "does not line up"),
    ("a:\n    b: c\n  d: e\n", 3, 3,
     "Start it in column 5, under 'b' of line 2, or in column 1, under 'a' of line 1"),
    ("a:\n  - id: x\n   title: y\n", 3, 4,
     "Start it in column 5, under 'id' of line 2, or in column 3, under '-' of line 2"),
    ("a:\n  - id: x\n    b:\n      c: d\n   e: f\n", 5, 4,
     "Start it in column 5, under 'b' of line 3, or in column 3, under '-' of line 2"),
    ("a:\n    b: >-\n      words: of a text\n  d: e\n", 4, 3, "in column 5, under 'b' of line 2"),
    ('"a":\n    "b": c\n  "d": e\n', 3, 3, "Compare this line and the one above"),
    ("# ours\n a: b\nc: d\n", 2, 1, "Start line 2 in column 1, as line 3 does"),
    ("a:\n  -id: x\n   title: y\n", 2, 3, "Write '- id:' with a space before the item"),
    ("a:\n  - id: x\n    b: c\n  -id: y\n    b: d\n", 4, 3, "lacks a space after '-'"),
    ("a:\n  \u2013 x y\n  \u2013 z\n", 2, 3, "Begin it with a hyphen and a space: '- x'"),
    ("a:\n  - x\n  \u2022 y\n", 3, 3, "begins with '\u2022'"),
    ("a:\n  \u2013 id: x\n    b: c\n", 2, 3, "begins with '\u2013'"),
    ("a:\n  - id: x\n  \u2013 id: y\n", 3, 3, "begins with '\u2013'"),
    ("a:\n\u00a0 b: c\n", 2, 1, "a blank here that is no space (U+00A0)"),
    ("a:\n  b: c\n\u00a0\u00a0d: e\n", 3, 1, "Type ordinary spaces"),
    ("a:\n\u00a0\u00a0b: c\n  d: e\n", 2, 1, "no space (U+00A0)"),
    ("a: b\n\u00a0\nc: d\n", 2, 1, "no space (U+00A0)"),
    ("a:\u00a0b\nc: d\n", 1, 3, "no space (U+00A0)"),
    ("a:\n  b:\u00a0c\n", 2, 5, "no space (U+00A0)"),
    ("a:\n  -\u00a0b\n  -\u00a0c\n", 2, 4, "no space (U+00A0)"),
    ("a:\n  \u200bb: c\n", 2, 3, "no space (U+200B)"),
    ("a: \u201cRisk: high\u201d\n", 1, 9, 'Put the text in quotes: a: "Risk: high"'),
    ("a:\n  -x\n  -y\nb: c\n", 2, 3, "Write '- x' with a space before the item"),
    ("a:\n  -id: x\n  -b: c\n", 2, 3, "Write '- id:' with"),
    ("a: b\n-id: x\n", 2, 1, "Write '- id:' with"),
    ("a:\n  - x\n  -y\nb: c\n", 3, 3, "Write '- y' with"),
    ("a:\n  - x\n  y: z\n", 3, 3, "a key among the items of a list"),
    ("a:\n  x: 1\n  - y\n", 3, 3, "a list item ('- ') among keys"),
    (": x", 1, 1, "lacks a name before ':'"),
    ("a:\n\tb: c", 2, 1, "a tab in its indentation. Indent with spaces"),
    ("\ta: b", 1, 1, "a tab"),
    # Several documents
    ("a: 1\n---\nb: 2\n", 2, 1, "a second document"),
    ("a: 1\n...\nb: 2\n", 3, 1, "a second document"),
    # Tags
    ("a: !!python/object:os.system x", 1, 4, "a tag"),
    ("a: !!str 3", 1, 4, "a tag"),
    ("a: ! 3", 1, 4, "a tag"),
    ("a: !important", 1, 4, 'a text that begins with ! in quotes'),
    ("a: !x!y z", 1, 4, "a tag"),
    ("a: !!map {}", 1, 4, "a tag"),
    ("a: !!set {b}", 1, 4, "a tag"),
    ("!!map\na: 1", 1, 1, "a tag"),
    ("a: 1\na: !!str 2", 2, 4, "a tag"),
    # Keys
    ("a: b\n1: c", 2, 1, 'a key that is a number, not a name. Put it in quotes: "1":'),
    ("true: c", 1, 1, "a key that is true or false"),
    ("~: c", 1, 1, "a key that is empty"),
    ("1.5: c", 1, 1, "a key that is a number"),
    ("? [a]\n: b", 1, 3, "as a key"),
    ("a: 1\na: 2\n? ? b\n: c\n", 3, 3, "as a key"),
    ("a: \u2013\n? ? \u00a0b", 2, 3, "as a key"),
    ("a: {{ name }}", 1, 5, "as a key"),
    ("<<: 3", 1, 5, "a merge key"),
    # The whole
    ("just words", 1, 1, "text without any 'key: value'. Write it as 'key: text'"),
    ("title:x", 1, 1, "Put a space after ':'"),
    ("42", 1, 1, "text without any"),
    # Depth and aliases
    ("- " * 50_000 + "x", 1, 127, "nested more than 64 levels deep"),
    ("a: " + "[" * 50_000, 1, None, "nested more than 64 levels deep"),
    ("a: " + "{a: " * 70, 1, None, "nested more than 64 levels deep"),
    ("".join(" " * i + "k:\n" for i in range(70)), 64, 64, "nested more than 64 levels deep"),
    ("a: " + "!!seq [" * 5_000, 1, None, "nested more than 64 levels deep"),
    ("[" * 65 + "]" * 65, 1, 64, "nested more than 64 levels deep"),
    ("a: &a " + "word " * 2000 + "\nb: [" + "*a, " * 200 + "x]", 1, 4, "over 1 MiB of text"),
    (LAUGHS, None, None, "aliases (*) that expand to over 10,000 values"),
    ("a: &a " + "[" * 40 + "x" + "]" * 40 + "\nb: " + "[" * 40 + "*a" + "]" * 40,
     1, 4, "over 64 levels"),
    ("a: &a [*a]", 1, 4, "contains the alias itself"),
    ("a: &a {<<: *a}", 1, 4, "contains the alias itself"),
    # Bytes
    (b"a: caf\xe9", 1, 7, "not saved as UTF-8: byte 0xE9 here ('é' in Latin-1"),
    (b"\xef\xbb\xbfa: 1\nb: \xc3\xa9 \x80", 2, 6, "not saved as UTF-8"),
    (b"a: \xed\xa0\x80", 1, 4, "not saved as UTF-8"),
    ("a: 1".encode("utf-16"), 1, 1, "UTF-16"),
    ("a: 1".encode("utf-16-be"), 1, 1, "UTF-16"),
    ("\u043a\u043b\u044e\u0447: 1".encode("utf-16"), 1, 1, "UTF-16"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", 1, 1, "is no text file"),
    (b"PK\x03\x04\x14\0\x08\x08\x08\0\xd5\x9b", 1, 1, "is no text file"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", 1, 1, "is no text file"),
    (b"\x7fELF\x02\x01\x01" + b"\0" * 9 + b"\x03\0>\0\x01\0\0\0" + b"\0" * 40, 1, 1, "is no text"),
    (bytes(range(256)), 1, 1, "is no text file"),
    (b"a: b\nc: d\0", 2, 5, "control character (U+0000)"),
    (b"a: b\r\nc: \x1b[1m", 2, 4, "control character (U+001B)"),
    ("a: b\u2028c\nd: \x85", 2, 4, "control character (U+0085)"),
    ("a: \ufffe", 1, 4, "control character (U+FFFE)"),
    (b"x: " + b"a" * LARGEST, 1, 1, "over 1 MiB"),
]


def _bytes(written):
    return written if isinstance(written, bytes) else written.encode()


@pytest.mark.parametrize(
    ("written", "line", "column", "words"), REFUSED, ids=[f"{i}" for i in range(len(REFUSED))],
)
def test_refused_with_place_and_words(written, line, column, words):
    with pytest.raises(SourceError) as caught:
        read_document("risks.yaml", _bytes(written))
    assert words in str(caught.value)
    assert caught.value.remedy
    assert (line or caught.value.line, column or caught.value.column) == (
        caught.value.line, caught.value.column)


LIBYAML = ("while ", "did not find", "expected <", "found character", "not allowed in this context")


@pytest.mark.parametrize("written", [row[0] for row in REFUSED])
def test_never_in_the_words_of_the_parser(written):
    with pytest.raises(SourceError) as caught:
        read_document("risks.yaml", _bytes(written))
    assert not any(words in str(caught.value) for words in LIBYAML)


@pytest.mark.parametrize("sign", [*range(256), 0x2028, 0xFEFF, 0xFFFD, 0xFFFE])
def test_of_all_signs_control_characters_alone_are_refused(sign):
    text = f"some text with {chr(sign)} in it"
    if not CONTROL.match(chr(sign)):
        assert decode(text.encode()) == text
    else:
        with pytest.raises(SourceError, match="control character"):
            decode(text.encode())


def test_a_list_is_no_section():
    assert read_document("words.yaml", b"- a\n").data == ["a"]
    with pytest.raises(SourceError, match="is a list") as caught:
        read_mapping("risks.yaml", b"# x\n- a\n")
    assert (caught.value.line, caught.value.column) == (2, 1)


def test_sixty_four_levels_are_read():
    assert read_document("x.yaml", b"[" * 64 + b"]" * 64).data


def test_many_values_without_aliases_are_read():
    rows = b"a: '*'\nrows:\n" + b"- x\n" * 20_000
    assert len(read_document("x.yaml", rows).data["rows"]) == 20_000


YAMLISH = st.text(
    st.sampled_from("ab1 \n\t-:#[]{},&*!|>'\"%@`?~<=.\\\r\ufeff\u2028\x85é😀"), max_size=60,
)


@given(st.one_of(YAMLISH, st.text(max_size=80)))
@settings(max_examples=600, deadline=None)
@example("&a : *a")
@example("? &a\n: *a")
@example("- &a\n- <<: [*a]")
@example("<<: [[]]")
@example("a: &x\n  <<: {b: *x}")
@example("\ufeff\ufeffa: 1")
@example('\u2028 #\u2028""\r1')
def test_any_text_is_read_or_refused(text):
    """Nothing but SourceError is raised, and every place of what is read can be asked for."""
    document, error = attempt(text.encode())
    if error is not None:
        assert 1 <= error.line <= len(lines(text)) + 1
        assert error.column >= 1
        return
    for path in paths(document.data):
        place = document.place(path)
        assert (place.line, place.column) <= (place.end_line, place.end_column)
        document.place(path, key=True)
        document.place((*path, "missing"))


@given(st.binary(max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(raw):
    document, error = attempt(raw)
    assert isinstance(document, Document) or error.what


def attempt(raw):
    try:
        return read_document("x.yaml", raw), None
    except SourceError as error:
        return None, error


def lines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def paths(data, path=()):
    yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from paths(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from paths(value, (*path, index))


@pytest.mark.parametrize(
    "text", ["[" * 600 + "x" + "]" * 600, "- " * 900 + "x", "{? " * 300 + "x" + "}" * 300]
)
def test_what_is_deep_and_small_is_refused_as_well(text):
    with pytest.raises(SourceError, match="more than 64 levels"):
        Document("deep.yaml", text)
