"""rules/prices/: what AWS charges in each region, the instance types, and the table of assumptions."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from advisor.errors import Problem, did_you_mean
from advisor.facts import Vocabulary, parse_value
from advisor.facts.fields import FactKind
from advisor.files import Document
from advisor.rulebase.primitives import Strict, Text
from advisor.rulebase.validate import validate

PRICES = "prices/"
INSTANCES = "prices/instances.yaml"
ASSUMPTIONS = "prices/assumptions.yaml"


def _exact(raw: Any) -> Any:
    """A number as it was written: a float of YAML is turned back into its shortest text first."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str, Decimal)):
        raise ValueError("this is not a number")
    try:
        number = Decimal(str(raw))
    except InvalidOperation:
        raise ValueError(f"`{raw}` is not a number") from None
    if not number.is_finite():
        raise ValueError(f"`{raw}` is not a finite number")
    return number


Exactly = Annotated[Decimal, BeforeValidator(_exact)]
Amount = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0)]
PriceKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-._/][a-z0-9]+)*$")]


class PriceStatus(StrEnum):
    """Whether a price was read in a source, or is taken for granted until somebody reads it."""

    VERIFIED = "verified"
    ASSUMED = "assumed"


class Tier(Strict):
    """What each unit costs above `above` units a month, up to the next tier."""

    above: Amount
    usd: Amount


class Offer(Strict):
    """Where a price stands in AWS's price list: the offer file, and the usage type without its region prefix."""

    service: Text
    usage_type: Text


class Price(Strict):
    """What one unit costs in US dollars: dated, with its source.

    After `expires` it must be read again; from `grace` on nothing may be released with it.
    """

    usd: Amount
    tiers: tuple[Tier, ...] = ()
    unit: Text
    as_of: datetime.date
    expires: datetime.date
    grace: datetime.date
    source: Text
    status: PriceStatus
    offer: Offer | None = None
    note: str = ""

    @model_validator(mode="after")
    def _dates_and_tiers_ascend(self) -> Self:
        if not self.as_of < self.expires <= self.grace:
            raise ValueError("the dates must ascend: `as_of` before `expires`, and `grace` no earlier than `expires`")
        starts = [tier.above for tier in self.tiers]
        if starts != sorted(set(starts)) or (starts and starts[0] == 0):
            raise ValueError("the tiers must start above 0 and ascend; the first units cost `usd`")
        return self


class PriceList(Strict):
    """One file of rules/prices/: the prices of one region. `sources` tells where its short names were read."""

    region: Text
    currency: Literal["USD"]
    sources: Mapping[str, Text]
    prices: Mapping[PriceKey, Price] = Field(min_length=1)


class Instance(Strict):
    """What an instance type has."""

    vcpus: int = Field(gt=0)
    memory_gib: Amount
    gpus: int = Field(ge=0)
    local_disk: bool = False


class InstancesFile(Strict):
    """rules/prices/instances.yaml."""

    source: Text
    instances: Mapping[PriceKey, Instance]


class Range(Strict):
    """A quantity nobody stated: `low` makes things cheapest, `high` dearest, so `low` may be the larger number."""

    low: Exactly
    typical: Exactly
    high: Exactly
    because: Text

    @model_validator(mode="after")
    def _typical_lies_between(self) -> Self:
        if not min(self.low, self.high) <= self.typical <= max(self.low, self.high):
            raise ValueError("`typical` must lie between `low` and `high`")
        return self


class Circumstance(Range):
    """The range where some facts have one of the given values; the first that fits counts."""

    given: Mapping[str, Any] = Field(min_length=1)


class Assumption(Range):
    """One line of the table of assumptions. Where its name is a fact, it stands in while that fact is unknown.

    `least` and `most` bound what a reader may try instead.
    """

    says: Text
    unit: Text
    least: Exactly
    most: Exactly
    cases: tuple[Circumstance, ...] = ()

    @model_validator(mode="after")
    def _everything_lies_within_bounds(self) -> Self:
        parts: tuple[Range, ...] = (self, *self.cases)
        for part in parts:
            if not all(self.least <= number <= self.most for number in (part.low, part.typical, part.high)):
                raise ValueError("`low`, `typical` and `high` must lie between `least` and `most`")
        return self


class AssumptionsFile(Strict):
    """rules/prices/assumptions.yaml."""

    assumptions: Mapping[PriceKey | str, Assumption]


class Prices(Strict):
    """Everything under rules/prices/."""

    regions: Mapping[str, PriceList] = Field(default_factory=dict)
    instances: Mapping[str, Instance] = Field(default_factory=dict)
    assumptions: Mapping[str, Assumption] = Field(default_factory=dict)


def read_prices(documents: Mapping[str, Document], vocabulary: Vocabulary, problems: list[Problem]) -> Prices:
    """The prices of each region, the instance types and the assumptions; empty where there are no such files."""
    regions: dict[str, PriceList] = {}
    instances: Mapping[str, Instance] = {}
    assumptions: Mapping[str, Assumption] = {}
    for name, document in documents.items():
        if name == INSTANCES:
            types = validate(InstancesFile, document, problems)
            instances = types.instances if types is not None else {}
        elif name == ASSUMPTIONS:
            table = validate(AssumptionsFile, document, problems)
            assumptions = _checked(table.assumptions, document, vocabulary, problems) if table is not None else {}
        elif name.startswith(PRICES):
            listed = validate(PriceList, document, problems)
            if listed is not None:
                _check_list(name, listed, document, problems)
                regions[listed.region] = listed
    return Prices(regions=regions, instances=instances, assumptions=assumptions)


def _check_list(name: str, listed: PriceList, document: Document, problems: list[Problem]) -> None:
    if name != f"{PRICES}{listed.region}.yaml":
        problems.append(
            Problem(document.place(("region",)), "the file is not named after its region", f"{listed.region}.yaml")
        )
    for key, price in listed.prices.items():
        for source in price.source.split():
            if source not in listed.sources:
                remedy = did_you_mean(source, listed.sources)
                problems.append(Problem(document.place(("prices", key)), f"unknown source `{source}`", remedy))


def _checked(
    table: Mapping[str, Assumption], document: Document, vocabulary: Vocabulary, problems: list[Problem]
) -> dict[str, Assumption]:
    """The table, with the values of its circumstances as the vocabulary keeps them."""
    found: dict[str, Assumption] = {}
    for name, assumption in table.items():
        if name in vocabulary and vocabulary[name].kind is not FactKind.NUMBER:
            place = document.place(("assumptions", name))
            problems.append(Problem(place, f"the fact `{name}` is no number", "assume the number under another name"))
        cases = []
        for index, case in enumerate(assumption.cases):
            given: dict[str, Any] = {}
            for fact, raw in case.given.items():
                place = document.place(("assumptions", name, "cases", index, "given", fact))
                if fact not in vocabulary:
                    problems.append(Problem(place, f"unknown fact `{fact}`", vocabulary.suggest(fact)))
                    continue
                try:
                    given[fact] = parse_value(vocabulary[fact], raw)
                except ValueError as error:
                    problems.append(Problem(place, f"`{fact}`: {error}"))
            cases.append(case.model_copy(update={"given": given}))
        found[name] = assumption.model_copy(update={"cases": tuple(cases)})
    return found
