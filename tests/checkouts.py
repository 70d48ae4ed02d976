"""Checkouts on disk for tests: a tiny one with git, and a copy of ours to run commands in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from small_base import texts

ROOT = Path(__file__).parents[1]


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / "rules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), "-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false"]
    return subprocess.run([*command, *arguments], check=True, capture_output=True, text=True).stdout.strip()


def small_checkout(root: Path, **files: str) -> Path:
    """A repository whose only commit holds the small rule base."""
    write(root, texts(**files))
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "rules")
    return root


def copy_of_ours(root: Path) -> Path:
    """The program, rules and scenarios of this checkout, where commands may write."""
    for name in ("src", "rules", "scenarios"):
        shutil.copytree(
            ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", ".schemas", "*.egg-info")
        )
    return root


def run(root: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`advisor ...` of the copy at `root`."""
    return subprocess.run(
        [sys.executable, "-m", "advisor.cli", *arguments],
        cwd=cwd or root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "COLUMNS": "160"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
