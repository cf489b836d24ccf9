"""Projects: found from anywhere inside, configured, and asked for their engagements."""

from datetime import date

import pytest

from sourcebook.errors import UsageError
from sourcebook.source.project import Project
from sourcebook.source.settings import Settings, read_settings


@pytest.fixture
def root(tmp_path):
    for slug in ("acme", "borealis", "_shared/base", "_drafts", ".hidden"):
        folder = tmp_path / "playbooks" / slug
        folder.mkdir(parents=True)
        (folder / "engagement.yaml").write_text("name: x\n")
    return tmp_path


def test_found_from_below(root):
    for start in (root, root / "playbooks", root / "playbooks/acme/engagement.yaml",
                  root / "playbooks/acme/not-yet"):
        project = Project.find(start)
        assert (project.root, project.playbooks) == (root, root / "playbooks")


def test_not_found(tmp_path):
    with pytest.raises(UsageError, match=r"No folder named playbooks/ in .* new project"):
        Project.find(tmp_path)


def test_engagements(root):
    (root / "playbooks/draft").mkdir()
    (root / "playbooks/draft/risks.yml").write_text("")
    project = Project.find(root)
    assert project.engagements() == ("acme", "borealis", "draft")
    assert project.layers() == ("base",)
    assert project.findings == ()


def test_what_is_no_engagement(root, tmp_path_factory):
    playbooks, outside = root / "playbooks", tmp_path_factory.mktemp("outside")
    (outside / "engagement.yaml").write_text("")
    (playbooks / "linked").symlink_to(outside)
    (playbooks / "Acme Corp (old)").mkdir()
    (playbooks / "empty").mkdir()
    (playbooks / "only-pages").mkdir()
    (playbooks / "only-pages/notes.txt").write_text("")
    (playbooks / "risks.yaml").write_text("")
    (playbooks / ".DS_Store").write_text("")
    project = Project.find(root)
    assert project.engagements() == ("acme", "borealis")
    told = {each.place.file: each for each in project.findings}
    assert {file: each.severity.word for file, each in told.items()} == {
        "playbooks/Acme Corp (old)": "error", "playbooks/linked": "error",
        "playbooks/only-pages": "warning", "playbooks/risks.yaml": "warning",
    }
    assert {each.code for each in told.values()} == {"STR010"}
    assert "Rename it to 'acme-corp-old'." in told["playbooks/Acme Corp (old)"].message
    assert "holds no engagement.yaml" in told["playbooks/only-pages"].message


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        ([], ("acme", "borealis")),
        (["borealis"], ("borealis",)),
        (["borealis", "acme", "acme"], ("acme", "borealis")),
        (["playbooks/acme"], ("acme",)),
        (["playbooks/acme/"], ("acme",)),
        (["playbooks/acme/engagement.yaml"], ("acme",)),
        (["playbooks"], ("acme", "borealis")),
        (["."], ("acme", "borealis")),
        (["playbooks/_shared/base/engagement.yaml"], ("acme", "borealis")),
        (["playbooks/borealis/../acme"], ("acme",)),
    ],
)
def test_select(root, names, chosen, monkeypatch):
    monkeypatch.chdir(root)
    assert Project.find(root).select(names) == chosen
    absolute = [str(root / name) if "/" in name else name for name in names]
    assert Project.find(root).select(absolute) == chosen


def test_select_from_within(root, monkeypatch):
    monkeypatch.chdir(root / "playbooks/acme")
    project = Project.find(root)
    assert project.select(["."]) == project.select(["engagement.yaml"]) == ("acme",)
    assert project.select(["../borealis"]) == project.select(["playbooks/borealis"]) == (
        "borealis",)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("amce", "Did you mean 'acme'?"), ("playbooks/acm", "Did you mean 'acme'?"),
        ("quite-another", "Engagements here: acme, borealis."), ("/", "is no engagement"),
        ("playbooks/_drafts", "is no engagement"), ("", "is no engagement"),
        ("..", "is no engagement"),
    ],
)
def test_select_unknown(root, name, words, monkeypatch):
    monkeypatch.chdir(root)
    with pytest.raises(UsageError) as caught:
        Project.find(root).select([name])
    assert words in str(caught.value)


def test_select_without_any_engagement(tmp_path):
    (tmp_path / "playbooks").mkdir()
    with pytest.raises(UsageError, match="sourcebook new engagement"):
        Project.find(tmp_path).select(["acme"])
    assert Project.find(tmp_path).select([]) == ()


@pytest.mark.parametrize("name", ["assets", "guide", "search"])
def test_names_of_the_portfolios_own_folders_are_no_engagements(root, name):
    (root / "playbooks" / name).mkdir()
    (root / "playbooks" / name / "engagement.yaml").write_text("name: A\n")
    project = Project.find(root)
    assert name not in project.engagements()
    assert any(f"'{name}-engagement'" in finding.message for finding in project.findings)


# Settings


def write(root, text, mkdocs=None):
    (root / "site_config").mkdir(exist_ok=True)
    (root / "site_config/site.yml").write_text(text)
    if mkdocs is not None:
        (root / "mkdocs.yml").write_text(mkdocs)
    return root


def test_settings_by_default(root):
    assert Project.find(root).settings == Settings(name="Playbooks")


@pytest.mark.parametrize(
    ("mkdocs", "name"),
    [
        ("site_name: Our playbooks\nplugins: [sourcebook]\n", "Our playbooks"),
        ("site_name: Ours\nx: !!python/name:os.system\ny: !ENV [A, b]\n", "Ours"),
        ("theme: x\n", "Playbooks"), ("site_name: [a\n", "Playbooks"), ("", "Playbooks"),
        ("- a\n", "Playbooks"), ("site_name:\n", "Playbooks"), ("? [a]\n: b\n", "Playbooks"),
        ("site_name: Ours\n  and yours\n", "Ours and yours"), ("site_name: 2026\n", "2026"),
        ("x: |\n  site_name: No\nsite_name: 'It''s' # ours\n", "It's"),
        ("site_name: !ENV [A, b]\n", "Playbooks"), ("site_name: &a Ours\nx: *a\n", "Ours"),
    ],
)
def test_name_from_mkdocs(root, mkdocs, name):
    assert read_settings(write(root, "footer: x\n", mkdocs)).name == name
    assert read_settings(write(root, "name: Mine\n", mkdocs)).name == "Mine"


def test_all_settings(root):
    assert read_settings(write(root, """\
name: 2026
repository: https://git.example.org/a/b/
edit_branch: trunk
footer: Questions?
directory_url: https://people.example.org/{ref}/
as_of: 2026-11-22
logo: assets/logo.svg
accent: "#1F6FEB"
""")) == Settings(
        "2026", "https://git.example.org/a/b", "trunk", "Questions?",
        "https://people.example.org/{ref}/", date(2026, 11, 22), "assets/logo.svg", "#1f6feb",
    )


def test_empty_settings_are_the_defaults(root):
    assert read_settings(write(root, "edit_branch:\nfooter:\nname: ~\n")) == Settings()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# x\nnmae: x\n", "2: unknown key 'nmae'. Did you mean 'name'?"),
        ("theme: x\n", "1: unknown key 'theme'. Known keys: name, repository,"),
        ("as_of: 22 November\n", "1: 'as_of' is no date. Write it in the form 2026-11-22."),
        ("as_of: 2026-02-30\n", "1: 'as_of' is no date"),
        ("as_of: 2026\n", "1: 'as_of' is no date"),
        ("name: [a]\n", "1: 'name' is no text"),
        ("name: true\n", "1: 'name' is no text"),
        ("repository: git@host:a/b\n", "1: 'repository' is no web address"),
        ("repository: javascript:alert(1)\n", "1: 'repository' is no web address"),
        ("directory_url: https://x.example\n", "1: 'directory_url' is no address with {ref}"),
        ("logo: ../../etc/passwd\n", "1: 'logo' is no path within site_config/"),
        ("logo: https://x.example/a.svg\n", "1: 'logo' is no path"),
        ('accent: "red;}"\n', "1: 'accent' is no colour"),
        ("accent: #1f6feb\n", "1: accent: the text ends at ' #'"),
        ("name: a\n\nname: b\n", "3: name: the key 'name' stands twice"),
        ("name: a: b\n", "1: has a second ': ' on one line"),
        ("- name\n", "1: is a list"),
    ],
)
def test_invalid_settings(root, text, message):
    with pytest.raises(UsageError) as caught:
        Project.find(write(root, text))
    assert str(caught.value).startswith(f"CFG001 site_config/site.yml:{message}")


def test_settings_that_are_a_folder(root):
    (root / "site_config/site.yml").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"CFG001 site_config/site\.yml:1: is a folder"):
        Project.find(root)
