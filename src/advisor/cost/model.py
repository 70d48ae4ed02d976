"""What it costs, as it leaves the advisor (INTERFACES: `cost --format json`)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A frozen part of the costs."""

    model_config = ConfigDict(frozen=True)


class Figure(Frozen):
    """US dollars a month where every assumption is at its cheapest, usual and dearest; never a single number."""

    low: Decimal
    typical: Decimal
    high: Decimal

    def below(self, other: Figure) -> bool:
        """Whether this is cheaper at its dearest than the other at its cheapest: their ranges do not touch."""
        return self.high < other.low

    def touches(self, other: Figure) -> bool:
        """Whether the ranges have an amount in common, so that neither is the cheaper one for certain."""
        return not self.below(other) and not other.below(self)

    def __add__(self, other: Figure) -> Figure:
        return Figure(low=self.low + other.low, typical=self.typical + other.typical, high=self.high + other.high)


class CostLine(Frozen):
    """One line of a bill: quantity times unit price.

    `assumed` is set where the price is, or where the quantity rests on assumptions, which `rests_on` names.
    """

    item: str
    quantity: Decimal
    unit: str
    unit_price_usd: Decimal
    amount_usd: Decimal
    source: str
    as_of: datetime.date
    assumed: bool
    price_assumed: bool = False
    rests_on: tuple[str, ...] = ()


class OptionCost(Frozen):
    """What one option costs in a month; its lines add up to the typical figure."""

    option: str
    name: str
    monthly_usd: Figure
    lines: tuple[CostLine, ...]


class DecisionCost(Frozen):
    """The surviving options of a decision that can be priced; `not_priced` are those that cannot.

    `compared_along` names the quantities over which their costs can be followed.
    """

    decision: str
    question: str
    options: tuple[OptionCost, ...]
    not_priced: tuple[str, ...] = ()
    compared_along: tuple[str, ...] = ()

    def of(self, option: str) -> OptionCost | None:
        """The cost of one option."""
        return next((item for item in self.options if item.option == option), None)


class Assumed(Frozen):
    """A quantity that figures rest on: assumed with its range, stated in the scenario, or tried by the reader."""

    name: str
    says: str
    unit: str
    value: Decimal
    low: Decimal
    high: Decimal
    least: Decimal
    most: Decimal
    because: str
    origin: str


class BreakEven(Frozen):
    """Where one of two options becomes cheaper than the other, everything else being as assumed or stated."""

    between: tuple[str, str]
    fact: str
    at: Decimal
    unit: str
    decision: str
    cheaper_below: str
    cheaper_above: str
    now: Decimal
    text: str


class CurvePoint(Frozen):
    """What an option costs at one value of a quantity; between two points of an option the cost is a straight line."""

    option: str
    name: str
    at: Decimal
    usd: Decimal


class CostCurves(Frozen):
    """What each option of a decision costs over one quantity, where that stands, and where the cheaper one changes."""

    decision: str
    fact: str
    says: str
    unit: str
    now: Decimal
    points: tuple[CurvePoint, ...]
    break_even: tuple[BreakEven, ...]


class Part(Frozen):
    """The part of the architecture's bill that one decision gives."""

    part: str
    decision: str
    option: str
    name: str
    monthly_usd: Figure


class Architecture(Frozen):
    """What the chosen options cost together, each part of the bill counted once."""

    monthly_usd: Figure
    parts: tuple[Part, ...]


class Cost(Frozen):
    """What a scenario costs in a month: by option, as a whole, and what that rests on."""

    region: str
    decisions: tuple[DecisionCost, ...] = ()
    architecture: Architecture | None = None
    assumptions: tuple[Assumed, ...] = ()
    stated: tuple[Assumed, ...] = ()
    break_even: tuple[BreakEven, ...] = ()
    warnings: tuple[str, ...] = ()

    def decision(self, name: str) -> DecisionCost | None:
        """The costs of one decision; None where none of its options can be priced."""
        return next((item for item in self.decisions if item.decision == name), None)
