"""Measure the example's pages with Lighthouse, served as a web server is to serve them.

Compressed and under the content policy; a phone on a slow connection, as Lighthouse has it by
default. Exits with 1 where a score is below its goal. Needs Chromium and npm.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
sys.path.insert(0, str(TESTS))

from sourcebook.site.policy import HEADERS  # noqa: E402 - tests/ is on the path only now
from tools import TOOLS, find_tool, npm_package  # noqa: E402

PAGES = {
    "Overview": "harbourline-mobile/index.html",
    "RACI": "harbourline-mobile/roles.html",
    "Security": "harbourline-mobile/security.html",
    "Portfolio": "index.html",
}
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100}
RUNS = 3
"""The best of so many runs counts: what else a machine does can only make a page slower."""
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-background-networking"
COMPRESSED = (".css", ".html", ".js", ".json", ".svg", ".txt", ".xml")


@cache
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes())


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder with compression, kept connections and the site's headers."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        packed = path.suffix in COMPRESSED
        body = _packed(path) if packed else path.read_bytes()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=31536000")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def measured(lighthouse: Path, address: str, chromium: str) -> dict[str, int]:
    """The scores of a page, 0 to 100, by category."""
    command = [
        "node", str(lighthouse), address, "--quiet", f"--chrome-flags={FLAGS}",
        f"--only-categories={','.join(GOALS)}", "--output=json", "--output-path=stdout",
    ]  # fmt: skip
    environment = {**os.environ, "CHROME_PATH": chromium}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)["categories"]
    return {name: round(100 * found[name]["score"]) for name in GOALS}


def main() -> int:
    chromium = find_tool("chromium")
    if chromium is None or find_tool("npm") is None:
        wanted = " and ".join(TOOLS[name].install for name in ("chromium", "npm"))
        sys.exit(f"Lighthouse needs Chromium and npm ({wanted}).")
    lighthouse = npm_package("lighthouse", "13", "lighthouse") / "cli" / "index.js"
    with tempfile.TemporaryDirectory() as out:
        sourcebook = Path(sys.executable).with_name("sourcebook")
        subprocess.run([sourcebook, "build", "-o", out], cwd=ROOT, check=True, capture_output=True)
        server = ThreadingHTTPServer(
            ("127.0.0.1", 0), partial(Handler, directory=str(Path(out) / "internal"))
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{server.server_address[1]}/"
        print("| Page | Performance | Accessibility | Best practices |\n|---|---|---|---|")
        low = False
        for name, path in PAGES.items():
            runs = [measured(lighthouse, home + path, chromium) for _ in range(RUNS)]
            best = {category: max(run[category] for run in runs) for category in GOALS}
            print(f"| {name} | " + " | ".join(str(best[category]) for category in GOALS) + " |")
            low |= any(best[category] < goal for category, goal in GOALS.items())
        server.shutdown()
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
