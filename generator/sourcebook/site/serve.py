"""The live preview: serves a built folder to this machine, rebuilds on change, reloads browsers."""

from __future__ import annotations

import errno
import ipaddress
import json
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, quote, unquote, urlsplit

from sourcebook.errors import SourcebookError, UsageError
from sourcebook.site.live import SCRIPT, EventBoard
from sourcebook.site.policy import HEADERS
from sourcebook.site.stage import Stage
from sourcebook.site.watch import Watch

HOST = "127.0.0.1"
PORTS_TRIED = 50
HEARTBEAT_SECONDS = 10.0
LONGEST = 255
"""So many characters a file's name has at most."""

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".yaml": "text/plain; charset=utf-8",
    ".yml": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class Outcome:
    """How a rebuild went. ``message`` goes to the terminal; if not ``ok``, to the browser too."""

    ok: bool
    message: str = ""
    overtaken: bool = False  # by another change: there is nothing to tell yet


class Preview:
    """Serves ``folder`` at ``url`` and keeps its browsers up to date.

    ``rebuild`` is called with the files that changed, in the thread of ``run``; requests wait for
    it, as far as ``stage`` does not tell that what they ask for stands. One that is overtaken is
    called again with all that changed. A SourcebookError from it is an outcome that is not ok.
    ``prepare`` is called when there is nothing to do. ``say`` gets the terminal's lines.
    ``port``: 0 takes any free one; one that is taken is passed over for the next, unless ``exact``.
    ``host`` is the address to listen on: of this machine alone, unless somebody asks for another.
    Raises UsageError if there is no port to be had.
    """

    def __init__(
        self,
        folder: Path,
        *,
        watch: Iterable[Path],
        rebuild: Callable[[frozenset[Path]], Outcome],
        say: Callable[[str], None],
        port: int = 8000,
        exact: bool = False,
        host: str = HOST,
        stage: Stage | None = None,
        prepare: Callable[[], None] = lambda: None,
    ) -> None:
        self.folder, self._rebuild, self._say = folder.resolve(), rebuild, say
        self.address = host
        self.board = EventBoard()
        self.stage, self._prepare = stage or Stage(), prepare
        self._left = frozenset[Path]()  # changes of a rebuild that was overtaken
        self._stopped = threading.Event()
        self._server = _server(self, port, exact)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._watch = Watch(watch, ignored=(self.folder,))
        self.stage.announce, self.stage.is_behind = self.board.reload, lambda: self._watch.has_more
        self._thread.start()

    @property
    def url(self) -> str:
        """Where the site is seen."""
        return f"http://{self.address}:{self._server.server_address[1]}/"

    @property
    def is_private(self) -> bool:
        """Whether nobody but this machine can connect."""
        return self.address in (HOST, "localhost", "::1")

    def answers_to(self, name: str) -> bool:
        """Whether a name in a request is one of ours: a page elsewhere may have taken this address.

        Where others may connect, these are numbers, which nobody can take, and the name asked for.
        """
        host = urlsplit(f"//{name.rpartition('@')[2]}").hostname if "@" not in name else None
        if host in (HOST, "localhost", "::1", self.address):
            return True
        return not self.is_private and host is not None and _is_number(host)

    def run(self) -> None:
        """Rebuild on every change, until Ctrl-C or ``close`` from another thread."""
        try:
            while not self._stopped.is_set():
                self.step(timeout=0.5)
        except KeyboardInterrupt:
            pass
        finally:
            self.close()

    def step(self, timeout: float) -> None:
        """Wait for a change, and rebuild for it; prepare for one if there is none in that time."""
        if changed := self._watch.changes(timeout) | self._left:
            self._renew(changed)
        else:
            self._prepare()

    def _renew(self, changed: frozenset[Path]) -> None:
        """One rebuild: browsers reload as soon as their page stands, or show why it failed."""
        self.stage.begin()
        outcome = Outcome(False)
        try:
            outcome = self._rebuild(changed)
        except SourcebookError as error:
            outcome = Outcome(False, str(error))
        finally:
            self._left = changed if outcome.overtaken else frozenset()
            shown = None if outcome.overtaken else self.stage.end()
        if outcome.overtaken:
            return
        if outcome.message:
            self._say(outcome.message)
        if not outcome.ok:
            self.board.fail(outcome.message or "The site could not be rebuilt.")
        elif shown is None or any(self._differs(*page) for page in shown.items()):
            self.board.reload()

    def _differs(self, path: str, shown: bytes) -> bool:
        """Whether a page came out otherwise in the end than it was shown before."""
        try:
            return (self.folder / path).read_bytes() != shown
        except OSError:
            return True

    def close(self) -> None:
        """Stop serving and watching; what is under way is finished first. Does no harm twice."""
        if self._stopped.is_set():
            return
        self._stopped.set()
        self.board.close()
        self.stage.close()
        self._watch.close()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def check_address(host: str = HOST, port: int = 0) -> None:
    """Raises UsageError, as a preview would, where that port of that host is not to be had now.

    ``port``: 0 asks of the host alone.
    """
    _bound(host, port, True, BaseHTTPRequestHandler).server_close()


def _server(preview: Preview, port: int, exact: bool) -> ThreadingHTTPServer:
    class Handler(_Handler):
        owner = preview

    return _bound(preview.address, port, exact, Handler)


def _bound(
    host: str, port: int, exact: bool, handler: type[BaseHTTPRequestHandler]
) -> ThreadingHTTPServer:
    last: OSError | None = None
    for number in [port] if exact or not port else range(port, min(port + PORTS_TRIED, 65536)):
        try:
            return _Server((host, number), handler)
        except socket.gaierror as error:
            raise UsageError(
                f"--host {host} is no address of this machine. Leave it out to listen on {HOST}."
            ) from error
        except OSError as error:
            last = error
    raise UsageError(_refusal(host, port, exact, last)) from last


def _named(address: str) -> str:
    """The path, within the folder, of the page at an address."""
    path = address.lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _refusal(host: str, port: int, exact: bool, error: OSError | None) -> str:
    """Why there is no port to listen on, in plain words."""
    code = error.errno if error else None
    if code == errno.EADDRNOTAVAIL:
        return "That host is no address of this machine: leave --host out."
    why = f"Port {port} of {host} cannot be used ({error.strerror if error else 'no such port'})."
    if code == errno.EADDRINUSE:
        why = f"Other programs use port {port} and the {PORTS_TRIED - 1} after it."
        if exact:
            why = f"Another program already uses port {port}, perhaps a preview in another window."
    if code in (errno.EACCES, errno.EPERM):
        why = f"This system does not let you listen on port {port}."
    return f"{why} Choose another port with --port."


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away in the middle of a request: they do."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # not read


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from the preview's folder, and the two addresses of the live script."""

    owner: Preview
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Sourcebook", ""

    def do_GET(self) -> None:
        if not self._is_asked_by_us():
            self._answer(
                HTTPStatus.FORBIDDEN, "text/plain; charset=utf-8", b"Only from this machine."
            )
            return
        path, _, query = self.path.partition("#")[0].partition("?")
        if path == "/_live.js":
            self._answer(HTTPStatus.OK, _TYPES[".js"], SCRIPT.encode())
        elif path == "/_live":
            page = "".join(parse_qs(query).get("page", []))
            with self.owner.stage.opened(_named(page)):
                self._events()
        elif (ready := self.owner.stage.ready(_named(unquote(path)))) is not None:
            self._send(HTTPStatus.OK, ".html", ready)
        else:
            self._file(unquote(path))

    def _is_asked_by_us(self) -> bool:
        """Whether the name asked for is ours, and no page of another site loads this as a part."""
        try:
            known = self.owner.answers_to(self.headers.get("Host", ""))
        except ValueError:
            return False
        site, mode = (self.headers.get(f"Sec-Fetch-{name}", "") for name in ("Site", "Mode"))
        return known and (site not in ("cross-site", "same-site") or mode == "navigate")

    do_HEAD = do_GET  # noqa: N815 - http.server's name

    def _file(self, path: str) -> None:
        """The file at a path, the index of a folder, or the nearest 404 page."""
        folder = self.owner.folder
        parts = path.strip("/").split("/") if path.strip("/") else []
        if "\0" in path or any(part.startswith(".") or len(part) > LONGEST for part in parts):
            self._missing(folder)  # also what builds that are under way keep there
            return
        target = folder.joinpath(*parts).resolve()
        if not target.is_relative_to(folder):
            self._missing(folder)
        elif target.is_dir() and not path.endswith("/"):
            where = f"/{quote('/'.join(parts))}/"
            self._answer(HTTPStatus.MOVED_PERMANENTLY, "text/plain", b"", Location=where)
        else:
            target = target / "index.html" if path.endswith("/") else target
            try:
                self._send(HTTPStatus.OK, target.suffix, target.read_bytes())
            except OSError:
                self._missing(target)

    def _missing(self, target: Path) -> None:
        """404 with the page of the site that the address lies in."""
        for folder in (target, *target.parents):
            page = folder / "404.html"
            if folder.is_relative_to(self.owner.folder) and page.is_file():
                self._send(HTTPStatus.NOT_FOUND, page.suffix, page.read_bytes())
                return
        self._answer(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"There is no such page.")

    def _send(self, status: HTTPStatus, suffix: str, body: bytes) -> None:
        kind = _TYPES.get(suffix.lower(), "application/octet-stream")
        if kind.startswith("text/html"):
            tag = f'<script src="/_live.js" data-state="{self.owner.board.state}"></script></body>'
            body = body.replace(b"</body>", tag.encode(), 1)
        self._answer(status, kind, body)

    def _answer(self, status: HTTPStatus, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**HEADERS, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _events(self) -> None:
        """A stream of server-sent events, with a sign of life now and then, until the page goes."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        seen = ""
        try:
            while not self.owner.board.closed:
                state, fault = self.owner.board.next(seen, HEARTBEAT_SECONDS)
                line = json.dumps({"state": state, "fault": fault}) if state != seen else ""
                self.wfile.write(f"data: {line}\n\n".encode() if line else b": still here\n\n")
                self.wfile.flush()
                seen = state
        except (ConnectionError, TimeoutError):
            pass  # the page is gone

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of single requests."""
