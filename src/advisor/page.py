"""Starting the page: the Streamlit server on this machine only."""

from __future__ import annotations

import importlib.resources
import socket
import subprocess
import sys
from pathlib import Path

from advisor.errors import InputError


def page_file() -> Path:
    """ui/app.py: the checkout's, or the copy inside the installed package."""
    packaged = Path(str(importlib.resources.files("advisor"))) / "_shipped" / "ui" / "app.py"
    return packaged if packaged.is_file() else Path(__file__).parents[2] / "ui" / "app.py"


def serve(port: int, headless: bool) -> int:
    """Runs the page until it is stopped and returns its exit code.

    Raises InputError where the port is taken.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise InputError.one("--port", f"port {port} is in use", "choose another, such as --port 8600") from None
    print(f"The page is at http://localhost:{port} (Ctrl+C stops it)", flush=True)
    command = [
        sys.executable, "-m", "streamlit", "run", str(page_file()),
        "--server.port", str(port), "--server.address", "localhost",
        "--server.headless", str(headless).lower(), "--browser.gatherUsageStats", "false",
    ]  # fmt: skip
    try:
        return subprocess.run(command, check=False, cwd=page_file().parent).returncode
    except KeyboardInterrupt:
        return 0
