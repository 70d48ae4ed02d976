"""Long work on the page: it shows how far it is, and can be stopped."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

Key = TypeVar("Key")
Item = TypeVar("Item")
Result = TypeVar("Result")


class _Counted(Mapping[Key, Item]):
    """A mapping that tells each time something is fetched from it."""

    def __init__(self, items: Mapping[Key, Item], bar: DeltaGenerator, label: str) -> None:
        self._items, self._bar, self._label, self._fetched = items, bar, label, 0

    def __getitem__(self, key: Key) -> Item:
        self._fetched += 1
        done = min(self._fetched, len(self._items))
        # Streamlit ends a run that was stopped at its next call into the page: here.
        self._bar.progress(done / len(self._items), f"{self._label}: {done} of {len(self._items)}")
        return self._items[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


@contextlib.contextmanager
def one_by_one(items: Mapping[Key, Item], label: str, key: str) -> Iterator[Mapping[Key, Item]]:
    """The items, with a bar that follows as they are fetched and a button that stops the work."""
    place = st.empty()
    with place.container():
        st.button("Stop", key=key)
        bar = st.progress(0.0, label)
    yield _Counted(items, bar, label)
    place.empty()


def beside(work: Callable[[], Result], label: str, key: str) -> Result:
    """The result of one long call, with the seconds that have passed and a button that stops waiting for it."""
    place = st.empty()
    with place.container():
        st.button("Stop", key=key)
        told = st.empty()
    pool = ThreadPoolExecutor(1)
    try:
        running, start = pool.submit(work), time.monotonic()
        while not wait([running], timeout=0.5).done:
            told.caption(f"{label}: {time.monotonic() - start:.0f} s so far.")
        place.empty()
        return running.result()
    finally:
        pool.shutdown(wait=False)
