"""A playbook written by an attacker, in a real browser without any content policy: nothing runs.

Every field of every section holds scripts, handlers and links that would report, and so do pages.
The files are opened from the disk, where no server's policy would hold a script back.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from browser.conftest import Tab
from render.playbooks import everything
from sourcebook.model.schema import stem
from sourcebook.site.build import build_sites
from sourcebook.source.project import Project

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DAY = dt.date(2026, 11, 22)

TAGS = (
    "<script>report('script')</script><img src=x onerror=report('img')><svg onload=report('svg')>"
    "<style>*{display:none}</style>"
    "<iframe srcdoc=\"<script>parent.report('frame')</script>\"></iframe>"
    "<base href='https://evil.example/'>"
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>"
    "<form action='javascript:report(1)'>"
    "<button formaction='javascript:report(2)'>b</button></form>"
    "<math><mtext></form><mglyph><style><!--</style>"
    "<img title='--&gt;&lt;img src=x onerror=report(3)&gt;'>"
    "<details open ontoggle=report('toggle')><object data='javascript:report(4)'></object>"
)
ENDS = (
    "\"><b onmouseover=report(5)>' onfocus=report(6) autofocus x='--> ]]> "
    "</textarea></title></script></style></svg></select>"
)
LINKS = (
    "[a](javascript:report(7)) [b](data:text/html,<script>report(8)</script>) "
    "[c](JaVaScRiPt:report(9)) <javascript:report(10)> ![d](javascript:report(11)) "
    "[e](&#106;avascript:report(12)) "
    "[f](vbscript:report(13)) [g](//evil.example/x) [h](java&Tab;script:report(14)) [i][r] "
    'https://evil.example/"onclick="report(15) '
    '[j](x "t\' onclick=report(16) \\"onclick=report(17)")'
)
TEMPLATES = "{{ 7 * 7 }} {% raw %} {{ self.__init__ }} ${7*7} #{7*7} <%= 7*7 %> \u202egnp.exe\u202c"
HOSTILE = f"{TAGS} {ENDS} {LINKS} {TEMPLATES}"

PAGE = f"""\
---
title: "{TAGS.replace('"', "'")}"
layout: "{{{{ 7 * 7 }}}}"
---
{HOSTILE}

<div onclick="report('div')" style="position:fixed">x</div>

[r]: javascript:report('reference')

{{: onclick=report('attribute') }}

!!! danger "{TAGS.replace('"', "'")}"
    {HOSTILE}

??? note "<img src=x onerror=report('details')>"
    text

=== "<img src=x onerror=report('tab')>"
    text

| {ENDS} | b |
|---|---|
| {LINKS} | d |

[^1]: <script>report('footnote')</script>

*[HTML]: "><script>report('abbreviation')</script>

```{{.js onclick=report('fence') }}
{TAGS}
```

--8<-- "../engagement.yaml"
"""

FAULTS = """() => {
  const found = []
  const barred = ["iframe", "object", "embed", "base", "math", "mglyph", "style"]
  const leads = ["href", "src", "action", "formaction", "xlink:href", "data", "srcdoc"]
  const ours = (script) => script.type === "application/json" ||
    /^file:.*\\/(assets|search)\\/[\\w./-]+\\.js$/.test(script.src)
  for (const element of document.querySelectorAll("*")) {
    const name = element.localName
    if (barred.includes(name)) found.push(name)
    if (name === "script" && !ours(element)) found.push(element.outerHTML)
    if (name === "meta" && element.httpEquiv === "refresh") found.push("refresh")
    for (const { name: attribute, value } of element.attributes) {
      if (/^on/.test(attribute)) found.push(`${name} ${attribute}`)
      const scheme = /^\\s*(javascript|data|vbscript):/i.test(value)
      if (leads.includes(attribute) && scheme) found.push(value)
    }
  }
  return found
}"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    home = root / "playbooks" / "trial"
    for name in ("pages", "pages/partner", "files"):
        (home / name).mkdir(parents=True)
    for key, data in everything(HOSTILE).items():
        (home / f"{stem(key)}.yaml").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    (home / "pages" / "a.md").write_text(PAGE, "utf-8")
    (home / "pages" / "partner" / "index.md").write_text(PAGE, "utf-8")
    (home / "pages" / "<img src=x onerror=report('name')>.md").write_text(HOSTILE, "utf-8")
    (home / "files" / "<script>report('file')<.txt").write_text(HOSTILE, "utf-8")
    project = Project.find(root)
    outcome = build_sites(project, ["trial"], root / "site", DAY, lambda _: None)
    assert outcome.failed == ()
    return root / "site"


def test_nothing_of_a_hostile_playbook_runs_on_any_page(
    tab: Callable[..., Tab], hostile: Path
) -> None:
    reported: list[str] = []
    one = tab()
    one.page.expose_function("report", lambda what: reported.append(str(what)))
    one.page.on("dialog", lambda dialog: (reported.append(dialog.message), dialog.dismiss()))
    one.page.set_content("<img src=x onerror=report('seen')>")
    one.page.wait_for_function("document.images[0].complete")
    assert (one.page.evaluate(FAULTS), reported) == (["img onerror"], ["seen"])
    reported.clear()
    pages = sorted((hostile / "internal").rglob("*.html"))
    assert len(pages) > 30
    for page in pages:
        one.page.goto(page.as_uri())
        faults = one.page.evaluate(FAULTS)
        assert (page.name, faults, reported) == (page.name, [], [])
    assert one.strangers == []


def test_nothing_of_it_runs_in_search_results_either(
    tab: Callable[..., Tab], hostile: Path
) -> None:
    reported: list[str] = []
    one = tab()
    one.page.expose_function("report", lambda what: reported.append(str(what)))
    one.page.goto((hostile / "internal" / "trial" / "index.html").as_uri())
    one.page.get_by_role("textbox", name="Search").press_sequentially("script")
    one.page.locator(".md-search-result__link").first.wait_for()
    assert (one.page.evaluate(FAULTS), reported, one.strangers) == ([], [], [])


def test_what_was_written_is_shown_as_text(hostile: Path) -> None:
    text = (hostile / "internal" / "trial" / "goals.html").read_text("utf-8")
    assert "&lt;script&gt;report(" in text
    assert "{{ 7 * 7 }}" in text
    assert "49 " not in text.partition("<article")[2].partition("{{ 7 * 7 }}")[2][:80]
