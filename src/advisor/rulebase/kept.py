"""The rule base as it was last read in full, kept in the user's cache: reading thousands of files takes a second.

A pickle is code, so what is kept is read only where nobody else can have written it, and by the code that wrote it.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import pickle
import stat
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import pydantic

from advisor.rulebase.schema import RuleBase

# What other code once kept is thrown away after so many days.
_DAYS = 30


@dataclass(frozen=True)
class Kept:
    """A rule base with the digest of each text it was made of."""

    base: RuleBase
    digests: Mapping[str, bytes]

    def changed(self, texts: Mapping[str, str]) -> frozenset[str]:
        """The files that are new, gone, or not what they were."""
        now = digests_of(texts)
        return frozenset(name for name in now.keys() | self.digests.keys() if now.get(name) != self.digests.get(name))


def digests_of(texts: Mapping[str, str]) -> dict[str, bytes]:
    """The SHA-256 of each text."""
    return {name: hashlib.sha256(text.encode()).digest() for name, text in texts.items()}


def kept_base() -> Kept | None:
    """What was kept; None where there is nothing, or nothing to be trusted."""
    try:
        with _file().open("rb") as file:
            if not _only_ours(os.fstat(file.fileno())):
                return None
            found = pickle.load(file)
    except Exception:  # a damaged pickle raises anything
        return None
    return found if isinstance(found, Kept) else None


def keep(base: RuleBase, texts: Mapping[str, str]) -> None:
    """Keeps a base for the next time; where that is impossible, the next time takes as long as this one."""
    file = _file()
    with contextlib.suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "wb") as new:
            pickle.dump(Kept(base, digests_of(texts)), new, protocol=pickle.HIGHEST_PROTOCOL)
        os.replace(name, file)
        for other in file.parent.glob("rules-*.pickle"):
            if other.stat().st_mtime < time.time() - _DAYS * 86_400:
                other.unlink()


def _file() -> Path:
    return Path(platformdirs.user_cache_dir("aws-ml-advisor", appauthor=False)) / f"rules-{_code()}.pickle"


@functools.cache
def _code() -> str:
    """Stands for the code that reads rules: another one may make another base of the same files."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256(f"{sys.version} {pydantic.VERSION} {package}".encode())
    for path in sorted([*package.glob("*.py"), *package.glob("facts/*.py"), *package.glob("rulebase/*.py")]):
        found = path.stat()
        digest.update(f"{path.name} {found.st_mtime_ns} {found.st_size}".encode())
    return digest.hexdigest()[:16]


def _only_ours(found: os.stat_result) -> bool:
    """Whether a file is the user's own, and nobody else may write to it (where the system knows of such things)."""
    if not hasattr(os, "getuid"):
        return True
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
