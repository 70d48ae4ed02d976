"""The shipped rule base in parts of a few decisions, and scenarios about each: what properties are tried on."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator

from hypothesis import strategies as st

from advisor.advise import Advisor, advisor_at
from advisor.engine.choose import best_evaluator
from advisor.engine.direct import DirectEvaluator
from advisor.engine.program import compile_snapshot
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario
from strategies import sound_scenarios

WHOLE = advisor_at(datetime.date(2026, 11, 23))


def part_of(names: Iterable[str]) -> Advisor:
    """An advisor for some decisions and those they depend on. Decisions read facts, never other decisions' rules."""
    wanted: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        wanted.add(name)
        upstream = WHOLE.snapshot.decisions[name].upstream
        waiting += [upstream] if upstream and upstream not in wanted else []
    kept = [name for name in WHOLE.snapshot.decisions if name in wanted]
    return advisor_for(
        dataclasses.replace(
            WHOLE.snapshot,
            decisions={name: WHOLE.snapshot.decisions[name] for name in kept},
            rules={name: WHOLE.snapshot.rules[name] for name in kept},
        )
    )


def advisor_for(snapshot: Snapshot) -> Advisor:
    program = compile_snapshot(snapshot)
    return Advisor(snapshot, program, best_evaluator(program), DirectEvaluator(program))


def chunks(size: int) -> Iterator[list[str]]:
    names = sorted(WHOLE.snapshot.decisions)
    yield from (names[start : start + size] for start in range(0, len(names), size))


# One advice over more than a hundred decisions takes long, and decisions do not meddle with each other (the last
# property): each example is about the decisions of one part, and over the examples every part has its turn.
PARTS = tuple(part_of(names) for names in chunks(6))
Case = tuple[Advisor, Scenario]


def cases() -> st.SearchStrategy[Case]:
    return st.sampled_from(PARTS).flatmap(
        lambda part: st.tuples(st.just(part), sound_scenarios(part.snapshot, part.program, part.direct))
    )


CASES = cases()
