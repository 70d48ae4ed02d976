"""Takes the README's pictures from the real page: `make screenshots`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))

from browsing import ROOT, ask_of, choose, chromium, row, serving, settle, state_number, visiting

PICTURES = ROOT / "ui" / "pictures"
SCENARIO = "large-documents-answered-later"
_COLOURS = 128  # a page has few; a third of the bytes


def keep(page: Any, name: str, height: int = 860) -> None:
    """What is in the window, as a small PNG."""
    page.set_viewport_size({"width": 1280, "height": height})
    settle(page)
    file = PICTURES / f"{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as taken:
        taken.convert("RGB").quantize(_COLOURS).save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} KB")


def main() -> None:
    """One visit after the other, each ending in a picture."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "server") as address, chromium() as browser:
        with visiting(browser, "wide") as page:
            page.goto(address)
            page.get_by_role("heading", level=1).wait_for()
            keep(page, "start", 700)
        with visiting(browser, "wide") as page:
            page.goto(f"{address}/advise?scenario={SCENARIO}")
            row(page, "serverless-endpoint").wait_for()
            settle(page)
            page.locator("#answer").scroll_into_view_if_needed()
            page.evaluate("document.querySelector('#answer').scrollIntoView()")
            keep(page, "answer")
            row(page, "serverless-endpoint").get_by_role("button").first.click()
            keep(page, "cell")
        with visiting(browser, "wide") as page:
            page.goto(f"{address}/advise?scenario=spiky-internal-tool")
            page.get_by_role("button", name="Keep this and change something").click()
            choose(page, page.get_by_label("What do you want to change?"), ask_of("request.payload_mb"))
            state_number(page, "request.payload_mb", "5 MB")
            page.get_by_role("heading", name="What follows").evaluate("one => one.scrollIntoView()")
            keep(page, "compare")


if __name__ == "__main__":
    main()
