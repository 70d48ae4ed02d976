"""What all tests of the pages share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pages import UI


@pytest.fixture(scope="module", autouse=True)
def modules_of_the_page() -> Iterator[None]:
    """`plain_text` is imported by a test; the pages find their modules beside app.py by themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(UI))
        yield
