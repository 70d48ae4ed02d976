"""One server and one browser for all tests of the page; each test is a visitor of its own, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import SIZES, chromium, serving, visiting


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server runs, and keeps the learner's work."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    with serving(folder) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    with visiting(browser, request.param) as opened:
        yield opened
