"""The live preview: real requests, a real watch, and nothing but the folder."""

from __future__ import annotations

import http.client
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sourcebook.errors import UsageError
from sourcebook.site.policy import CONTENT_SECURITY_POLICY
from sourcebook.site.serve import Outcome, Preview
from sourcebook.site.watch import Watch, is_litter


class Bench:
    """A preview that runs, with what it said and what it was asked to rebuild."""

    def __init__(self, folder: Path, watched: Path) -> None:
        self.said: list[str] = []
        self.asked: list[frozenset[Path]] = []
        self.answers: list[Outcome | UsageError] = []
        self.before_answering: Callable[[], None] = lambda: None
        self.preview = Preview(
            folder, watch=[watched], rebuild=self._rebuild, say=self.said.append, port=0
        )

    def _rebuild(self, changed: frozenset[Path]) -> Outcome:
        self.asked.append(changed)
        self.before_answering()
        answer = self.answers.pop(0) if self.answers else Outcome(True, "Rebuilt.")
        if isinstance(answer, UsageError):
            raise answer
        return answer

    def shown_first(self, path: str, body: bytes) -> None:
        """As a rebuild does that has made a page before the rest."""
        assert self.preview.stage.viewed() == [path]
        self.preview.stage.show({path: body}, "a", ["c"])

    def connection(self) -> http.client.HTTPConnection:
        host = self.preview.url.removeprefix("http://").rstrip("/")
        return http.client.HTTPConnection(host, timeout=5)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        connection = self.connection()
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            connection.close()

    @contextmanager
    def events(self, page: str = "") -> Iterator[Iterator[dict[str, str]]]:
        connection = self.connection()
        connection.request("GET", f"/_live?page={page}")
        answer = connection.getresponse()

        def read() -> Iterator[dict[str, str]]:
            while line := answer.readline():
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])

        try:
            yield read()
        finally:
            answer.close()
            connection.close()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    site, watched = tmp_path / "site", tmp_path / "playbooks"
    (site / "a/b").mkdir(parents=True)
    watched.mkdir()
    (site / "index.html").write_text("<html><body>Home</body></html>")
    (site / "a/index.html").write_text("<body>A</body>")
    (site / "a/404.html").write_text("<body>Lost in A</body>")
    (site / "style.css").write_text("x")
    (site / "calendar.ics").write_text("y")
    (tmp_path / "secret.txt").write_text("secret")
    (site / "way-out").symlink_to(tmp_path / "secret.txt")
    bench = Bench(site, watched)
    thread = threading.Thread(target=bench.preview.run)
    thread.start()
    yield bench
    bench.preview.close()
    thread.join(5)
    assert not thread.is_alive()


def test_pages_come_with_the_policy_and_the_live_script_on_the_wire_only(
    bench: Bench, tmp_path: Path
) -> None:
    status, headers, body = bench.get("/")
    assert status == 200
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert '<script src="/_live.js" data-state="' in body
    assert "_live" not in (tmp_path / "site/index.html").read_text()
    assert bench.get("/_live.js")[1]["Content-Type"].startswith("text/javascript")


@pytest.mark.parametrize(
    ("path", "status", "kind", "text"),
    [
        ("/style.css?x#y", 200, "text/css; charset=utf-8", "x"),
        ("/calendar.ics", 200, "text/calendar; charset=utf-8", "y"),
        ("/a/", 200, "text/html; charset=utf-8", "A"),
        ("/a", 301, "text/plain", ""),
        ("/a/none/none.html", 404, "text/html; charset=utf-8", "Lost in A"),
        ("/none", 404, "text/plain; charset=utf-8", "no such page"),
        ("/../secret.txt", 404, "text/plain; charset=utf-8", "no such page"),
        ("/a/..%2f..%2fsecret.txt", 404, "text/plain; charset=utf-8", "no such page"),
        ("/way-out", 404, "text/plain; charset=utf-8", "no such page"),
        ("/%00", 404, "text/plain; charset=utf-8", "no such page"),
        ("//etc/passwd", 404, "text/plain; charset=utf-8", "no such page"),
    ],
)
def test_addresses(bench: Bench, path: str, status: int, kind: str, text: str) -> None:
    found, headers, body = bench.get(path)
    assert (found, headers["Content-Type"]) == (status, kind)
    assert text in body
    assert "secret" not in body


def test_another_name_for_this_machine_is_refused(bench: Bench) -> None:
    assert bench.get("/", Host="evil.example:80")[0] == 403
    assert bench.get("/", Host="localhost:80")[0] == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("//[", 404),
        ("/" + "a" * 5000, 404),
        ("/%2e%2e/%2e%2e/etc/passwd", 404),
        ("/a/.././../secret.txt", 404),
        ("/..\\secret.txt", 404),
        ("/.a.abcd1234/last/index.html", 404),
        ("/a/%2e/", 404),
        ("/%ff%fe", 404),
        ("/a%0d%0aSet-Cookie:x", 404),
    ],
)
def test_odd_addresses_are_pages_that_are_not_there(
    bench: Bench, tmp_path: Path, capfd: pytest.CaptureFixture[str], path: str, status: int
) -> None:
    work = tmp_path / "site" / ".a.abcd1234" / "last"
    work.mkdir(parents=True)
    (work / "index.html").write_text("of a build that is under way")
    found, headers, body = bench.get(path)
    assert found == status
    assert "Set-Cookie" not in headers
    assert "under way" not in body
    assert capfd.readouterr().err == ""


def test_a_redirect_stays_on_this_host(bench: Bench) -> None:
    assert bench.get("//a")[1]["Location"] == "/a/"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:8000", 200),
        ("localhost:1", 200),
        ("LOCALHOST", 200),
        ("[::1]:80", 200),
        ("evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("127.0.0.1@evil.example", 403),
        ("10.0.0.7", 403),
        ("", 403),
    ],
)
def test_only_names_of_this_machine_are_answered(bench: Bench, host: str, status: int) -> None:
    for path in ("/", "/_live.js"):
        assert bench.get(path, Host=host)[0] == status


def test_pages_of_other_sites_can_load_nothing(bench: Bench) -> None:
    """Else a page elsewhere could read the search index, which is a script."""
    asked = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert bench.get("/style.css", **asked)[0] == 403
    assert bench.get("/", **{**asked, "Sec-Fetch-Mode": "navigate"})[0] == 200  # a link to it
    own = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors"}
    status, headers, _ = bench.get("/style.css", **own)
    assert (status, headers["Cross-Origin-Resource-Policy"]) == (200, "same-origin")


def test_it_listens_to_this_machine_alone_unless_told(tmp_path: Path) -> None:
    def preview(**host: str) -> Preview:
        return Preview(
            tmp_path, watch=[], rebuild=lambda _: Outcome(True), say=print, port=0, **host
        )

    (tmp_path / "index.html").write_text("Home")
    with preview() as own:
        assert own.address == "127.0.0.1"
    with preview(host="0.0.0.0") as open_to_all:  # noqa: S104 -- as somebody asked for
        port = int(open_to_all.url.rstrip("/").rsplit(":", 1)[1])
        for name, status in (("192.168.7.7", 200), ("localhost", 200), ("evil.example", 403)):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/", headers={"Host": name})
            assert connection.getresponse().status == status
            connection.close()
    with pytest.raises(UsageError, match="host"):
        preview(host="nowhere.invalid")


def test_a_change_rebuilds_and_reloads_and_a_failure_is_told(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "playbooks/risks.yaml"
    bench.answers = [UsageError("risks.yaml: no."), Outcome(False, "2 errors"), Outcome(True)]
    with bench.events() as events:
        first = next(events)
        assert first["fault"] == ""
        file.write_text("one")
        failed = next(events)
        assert failed["fault"] == "risks.yaml: no."
        file.write_text("two")
        assert next(events)["fault"] == "2 errors"
        start = time.monotonic()
        file.write_text("three")
        assert next(events)["fault"] == ""
        assert time.monotonic() - start < 1
    assert [{path.name for path in asked} for asked in bench.asked] == [{"risks.yaml"}] * 3
    assert bench.said == ["risks.yaml: no.", "2 errors"]


def test_the_page_that_is_open_comes_at_once_and_all_else_when_it_stands(
    bench: Bench, tmp_path: Path
) -> None:
    late: list[str] = []
    asking = threading.Thread(target=lambda: late.append(bench.get("/a/b/late.html")[2]))

    def first() -> None:
        asking.start()
        bench.shown_first("a/index.html", b"<body>New</body>")
        (tmp_path / "site/a/index.html").write_text("<body>New</body>")
        (tmp_path / "site/a/b/late.html").write_text("<body>Late</body>")

    bench.before_answering = first
    with bench.events("%2Fa%2F") as events:
        before = next(events)
        (tmp_path / "playbooks/risks.yaml").write_text("one")
        told = next(events)
        assert told["state"] != before["state"]
        assert ">New<" in bench.get("/a/")[2]
    asking.join(10)
    assert "Late" in late[0]


def test_what_was_shown_first_is_taken_back_where_the_rest_fails(
    bench: Bench, tmp_path: Path
) -> None:
    bench.before_answering = lambda: bench.shown_first("a/index.html", b"<body>New</body>")
    bench.answers = [UsageError("no room")]
    with bench.events("/a/index.html") as events:
        next(events)
        (tmp_path / "playbooks/risks.yaml").write_text("one")
        assert [next(events)["fault"], next(events)["fault"]] == ["", "no room"]
        assert ">A<" in bench.get("/a/")[2]


def test_a_rebuild_that_was_overtaken_is_asked_again_with_all_that_changed(
    bench: Bench, tmp_path: Path
) -> None:
    bench.answers = [Outcome(False, overtaken=True)]
    with bench.events() as events:
        next(events)
        (tmp_path / "playbooks/risks.yaml").write_text("one")
        assert next(events)["fault"] == ""
    first, second = bench.asked
    assert first <= second


def test_a_taken_port_is_passed_over_unless_it_was_chosen(bench: Bench, tmp_path: Path) -> None:
    taken = int(bench.preview.url.rstrip("/").rsplit(":", 1)[1])

    def preview(exact: bool) -> Preview:
        return Preview(
            tmp_path / "site",
            watch=[],
            rebuild=lambda _: Outcome(True),
            say=print,
            port=taken,
            exact=exact,
        )

    with preview(False) as other:
        assert other.url != bench.preview.url
    with pytest.raises(UsageError) as refused:
        preview(True)
    said = str(refused.value)
    assert said.startswith(f"Another program already uses port {taken}")
    assert "Errno" not in said


def test_a_browser_that_drops_its_connection_is_no_news(
    bench: Bench, capfd: pytest.CaptureFixture[str]
) -> None:
    host, port = bench.preview.url.removeprefix("http://").rstrip("/").split(":")
    at_once = struct.pack("ii", 1, 0)  # closing resets the connection
    for sent in (b"", b"GET / HTTP/1.1\r\nHos", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"):
        with socket.create_connection((host, int(port))) as dropped:
            dropped.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            dropped.sendall(sent)
    assert bench.get("/")[0] == 200
    time.sleep(0.1)
    assert capfd.readouterr().err == ""


def test_reads_and_litter_are_no_changes(tmp_path: Path) -> None:
    (tmp_path / "deep/er").mkdir(parents=True)
    file, other = tmp_path / "deep/er/scope.yaml", tmp_path / "mkdocs.yml"
    file.write_text("x")
    other.write_text("x")
    watch = Watch([tmp_path / "deep", other])
    try:
        file.read_text()
        for name in (".scope.yaml.swp", "scope.yaml~", "4913", ".git"):
            (file.parent / name).write_text("x")
        (tmp_path / "unwatched.yml").write_text("x")
        assert watch.changes(timeout=0.2) == frozenset()
        file.rename(file.with_name("new.yaml"))
        other.write_text("y")
        found = watch.changes(timeout=2)
        while more := watch.changes(timeout=0.1):
            found |= more
        assert {path.name for path in found} == {"scope.yaml", "new.yaml", "mkdocs.yml"}
    finally:
        watch.close()


@pytest.mark.parametrize("name", ["risks.yaml", "pages/day one.md", "a/photo.png"])
def test_what_an_author_writes_is_not_litter(name: str) -> None:
    assert not is_litter(Path(name))
