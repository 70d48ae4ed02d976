"""Answers without end, and names each answer once the store has it; a test kills it. It needs no rules."""

from __future__ import annotations

import datetime
import sys

from advisor.study.model import Item
from advisor.study.records import Attempt, Confidence, Mode
from advisor.study.store.store import Store

where, run = sys.argv[1:]
store = Store(where, "ann")
number = 0
while True:
    number += 1
    item = Item(
        id=f"{run}-{number}", decision="d", stem="s" * 2000, options={"A": "a", "B": "b"}, answer=("A",), rulebase="1"
    )
    attempt = Attempt(
        id=item.id, item="", item_id=item.id, decision="d", chosen=("A",), correct=True, confidence=Confidence.SURE,
        mode=Mode.PRACTICE, answered_at=datetime.datetime.now(datetime.UTC), seconds=1,
    )  # fmt: skip
    store.add(attempt, item)
    sys.stdout.write(f"{attempt.id}.\n")
    sys.stdout.flush()
