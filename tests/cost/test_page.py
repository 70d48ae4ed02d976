"""The page of costs: figures follow the sliders, and what is assumed does not look like what is known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

testing = pytest.importorskip("streamlit.testing.v1")

UI = Path(__file__).parents[2] / "ui"
# The view alone, as the page list runs it: with the modules beside the list in reach.
SCRIPT = f"""
import runpy, sys
if {str(UI)!r} not in sys.path:
    sys.path.insert(0, {str(UI)!r})
runpy.run_path({str(UI / "views" / "cost.py")!r})
"""


@pytest.fixture(scope="module")
def page() -> testing.AppTest:
    """The page after the example was opened."""
    fresh = testing.AppTest.from_string(SCRIPT, default_timeout=120).run()
    assert not fresh.exception and "Nothing is stated yet" in fresh.info[0].value
    for heading in ("bills:explored", "rests"):
        fresh.session_state[heading] = True
    opened = fresh.button[0].click().run()
    assert not opened.exception
    return opened


def words(page: testing.AppTest) -> str:
    texts = [item.value for kind in (page.markdown, page.caption, page.subheader, page.header) for item in kind]
    tables = [str(cell) for table in page.table for row in table.value.to_numpy() for cell in row]
    return re.sub(r"\\(.)", r"\1", "\n".join([*texts, *tables]))


def test_it_shows_figures_bills_and_what_they_rest_on(page: testing.AppTest) -> None:
    shown = words(page)
    assert "What is recommended costs $142 ($1.15 to $1,682) a month" in shown
    assert "SageMaker AI serverless endpoint" in shown and "instance-hour" in shown
    assert "≈ assumed" in shown and "● known" in shown
    assert all(table.proto.alt for table in page.table), "each table says what it holds"


def test_every_slider_is_an_assumption_and_says_so(page: testing.AppTest) -> None:
    assert page.slider
    assert all(item.label.startswith("≈ ") for item in page.slider)
    stated = {"Processing time of a request", "Memory a loaded model needs"}
    assert not any(name in item.label for item in page.slider for name in stated)


def test_figures_follow_a_slider_and_come_back(page: testing.AppTest) -> None:
    before = words(page)
    rate = next(item for item in page.slider if "Average request rate" in item.label)
    moved = rate.set_value(5.0).run()
    assert not moved.exception
    assert words(moved) != before and "◆ tried: 5 per second" in words(moved)
    back = next(item for item in moved.button if item.label == "Back to the assumptions").click().run()
    assert not back.exception
    assert words(back) == before
