"""What foundation models cost on Amazon Bedrock: by the token, in a batch, or by the model unit."""

from __future__ import annotations

from fractions import Fraction

from advisor.cost.bill import Bill, charge
from advisor.cost.book import Book
from advisor.cost.exact import Exact
from advisor.cost.money import Hour, Million, of

BATCH_DISCOUNT = Fraction(1, 2)


def tokens(book: Book, model: str, taken_in: Exact, given_out: Exact, discount: Fraction = Fraction(0)) -> Bill:
    """Tokens in and out; a batch costs half."""
    key = f"bedrock/on_demand/{model}"
    return (
        *charge("tokens in", of(taken_in / 10**6, Million), book.rate(f"{key}/input", Million).less(discount)),
        *charge("tokens out", of(given_out / 10**6, Million), book.rate(f"{key}/output", Million).less(discount)),
    )


def model_units(book: Book, model: str, units: Exact, hours: Exact) -> Bill:
    """Provisioned throughput: model units by the hour, idle or not."""
    return charge("model units", of(units * hours, Hour), book.rate(f"bedrock/provisioned/{model}/no_commit", Hour))
