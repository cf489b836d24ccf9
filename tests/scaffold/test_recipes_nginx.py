"""The recipes for nginx and the container, with the real site: who may read what, and headers."""

from __future__ import annotations

import base64
import http.client
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scaffold.conftest import SLUG
from sourcebook.site.policy import HEADERS
from tools import require_tool

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("nginx")]
_TRIES, _PAUSE_S = 100, 0.1


class Server:
    """A running nginx, asked as a person or as nobody."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, person: str = "") -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {}
        if person:
            token = base64.b64encode(f"{person}:secret".encode()).decode()
            headers["Authorization"] = f"Basic {token}"
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body

    def status(self, path: str, person: str = "") -> int:
        return self.get(path, person)[0]


@contextmanager
def nginx(project: Path, folder: Path) -> Iterator[Server]:
    """nginx with the container's configuration, in folders of the test's own."""
    program = require_tool("nginx")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def placed(name: str) -> str:
        text = (project / "hosting" / name).read_text("utf-8")
        for old, new in {
            "/tmp/": f"{folder}/",  # noqa: S108 -- what the recipe says
            "/etc/nginx/mime.types": "MIME",
            "/etc/nginx/": f"{folder}/",
            "MIME": "/etc/nginx/mime.types",
            "/srv/playbooks": str(project / "site"),
            "listen 8080": f"listen 127.0.0.1:{port}",
            "/dev/stdout": f"{folder}/access.log",
            "/dev/stderr": f"{folder}/error.log",
        }.items():  # fmt: skip
            text = text.replace(old, new)
        return text

    (folder / "conf.d").mkdir()
    (folder / "conf.d" / "playbooks.conf").write_text(placed("site.conf"), "utf-8")
    (folder / "playbooks-headers.conf").write_text(placed("headers.conf"), "utf-8")
    ours = "daemon off;\nuser root;\n" if os.geteuid() == 0 else "daemon off;\n"
    (folder / "nginx.conf").write_text(ours + placed("nginx.conf"), "utf-8")
    command = [program, "-e", folder / "error.log", "-c", folder / "nginx.conf"]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    with subprocess.Popen(command) as running:
        try:
            server = Server(port)
            for _ in range(_TRIES):
                try:
                    server.status("/")
                    break
                except ConnectionRefusedError:
                    time.sleep(_PAUSE_S)
            yield server
        finally:
            running.terminate()


@pytest.fixture(scope="module")
def server(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "playbooks-internal.htpasswd").write_text("insider:{PLAIN}secret\n", "utf-8")
    (folder / f"playbooks-{SLUG}.htpasswd").write_text("partner:{PLAIN}secret\n", "utf-8")
    with nginx(built, folder) as running:
        yield running


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


def test_a_container_has_no_rights_and_no_passwords(new_project: Path) -> None:
    text = (new_project / "hosting" / "Dockerfile").read_text("utf-8")
    last = text.rpartition("\nFROM ")[2]
    assert re.search(r"^USER nginx$", last, re.MULTILINE)
    assert "htpasswd" not in re.sub(r"(?s)RUN .*?\n(?=\w)", "", last)
    copied = re.findall(r"^COPY (?!--from)(\S+)", last, re.MULTILINE)
    assert [name for name in copied if not (new_project / name).exists()] == []
    site = (new_project / "hosting" / "site.conf").read_text("utf-8")
    (edit,) = re.findall(r"sed -i '([^']+)'", last)
    moved = subprocess.run(["sed", edit], input=site, capture_output=True, text=True, check=True)
    files = re.findall(r"auth_basic_user_file (\S+);", moved.stdout)
    assert files == [
        "/etc/nginx/passwords/playbooks-internal.htpasswd",
        "/etc/nginx/passwords/playbooks-$engagement.htpasswd",
    ]
    listens = re.findall(r"^ *listen (\d+)", site, re.MULTILINE)
    assert listens
    assert all(int(port) > 1023 for port in listens)
