"""From a scenario's facts to what each option costs: low, typical and high, line by line."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from advisor.cost.bill import PLACES, Bill, Charge, billed, total
from advisor.cost.book import REGION, Book, NotPricedError, book_of
from advisor.cost.exact import decimal
from advisor.cost.model import Assumed, CostLine, Figure, OptionCost
from advisor.cost.options import PRICED
from advisor.cost.usage import Corner, Usage
from advisor.cost.words import plain
from advisor.facts import SPECS, Value
from advisor.rulebase.prices import Price, Prices, PriceStatus

_QUANTITY_PLACES = 6


@dataclass
class Estimator:
    """Prices options for one scenario. `asked` gathers the quantities that the figures rest on, over all options.

    `tried` are numbers that a reader puts in place of facts and assumptions; `chosen` is what upstream decisions
    settled on.
    """

    prices: Prices
    facts: Mapping[str, Value]
    tried: Mapping[str, Decimal] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    region: str = REGION
    asked: set[str] = field(default_factory=set)

    @property
    def book(self) -> Book:
        """The price book of the region."""
        return book_of(self.prices, self.region)

    def usage(self, corner: Corner = Corner.TYPICAL) -> Usage:
        """The month's usage at one end of the assumptions."""
        return Usage(self.prices, self.facts, corner, self.tried, self.chosen)

    def bill(self, decision: str, option: str, corner: Corner = Corner.TYPICAL) -> Bill | None:
        """The bill of an option; None where it has no formula, or a price is missing."""
        formula = PRICED.get(decision, {}).get(option)
        if formula is None or not self.prices.regions:
            return None
        use = self.usage(corner)
        with contextlib.suppress(NotPricedError):
            bill = formula(use, self.book)
            self.asked.update(use.asked)
            return bill
        return None

    def figure(self, decision: str, option: str) -> Figure | None:
        """Low, typical and high of an option."""
        bills = [self.bill(decision, option, corner) for corner in Corner]
        if any(bill is None for bill in bills):
            return None
        low, typical, high = (bill for bill in bills if bill is not None)
        middle = billed(typical).amount
        # Totals add up rounded lines; where two corners are the same, rounding must not put them in disorder.
        return Figure(
            low=min(middle, decimal(total(low).fixed, PLACES)),
            typical=middle,
            high=max(middle, decimal(total(high).fixed, PLACES)),
        )

    def option(self, decision: str, option: str, name: str) -> OptionCost | None:
        """The cost of an option with the lines of its typical bill."""
        figure, bill = self.figure(decision, option), self.bill(decision, option)
        if figure is None or bill is None:
            return None
        return OptionCost(option=option, name=name, monthly_usd=figure, lines=tuple(self._line(line) for line in bill))

    def _line(self, line: Charge) -> CostLine:
        price_assumed = line.price.status is PriceStatus.ASSUMED
        rests_on = tuple(sorted(line.quantity.rests_on))
        return CostLine(
            item=line.item,
            quantity=plain(decimal(line.quantity.fixed, _QUANTITY_PLACES)),
            unit=line.unit,
            unit_price_usd=plain(decimal(line.unit_price, 12)),
            amount_usd=line.billed.amount,
            source=self._source(line.price),
            as_of=line.price.as_of,
            assumed=price_assumed or bool(rests_on),
            price_assumed=price_assumed,
            rests_on=rests_on,
        )

    def _source(self, price: Price) -> str:
        listed = self.prices.regions[self.book.region].sources
        return "; ".join(listed[name] for name in price.source.split())

    def rested_on(self) -> tuple[tuple[Assumed, ...], tuple[Assumed, ...]]:
        """The quantities that were asked for: what was assumed, and what the scenario states or the reader tries."""
        shown = [self._shown(name) for name in sorted(self.asked)]
        return tuple(x for x in shown if x.origin == "assumed"), tuple(x for x in shown if x.origin != "assumed")

    def _shown(self, name: str) -> Assumed:
        use = self.usage()
        value = plain(decimal(use(name).fixed, _QUANTITY_PLACES))
        origin = "tried" if name in self.tried else "stated" if use.knows(name) else "assumed"
        if name not in self.prices.assumptions:  # a fact that has to be stated to play a part
            asked = SPECS[name].question
            assert asked.unit is not None
            least, most = plain(Decimal(str(asked.low))), plain(Decimal(str(asked.high)))
            return Assumed(
                name=name,
                says=asked.says,
                unit=asked.unit.value,
                value=value,
                low=value,
                high=value,
                least=least,
                most=most,
                because="",
                origin=origin,
            )
        assumption, assumed = self.prices.assumptions[name], use.range(name)
        return Assumed(
            name=name,
            says=assumption.says,
            unit=assumption.unit,
            value=value,
            low=plain(assumed.low) if origin == "assumed" else value,
            high=plain(assumed.high) if origin == "assumed" else value,
            least=assumption.least,
            most=assumption.most,
            because=assumed.because if origin == "assumed" else "",
            origin=origin,
        )

    def warnings(self, date: datetime.date, bills: Iterable[OptionCost]) -> Iterator[str]:
        """That a price which a shown line rests on should have been read again by a date."""
        shown = {(line.unit, line.unit_price_usd, line.as_of) for cost in bills for line in cost.lines}
        for key, price in self.book.expired(date) if self.prices.regions else ():
            usd = [price.usd, *(tier.usd for tier in price.tiers)]
            if any((price.unit, plain(number), price.as_of) in shown for number in usd):
                yield (
                    f"The price of {key} ({price.usd:f} USD) was read on {price.as_of:%-d %B %Y} and should have been "
                    f"read again by {price.expires:%-d %B %Y}: `advisor cost refresh` does it."
                )
