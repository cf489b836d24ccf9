"""Reading, the model, layers, editions and prose under texts that nobody would write.

Texts are made of what the corpus holds, cut and put together anew, with marks of YAML and Markdown
strewn in. ``make test`` tries the same few hundred each time; ``make fuzz`` tries new ones, as many
as ``FUZZ`` says. What is found goes into ``corpus/`` as a file of its own, and stays.
"""

from __future__ import annotations

import json
import os
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sourcebook.errors import SourceError
from sourcebook.findings import KeyPath
from sourcebook.model.edition import scalars, shared_edition
from sourcebook.model.loading import made_playbook
from sourcebook.model.playbook import SECTIONS
from sourcebook.render import prose
from sourcebook.source.document import Document, read_mapping
from sourcebook.source.handpages import read_page
from sourcebook.source.layers import Layered, Origin, locate, merge
from sourcebook.source.loading import EngagementSource, SectionSource

CORPUS = Path(__file__).parent / "corpus"
MORE = int(os.environ.get("FUZZ", "0"))
"""So many texts for each of the tests, new ones each time."""

MARKS = (
    *"abR1 \n:-#[]{},&*!|>'\"%@`?~<=.\\()_^+$;/",
    *("\n  ", "\n- ", ": ", "- {id: R-1, ", "<<: *a", "&a ", "*a", "---\n", "remove: true"),
    *("visibility: internal", "visibility: shared", "meta:", "none", "null", "x-a: "),
    *("\r\n", "\t", "\ufeff", "\u2028", "\x00", "\x85", "é", "😀", "\u202e", "    ", "> ", "1. "),
    *("!!! a\n    ", '=== "a"\n    ', "??? b\n    ", "```\n", "~~~", "[a](b)", "![", "]("),
    *("[^1]:", "*[A]: ", "<script>", "<a href=", "javascript:", "data:", "&#106;", "&lt;"),
    *("http://", "www.", "|-|"),
)


def corpus(kind: str) -> list[str]:
    return [path.read_bytes().decode() for path in sorted((CORPUS / kind).iterdir())]


def texts(kind: str) -> st.SearchStrategy[str]:
    """Pieces of the corpus, and marks between them."""

    def piece(text: str) -> st.SearchStrategy[str]:
        ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
        return ends.map(lambda found: text[min(found) : max(found)]) | st.just(text)

    kept = st.sampled_from(corpus(kind)).flatmap(piece)
    return st.lists(kept | st.sampled_from(MARKS) | st.text(max_size=4), max_size=12).map("".join)


fuzzed = settings(
    max_examples=MORE or 150,
    derandomize=not MORE,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def document(text: str) -> Document | None:
    try:
        return read_mapping("playbooks/demo/risks.yaml", text.encode("utf-8", "surrogatepass"))
    except SourceError:
        return None


def value(data: object, path: KeyPath) -> object:
    for step in path:
        data = data[step]  # type: ignore[index]  # a mapping or list, as its paths say
    return data


def reads(text: str) -> None:
    """What is read has its places, and what stands there by an alias is what it stands for."""
    read = document(text)
    for path, _ in scalars(read.data) if read else ():
        assert read is not None
        assert read.place(path).line >= 1
    for path, written in read.borrowed.items() if read else ():
        assert read is not None
        try:
            found = value(read.data, path)
        except (KeyError, IndexError, TypeError):
            continue  # a key that stands twice: the first counts
        if isinstance(found, str | int | float):
            assert read.place(path) == read.place(written)


def is_made(text: str) -> None:
    """Sections are made of it, and a shared edition in which nothing says that it is internal."""
    read = document(text)
    if read is None:
        return
    sections = {
        key: SectionSource(key, read.data, Origin(read), (read,))
        for key in ("risks", "exit", "roles")
    }
    manifest = Document("playbooks/demo/engagement.yaml", "name: Demo\n")
    sections["engagement"] = SectionSource(
        "engagement", manifest.data, Origin(manifest), (manifest,)
    )
    loaded = made_playbook(EngagementSource("demo", Path("playbooks/demo"), sections))
    shared = shared_edition(loaded)
    assert shared is not None
    for key, section in shared.playbook.source.sections.items():
        assert key in SECTIONS
        for path, found in scalars(section.data):
            assert not (path[-1] == "visibility" and found != "shared"), (key, path)


def is_merged(under: str, over: str) -> None:
    """Layers merge, each value keeps its place, and nothing over it leaves a layer as it was."""
    lower, upper = document(under), document(over)
    if lower is None or upper is None:
        return
    base = Layered(lower.data, Origin(lower, layer="base"))
    whole = merge(base, Layered(upper.data, Origin(upper)))
    for path, found in scalars(whole.data):
        origin, within = locate(whole.trace, path)
        assert value(origin.document.data, within) == found or found != found  # NaN
    assert merge(base, Layered({}, Origin(upper))) == base
    json.dumps(whole.data, default=str)


class Tags(HTMLParser):
    """Looks at each tag of a page: none is of a kind that could run."""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "style", "iframe", "object", "embed", "base", "form", "svg")
        for name, said in attributes:
            assert not name.startswith("on"), (tag, name)
            assert name != "style"
            scheme = (said or "").strip().partition(":")[0].casefold()
            assert name not in ("href", "src") or scheme not in ("javascript", "data", "vbscript")


def is_shown(text: str) -> None:
    for made in (prose.block(text), prose.inline(text), prose.phrase(text), prose.page(text)):
        Tags().feed(made)
    assert "\n" not in prose.plain(text)


def is_paged(text: str) -> None:
    try:
        page, error = read_page("a.md", "a.md", text.encode("utf-8", "surrogatepass"))
    except SourceError:
        return
    assert error is None or page.meta["visibility"] == "internal"
    assert page.text in text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("text", corpus("yaml"))
def test_the_corpus_is_read(text: str) -> None:
    reads(text)
    is_made(text)
    is_merged(text, corpus("yaml")[0])


@pytest.mark.parametrize("text", [*corpus("page"), *corpus("prose")])
def test_the_corpus_is_shown(text: str) -> None:
    is_paged(text)
    is_shown(text)


@fuzzed
@given(texts("yaml"))
def test_any_yaml_is_read(text: str) -> None:
    reads(text)


@fuzzed
@given(texts("yaml"))
def test_any_section_is_made(text: str) -> None:
    is_made(text)


@fuzzed
@given(texts("yaml"), texts("yaml"))
def test_any_layers_merge(under: str, over: str) -> None:
    is_merged(under, over)


@fuzzed
@given(texts("page"))
def test_any_page_is_read(text: str) -> None:
    is_paged(text)


@fuzzed
@given(texts("prose"))
def test_any_prose_is_shown(text: str) -> None:
    is_shown(text)
