"""The scenarios that ship with the advisor."""

from __future__ import annotations

import importlib.resources
from pathlib import Path


def scenario_folder() -> Path:
    """The folder scenarios/: the checkout's, or the copy inside the installed package."""
    packaged = Path(str(importlib.resources.files("advisor"))) / "_shipped" / "scenarios"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "scenarios"


def shipped_scenarios() -> dict[str, Path]:
    """Every shipped scenario's file by its name; folders that start with an underscore hold bad examples."""
    found = sorted(scenario_folder().glob("[!_]*/scenario.yaml"))
    return {path.parent.name: path for path in found}
