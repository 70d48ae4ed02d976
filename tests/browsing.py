"""A server and a Chromium for tests of the page, wide and narrow, and what a person does with them.

Each look at the page is a screenshot in screenshots/, a check that nothing sticks out, and a check by axe.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import advisor

ROOT = Path(__file__).parents[1]
CHROMIUM = Path("/usr/bin/chromium")
SCREENSHOTS = ROOT / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STORE = "study.sqlite"
SIZES = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 390, "height": 844}}
# The narrow page is also the dark one, so that both themes are looked at.
SCHEMES = {"wide": "light", "narrow": "dark"}

if not CHROMIUM.exists():
    WHY = f"the browser tests are skipped: there is no {CHROMIUM} (Debian: apt-get install chromium)"
    warnings.warn(WHY, pytest.PytestWarning, stacklevel=1)
    pytest.skip(WHY, allow_module_level=True)

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need the package playwright")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the browser tests need the package axe")
expect = playwright.expect

BASE = advisor.advisor_at(datetime.date.today()).snapshot.base
QUESTION = BASE.decisions["inference-mode"].question
SERVERLESS = BASE.things["serverless-endpoint"].name

# What axe finds in Streamlit's own frame and no page of ours can change, by the element's test id.
NOT_OURS = {
    ("list", "stSidebarNavItems"): "the menu on a phone puts the items of each heading in a div inside its list",
    ("listitem", "stSidebarNavItems"): "the same: list items stand in that div",
}
_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextlib.contextmanager
def serving(folder: Path, secrets: str = "", **environment: str) -> Iterator[str]:
    """The address of a server of its own, started from a folder that is not the project's.

    `secrets` is its secrets.toml, with PORT in place of the port.
    """
    port = free_port()
    shutil.copytree(ROOT / "ui" / ".streamlit", folder / ".streamlit")  # Streamlit reads it from the working folder
    if secrets:
        (folder / ".streamlit" / "secrets.toml").write_text(secrets.replace("PORT", str(port)))
    paths = [str(Path(advisor.__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    command = [
        sys.executable, "-m", "streamlit", "run", str(ROOT / "ui" / "app.py"),
        "--server.port", str(port), "--server.address", "localhost", "--server.headless", "true",
        "--browser.gatherUsageStats", "false", "--client.toolbarMode", "minimal", "--server.fileWatcherType", "none",
    ]  # fmt: skip
    store = {"ADVISOR_STORE": str(folder / STORE), "ADVISOR_LEARNER": "ann"}  # nobody's own work is touched
    known = os.environ | {"PYTHONPATH": os.pathsep.join(paths)} | store | environment
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, env=known, stdout=log, stderr=subprocess.STDOUT)
    with answering(server, port, "_stcore/health") as address:
        yield address
    assert "Traceback" not in (folder / "log").read_text()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def answering(server: subprocess.Popen[bytes], port: int, path: str) -> Iterator[str]:
    """The address of a server that was started, once it answers under a path; it is stopped afterwards."""
    address = f"http://localhost:{port}"
    try:
        _wait_for(f"{address}/{path}", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert server.poll() is None, "the server has stopped"
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.2)
    raise AssertionError(f"no answer from {url}")


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """A Chromium without a window."""
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield started
        started.close()


@contextlib.contextmanager
def visiting(browser: Any, kind: str) -> Iterator[Any]:
    """A visitor's own page, on a desk or on a phone; an error of the browser's fails the test."""
    phone = kind == "narrow"
    # The menu closes by itself only for browsers that say they are a phone's.
    agent = "Mozilla/5.0 (Linux; Android 15; Mobile) Chrome/140.0 Mobile Safari/537.36" if phone else None
    context = browser.new_context(
        viewport=SIZES[kind], is_mobile=phone, has_touch=phone, user_agent=agent, color_scheme=SCHEMES[kind]
    )
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)  # a busy machine reads the rules slowly
    failures: list[str] = []
    opened.on("pageerror", lambda error: failures.append(str(error)))
    yield opened
    context.close()
    assert not failures


def is_narrow(page: Any) -> bool:
    return bool(page.viewport_size["width"] < 640)


def settle(page: Any) -> None:
    """Waits until the answer to the last change is drawn."""
    page.wait_for_timeout(300)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(100)


def look(page: Any, name: str) -> None:
    """A screenshot of the whole page, and a check that nothing sticks out and that axe finds nothing of ours."""
    settle(page)
    size = page.viewport_size
    kind = "narrow" if is_narrow(page) else "wide"
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth") <= size["width"], "the page is wider than its window"
    tables = "[...document.querySelectorAll('table')].filter(t => t.offsetWidth > t.parentElement.clientWidth)"
    wide = page.evaluate(f"{tables}.map(t => t.innerText.slice(0, 80))")
    assert not wide, f"tables stick out: {wide}"
    height = page.evaluate(f"{main}.scrollHeight") + 60
    page.set_viewport_size({"width": size["width"], "height": min(height, 12_000)})
    page.wait_for_timeout(300)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{kind}.png")
    found = axe.Axe().run(page, options={"runOnly": {"type": "tag", "values": _STANDARDS}}).response["violations"]
    page.set_viewport_size(size)
    pairs = [(each, node) for each in found for node in each["nodes"]]
    ours = [f"{each['id']}: {node['html'][:200]}" for each, node in pairs if not _not_ours(page, each, node)]
    assert not ours, "\n".join(ours)


def _not_ours(page: Any, found: dict[str, Any], node: dict[str, Any]) -> bool:
    inside = "([one, place]) => !!document.querySelector(one)?.closest(`[data-testid=${place}]`)"
    places = [place for rule, place in NOT_OURS if rule == found["id"]]
    return any(page.evaluate(inside, [node["target"][0], place]) for place in places)


def go_to(page: Any, task: str, name: str) -> None:
    """Another page, through the menu; on a phone it has to be opened, and closes by itself."""
    if is_narrow(page):
        page.get_by_test_id("stExpandSidebarButton").tap()
        settle(page)
        page.get_by_test_id("stSidebarNavItems").get_by_role("link", name=name, exact=True).tap()
    else:
        page.get_by_test_id("stTopNavSection").filter(has_text=task).click()
        page.get_by_role("menuitem", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True)).click()
    settle(page)


def section(page: Any, group: str) -> Any:
    return page.locator(f".st-key-section-{group}")


def unfold(page: Any, group: str) -> None:
    section(page, group).locator("summary").click()
    settle(page)


def ask_of(name: str) -> str:
    return BASE.vocabulary[name].question.ask


def state_number(page: Any, name: str, text: str) -> None:
    field = page.get_by_label(ask_of(name))
    field.fill(text)
    field.press("Enter")
    settle(page)


def state_flag(page: Any, name: str, answer: str) -> None:
    page.get_by_role("radiogroup", name=ask_of(name)).get_by_role("radio", name=answer).click()
    settle(page)


def choose(page: Any, field: Any, label: str) -> None:
    """An entry of a list that opens."""
    field.scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # a list that opens while the page scrolls closes again
    field.click()
    page.get_by_role("option", name=label).click()
    settle(page)


def row(page: Any, option: str) -> Any:
    """The row of an option in the matrix of the decision on serving."""
    matrix = page.get_by_role("table", name=f"Options and reasons: {QUESTION}")
    return matrix.get_by_role("row").filter(has=page.get_by_role("rowheader", name=BASE.things[option].name)).first


def recommendation(page: Any) -> Any:
    glance = page.get_by_role("table", name="The recommendation for each decision")
    return glance.get_by_role("row").filter(has_text=QUESTION)
