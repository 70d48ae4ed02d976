"""How fast the page is: its first paint, an answer after a change, and fifty visitors who share one engine.

python tests/benchmarks/page.py
"""

from __future__ import annotations

import datetime
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))

from advisor.advise import advisor_at
from advisor.engine import durable
from advisor.scenario.model import Statement
from advisor.scenario.read import read_scenario
from advisor.scenario.shipped import shipped_scenarios
from browsing import QUESTION, SERVERLESS, ask_of, chromium, row, serving, settle, unfold, visiting
from pages import opened

VISITORS, ROUNDS = 50, 3
# Whether the matrix of a decision shows a verdict on an option; it looks at little, so as not to be measured itself.
SHOWN = """([question, option, verdict]) => {
  const captions = [...document.querySelectorAll('.matrix caption')];
  const table = captions.find(one => one.textContent.endsWith(question))?.closest('table');
  const heads = [...(table?.querySelectorAll('th[scope=row]') ?? [])];
  return heads.some(one => one.textContent.startsWith(option) && one.textContent.includes(verdict));
}"""


def told(name: str, taken: list[float]) -> None:
    """One line: the median, the 95th percentile and the largest, in milliseconds."""
    taken = sorted(taken)
    p95 = taken[min(len(taken) - 1, int(0.95 * len(taken)))]
    print(f"{name:64} p50 {statistics.median(taken):7.1f}  p95 {p95:7.1f}  max {taken[-1]:7.1f} ms")


class Effort:
    """What one step costs: the seconds that pass, and what the server and the browser's page worked in them.

    The work is processor time, which a busy machine hardly lengthens; the seconds hold its waiting too.
    """

    def __init__(self, page: Any) -> None:
        self._server = next(one for one in psutil.Process().children() if "streamlit" in one.cmdline())
        self._browser = page.context.new_cdp_session(page)
        self._browser.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.passed, self.server, self.browser = list[float](), list[float](), list[float]()

    def begin(self) -> None:
        self._start = (time.perf_counter(), self._served(), self._shown())

    def end(self) -> None:
        now = (time.perf_counter(), self._served(), self._shown())
        for kept, before, after in zip((self.passed, self.server, self.browser), self._start, now, strict=True):
            kept.append((after - before) * 1000)

    def told(self, what: str) -> None:
        told(f"{what}: passed", self.passed)
        told("  of it work of the server", self.server)
        told("  of it work of the browser's page", self.browser)

    def _served(self) -> float:
        times = self._server.cpu_times()
        return float(times.user + times.system)

    def _shown(self) -> float:
        metrics = self._browser.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def first_paint(browser: Any, address: str) -> None:
    """From the request to the first content and to the heading of the start page; the first visit stands apart."""
    contents, headings, works = [], [], []
    for visit in range(8):
        with visiting(browser, "wide") as page:
            effort = Effort(page)
            effort.begin()
            page.goto(address, wait_until="commit")
            page.wait_for_selector("h1")
            effort.end()
            paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1")
            if visit:
                headings += effort.passed
                contents.append(paint)
                works += effort.browser
            else:
                heading = effort.passed[0]
                print(f"{'the first visit of all':64} paint {paint:.0f} ms, heading {heading:.0f} ms")
            settle(page)
    told("start page: first contentful paint", contents)
    told("start page: the heading is there", headings)
    told("  of it work of the browser's page", works)


def after_a_change(browser: Any, address: str) -> None:
    """From the key that ends a change to the row of the matrix that shows it, and to the end of the whole answer."""
    with visiting(browser, "wide") as page:
        page.goto(f"{address}/advise?scenario=spiky-internal-tool")
        row(page, "serverless-endpoint").wait_for()
        settle(page)
        unfold(page, "request")
        field = page.get_by_label(ask_of("request.payload_mb"))
        shown, whole = Effort(page), Effort(page)
        for turn in range(24):
            fits = turn % 2
            field.fill(f"{1 + turn / 100:.2f} MB" if fits else f"{5 + turn / 100:.2f} MB")
            shown.begin(), whole.begin()
            field.press("Enter")
            page.wait_for_function(SHOWN, arg=[QUESTION, SERVERLESS, "Recommended" if fits else "Ruled out"])
            shown.end()
            page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
            whole.end()
            settle(page)
            if turn == 3:  # the first ones load what is kept
                shown, whole = Effort(page), Effort(page)
    shown.told("an answer after a change")
    whole.told("the same with the ways to other options")


class Watched:
    """A lock that notes how long it was held, how much of that its holder worked, and how long it was waited for."""

    def __init__(self, lock: Any) -> None:
        self.lock, self.held, self.worked, self.waited = lock, [], [], []

    def __enter__(self) -> None:
        start = time.perf_counter()
        self.lock.acquire()
        self.since, self.work = time.perf_counter(), time.thread_time()
        self.waited.append((self.since - start) * 1000)

    def __exit__(self, *_: object) -> None:
        self.worked.append((time.thread_time() - self.work) * 1000)
        self.held.append((time.perf_counter() - self.since) * 1000)
        self.lock.release()


def fifty_sessions() -> None:
    """Fifty threads ask at once; what counts is how long one of them keeps the engine to itself."""
    advisor = advisor_at(datetime.date.today())
    scenarios = [read_scenario(path, advisor.snapshot.base.vocabulary) for path in shipped_scenarios().values()]
    advisor.advise(scenarios[0], changes=False, costs=False)
    sys.setswitchinterval(0.001)  # as the page has it
    watched = Watched(durable._LOCK)
    durable._LOCK = watched
    taken: list[float] = []

    def visitor(number: int) -> None:
        for turn in range(ROUNDS):
            start = time.perf_counter()
            advisor.advise(scenarios[(number * ROUNDS + turn) % len(scenarios)], changes=False, costs=False)
            taken.append((time.perf_counter() - start) * 1000)

    threads = [threading.Thread(target=visitor, args=(number,)) for number in range(VISITORS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    durable._LOCK = watched.lock
    whole = time.perf_counter() - start
    told(f"the engine's lock is held, {VISITORS} sessions at once", watched.held)
    told("  of it work of its holder", watched.worked)
    told("the engine's lock is waited for", watched.waited)
    told("one advice among them", taken)
    print(f"{VISITORS * ROUNDS} advices in {whole:.1f} s, {VISITORS * ROUNDS / whole:.0f} a second")


def work_of_a_change() -> None:
    """What the server computes after a change, in processor time, which a busy machine does not lengthen."""
    advisor = advisor_at(datetime.date.today())
    scenario = read_scenario(shipped_scenarios()["spiky-internal-tool"], advisor.snapshot.base.vocabulary)
    page = opened(scenario="spiky-internal-tool")
    reruns, verdicts, ways = [], [], []
    for turn in range(14):
        size = (5 if turn % 2 else 1) + turn / 90
        changed = scenario.having(Statement(name="request.payload_mb", value=size))
        page.session_state["fact:request.payload_mb"] = f"{size + 0.003:.4f} MB"
        for kept, work in (  # called in this very turn, so that the variable is the one meant
            (reruns, page.run),
            (verdicts, lambda: advisor.advise(changed, changes=False, costs=False)),  # noqa: B023
            (ways, lambda: advisor.advise(changed, costs=False)),  # noqa: B023
        ):
            start = time.process_time()
            work()
            if turn > 3:
                kept.append((time.process_time() - start) * 1000)
    told("processor time: the verdicts", verdicts)
    told("processor time: the verdicts and the ways to other options", ways)
    told("processor time: the page anew, verdicts and ways included", reruns)


def main() -> None:
    """Prints the times; a busy machine shows in all but the processor times."""
    print(f"load of the machine over the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "server") as address, chromium() as browser:
        first_paint(browser, address)
        after_a_change(browser, address)
    work_of_a_change()
    fifty_sessions()


if __name__ == "__main__":
    main()
