"""What-ifs about cost: the one quantity or priority that would let another of two level options come first.

The solver proves what rules say and knows nothing of money. Where a tie was put to the estimates, the places where they
change over are solved here, and each is replayed in the engine before it is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from advisor.cost.book import NotPricedError
from advisor.cost.breakeven import nearest
from advisor.cost.costs import Curves
from advisor.cost.estimate import Estimator
from advisor.cost.options import ALONG
from advisor.cost.usage import Corner
from advisor.cost.words import significant
from advisor.explain.phrases import crossed
from advisor.facts import FactSpec, Value
from advisor.facts.fields import FactKind
from advisor.rulebase.snapshot import Snapshot
from advisor.scenario.model import Scenario
from advisor.solver.columns import PRIORITIES
from advisor.solver.steps import Kind, Step
from advisor.verdict import Settled
from advisor.vocabulary import Criterion

# A number just beyond the point where costs change over, as a share of it.
_BEYOND = Fraction(1, 100)


@dataclass(frozen=True)
class Turn:
    """One step that may let an option come first, as a clause behind `if`."""

    step: Step
    text: str


def turns(
    snapshot: Snapshot,
    scenario: Scenario,
    facts: Mapping[str, Value],
    settled: Mapping[str, Settled],
    name: str,
    option: str,
) -> Iterator[Turn]:
    """The single changes after which estimates would not put an option behind, most telling first; to be replayed.

    None where the option was not level with the recommended one.
    """
    item = settled[name]
    mine, best = item.of(option).figure, item.standings[0]
    if mine is None or best.figure is None or best.option == option:
        return
    order = item.decision.options
    first = order.index(option) < order.index(best.option)
    # The default order decides where ranges touch: who comes first by it must only be level, the other one cheaper.
    corners = (Corner.LOW, Corner.HIGH) if first else (Corner.HIGH, Corner.LOW)
    chosen = {key: other.recommended for key, other in settled.items() if other.recommended}
    estimator = Estimator(snapshot.base.prices, facts, chosen=chosen)
    one, other = (Curves(estimator, corner) for corner in corners)
    for along in ALONG[name]:
        if along not in snapshot.base.vocabulary or snapshot.base.vocabulary[along].kind is not FactKind.NUMBER:
            continue
        now = estimator.usage()(along).fixed
        try:
            found = nearest(one.over(name, option, along), other.over(name, best.option, along), now)
        except NotPricedError:
            continue
        if found is not None and found.at != now:
            yield _number(snapshot.base.vocabulary[along], scenario, found.at, up=found.at > now)
    stated = scenario.by_name.get(PRIORITIES)
    for order in other_priorities(stated.value) if first and stated is not None else ():
        yield Turn(Step(PRIORITIES, order, Kind.ALTER), f"what matters most were {', then '.join(order)}")


def _number(spec: FactSpec, scenario: Scenario, at: Fraction, *, up: bool) -> Turn:
    stated = scenario.by_name.get(spec.name)
    beyond = at * (1 + _BEYOND if up else 1 - _BEYOND)
    value: Value = float(significant(beyond))
    if spec.question.integer:
        value = math.ceil(beyond) if up else math.floor(beyond)
    assert isinstance(value, (int, float))
    value = min(max(value, spec.question.low), spec.question.high)
    kind = Kind.RELAX if stated is not None else Kind.STATE
    text = crossed(spec, float(significant(at)), stated.value if stated else None, up=up)
    return Turn(Step(spec.name, value, kind), text)


def other_priorities(stated: Value | None) -> Iterator[tuple[str, ...]]:
    """Orders of priorities in which cost is no longer first, so that estimates decide nothing; the plainest first.

    A criterion that no rule of the decision speaks of, put before cost, leaves everything else as it was.
    """
    order = stated if isinstance(stated, tuple) else ()
    rest = tuple(word for word in order if word != Criterion.COST.value)
    if rest:
        yield rest
    for criterion in Criterion:
        if criterion is not Criterion.COST:
            yield (criterion.value, Criterion.COST.value, *(word for word in rest if word != criterion.value))
