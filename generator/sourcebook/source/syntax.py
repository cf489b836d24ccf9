"""What libyaml complains of, in the words of a person who edits a playbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from yaml._yaml import CParser
from yaml.error import Mark, MarkedYAMLError
from yaml.tokens import ScalarToken

from sourcebook.errors import SourceError
from sourcebook.lean import dataclass
from sourcebook.source.indentation import begun_wrong, beside, first
from sourcebook.source.text import split_lines

_QUOTE = 'put the text in quotes: "…"'

DEEPEST = 64
"""Mappings and lists within each other, the outermost included."""

_LONGEST_KEY = 1024  # YAML's limit for a key on one line
_LONG_KEY = (
    f"has a key of over {_LONGEST_KEY:,} characters",
    "Keys are short names; put the text after 'key: '",
)


@dataclass(frozen=True)
class _Fault:
    """Where the parser stopped (``at``), and where what it was reading began (``since``)."""

    lines: list[str]
    at: Mark
    since: Mark
    kind: str

    @property
    def line(self) -> str:
        return self._line(self.at)

    @property
    def before(self) -> str:
        return self.line[: self.at.column]

    @property
    def character(self) -> str:
        return self.line[self.at.column : self.at.column + 1]

    @property
    def line_since(self) -> str:
        return self._line(self.since)

    def _line(self, mark: Mark) -> str:
        return self.lines[mark.line] if mark.line < len(self.lines) else ""

    def stopped(self, what: str, remedy: str) -> SourceError:
        """The error at the place where the parser stopped."""
        return SourceError(what, remedy, self.at.line + 1, self.at.column + 1)

    def began(self, what: str, remedy: str) -> SourceError:
        """The error at the place where what was being read began."""
        return SourceError(what, remedy, self.since.line + 1, self.since.column + 1)


# libyaml ends a line at these, YAML 1.2 and editors do not. Stand-ins of the same length keep
# every mark right; they are private-use characters, which nobody types.
STAND_INS = {0x2028: 0x10FFE1, 0x2029: 0x10FFE2}


def without_foreign_breaks(text: str) -> str:
    """A text whose lines libyaml counts as editors do."""
    return text.translate(STAND_INS) if "\u2028" in text or "\u2029" in text else text


def explain(error: MarkedYAMLError, text: str) -> SourceError:
    """The parser's error as what is wrong, what to do and where; never in libyaml's words."""
    at = error.problem_mark or error.context_mark
    since = error.context_mark or at
    if at is None or since is None:
        return SourceError("is not valid YAML", _LOOK)
    fault = _Fault(split_lines(text), at, since, error.context or "")
    problem = error.problem or ""
    if left := _left_open(fault, text):
        return left
    for words, answer in _BY_CONTEXT.items():
        if words in fault.kind:
            return answer(fault)
    for words, answer in _BY_PROBLEM.items():
        if words in problem:
            return answer(fault)
    return fault.stopped("is not valid YAML from here on", _LOOK)


_KEY = re.compile(r"\s*(?:- +)*[\w-]+:(?:\s|$)|\s*- ")
_CLOSE = "Close it at the end of its text; within '…' an apostrophe is written twice: ''"


def _left_open(fault: _Fault, text: str) -> SourceError | None:
    """A quote above the fault that swallowed other keys: that is where it went wrong."""
    for start, end in _quoted_texts(text):
        if end.index > fault.at.index:
            break
        *whole, last = fault.lines[start.line : end.line + 1]
        if any(_KEY.match(line) for line in [*whole[1:], last[: end.column]] if whole):
            return SourceError(
                f"has a quote that is opened here and closed only on line {end.line + 1}, in the "
                "middle of what follows",
                _CLOSE,
                start.line + 1,
                start.column + 1,
            )
    return None


def _quoted_texts(text: str) -> Iterator[tuple[Mark, Mark]]:
    """Where each text in quotes begins and ends, as far as the scanner gets."""
    scanner = CParser(without_foreign_breaks(text))
    try:
        while scanner.check_token():
            token = scanner.get_token()
            if isinstance(token, ScalarToken) and token.style in ("'", '"'):
                yield token.start_mark, token.end_mark
    except MarkedYAMLError:
        return


_LOOK = "Compare this line and the one above with their neighbours: indentation, ':' and quotes"


def _second_colon(fault: _Fault) -> SourceError:
    if re.search(r":\s", fault.before):
        return fault.stopped("has a second ': ' on one line", _quoted(fault.line))
    if fault.at.column > _LONGEST_KEY:
        return fault.stopped(*_LONG_KEY)
    above = fault.at.line - 1
    while above >= 0 and not fault.lines[above].strip():
        above -= 1
    if above >= 0 and (glued := re.match(r"\s*(?:- +)*[\w-]+(?=:[^\s/])", fault.lines[above])):
        return _glued(glued, above)
    if above >= 0 and (begun := begun_wrong(fault.lines[above], above)):
        return begun
    return fault.stopped(
        "has a line that is indented further than the line above, which already has its value",
        "Start it in the same column as the key above; if it goes on the text above, "
        "put that text in quotes",
    )


def _quoted(line: str) -> str:
    """How the line looks with its text in quotes."""
    key, _, value = line.strip().partition(": ")
    value = value.strip().strip("\u201c\u201d\u201e\u2018\u2019")
    if value and len(value) <= 60 and not {'"', "'", "\\", "[", "{"} & set(value):
        return f'Put the text in quotes: {key}: "{value}"'
    return f"If both belong to one text, {_QUOTE}; if not, give each key a line of its own"


def _glued(key: re.Match[str], line: int) -> SourceError:
    return SourceError(
        "lacks a space after ':'",
        f"Write '{key[0].strip()}: ' with a space before the value",
        line + 1,
        key.end() + 1,
    )


def _no_colon(fault: _Fault) -> SourceError:
    if begun := begun_wrong(fault.line_since, fault.since.line):
        return begun
    if glued := re.match(r"\s*(?:- +)*[\w-]+(?=:[^\s/])", fault.line_since):
        return _glued(glued, fault.since.line)
    if len(fault.line_since) > _LONGEST_KEY:
        return fault.began(*_LONG_KEY)
    return fault.began(
        "has a line of text without 'key: ' in front",
        "Write it as 'key: text'; a text that goes on over several lines is indented "
        "further than its key",
    )


def _out_of_line(fault: _Fault) -> SourceError:
    before = fault.before.rstrip()
    if begun := begun_wrong(fault.line, fault.at.line):
        return begun
    if fault.character == ":" and not before.strip(" -"):
        return fault.stopped("lacks a name before ':'", "Write the key, or delete the ':'")
    if before.endswith(("'", '"')):
        return fault.stopped(
            "has text after the closing quote",
            "Put the whole text in quotes, or close the quote on a line above that lacks its end; "
            "within '…' an apostrophe is written twice: ''",
        )
    if before.endswith(("]", "}")):
        return fault.stopped(
            "has text after a closing bracket",
            f"If the text begins with a bracket, {_QUOTE}; if not, delete what is too much",
        )
    here, there = fault.line.lstrip().startswith("-"), "collection" in fault.kind
    if not before and fault.at.column == fault.since.column and here != there:
        list_and_keys = ("a list item ('- ') among keys", "a key among the items of a list ('- ')")
        return fault.stopped(
            f"has {list_and_keys[there]}",
            "Indent a list under its key, and the keys of an item as far as its first key",
        )
    steps = beside(fault.lines, fault.at.line, fault.at.column)
    return fault.stopped(
        "has a line that does not line up with the lines that it belongs to",
        f"Start it in {', or in '.join(map(str, steps))}" if steps else _LOOK,
    )


def _list_on_line(fault: _Fault) -> SourceError:
    return fault.stopped(
        "has a list that begins on the line of its key",
        f"Start the list on the next line; if the '-' belongs to a text, {_QUOTE}",
    )


def _bad_start(fault: _Fault) -> SourceError:
    if fault.character == "\t":
        return fault.stopped(
            "has a tab in its indentation",
            "Indent with spaces: two for each level",
        )
    return _text_start(fault, fault.character)


def _text_start(fault: _Fault, character: str) -> SourceError:
    where = fault.stopped if fault.character == character else fault.began
    return where(
        f"has a text that begins with '{character}', which means something else in YAML",
        f'Put the whole text in quotes: "{character}…"',
    )


def _content(fault: _Fault) -> SourceError:
    if fault.character and fault.character in ",]}" and "flow" in fault.kind:
        return fault.stopped(
            f"has nothing before this '{fault.character}'",
            "Delete the comma that is too much, or write what is missing",
        )
    if fault.character and fault.character not in "-:" and not fault.character.isalnum():
        return _text_start(fault, fault.character)
    return fault.stopped("lacks a value here", _LOOK)


def _glued_in_brackets(fault: _Fault) -> SourceError:
    return fault.stopped(
        "has a ':' without a space after it, within brackets",
        f"Write ': ' between a key and its value; if the ':' belongs to a text, {_QUOTE}",
    )


def _anchor(fault: _Fault) -> SourceError:
    mark = "*" if "alias" in fault.kind else "&"
    return fault.began(
        f"has a text that begins with '{mark}', which means something else in YAML",
        f'Put the whole text in quotes: "{mark}", or "{mark}…"',
    )


def _unknown_alias(fault: _Fault) -> SourceError:
    name = re.match(r"\*[\w-]*", fault.line[fault.at.column :])
    return fault.stopped(
        f"has an alias '{name[0] if name else '*'}' to something that is not marked with '&' above",
        'Put a text that begins with * in quotes: "*…"',
    )


def _same_anchor(fault: _Fault) -> SourceError:
    return fault.stopped(
        f"marks two places with the same '&' name, the first on line {fault.since.line + 1}",
        'Rename one of them; put a text that begins with & in quotes: "&…"',
    )


def tag(line: int, column: int) -> SourceError:
    """The refusal of a tag, at its place."""
    return SourceError(
        "has a tag: a value that begins with '!'",
        'Delete the tag; put a text that begins with ! in quotes: "!…"',
        line,
        column,
    )


def _tag(fault: _Fault) -> SourceError:
    return tag(fault.since.line + 1, fault.since.column + 1)


def too_deep(line: int, column: int) -> SourceError:
    """The refusal of a mapping or list at its place, for what is nested in it."""
    return SourceError(
        f"is nested more than {DEEPEST} levels deep",
        "Flatten it: no field of a playbook lies that deep",
        line,
        column,
    )


def _quote(fault: _Fault) -> SourceError:
    return fault.began("has a quote that is opened here and never closed", _CLOSE)


def _separator_in_quotes(fault: _Fault) -> SourceError:
    return fault.stopped(
        "has a line that begins with '---' or '...' within a text in quotes",
        "Indent that line, or close the quote before it",
    )


def _escape(fault: _Fault) -> SourceError:
    if any(_KEY.match(line) for line in fault.lines[fault.since.line + 1 : fault.at.line + 1]):
        return fault.began(
            f"has a quote that is opened here and not closed before line {fault.at.line + 1}",
            _CLOSE,
        )
    return fault.stopped(
        'has a backslash within "…" that YAML does not know',
        r"Write \\ for a backslash, or use '…' in place of the double quotes",
    )


def _block_text(fault: _Fault) -> SourceError:
    mark = fault.line_since[fault.since.column : fault.since.column + 1]
    return fault.began(
        f"has text after '{mark}', which begins a text of several lines",
        f'Put a text that begins with {mark} in quotes: "{mark} …", '
        "or start the text on the next line",
    )


def _open_bracket(fault: _Fault) -> SourceError:
    bracket = fault.line_since[fault.since.column : fault.since.column + 1]
    if fault.at.line == fault.since.line and fault.character:
        return fault.stopped(
            f"lacks a comma before this, within '{bracket}'",
            f"Separate with ', '; {_QUOTE} where it holds a comma, a bracket or ': '",
        )
    return fault.began(
        f"has a '{bracket}' that is never closed, or lacks a comma after it",
        f"Close it with '{']' if bracket == '[' else '}'}', and separate with ', '",
    )


def _directive(fault: _Fault) -> SourceError:
    return fault.began(
        "has a line that begins with '%', a directive",
        "Delete the line, or put the text in quotes",
    )


def _second_document(fault: _Fault) -> SourceError:
    top = first(fault.lines)
    if top and fault.at.column < top.column and _KEY.match(fault.line):
        return SourceError(
            "has a first line that is indented further than those below",
            f"Start line {top.line + 1} in column {fault.at.column + 1}, as line "
            f"{fault.at.line + 1} does",
            top.line + 1,
            1,
        )
    return fault.stopped(
        "holds a second document, or something after the end of the first",
        "Keep one document in a file: delete the '---' or '...', or what follows the last bracket",
    )


_Answer = Callable[[_Fault], SourceError]

# Words of libyaml's context and problem, the more specific first.
_BY_CONTEXT: dict[str, _Answer] = {
    "duplicate anchor": _same_anchor,
    "single document": _second_document,
    "scanning an alias": _anchor,
    "scanning an anchor": _anchor,
    "scanning a tag": _tag,
    "directive": _directive,
    "a block scalar": _block_text,
    "flow level": lambda fault: too_deep(fault.at.line + 1, fault.at.column + 1),
}
_BY_PROBLEM: dict[str, _Answer] = {
    "mapping values are not allowed": _second_colon,
    "could not find expected ':'": _no_colon,
    "expected key": _out_of_line,
    "expected '-' indicator": _out_of_line,
    "block sequence entries": _list_on_line,
    "mapping keys are not allowed": lambda fault: _text_start(fault, "?"),
    "cannot start any token": _bad_start,
    "expected node content": _content,
    "unexpected ':'": _glued_in_brackets,
    "unexpected end of stream": _quote,
    "unexpected document indicator": _separator_in_quotes,
    "escape": _escape,
    "hexdecimal": _escape,
    "undefined alias": _unknown_alias,
    "undefined tag handle": _tag,
    "expected ',' or": _open_bracket,
    "tab character": _bad_start,
    "<document start>": _second_document,
    "incompatible YAML": _directive,
}
