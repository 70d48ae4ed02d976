"""What a user writes is shown and never run, wherever it appears."""

from __future__ import annotations

from typing import Any

import pytest

from browsing import expect, look, row, settle

pytestmark = pytest.mark.browser
NASTY = (
    "<script>window.taken=1</script> <img src=x onerror='window.taken=1'> ![x](https://example.com/x.png) "
    ":red[r] :smile: :material/home: $x^2$ -> -- >= `c` **b** [l](javascript:window.taken=1) https://example.com "
    '"]; click n0 "javascript:window.taken=1" </svg><svg onload=\'window.taken=1\'> ' + "long" * 60
)


def test_what_a_user_writes_is_shown_and_never_run(page: Any, address: str) -> None:
    page.goto(f"{address}/advise")
    settle(page)  # what is opened before the first run has ended is closed again by it
    page.locator(".st-key-file summary").click()
    quoted = NASTY.replace("'", "''")
    page.get_by_label("Or paste its text").fill(
        f"title: '{quoted}'\nprompt: '{quoted}'\nfacts:\n  traffic.shape: {{value: spiky, words: '{quoted}'}}\n"
        "  request.caller_waits: false\n"
    )
    page.get_by_role("button", name="Read the pasted text").click()
    expect(row(page, "serverless-endpoint")).to_be_visible()
    settle(page)
    assert page.get_by_test_id("stText").first.inner_text() == NASTY
    assert page.get_by_role("heading", level=2).first.inner_text().replace("\u2060", "") == NASTY
    main = page.get_by_test_id("stMain")
    assert NASTY in main.locator(".matrix").evaluate_all("all => all.map(one => one.textContent).join(' ')")
    assert page.evaluate("window.taken") is None
    assert (
        main.locator("img:not([src^='data:image/svg+xml;base64,']), script, .katex, [href^='javascript']").count() == 0
    )
    assert main.locator("a[href*='example.com']").count() == 0
    look(page, "hostile")
    page.get_by_role("button", name="Keep this and change something").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What changes")
    settle(page)
    assert page.evaluate("window.taken") is None
    assert page.get_by_test_id("stMain").locator("a[href*='example.com'], script").count() == 0
