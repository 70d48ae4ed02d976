"""The proofs of the shipped items, each kept for the next start until the knowledge changes."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import platformdirs
from pydantic import ValidationError

from advisor.advise import Advisor
from advisor.scenario.shipped import scenario_folder
from advisor.study.items import Waiting, decisions_of_questions, shipped_items
from advisor.study.model import Item

_INDEX = "decisions of the questions"


def waiting_items(advisor_: Advisor, waits: Callable[[], None] = lambda: None) -> Iterator[Waiting]:
    """`shipped_items` at the advisor's date, none of them proved twice: the proofs stay in the user's cache folder.

    `waits` is called before the questions are looked through for the first time, which takes some seconds.
    """
    proofs = Proofs(Path(platformdirs.user_cache_dir("aws-ml-advisor", appauthor=False)) / "items", _state(advisor_))
    decisions = proofs.decisions()
    if decisions is None:
        waits()
        decisions = decisions_of_questions(advisor_.snapshot.base)
        proofs.keep({_INDEX: decisions})
    for item in shipped_items(advisor_.snapshot.date, decisions):
        yield replace(item, prove=functools.partial(proofs.of, item))


class Proofs:
    """The proofs of one state of the knowledge: a line of JSON for each, so that a kill loses the last one at most."""

    def __init__(self, folder: Path, state: str) -> None:
        self._folder, self._path = folder, folder / f"{state}.jsonl"
        self._lock = threading.Lock()
        self._known: dict[str, object] = {}
        with contextlib.suppress(OSError):
            for line in self._path.read_bytes().splitlines():
                with contextlib.suppress(ValueError, TypeError):
                    self._known.update(json.loads(line))

    def decisions(self) -> dict[str, str] | None:
        """The decisions of the questions as they were kept."""
        found = self._known.get(_INDEX)
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else None

    def of(self, item: Waiting) -> Item | None:
        """The item, proved now or before; None where its key is not proved."""
        with self._lock:
            if item.id in self._known:
                kept = self._known[item.id]
                if kept is None or isinstance(kept, Item):
                    return kept
                with contextlib.suppress(ValidationError):
                    self._known[item.id] = found = Item.model_validate(kept)
                    return found
            self._known[item.id] = made = item.prove()
            self.keep({item.id: made.model_dump(mode="json") if made else None})
            return made

    def keep(self, entry: dict[str, object]) -> None:
        """Adds a line; a cache that cannot be written costs time, nothing else."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            for old in self._folder.iterdir():
                if old != self._path:
                    old.unlink()
            with self._path.open("ab", buffering=0) as file:
                # The line break stands first: a line that a kill cut short ends there.
                file.write(b"\n" + json.dumps(entry).encode() + b"\n")


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
