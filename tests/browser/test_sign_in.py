"""Sign-in against a provider on this machine: two people, and a store for each."""

from __future__ import annotations

import contextlib
import importlib.util
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import answering, expect, free_port, row, serving, settle, visiting

MISSING = [name for name in ("authlib", "oidc_provider_mock") if importlib.util.find_spec(name) is None]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(MISSING), reason=f"signing in is not tested: missing {' and '.join(MISSING)}"),
]
AUTH = """[auth]
redirect_uri = "http://localhost:PORT/oauth2callback"
client_id = "page"
client_secret = "secret"
cookie_secret = "{secret}"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
"""


@contextlib.contextmanager
def provider() -> Iterator[str]:
    """The address of an OpenID Connect provider that lets everybody in under the name they give."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with answering(started, port, ".well-known/openid-configuration") as address:
        yield address


def test_two_people_sign_in_and_each_has_a_store_of_their_own(browser: Any, tmp_path: Path) -> None:
    folder = tmp_path / "server"
    folder.mkdir()
    with provider() as issuer:
        auth = AUTH.format(secret=secrets.token_hex(), issuer=issuer)
        with serving(folder, auth, ADVISOR_STORE=str(tmp_path / "store.db")) as address:
            for name in ("ada", "grace"):
                with visiting(browser, "wide") as page:
                    page.goto(f"{address}/advise?scenario=spiky-internal-tool")
                    page.get_by_role("button", name="Sign in").click()
                    page.locator("input[name=sub]").fill(name)
                    page.get_by_role("button", name="Authorize").click()
                    expect(page.get_by_label("A scenario or a question")).to_be_visible()
                    expect(page.get_by_text(f"You are signed in as {name}.")).to_be_attached()
                    if name == "ada":
                        page.goto(f"{address}/advise?scenario=spiky-internal-tool")
                        expect(row(page, "serverless-endpoint")).to_be_visible()
                        settle(page)
                        page.get_by_role("button", name="Keep its decision notes").click()
                        settle(page)
                    page.goto(f"{address}/notes")
                    expect(
                        page.get_by_text(re.compile(r"\d+ notes" if name == "ada" else "No notes yet"))
                    ).to_be_visible()
