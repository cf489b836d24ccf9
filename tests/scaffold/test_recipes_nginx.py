"""The recipe for nginx, with the real site: who may read what, and headers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scaffold.conftest import SLUG, sourcebook, stand_ins
from scaffold.web_server import Server, free_port, moved, running
from sourcebook.site.policy import HEADERS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("nginx")]


@contextmanager
def nginx(project: Path, folder: Path) -> Iterator[Server]:
    """nginx with the container's configuration, in folders of the test's own."""
    port = free_port()
    places = {
        "/tmp/": f"{folder}/",  # noqa: S108 -- what the recipe says
        "/etc/nginx/": f"{folder}/",
        "/srv/playbooks": project / "site",
        "listen 8080": f"listen 127.0.0.1:{port}",
        "/dev/stdout": f"{folder}/access.log",
        "/dev/stderr": f"{folder}/error.log",
    }

    def placed(name: str) -> str:
        return moved((project / "hosting" / name).read_text("utf-8"), places)

    (folder / "conf.d").mkdir()
    (folder / "conf.d" / "playbooks.conf").write_text(placed("site.conf"), "utf-8")
    (folder / "playbooks-headers.conf").write_text(placed("headers.conf"), "utf-8")
    ours = "daemon off;\nuser root;\n" if os.geteuid() == 0 else "daemon off;\n"
    (folder / "nginx.conf").write_text(ours + placed("nginx.conf"), "utf-8")
    with running(folder / "nginx.conf", folder / "error.log", port) as server:
        yield server


@pytest.fixture(scope="module")
def server(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "playbooks-internal.htpasswd").write_text("insider:{PLAIN}secret\n", "utf-8")
    (folder / f"playbooks-{SLUG}.htpasswd").write_text("partner:{PLAIN}secret\n", "utf-8")
    with nginx(built, folder) as server:
        yield server


@pytest.mark.parametrize(
    ("path", "insider", "partner"),
    [
        ("/internal/", 200, 401),
        (f"/internal/{SLUG}/", 200, 401),
        (f"/shared/{SLUG}/", 401, 200),
        (f"/shared/{SLUG}/../../internal/", 200, 401),
        (f"/shared/{SLUG}/%2e%2e/%2e%2e/internal/", 200, 401),
        (f"//internal/{SLUG}/", 200, 401),
        ("/shared/", 404, 404),
        ("/shared/another/", 403, 403),  # no file of passwords: nobody reads it
        ("/", 404, 404),
    ],
)
def test_who_may_read_what(server: Server, path: str, insider: int, partner: int) -> None:
    assert (server.status(path, "insider"), server.status(path, "partner")) == (insider, partner)
    assert server.status(path) != 200


def test_every_file_comes_with_the_headers_that_pages_are_made_for(
    server: Server, built: Path
) -> None:
    site = built / "site" / "internal"
    paths = [path for path in sorted(site.rglob("*")) if path.is_file()]
    assert len(paths) > 50
    for path in paths:
        status, headers, body = server.get(f"/internal/{path.relative_to(site)}", "insider")
        assert (status, body) == (200, path.read_bytes()), path
        assert {name: headers[name] for name in HEADERS} == HEADERS, path
        assert headers["Cache-Control"] == "no-cache"


def test_calendars_and_what_is_not_there(server: Server) -> None:
    _, headers, _ = server.get(f"/shared/{SLUG}/calendar.ics", "partner")
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    status, headers, body = server.get(f"/internal/{SLUG}/nothing.html", "insider")
    assert status == 404
    assert b"<html" in body
    assert headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    status, headers, _ = server.get("/nothing", "insider")
    assert status == 404
    assert "nginx/" not in headers["Server"]


def test_what_has_not_changed_is_not_sent_again(server: Server) -> None:
    _, headers, _ = server.get("/internal/", "insider")
    assert headers["ETag"]


@pytest.fixture
def served_as_told(new_project: Path, tmp_path: Path) -> Path:
    """The root of a machine on which the document's commands were carried out; calls beside."""
    project, root = tmp_path / "project", tmp_path / "root"
    shutil.copytree(new_project, project)
    sourcebook(project, "new", "engagement", "acme", "--no-input")
    (root / "etc" / "nginx" / "conf.d").mkdir(parents=True)
    before = root / "srv" / "playbooks" / "shared" / "acme"
    before.mkdir(parents=True)
    (before / "now-internal.html").touch()
    text = (project / "HOSTING.md").read_text("utf-8")
    (block,) = re.findall(r"```sh\n(sourcebook build\nsudo.*?)```", text, re.DOTALL)
    programs = tmp_path / "programs"
    stand_ins(programs, "sudo", does='exec "$@"')
    stand_ins(programs, "openssl", does='echo "{PLAIN}secret"')
    stand_ins(programs, "nginx", "systemctl")
    path = os.pathsep.join((str(programs), str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["sh", "-e", "-c", re.sub(r"(?<=\s)/(?=(?:etc|srv)/)", f"{root}/", block)],
        cwd=project, capture_output=True, text=True, check=False,
        env={**os.environ, "PATH": path, "CALLS": str(tmp_path / "calls")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return root


def test_the_commands_of_the_document_make_a_server(served_as_told: Path, tmp_path: Path) -> None:
    own, port = served_as_told / "etc" / "nginx", free_port()
    assert not (served_as_told / "srv/playbooks/shared/acme/now-internal.html").exists()
    calls = (tmp_path / "calls").read_text("utf-8").splitlines()
    assert "openssl passwd -6" in calls
    assert [call for call in calls if "sudo" not in call][-2:] == [
        "nginx -t",
        "systemctl reload nginx",
    ]
    places = {
        "/etc/nginx/": f"{own}/",
        "/srv/playbooks": served_as_told / "srv" / "playbooks",
        "listen 8080": f"listen 127.0.0.1:{port}",
    }
    for file in (own / "playbooks-headers.conf", own / "conf.d" / "playbooks.conf"):
        file.write_text(moved(file.read_text("utf-8"), places), "utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    scratch = "".join(f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""
    main = tmp_path / "nginx.conf"
    main.write_text(
        f"daemon off;\n{user}pid {tmp_path}/nginx.pid;\nevents {{ }}\nhttp {{\n"
        f"include /etc/nginx/mime.types;\naccess_log off;\n{scratch}"
        f"include {own}/conf.d/*.conf;\n}}\n",
        "utf-8",
    )
    with running(main, tmp_path / "error.log", port) as server:
        assert server.status("/internal/acme/", "reader") == 200
        assert server.status("/internal/acme/") == 401
        assert server.status("/shared/acme/", "reader") == 403  # it has no readers yet
