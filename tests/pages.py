"""The page without a browser, for tests: opened, read as text, and asked for a verdict."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from advisor import advisor_at

testing = pytest.importorskip("streamlit.testing.v1")

UI = Path(__file__).parents[1] / "ui"
BASE = advisor_at(datetime.date.today()).snapshot.base


def opened(**query: str) -> testing.AppTest:
    page = testing.AppTest.from_file(str(UI / "app.py"), default_timeout=60)
    for name, value in query.items():
        page.query_params[name] = value
    return page.run()


def shown(page: testing.AppTest) -> str:
    """All running text of the page, as the Markdown it is written in, and its tables."""
    assert not page.exception
    texts = [element.value for kind in (page.markdown, page.caption, page.text, page.header) for element in kind]
    alerts = [f"{alert.title} {alert.value}" for kind in (page.error, page.warning, page.info) for alert in kind]
    tables = [str(cell) for table in page.table for row in table.value.to_numpy() for cell in row]
    return re.sub(r"\\(.)", r"\1", "\n".join([*texts, *alerts, *tables]))


def matrix(page: testing.AppTest, decision: str) -> dict[str, str]:
    """The reasons in one decision's matrix, by the first cell (option and verdict)."""
    question = BASE.decisions[decision].question
    table = next(t for t in page.table if t.proto.alt == f"Options, verdicts and reasons: {question}")
    return {re.sub(r"\\(.)", r"\1", row[0]): re.sub(r"\\(.)", r"\1", row[1]) for row in table.value.to_numpy().tolist()}


def verdict(page: testing.AppTest, option: str, decision: str = "inference-mode") -> str:
    name = BASE.things[option].name
    first = next(cell for cell in matrix(page, decision) if cell.startswith(f"**{name}**"))
    found = re.search(r"badge\[(.+?)\]", first)
    assert found is not None
    return found[1]
