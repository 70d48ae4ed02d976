"""What a whole scenario costs: every surviving option, the architecture, and the break-even points between options."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from advisor.cost.bill import total
from advisor.cost.book import REGION, NotPricedError, check_region
from advisor.cost.breakeven import PIECES, Crossing, Followed, nearest
from advisor.cost.estimate import Estimator
from advisor.cost.exact import Exact, NotLinearError, decimal
from advisor.cost.model import (
    Architecture,
    BreakEven,
    Cost,
    CostCurves,
    CurvePoint,
    DecisionCost,
    Figure,
    OptionCost,
    Part,
)
from advisor.cost.options import ALONG, PARTS, PRICED, SHARED
from advisor.cost.usage import Corner, Usage
from advisor.cost.words import amount, plain, significant
from advisor.cost.workloads import Formula
from advisor.facts import Value
from advisor.rulebase.prices import Prices

_PLACES = 4
# A chart goes on well beyond the present; it may take more pieces than the search for a crossing.
_DRAWN = 400


@dataclass(frozen=True)
class Candidate:
    """A decision as far as costs go: its surviving options with their names, and the recommended one."""

    decision: str
    question: str
    options: tuple[tuple[str, str], ...]
    recommended: str | None


def cost_of(
    prices: Prices,
    facts: Mapping[str, Value],
    candidates: Iterable[Candidate],
    date: datetime.date,
    tried: Mapping[str, Decimal] | None = None,
    region: str = REGION,
    *,
    crossings: bool = True,
) -> Cost:
    """What the surviving options of some decisions cost, upstream decisions first, seen at a date.

    Without `crossings` there are no break-even points: finding them takes longer than all the rest.
    Raises InputError where the region has no prices.
    """
    check_region(prices, region)
    estimator = Estimator(prices, facts, tried or {}, region=region)
    decisions: list[DecisionCost] = []
    chosen: dict[str, OptionCost] = {}
    crossing: list[BreakEven] = []
    curves = Curves(estimator)
    for item in candidates:
        found = _decision(estimator, item)
        if found.options:
            decisions.append(found)
            best = found.of(item.recommended) if item.recommended else None
            if best is not None:
                chosen[item.decision] = best
            if crossings:
                crossing += break_even(estimator, curves, found, item.recommended, ALONG[item.decision])
        if item.recommended:
            estimator.chosen[item.decision] = item.recommended
    assumed, stated = estimator.rested_on()
    return Cost(
        region=estimator.book.region if prices.regions else "",
        decisions=tuple(decisions),
        architecture=_architecture(chosen),
        assumptions=assumed,
        stated=stated,
        break_even=tuple(crossing),
        warnings=tuple(estimator.warnings(date, (cost for found in decisions for cost in found.options))),
    )


def _decision(estimator: Estimator, item: Candidate) -> DecisionCost:
    priced = {option: estimator.option(item.decision, option, name) for option, name in item.options}
    return DecisionCost(
        decision=item.decision,
        question=item.question,
        options=tuple(cost for cost in priced.values() if cost is not None),
        not_priced=tuple(option for option, cost in priced.items() if cost is None),
        compared_along=ALONG.get(item.decision, ()),
    )


def _architecture(chosen: Mapping[str, OptionCost]) -> Architecture | None:
    parts = []
    for part, refining in PARTS.items():
        priced = [name for name in refining if name in chosen]
        if not priced:
            continue
        shared = [name for name in priced if chosen[name].option in SHARED]
        decision = shared[0] if shared else priced[-1]
        cost = chosen[decision]
        parts.append(
            Part(part=part, decision=decision, option=cost.option, name=cost.name, monthly_usd=cost.monthly_usd)
        )
    nothing = Figure(low=Decimal(0), typical=Decimal(0), high=Decimal(0))
    together = sum((part.monthly_usd for part in parts), nothing)
    return Architecture(monthly_usd=together, parts=tuple(parts)) if parts else None


# --- break-even points -----------------------------------------------------------------------------------------


class Curves:
    """The costs of options over single quantities, each followed once however many options share its formula."""

    def __init__(self, estimator: Estimator, corner: Corner = Corner.TYPICAL, pieces: int = PIECES) -> None:
        self._estimator, self._corner, self._pieces = estimator, corner, pieces
        self._kept: dict[tuple[Formula, str], Followed] = {}
        # Quantities that stay as they are along every curve.
        self._fixed: dict[str, Exact] = {}

    def over(self, decision: str, option: str, along: str) -> Followed:
        """The cost of an option over one quantity, the others as they are."""
        formula = PRICED[decision][option]
        if (formula, along) not in self._kept:
            estimator, chosen = self._estimator, dict(self._estimator.chosen)
            assumption = estimator.prices.assumptions[along]

            def cost(x: Exact) -> Exact:
                facts, tried = estimator.facts, estimator.tried
                asked = {name: number for name, number in self._fixed.items() if name != along}
                use = Usage(estimator.prices, facts, self._corner, tried, chosen, varying=(along, x), asked=asked)
                bill = total(formula(use, estimator.book))
                self._fixed.update((name, number) for name, number in use.asked.items() if name != along)
                return bill

            least, most = Fraction(assumption.least), Fraction(assumption.most)
            self._kept[formula, along] = Followed(cost, least, most, self._pieces)
        return self._kept[formula, along]


def break_even(
    estimator: Estimator, curves: Curves, cost: DecisionCost, recommended: str | None, quantities: tuple[str, ...]
) -> Iterator[BreakEven]:
    """The nearest crossing of the recommended option (else the first) with each other, along some quantities."""
    if len(cost.options) < 2:
        return
    first = next((item for item in cost.options if item.option == recommended), cost.options[0])
    for other in cost.options:
        if PRICED[cost.decision][other.option] is PRICED[cost.decision][first.option]:
            continue
        for along in quantities:
            found = _crossing(estimator, curves, cost.decision, (first, other), along)
            if found is not None:
                yield found


def curves_of(
    prices: Prices,
    facts: Mapping[str, Value],
    candidates: Iterable[Candidate],
    decision: str,
    along: str,
    tried: Mapping[str, Decimal] | None = None,
    region: str = REGION,
) -> CostCurves | None:
    """What the options of a decision cost over one quantity, from nothing to well beyond where it stands.

    None where the decision has no priced options, or their costs are no chains of straight lines over it.
    Raises InputError where the region has no prices.
    """
    check_region(prices, region)
    estimator = Estimator(prices, facts, tried or {}, region=region)
    for item in candidates:
        if item.decision == decision:
            break
        if item.recommended:
            estimator.chosen[item.decision] = item.recommended
    else:
        return None
    cost, curves = _decision(estimator, item), Curves(estimator, pieces=_DRAWN)
    now = estimator.usage()(along).fixed
    assumption = prices.assumptions[along]
    found = tuple(break_even(estimator, curves, cost, item.recommended, (along,)))
    reach = max([now * 3, *(Fraction(point.at) * 3 / 2 for point in found)]) or Fraction(assumption.high)
    most = min(Fraction(assumption.most), reach)
    followed: list[tuple[OptionCost, Followed]] = []
    for option in cost.options:
        curve = curves.over(decision, option.option, along)
        try:
            most = min(most, curve.reach(most))  # all lines of a chart end at the same place
        except (NotLinearError, NotPricedError):
            continue
        followed.append((option, curve))
    points = [point for option, curve in followed for point in _points(option, curve, most)]
    if not points:
        return None
    return CostCurves(
        decision=decision,
        fact=along,
        says=assumption.says,
        unit=assumption.unit,
        now=plain(decimal(now, 6)),
        points=tuple(points),
        break_even=found,
    )


def _points(option: OptionCost, followed: Followed, most: Fraction) -> Iterator[CurvePoint]:
    """Both ends of every straight piece, so that steps are drawn as steps."""
    for piece in followed:
        if piece.start > most:
            return
        end = most if piece.until is None else min(piece.until, most)
        for place in (piece.start, end):
            usd = decimal(piece.at(place), _PLACES)
            yield CurvePoint(option=option.option, name=option.name, at=plain(decimal(place, 6)), usd=usd)


def turning_point(
    estimator: Estimator, decision: str, best: tuple[str, str], other: tuple[str, str]
) -> BreakEven | None:
    """Where the cheaper of two options becomes the other, along one quantity; None where along none.

    Of several quantities the one that would have to change least, as a multiple of what it is.
    """
    pair = tuple(estimator.option(decision, option, name) for option, name in (best, other))
    if pair[0] is None or pair[1] is None:
        return None
    curves = Curves(estimator)
    points = (_crossing(estimator, curves, decision, (pair[0], pair[1]), along) for along in ALONG[decision])
    found = [point for point in points if point is not None]
    return min(found, key=_change, default=None)


def _change(point: BreakEven) -> Decimal:
    """How much a quantity has to change to reach a point, as a share of the greater of the two."""
    greater: Decimal = max(point.now, point.at)
    return abs(point.at - point.now) / greater if greater else Decimal(0)


def _crossing(
    estimator: Estimator, curves: Curves, decision: str, pair: tuple[OptionCost, OptionCost], along: str
) -> BreakEven | None:
    assumption = estimator.prices.assumptions[along]
    now = estimator.usage()(along).fixed
    one, other = (curves.over(decision, item.option, along) for item in pair)
    try:
        found = nearest(one, other, now)
    except NotPricedError:
        return None
    return None if found is None else _told(decision, pair, along, assumption.says, assumption.unit, found, now)


def _told(
    decision: str,
    pair: tuple[OptionCost, OptionCost],
    along: str,
    says: str,
    unit: str,
    found: Crossing,
    now: Fraction,
) -> BreakEven:
    one, other = pair
    below, above = (one, other) if found.before < 0 else (other, one)
    at = significant(found.at)
    place = amount(at, unit)
    return BreakEven(
        between=(one.option, other.option),
        fact=along,
        at=at,
        unit=unit,
        decision=decision,
        cheaper_below=below.option,
        cheaper_above=above.option,
        now=plain(decimal(now, 6)),
        text=f"{says[0].upper()}{says[1:]}: below {place} the cheaper one is {below.name}, above it {above.name}.",
    )
