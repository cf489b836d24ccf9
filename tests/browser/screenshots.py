"""Take README.md's pictures from the real site of the example, in the system's Chromium."""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
sys.path.insert(0, str(TESTS))

from tools import TOOLS, find_tool  # noqa: E402 - tests/ is on the path only now

SHOTS = Path(__file__).parent / "screenshots"
PAGES = {"overview": "harbourline-mobile/index.html", "raci": "harbourline-mobile/roles.html"}


def main() -> None:
    chromium = find_tool("chromium")
    if chromium is None:
        sys.exit(f"Screenshots need Chromium ({TOOLS['chromium'].install}).")
    sourcebook = Path(sys.executable).with_name("sourcebook")
    subprocess.run([sourcebook, "build"], cwd=ROOT, check=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(
            viewport={"width": 1440, "height": 900}, color_scheme="light", reduced_motion="reduce"
        )
        for name, path in PAGES.items():
            page.goto((ROOT / "site" / "internal" / path).as_uri())
            page.evaluate("document.fonts.ready")
            shot = SHOTS / f"{name}.png"
            page.screenshot(path=shot)
            print(shot.relative_to(ROOT))
        browser.close()


if __name__ == "__main__":
    main()
