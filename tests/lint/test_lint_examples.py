"""Every rule has an example, whose pieces are what they say they are."""

from __future__ import annotations

import json

import pytest

from sourcebook.errors import SourceError
from sourcebook.findings import Finding
from sourcebook.lint.examples import examples
from sourcebook.lint.explaining import as_json, as_markdown, as_text
from sourcebook.lint.registry import RULES
from sourcebook.model.playbook import SECTIONS
from sourcebook.model.reading import read_section
from sourcebook.source.document import Document
from sourcebook.source.layers import Origin
from sourcebook.source.loading import SectionSource

OF_FILES = {code for code, example in examples().items() if not example.section}
PIECES = [
    pytest.param(code, word, getattr(example, word), id=f"{code}-{word}")
    for code, example in examples().items() if code not in OF_FILES
    for word in ("bad", "good")
]  # fmt: skip


def read(code: str, text: str) -> list[Finding]:
    section = examples()[code].section
    document = Document("example.yaml", text)
    source = SectionSource(section, document.data, Origin(document), (document,))
    found = read_section(SECTIONS[section], source, "example").findings
    return [*document.findings, *found]


def test_no_rule_lacks_an_example_and_no_example_its_rule() -> None:
    lacking = [rule.code for rule in RULES if rule.code not in examples()]
    assert lacking == []
    assert examples().keys() <= {rule.code for rule in RULES}
    assert {"STR010"} == OF_FILES


@pytest.mark.parametrize(("code", "word", "text"), PIECES)
def test_a_piece_can_be_read_unless_that_is_what_it_shows(code: str, word: str, text: str) -> None:
    if (code, word) == ("STR000", "bad"):
        with pytest.raises(SourceError):
            read(code, text)
    else:
        wanted = [code] if word == "bad" and code in ("STR003", "STR004", "STR011") else []
        assert [finding.code for finding in read(code, text)] == wanted


def test_the_same_of_a_rule_in_three_forms() -> None:
    (rule,) = (rule for rule in RULES if rule.code == "STR000")
    text, markdown = as_text([rule], examples(), {}), as_markdown([rule], examples(), {})
    (shape,) = json.loads(as_json([rule], examples(), {}))["rules"]
    for part in ("code", "slug", "severity", "promise", "why", "fix", "source"):
        assert shape[part] in " ".join(text.split())
        assert shape[part].casefold() in markdown.casefold()
    assert "Bad (risks.yaml):\n    assessment:\n" in text
    assert "Good (risks.yaml):\n\n```yaml\nassessment:\n" in markdown
    assert shape["example"]["section"] == "risks"


def test_a_rule_without_an_example_is_explained_all_the_same() -> None:
    (shape,) = json.loads(as_json(RULES[:1], {}, {}))["rules"]
    assert shape["example"] is None
    assert "Bad" not in as_text(RULES[:1], {}, {}) + as_markdown(RULES[:1], {}, {})
