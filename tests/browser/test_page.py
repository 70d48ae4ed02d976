"""The page in a real Chromium, wide and narrow: filled in by hand, read, changed and read again.

Screenshots of what a person sees go to build/screenshots/.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

import advisor

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
SCREENSHOTS = ROOT / "build" / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 390, "height": 844}}

if not CHROMIUM.exists():
    WHY = f"the browser tests are skipped: there is no {CHROMIUM} (Debian: apt-get install chromium)"
    warnings.warn(WHY, pytest.PytestWarning, stacklevel=1)
    pytest.skip(WHY, allow_module_level=True)

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need the package playwright")
expect = playwright.expect
pytestmark = pytest.mark.browser

BASE = advisor.advisor_at(datetime.date.today()).snapshot.base
QUESTION = BASE.decisions["inference-mode"].question
SERVERLESS = BASE.things["serverless-endpoint"].name
NASTY = (
    "<script>window.taken=1</script> <img src=x onerror='window.taken=1'> ![x](https://example.com/x.png) "
    ":red[r] :smile: :material/home: $x^2$ -> -- >= `c` **b** [l](javascript:window.taken=1) https://example.com "
    + "long"
    * 60
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of this test's own, started from a folder that is not the project's."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    shutil.copytree(ROOT / "ui" / ".streamlit", folder / ".streamlit")  # Streamlit reads it from the working folder
    paths = [str(Path(advisor.__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    command = [
        sys.executable, "-m", "streamlit", "run", str(ROOT / "ui" / "app.py"),
        "--server.port", str(port), "--server.address", "localhost", "--server.headless", "true",
        "--browser.gatherUsageStats", "false", "--client.toolbarMode", "minimal", "--server.fileWatcherType", "none",
    ]  # fmt: skip
    with (folder / "log").open("w") as log:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(f"http://localhost:{port}/_stcore/health", server)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert "Traceback" not in (folder / "log").read_text()


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert server.poll() is None, "the server has stopped"
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.2)
    raise AssertionError(f"no answer from {url}")


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield started
        started.close()


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: playwright.Browser) -> Iterator[playwright.Page]:
    phone = request.param == "narrow"
    # The menu closes by itself only for browsers that say they are a phone's.
    agent = "Mozilla/5.0 (Linux; Android 15; Mobile) Chrome/140.0 Mobile Safari/537.36" if phone else None
    context = browser.new_context(viewport=SIZES[request.param], is_mobile=phone, has_touch=phone, user_agent=agent)
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    failures: list[str] = []
    opened.on("pageerror", lambda error: failures.append(str(error)))
    yield opened
    context.close()
    assert not failures


def settle(page: playwright.Page) -> None:
    """Waits until the answer to the last change is drawn."""
    page.wait_for_timeout(300)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(300)


def look(page: playwright.Page, name: str) -> None:
    """A screenshot of the whole page, and a check that nothing sticks out at its side."""
    settle(page)
    size = page.viewport_size
    kind = next(kind for kind, known in SIZES.items() if known["width"] == size["width"])
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth") <= size["width"]
    assert page.evaluate(
        "[...document.querySelectorAll('table')].every(t => t.offsetWidth <= t.parentElement.clientWidth)"
    )
    height = page.evaluate(f"{main}.scrollHeight") + 60
    page.set_viewport_size({"width": size["width"], "height": min(height, 12_000)})
    page.wait_for_timeout(300)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{kind}.png")
    page.set_viewport_size(size)


def section(page: playwright.Page, group: str) -> playwright.Locator:
    return page.locator(f".st-key-section-{group}")


def unfold(page: playwright.Page, group: str) -> None:
    section(page, group).locator("summary").click()
    settle(page)


def ask_of(name: str) -> str:
    return BASE.vocabulary[name].question.ask


def state_number(page: playwright.Page, name: str, text: str) -> None:
    field = page.get_by_label(ask_of(name))
    field.fill(text)
    field.press("Enter")
    settle(page)


def state_flag(page: playwright.Page, name: str, answer: str) -> None:
    page.get_by_role("radiogroup", name=ask_of(name)).get_by_role("radio", name=answer).click()
    settle(page)


def state_choice(page: playwright.Page, name: str, label: str) -> None:
    field = page.get_by_label(ask_of(name))
    field.scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # a list that opens while the page scrolls closes again
    field.click()
    page.get_by_role("option", name=label).click()
    settle(page)


def go_to(page: playwright.Page, name: str) -> None:
    """Another page, through the menu; on a phone it has to be opened, and closes by itself."""
    link = page.get_by_role("link", name=name, exact=True)
    if page.viewport_size["width"] < 640:
        page.get_by_test_id("stExpandSidebarButton").tap()
        settle(page)
        link.tap()
    else:
        link.click()
    settle(page)


def row(page: playwright.Page, option: str) -> playwright.Locator:
    """The row of an option in the matrix of the decision on serving."""
    matrix = page.get_by_role("table", name=f"Options, verdicts and reasons: {QUESTION}")
    return matrix.get_by_role("row").filter(has_text=BASE.things[option].name).first


def recommendation(page: playwright.Page) -> playwright.Locator:
    glance = page.get_by_role("table", name="The recommendation for each decision")
    return glance.get_by_role("row").filter(has_text=QUESTION)


def test_by_hand_from_a_blank_form_to_an_elimination(page: playwright.Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    look(page, "1-blank")

    unfold(page, "request")
    state_flag(page, "request.caller_waits", "Yes")
    state_flag(page, "request.cold_start_ok", "Yes")
    state_number(page, "request.payload_mb", "1 MB")
    unfold(page, "traffic")
    state_choice(page, "traffic.shape", "Spiky")
    expect(section(page, "request")).to_contain_text("3 stated")
    expect(recommendation(page)).to_contain_text(SERVERLESS)
    expect(row(page, "serverless-endpoint")).to_contain_text("Recommended")
    expect(row(page, "batch-transform")).to_contain_text("Ruled out")
    look(page, "2-recommended")

    state_number(page, "request.payload_mb", "5 MB")
    expect(row(page, "serverless-endpoint")).to_contain_text("Ruled out")
    expect(row(page, "serverless-endpoint")).to_contain_text("5 MB")
    expect(recommendation(page)).not_to_contain_text(SERVERLESS)
    details = page.locator(".st-key-details-inference-mode")
    details.locator("summary").click()
    expect(details).to_contain_text("large-request-exceeds-serverless")
    expect(details.get_by_role("link").first).to_have_attribute("href", re.compile("^https://"))
    look(page, "3-ruled-out")

    state_number(page, "request.payload_mb", "5 apples")
    expect(section(page, "request").get_by_role("alert")).to_contain_text("5 apples")
    expect(recommendation(page)).to_contain_text(SERVERLESS)
    look(page, "4-not-a-size")


def test_a_scenario_keeps_its_changes_across_pages(page: playwright.Page, address: str) -> None:
    page.goto(f"{address}/?scenario=spiky-internal-tool")
    expect(recommendation(page)).to_contain_text(SERVERLESS)
    look(page, "5-scenario")
    unfold(page, "request")
    state_number(page, "request.payload_mb", "5 MB")
    expect(row(page, "serverless-endpoint")).to_contain_text("5 MB")
    for name in ("Scenarios", "About", "Advise"):
        go_to(page, name)
        if name != "Advise":
            look(page, f"6-{name.lower()}")
    expect(row(page, "serverless-endpoint")).to_contain_text("5 MB")


def test_a_link_leads_past_the_form_on_a_phone(page: playwright.Page, address: str) -> None:
    page.goto(f"{address}/?scenario=spiky-internal-tool")
    expect(recommendation(page)).to_contain_text(SERVERLESS)
    link = page.get_by_role("link", name="Go to the answer")
    if page.viewport_size["width"] > 640:
        expect(link).to_be_hidden()
        return
    link.tap()
    expect(page.get_by_role("heading", level=2).first).to_be_in_viewport()


def test_nothing_fits(page: playwright.Page, address: str) -> None:
    page.goto(f"{address}/?scenario=private-network-and-a-third-party")
    expect(page.get_by_role("table", name="The recommendation for each decision")).to_contain_text("Nothing fits")
    look(page, "7-clash")


def test_what_a_user_writes_is_shown_and_never_run(page: playwright.Page, address: str) -> None:
    page.goto(address)
    page.locator(".st-key-file summary").click()
    quoted = NASTY.replace("'", "''")
    page.get_by_label("Or paste its text").fill(
        f"title: '{quoted}'\nprompt: '{quoted}'\nfacts:\n  traffic.shape: {{value: spiky, words: '{quoted}'}}\n"
    )
    page.get_by_role("button", name="Read the pasted text").click()
    expect(row(page, "serverless-endpoint")).to_be_visible()
    settle(page)
    assert page.get_by_test_id("stText").first.inner_text() == NASTY
    assert page.get_by_role("heading", level=2).first.inner_text().replace("\u2060", "") == NASTY
    assert NASTY in row(page, "serverless-endpoint").inner_text().replace("\u2060", "")
    assert page.evaluate("window.taken") is None
    assert page.get_by_test_id("stMain").locator("img, script, .katex, [href^='javascript']").count() == 0
    assert page.get_by_test_id("stMain").locator("a[href*='example.com']").count() == 0
    look(page, "8-hostile")


def test_a_prompt_is_read_and_corrected(page: playwright.Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Paste a prompt").fill(
        "A claims team uploads photos, and a caller waits for each answer. Requests carry payloads of 5 MB. "
        "Traffic is spiky. It needs the MOST cost-effective solution. The building is blue. "
        "<script>window.taken=1</script>"
    )
    page.get_by_role("button", name="Read", exact=True).click()
    marks = page.locator(".marked mark.must")
    expect(marks.filter(has_text="5 MB")).to_be_visible()
    expect(page.locator(".marked .unread").first).to_contain_text("The building is blue.")
    expect(row(page, "serverless-endpoint")).to_contain_text("Ruled out")
    assert page.evaluate("window.taken") is None
    look(page, "9-reading")
    line = page.locator(".st-key-line-request-payload_mb")
    line.get_by_role("button", name="Correct").click()
    field = page.get_by_test_id("stPopoverBody").get_by_role("textbox")
    field.fill("1 MB")
    field.press("Enter")
    settle(page)
    page.keyboard.press("Escape")
    expect(line).to_contain_text("corrected")
    expect(row(page, "serverless-endpoint")).not_to_contain_text("Ruled out")


def test_a_question_is_judged_option_by_option(page: playwright.Page, address: str) -> None:
    page.goto(f"{address}/question?question=serving/a-model-for-each-franchise")
    for letter in "ABCD":
        expect(page.locator(f".st-key-option-{letter}")).to_be_visible()
    look(page, "10-question")


def test_a_rule_is_tried_on_the_workbench(page: playwright.Page, address: str) -> None:
    page.goto(f"{address}/workbench")
    expect(page.get_by_role("table", name="The cases of this rule")).to_be_visible()
    expect(page.get_by_test_id("stGraphVizChart").locator("svg")).to_be_visible()
    field = page.get_by_label("The rule’s file (YAML)")
    field.fill(field.input_value().replace("when:", "whenn:"))
    field.press("Control+Enter")
    expect(page.get_by_text("The text cannot be used yet")).to_be_visible()
    look(page, "11-workbench")
