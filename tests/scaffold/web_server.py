"""A real nginx with files that a recipe has put somewhere, asked as a person or as nobody."""

from __future__ import annotations

import base64
import http.client
import os
import pwd
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tools import require_tool

_TRIES, _PAUSE_S = 100, 0.1
NOBODY = "nobody"


class Server:
    """A running nginx."""

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


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def moved(text: str, places: Mapping[str, Path | str]) -> str:
    """A configuration whose paths lie elsewhere; nginx keeps its own types of files."""
    text = text.replace("/etc/nginx/mime.types", "MIME")
    for old, new in places.items():
        text = text.replace(old, str(new))
    return text.replace("MIME", "/etc/nginx/mime.types")


@contextmanager
def running(main: Path, log: Path, port: int, *, rightless: bool = False) -> Iterator[Server]:
    """nginx with a configuration; ``rightless`` as nobody, where these tests are run by root."""
    program = require_tool("nginx")
    command = [program, "-e", str(log), "-c", str(main)]
    user = pwd.getpwnam(NOBODY).pw_uid if rightless and os.geteuid() == 0 else None
    tested = subprocess.run(
        [*command, "-t"], capture_output=True, text=True, check=False, user=user
    )
    assert tested.returncode == 0, tested.stderr
    with subprocess.Popen(command, user=user) as process:
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
            process.terminate()
