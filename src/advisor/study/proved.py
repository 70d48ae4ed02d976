"""The shipped items, proved once for each state of the knowledge and kept for the next start."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import platformdirs
from pydantic import TypeAdapter, ValidationError

from advisor.advise import Advisor
from advisor.scenario.shipped import scenario_folder
from advisor.study.items import shipped_items
from advisor.study.model import Item

_ITEMS = TypeAdapter(tuple[Item, ...])


def proved_items(advisor_: Advisor, waits: Callable[[], None] = lambda: None) -> tuple[Item, ...]:
    """`shipped_items` at the advisor's date; the proofs are kept in the user's cache folder.

    `waits` is called before a proof, which takes up to a minute.
    """
    folder = Path(platformdirs.user_cache_dir("aws-ml-advisor", appauthor=False)) / "items"
    path = folder / f"{_state(advisor_)}.json"
    with contextlib.suppress(OSError, ValidationError):
        return _ITEMS.validate_json(path.read_bytes())
    waits()
    items = shipped_items(advisor_.snapshot.date)
    with contextlib.suppress(OSError):  # a cache that cannot be written costs time, nothing else
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.json"):
            old.unlink()
        part = path.with_suffix(".part")
        part.write_bytes(_ITEMS.dump_json(items))
        part.replace(path)
    return items


def _state(advisor_: Advisor) -> str:
    """What the proofs rest on: the rules, the world at the date, the questions and the program."""
    base, date = advisor_.snapshot.base, advisor_.snapshot.date
    world = {
        name: [
            now.date.isoformat() if (now := thing.availability(date)) else "",
            {limit: value.at(date) for limit, value in thing.limits.items()},
        ]
        for name, thing in base.things.items()
    }
    files = [*Path(__file__).parents[1].rglob("*.py"), *scenario_folder().rglob("*.yaml")]
    program = [(str(path), path.stat().st_mtime_ns) for path in sorted(files)]
    return hashlib.sha256(json.dumps([base.sha256, world, program]).encode()).hexdigest()[:32]
