"""yaml-language-server over stdio, asked as an editor asks it."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from tools import npm_package, require_tool

_TRIES, _PAUSE_S = 100, 0.1


@dataclass
class Editor:
    """A file in an editor: what it is told while somebody types."""

    out: BinaryIO
    into: BinaryIO
    settings: dict[str, Any]
    uri: str = ""
    head: str = ""  # what the file begins with, whatever is typed below
    version: int = 0
    number: int = 0
    diagnostics: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    def type(self, text: str) -> None:
        """The whole text of the file, as it stands now."""
        self.version += 1
        if self.version == 1:
            document = {"uri": self.uri, "languageId": "yaml", "version": 1, "text": text}
            self._notify("textDocument/didOpen", {"textDocument": document})
        else:
            document = {"uri": self.uri, "version": self.version}
            changes = [{"text": text}]
            self._notify(
                "textDocument/didChange", {"textDocument": document, "contentChanges": changes}
            )

    def complete(self, line: int, column: int) -> list[str]:
        """What may stand there; lines and columns count from 0."""
        found = self.ask("textDocument/completion", self._at(line, column))
        items = found["items"] if isinstance(found, dict) else found
        return [item["label"] for item in items]

    def hover(self, line: int, column: int) -> str:
        """What is shown of the word under the pointer."""
        found = self.ask("textDocument/hover", self._at(line, column))
        return found["contents"]["value"] if found else ""

    def faults(self) -> list[str]:
        """What is underlined in the text as it stands now."""
        while self.version not in self.diagnostics:
            self._hear(self._read())
        return [entry["message"] for entry in self.diagnostics[self.version]]

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """The answer to a request; what the server asks meanwhile is answered."""
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self.number and "method" not in message:
                return message.get("result")
            self._hear(message)

    def begin(self, root: Path, file: Path) -> None:
        """The handshake, for a file of a folder that is opened as a project."""
        folders = [{"uri": root.as_uri(), "name": root.name}]
        abilities = {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {
                "publishDiagnostics": {"versionSupport": True},
                "hover": {"contentFormat": ["plaintext"]},
                "completion": {"completionItem": {"snippetSupport": True}},
            },
        }
        self.uri = file.as_uri()
        self.ask("initialize", {
            "processId": None, "rootUri": root.as_uri(), "workspaceFolders": folders,
            "capabilities": abilities,
        })  # fmt: skip
        self._notify("initialized", {})
        self._notify("workspace/didChangeConfiguration", {"settings": self.settings})

    def wait_until_ready(self, text: str, line: int, key: str) -> None:
        """The server takes a moment to take in its settings: until then it knows no key.

        Meanwhile it may well offer something else: at the head of a file, a way to name a schema.
        """
        self.type(text)
        for _ in range(_TRIES):
            if key in (found := self.complete(line, 0)):
                return
            time.sleep(_PAUSE_S)
        raise AssertionError(f"after {_TRIES} tries the language server offers only {found}")

    def _at(self, line: int, column: int) -> dict[str, Any]:
        position = {"line": line, "character": column}
        return {"textDocument": {"uri": self.uri}, "position": position}

    def _notify(self, method: str, params: dict[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def _hear(self, message: dict[str, Any]) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            if params["uri"] == self.uri:
                of = params.get("version", self.version)
                self.diagnostics[of] = params["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            sections = [item.get("section") for item in message["params"]["items"]]
            found = [self.settings.get(section, {}) for section in sections]
            self._send({"id": message["id"], "result": found})
        elif "id" in message and "method" in message:
            self._send({"id": message["id"], "result": None})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.into.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.into.flush()

    def _read(self) -> dict[str, Any]:
        length = 0
        while line := self.out.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        body = self.out.read(length)
        assert body, "the language server has gone"
        message: dict[str, Any] = json.loads(body)
        return message


@contextmanager
def edited(root: Path, file: Path, settings: dict[str, Any]) -> Iterator[Editor]:
    """A file of a project, open in an editor with these settings."""
    package = npm_package("yaml-language-server", "1", "yaml-language-server")
    command = [require_tool("node"), package / "bin" / "yaml-language-server", "--stdio"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        assert server.stdin
        assert server.stdout
        try:
            nested: dict[str, Any] = {}
            for key, value in settings.items():
                outer, _, inner = key.partition(".")
                nested.setdefault(outer, {})[inner] = value
            editor = Editor(server.stdout, server.stdin, nested)
            editor.begin(root, file)
            yield editor
        finally:
            server.kill()
