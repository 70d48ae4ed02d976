"""The page without a browser, for tests: opened, read as text, and asked for a verdict."""

from __future__ import annotations

import datetime
import html
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


def unfold(page: testing.AppTest, *sections: str) -> testing.AppTest:
    """Opens sections of the form, as of the next run."""
    for group in sections:
        page.session_state[f"section:{group}"] = True
    return page


def shown(page: testing.AppTest) -> str:
    """All running text of the page, as the Markdown it is written in, and its tables."""
    assert not page.exception
    texts = [element.value for kind in (page.markdown, page.caption, page.text, page.header) for element in kind]
    alerts = [f"{alert.title} {alert.value}" for kind in (page.error, page.warning, page.info) for alert in kind]
    tables = [str(cell) for table in page.table for row in table.value.to_numpy() for cell in row]
    tables += [said_in(body) for body in matrices(page)]
    return re.sub(r"\\(.)", r"\1", "\n".join([*texts, *alerts, *tables]))


def said_in(body: str) -> str:
    """The words of some HTML."""
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def matrices(page: testing.AppTest) -> list[str]:
    """The HTML of every elimination matrix."""
    return [item.proto.body for item in page.get("html") if item.proto.body.startswith('<div class="matrix">')]


def matrix(page: testing.AppTest, decision: str) -> dict[str, str]:
    """The words of each row of one decision's matrix, what its cells open included, by option and verdict."""
    caption = html.escape(f"Options and reasons: {BASE.decisions[decision].question}")
    body = next(body for body in matrices(page) if f"<caption>{caption}</caption>" in body)
    rows = re.findall(r'<th scope="row" role="rowheader">(.*?)</th>(.*?)</tr>', body)
    return {said_in(head): said_in(cells) for head, cells in rows}


def verdict(page: testing.AppTest, option: str, decision: str = "inference-mode") -> str:
    name = BASE.things[option].name
    return next(head.removeprefix(name).strip() for head in matrix(page, decision) if head.startswith(f"{name} "))
