"""Engagements read whole: sections, layers, pages, attachments, and what is wrong with each."""

import os
from pathlib import Path

import pytest

from sourcebook.findings import Severity
from sourcebook.source.folders import readable
from sourcebook.source.loading import load_engagement
from sourcebook.source.project import Project
from sourcebook.source.text import LARGEST

SECTIONS = ("engagement", "risks", "roles", "security", "service_levels")
ACME = "playbooks/acme/"


@pytest.fixture
def load(tmp_path):
    """Writes files into a project with an engagement "acme", and loads it."""

    def write(files):
        for name, text in {"engagement.yaml": "name: Acme\n", **files}.items():
            path = tmp_path / "playbooks" / ("" if name.startswith("_shared") else "acme") / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_engagement(Project.find(tmp_path), "acme", SECTIONS)

    write.root = tmp_path
    return write


def told(source):
    """The findings, short: code, severity, file and line."""
    return [
        (each.code, each.severity.word, each.place.file.removeprefix(ACME), each.place.line)
        for each in source.findings
    ]


def test_sections(load):
    source = load({"risks.yml": "register: []\n", "service-levels.yaml": "slas: []\n"})
    assert set(source.sections) == {"engagement", "risks", "service_levels"}
    section = source.sections["service_levels"]
    assert (section.key, section.data, section.origin(("slas",))) == (
        "service_levels", {"slas": []}, None)
    assert section.place(("slas",), key=True).file == "playbooks/acme/service-levels.yaml"
    assert (source.slug, source.folder, source.findings) == (
        "acme", load.root / "playbooks/acme", ())
    assert {path.name for path in source.files} == {
        "engagement.yaml", "risks.yml", "service-levels.yaml"}


def test_one_refused_file_hides_no_other(load):
    source = load({"risks.yaml": "a: 1\nRisk: high: now\n", "roles.yaml": "roles: []\n"})
    assert told(source) == [("STR000", "error", "risks.yaml", 2)]
    finding = source.refused["risks"]
    assert finding.message.startswith("playbooks/acme/risks.yaml: has a second ': ' on one line.")
    assert (finding.slug, finding.engagement, finding.section, finding.place.column) == (
        "file-refused", "acme", "risks", 11)
    assert set(source.sections) == {"engagement", "roles"}


def test_a_list_is_refused(load):
    assert "is a list" in load({"risks.yaml": "- a\n"}).refused["risks"].message


def test_findings_of_documents_get_their_section(load):
    (finding,) = load({"service_levels.yaml": "a: 1\na: 2\n"}).findings
    assert (finding.code, finding.engagement, finding.section) == (
        "STR004", "acme", "service_levels")


@pytest.mark.parametrize(
    ("name", "severity", "words"),
    [
        ("risk.yaml", "error", "Did you mean risks.yaml?"),
        ("Service_Level.yml", "error", "Did you mean service-levels.yaml?"),
        ("risks.json", "warning", "Did you mean risks.yaml?"),
        ("risks.yaml.bak", "warning", "Did you mean risks.yaml?"),
        (".risks.yaml", "error", "Did you mean risks.yaml?"),
        ("layer.yaml", "warning", "is no section of a playbook. Hand-written pages go to pages/"),
        ("README.md", "warning", "Hand-written pages go to pages/, attachments to files/."),
        ("notes/a.yaml", "warning", "notes is no section"),
        ("files/a.html", "error", "could run"),
        ("files/deep/A.SVG", "error", "could run"),
        ("files/a.js", "error", "could run"),
        ("files/a.pdf.xml", "error", "could run"),
        ("files/a.html.", "error", "could run"),
        ("files/a.LNK", "error", "could run"),
        ("files/plan.docm", "error", "could run"),
        ("files/web.config", "error", "could run"),
        ("pages/a.txt", "warning", "is no page"),
        (f"pages/{'a' * 250}.md", "error", "too long a name"),
        (f"pages/{'ä' * 125}.md", "error", "too long a name"),
    ],
)
def test_unknown_files(load, name, severity, words):
    source = load({name: "x: 1\n"})
    (finding,) = source.findings
    assert (finding.code, finding.slug, finding.severity.word) == (
        "STR010", "unknown-file", severity)
    assert words in finding.message
    assert (source.attachments, source.pages) == ((), ())


def test_a_misspelt_file_is_the_sections_own_where_there_is_no_other(load):
    """It counts as one that could not be read, so that the section is not told to be missing."""
    alone = load({"rizks.yaml": "x: 1\n"})
    assert alone.refused == {"risks": alone.findings[0]}
    beside = load({"rizks.yaml": "x: 1\n", "risks.yaml": "register: []\n"})
    assert beside.refused == {}
    assert beside.sections.keys() == {"engagement", "risks"}
    assert [finding.severity.word for finding in beside.findings] == ["warning"]


@pytest.mark.parametrize(
    "name",
    [".DS_Store", "risks.yaml~", ".risks.yaml.swp", "Thumbs.db", "files/.gitkeep", "#risks.yaml#",
     "pages/.DS_Store", "files/x.pdf~", ".vscode/settings.json", "desktop.ini", "files/.htaccess"],
)
def test_litter_is_skipped(load, name):
    source = load({name: "\0"})
    assert (source.findings, source.attachments, source.pages) == ((), (), ())


@pytest.mark.parametrize(
    ("first", "second"),
    [("service-levels.yaml", "service_levels.yaml"), ("service-levels.yaml", "service-levels.yml")],
)
def test_a_second_file_for_a_section(load, first, second):
    source = load({second: "a: second\n", first: "a: first\n"})
    assert told(source) == [("STR010", "error", second, 1)]
    assert f"beside {first}, which counts" in source.findings[0].message
    assert source.sections["service_levels"].data == {"a": "first"}


def test_files_that_cannot_be_read(load):
    load({})
    folder = load.root / "playbooks/acme"
    (folder / "risks.yaml").mkdir()
    os.mkfifo(folder / "roles.yaml")
    (folder / "files").mkdir()
    os.mkfifo(folder / "files/pipe.pdf")
    source = load({})
    assert told(source) == [
        ("STR010", "error", "files/pipe.pdf", 1), ("STR000", "error", "risks.yaml", 1),
        ("STR000", "error", "roles.yaml", 1),
    ]
    assert "is a folder" in source.refused["risks"].message
    assert "neither a file nor a folder" in source.refused["roles"].message


def test_a_file_without_permission(load, monkeypatch):
    real = os.open

    def guarded(path, *args, **kwargs):
        if Path(path).name == "risks.yaml":
            raise PermissionError(13, "Permission denied")
        return real(path, *args, **kwargs)

    load({"risks.yaml": "a: 1\n"})
    monkeypatch.setattr(os, "open", guarded)
    source = load({})
    assert source.refused["risks"].message == (
        "playbooks/acme/risks.yaml: cannot be opened: permission denied. "
        "Check that you may read it.")


def test_a_folder_without_permission(load, monkeypatch):
    real = os.scandir

    def guarded(path):
        if Path(path).name == "files":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert told(load({"files/a.pdf": "x"})) == [("STR000", "error", "files", 1)]


def test_no_such_engagement(load):
    load({})
    source = load_engagement(Project.find(load.root), "nobody", SECTIONS)
    assert [each.code for each in source.findings] == ["STR000"]
    assert source.sections == {}


def test_links(load):
    load({"risks.yaml": "a: 1\n", "files/a.txt": "x"})
    folder, outside = load.root / "playbooks/acme", load.root / "secret.yaml"
    outside.write_text("a: 1\n")
    for name in ("roles.yaml", "files/secret.txt", "pages/secret.md"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).symlink_to(outside)
    (folder / "security.yaml").symlink_to("risks.yaml")
    (folder / "files/round").symlink_to(folder / "files")
    (folder / "files/broken.txt").symlink_to("nowhere")
    (folder / "files/self.txt").symlink_to("self.txt")
    (folder / ".#risks.yaml").symlink_to("someone@host")
    source = load({})
    assert source.sections["security"].data == {"a": 1}
    assert [each.path for each in source.attachments] == ["a.txt"]
    assert told(source) == [
        ("STR010", "error", name, 1) for name in
        ("files/broken.txt", "files/secret.txt", "files/self.txt", "pages/secret.md", "roles.yaml")
    ]
    assert source.refused["roles"].code == "STR010"


def test_links_to_other_engagements_and_from_pages_to_sections_lead_out(load):
    load({"partner.yaml": "conflicts_of_interest: x\n", "pages/a.md": "x", "files/a.txt": "x"})
    folder, other = load.root / "playbooks/acme", load.root / "playbooks/other"
    other.mkdir()
    (other / "risks.yaml").write_text("x-own: of the other one\n")
    for name, target in (
        ("risks.yaml", "../other/risks.yaml"), ("pages/b.md", "../../other/risks.yaml"),
        ("pages/c.md", "../partner.yaml"), ("pages/all", "../../other"),
        ("files/b.txt", "../partner.yaml"), ("files/c.txt", "../../other/risks.yaml"),
    ):
        (folder / name).symlink_to(target)
    source = load({})
    assert [page.path for page in source.pages] == ["a.md"]
    assert [each.path for each in source.attachments] == ["a.txt"]
    assert "risks" not in source.sections
    assert {name for _, _, name, _ in told(source)} >= {
        "files/b.txt", "files/c.txt", "pages/all", "pages/b.md", "pages/c.md", "risks.yaml"}


def test_attachments(load):
    names = ("Ablauf für Ärzte.pdf", "a.png", "deep/er/b.csv", "at 10.30\u202fAM.png")
    source = load({f"files/{name}": "x" for name in names})
    assert [each.path for each in source.attachments] == sorted(names)
    assert all(each.file.is_file() for each in source.attachments)


def test_names_that_no_address_can_hold(load):
    load({"files/a.txt": "x"})
    folder = os.fsencode(load.root / "playbooks/acme/files")
    Path(os.fsdecode(folder + b"/caf\xe9.txt")).write_text("x")
    Path(os.fsdecode(folder + b"/two\nlines.txt")).write_text("x")
    source = load({})
    assert [each.path for each in source.attachments] == ["a.txt"]
    assert [each.place.file for each in source.findings] == [
        ACME + "files/caf\ufffd.txt", ACME + "files/two\ufffdlines.txt"]


# Pages


def test_pages(load):
    source = load({
        "pages/deep/first-week.md": "\ufeff---\r\ntitle: The first week\r\n---\r\n# Day 1\r\n",
        "pages/plain.md": "Just text\n",
        "pages/rule.md": "---\n---\nText",
    })
    first, plain, rule = source.pages
    assert (first.path, first.text, first.meta, first.first_line) == (
        "deep/first-week.md", "# Day 1\n", {"title": "The first week"}, 4)
    assert first.place.file == "playbooks/acme/pages/deep/first-week.md"
    assert first.front.place(("title",)).line == 2
    assert (plain.path, plain.text, plain.meta, plain.first_line) == (
        "plain.md", "Just text\n", {}, 1)
    assert (rule.text, rule.meta) == ("Text", {})
    assert source.findings == ()


@pytest.mark.parametrize(
    ("head", "line", "words"),
    [
        ("---\ntitle: a: b\n---\n", 2, "a second ': '"),
        ("---\n- a\n---\n", 2, "is a list"),
        ("---\nx: 1\nvisibility: !x shared\n---\n", 3, "a tag"),
        ("---\nvisibility: shared\n\n", 1, "does not end"),
    ],
)
def test_bad_front_matter_is_told_and_the_page_kept_internal(load, head, line, words):
    source = load({"pages/a.md": head + "Body\n"})
    assert told(source) == [("STR000", "error", "pages/a.md", line)]
    assert words in source.findings[0].message
    assert source.pages[0].text.endswith("Body\n")
    assert source.pages[0].meta == {"visibility": "internal"}


def test_front_matter_with_a_key_twice(load):
    (finding,) = load({"pages/a.md": "---\ntitle: a\ntitle: b\n---\n"}).findings
    assert (finding.code, finding.place.line, finding.section) == ("STR004", 3, "")


@pytest.mark.parametrize("raw", [b"caf\xe9", b"a\0b", b"x" * 1_048_577])
def test_pages_that_cannot_be_shown(load, raw):
    source = load({"pages/a.md": raw, "pages/b.md": b"fine"})
    assert [page.path for page in source.pages] == ["b.md"]
    assert told(source) == [("STR000", "error", "pages/a.md", 1)]


# Layers

BASE = {
    "_shared/base/layer.yaml": "title: Base\nextends: [core]\n",
    "_shared/base/risks.yaml": "meta: {owner: a, status: agreed}\n"
                                "register:\n  - id: R-1\n    t: x\n",
    "_shared/core/layer.yaml": "title: Core\n",
    "_shared/core/risks.yaml": "register:\n  - id: R-0\n",
    "_shared/core/security.yaml": "protocols: []\n",
}


def test_layers(load):
    source = load({
        **BASE, "engagement.yaml": "extends: [base, core]\n",
        "risks.yaml": "meta: {owner: b}\nregister:\n  - id: R-1\n    u: y\n  - id: R-2\n",
    })
    assert source.layers == ("core", "base")
    assert [its.document.data["title"] for its in source.layer_sources] == ["Core", "Base"]
    risks = source.sections["risks"]
    assert risks.data == {
        "meta": {"owner": "b", "status": "agreed"},
        "register": [{"id": "R-0"}, {"id": "R-1", "t": "x", "u": "y"}, {"id": "R-2"}],
    }
    assert [risks.origin(("register", index)) for index in range(3)] == ["core", None, None]
    assert risks.origin(("register", 1, "t")) == "base"
    place = risks.place(("register", 1, "t"))
    assert (place.file, place.line, place.column) == ("playbooks/_shared/base/risks.yaml", 4, 8)
    assert risks.place(("register", 1, "u")).file == "playbooks/acme/risks.yaml"
    assert source.sections["security"].origin(()) == "core"
    assert len(risks.documents) == 3
    assert source.findings == ()
    assert len(source.files) == 7


@pytest.mark.parametrize(
    ("extends", "message"),
    [
        ("[bsae]", "extends: 'bsae' is no folder of playbooks/_shared/. Did you mean 'base'?"),
        ("[../acme]", "extends: '../acme' is no folder of playbooks/_shared/. Layers there: base, "
                      "core."),
        ("['']", "extends: '' is no folder of playbooks/_shared/. Layers there: base, core."),
    ],
)
def test_unknown_layers(load, extends, message):
    source = load({**BASE, "engagement.yaml": f"name: x\nextends: {extends}\n"})
    (finding,) = source.findings
    assert (finding.code, finding.slug, finding.message) == ("REF003", "layer-unresolved", message)
    assert (finding.place.line, finding.place.column, finding.path, finding.section) == (
        2, 11, "extends[0]", "engagement")


def test_no_layers_at_all(load):
    (finding,) = load({"engagement.yaml": "extends: [base]\n"}).findings
    assert finding.message.endswith("There is none yet: add the folder, or take the name out.")


def test_layers_in_a_circle(load):
    source = load({
        "engagement.yaml": "extends: [a]\n", "_shared/a/layer.yaml": "extends: [b]\n",
        "_shared/b/layer.yaml": "title: b\nextends:\n  - a\n", "_shared/a/risks.yaml": "x: 1\n",
    })
    (finding,) = source.findings
    assert finding.message == (
        "extends: 'a' extends itself in a circle: a → b → a. Remove one of these.")
    assert (finding.place.file, finding.place.line) == ("playbooks/_shared/b/layer.yaml", 3)
    assert source.layers == ("b", "a")
    assert source.sections["risks"].data == {"x": 1}


@pytest.mark.parametrize("extends", ["true", "{a: 1}", "[[3], {}]", "", "[]"])
def test_extends_of_another_kind_is_the_models_to_tell(load, extends):
    source = load({**BASE, "engagement.yaml": f"extends: {extends}\n"})
    assert (source.layers, source.findings) == ((), ())


def test_one_layer_without_brackets(load):
    assert load({**BASE, "engagement.yaml": "extends: core\n"}).layers == ("core",)


def test_faults_in_a_layer(load):
    source = load({
        **BASE, "engagement.yaml": "extends: [base]\n", "_shared/base/risks.yaml": "a: b: c\n",
        "_shared/base/layer.yaml": "a: @\n", "_shared/base/pages/x.md": "x",
        "_shared/base/lyer.yaml": "", "risks.yaml": "own: 1\n",
    })
    assert [(code, file) for code, _, file, _ in told(source)] == [
        ("STR000", "playbooks/_shared/base/layer.yaml"),
        ("STR000", "playbooks/_shared/base/risks.yaml"),
        ("STR010", "playbooks/_shared/base/lyer.yaml"),
        ("STR010", "playbooks/_shared/base/pages"),
    ]
    assert "Did you mean layer.yaml?" in source.findings[2].message
    assert source.sections["risks"].data == {"own": 1}
    assert set(source.refused) == {"risks"}
    assert {each.severity for each in source.findings[:2]} == {Severity.ERROR}


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 3 * 65536, LARGEST, LARGEST + 1])
def test_a_file_is_read_whole_as_far_as_it_may_be(tmp_path, size):
    file = tmp_path / "file"
    file.write_bytes(data := bytes(number % 251 for number in range(size)))
    assert readable(str(file)) == data
    file.write_bytes(data + b"more")
    assert readable(str(file)) == (data + b"more")[: LARGEST + 1]
