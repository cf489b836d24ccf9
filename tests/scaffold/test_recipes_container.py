"""The container's recipe, step by step, in folders of the test's own.

A test cannot count on an engine for containers. So its instructions are carried out as an engine
would: what is copied is copied, by the rules of .dockerignore, commands are run by a shell with
paths below a folder in place of the root, and what comes out is served by a real nginx without
rights. What is fetched from elsewhere, images and packages, is written down and not fetched.
"""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scaffold.conftest import sourcebook, stand_ins
from scaffold.web_server import free_port, moved, running

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("nginx")]
ROOTED = re.compile(r"(?<=\s)/(?=(?:etc|srv|var|playbooks)/)")


@dataclass
class Stage:
    """A stage of the build: its image, its instructions, and what has come of it so far."""

    image: str
    name: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def said(self, word: str) -> list[str]:
        return [rest for its, rest in self.steps if its == word]


def stages(text: str) -> list[Stage]:
    """The instructions of a Dockerfile, stage by stage."""
    whole = re.sub(r"\\\n\s*", " ", re.sub(r"(?m)^#.*\n", "", text))
    found: list[Stage] = []
    for line in filter(None, map(str.strip, whole.splitlines())):
        word, _, rest = line.partition(" ")
        if word == "FROM":
            image, _, name = rest.partition(" AS ")
            found.append(Stage(image, name))
        else:
            found[-1].steps.append((word, rest))
    return found


@dataclass
class Engine:
    """Carries out stages, each in a folder that stands for the root of its image."""

    context: Path
    top: Path
    roots: dict[str, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ignored = (self.context / ".dockerignore").read_text("utf-8").split()
        self.sent = self.top / "context"
        shutil.copytree(
            self.context, self.sent, ignore=lambda _, names: [n for n in names if n in ignored]
        )
        self.programs = self.top / "programs"
        stand_ins(self.programs, "apt-get")
        stand_ins(self.programs, "python", does='ls -d vendor/* >>"$CALLS"')

    def build(self, stage: Stage) -> Path:
        root = self.roots[stage.name] = self.top / f"root-{len(self.roots)}"
        for folder in ("etc/nginx/conf.d", "srv", "var/lib/apt/lists"):
            (root / folder).mkdir(parents=True)
        (root / "etc/nginx/conf.d/default.conf").write_text("of the image", "utf-8")
        here = root
        for word, rest in stage.steps:
            if word == "WORKDIR":
                here = root / rest.lstrip("/")
                here.mkdir(parents=True, exist_ok=True)
            elif word == "COPY":
                self._copy(rest, root, here)
            elif word == "RUN":
                self._run(ROOTED.sub(f"{root}/", rest), here)
        return root

    def _copy(self, rest: str, root: Path, here: Path) -> None:
        came_from = re.match(r"--from=(\S+) ", rest)
        source, target = rest.removeprefix(came_from[0] if came_from else "").split()
        begin = self.roots[came_from[1]] / source.lstrip("/") if came_from else self.sent / source
        goal = root / target.lstrip("/") if target.startswith("/") else here / target
        if begin.is_dir():
            shutil.copytree(begin, goal, dirs_exist_ok=True)
        else:
            shutil.copyfile(begin, goal / begin.name if target.endswith("/") else goal)

    def _run(self, command: str, here: Path) -> None:
        own = str(Path(sys.executable).parent)
        path = os.pathsep.join((str(self.programs), own, os.environ["PATH"]))
        done = subprocess.run(
            ["sh", "-e", "-c", command],
            cwd=here, capture_output=True, text=True, check=False,
            env={**os.environ, "PATH": path, "CALLS": str(self.top / "calls")},
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stderr}"


@dataclass(frozen=True)
class Image:
    """What was built: the stages, the roots of both, and what was called to fetch things."""

    stages: list[Stage]
    root: Path
    calls: list[str]


@pytest.fixture(scope="module")
def image(new_project: Path) -> Iterator[Image]:
    """The image of a project with one engagement; others than root may read it, none may write."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        top.chmod(0o755)
        project = top / "project"
        shutil.copytree(new_project, project)
        sourcebook(project, "new", "engagement", "acme", "--no-input")
        (project / ".venv").mkdir()
        (project / "vendor").mkdir()
        (project / "vendor" / "sourcebook.whl").touch()
        (project / "site" / "old").mkdir(parents=True)
        found = stages((project / "hosting" / "Dockerfile").read_text("utf-8"))
        engine = Engine(project, top)
        roots = [engine.build(stage) for stage in found]
        yield Image(found, roots[-1], (top / "calls").read_text("utf-8").splitlines())


def test_it_fetches_what_the_project_names_and_nothing_else(image: Image) -> None:
    assert [call for call in image.calls if "install" in call] == [
        "apt-get install --yes --no-install-recommends git",
        "python -m pip install --no-cache-dir --requirement requirements.txt",
    ]
    assert [stage.image.partition(":")[0] for stage in image.stages] == ["python", "nginx"]
    assert all(fnmatch.fnmatch(stage.image, "*:[0-9]*.[0-9]*-*") for stage in image.stages)


def test_a_wheel_of_the_project_is_there_when_it_is_installed(image: Image) -> None:
    assert "vendor/sourcebook.whl" in image.calls


def test_the_image_holds_both_editions_and_not_what_they_are_made_of(image: Image) -> None:
    site = image.root / "srv" / "playbooks"
    assert (site / "internal" / "acme" / "index.html").is_file()
    assert (site / "shared" / "acme" / "index.html").is_file()
    assert not (site / "old").exists()
    names = {path.name for path in image.root.rglob("*")}
    assert names.isdisjoint(
        {"engagement.yaml", "mkdocs.yml", "Dockerfile", ".venv", "default.conf"}
    )
    assert not any(name.endswith(".htpasswd") for name in names)


def test_it_runs_without_rights_on_a_port_that_needs_none(image: Image) -> None:
    last = image.stages[-1]
    assert last.said("USER") == ["nginx"]
    site = (image.root / "etc/nginx/conf.d/playbooks.conf").read_text("utf-8")
    ports = re.findall(r"^ *listen (\d+)", site, re.MULTILINE)
    assert ports == last.said("EXPOSE")
    assert all(int(port) > 1023 for port in ports)
    assert re.findall(r"auth_basic_user_file (\S+);", site) == [
        "/etc/nginx/passwords/playbooks-internal.htpasswd",
        "/etc/nginx/passwords/playbooks-$engagement.htpasswd",
    ]


def test_it_serves_each_reader_as_nobody_and_writes_below_tmp_alone(image: Image) -> None:
    own = image.root / "etc" / "nginx"
    scratch = image.root.parent / "tmp"
    scratch.mkdir()
    scratch.chmod(0o777)
    passwords = own / "passwords"  # mounted, as HOSTING.md says
    passwords.mkdir()
    (passwords / "playbooks-internal.htpasswd").write_text("insider:{PLAIN}secret\n", "utf-8")
    (passwords / "playbooks-acme.htpasswd").write_text("partner:{PLAIN}secret\n", "utf-8")
    port = free_port()
    places = {
        "/tmp/": f"{scratch}/",  # noqa: S108 -- what the recipe says
        "/etc/nginx/": f"{own}/",
        "/srv/playbooks": image.root / "srv" / "playbooks",
        "listen 8080": f"listen 127.0.0.1:{port}",
        "/dev/stdout": f"{scratch}/access.log",
        "/dev/stderr": f"{scratch}/error.log",
    }
    for file in (own / "nginx.conf", *own.glob("*.conf"), own / "conf.d" / "playbooks.conf"):
        text = file.read_text("utf-8")
        if str(own) not in text:
            file.write_text(moved(text, places), "utf-8")
    main = own / "nginx.conf"
    main.write_text("daemon off;\n" + main.read_text("utf-8"), "utf-8")
    with running(main, scratch / "start.log", port, rightless=True) as server:
        assert server.status("/internal/acme/", "insider") == 200
        assert server.status("/shared/acme/", "partner") == 200
        assert server.status("/internal/acme/", "partner") == 401
        assert server.status("/shared/acme/") == 401
        _, headers, _ = server.get("/shared/acme/", "partner")
        assert "default-src" in headers["Content-Security-Policy"]


def test_the_commands_of_the_document_name_what_is_there(new_project: Path) -> None:
    text = (new_project / "HOSTING.md").read_text("utf-8")
    (block,) = re.findall(r"```sh\n(docker build.*?)```", text, re.DOTALL)
    build, run = re.sub(r"\\\n\s*", " ", block).strip().splitlines()
    assert (new_project / re.findall(r"--file (\S+)", build)[0]).is_file()
    assert re.findall(r"--tag (\S+)", build)[0] == run.split()[-1]
    (mounted,) = re.findall(r'--volume "\$PWD/[a-z]+:(\S+):ro"', run)
    recipe = (new_project / "hosting" / "Dockerfile").read_text("utf-8")
    assert f"{mounted}/playbooks-" in recipe
    assert {"--read-only", "--cap-drop"} <= {*run.split()}
    assert "--tmpfs /tmp" in run
    exposed = stages(recipe)[-1].said("EXPOSE")
    assert re.findall(r"--publish \d+:(\d+)", run) == exposed
