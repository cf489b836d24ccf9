"""Pages without what nobody reads, and nothing else missing."""

from __future__ import annotations

import pytest

from sourcebook.site.compact import compact


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>a</p>\n\n   <p>b\n  c</p>  \n", "<p>a</p>\n<p>b\nc</p>\n"),
        ("<pre>\n\n  a  \n</pre>\n\n<p>", "<pre>\n\n  a  \n</pre>\n<p>"),
        ('<h2 id="a" data-quiet>A</h2>', '<h2 id="a">A</h2>'),
        ('<tr id="r" data-search="A &lt; B" data-code="R" class="x">', '<tr id="r" class="x">'),
        ('<p title="say data-quiet now" data-quiet>', '<p title="say data-quiet now">'),
        ("<p>say data-quiet now", "<p>say data-quiet now"),
        ("<tr><th>a</th><td></td><td>b</td></tr>", "<tr><th>a<td><td>b</tr>"),
        ("<tr><td></td>\n<td>b</td>\n</tr>", "<tr><td></td>\n<td>b</td>\n</tr>"),
        (
            "<ul><li>a</li><li>b</li></ul> <ol><li>c</li>d</ol>",
            "<ul><li>a<li>b</ul> <ol><li>c</li>d</ol>",
        ),
        ("<dl><div><dt>a</dt><dd>b</dd></div></dl>", "<dl><div><dt>a<dd>b</div></dl>"),
        ("<pre><b></b></td></tr></pre>", "<pre><b></b></td></tr></pre>"),
        ("10\u00a0\n\u00a0min", "10\u00a0\n\u00a0min"),
    ],
)
def test_only_blanks_marks_and_ends_that_say_nothing_are_left_out(html: str, left: str) -> None:
    assert compact(html) == left
