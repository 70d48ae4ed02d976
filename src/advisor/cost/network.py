"""What private networks cost: NAT gateways against interface endpoints."""

from __future__ import annotations

from advisor.cost.bill import Bill, charge
from advisor.cost.book import Book
from advisor.cost.exact import Exact
from advisor.cost.money import GB, Hour, Quantity, of


def nat_gateway(book: Book, zones: Exact, hours: Exact, data: Quantity[GB]) -> Bill:
    """A gateway in each zone by the hour, and every gigabyte through it."""
    return (
        *charge("NAT gateways", of(zones * hours, Hour), book.rate("vpc/nat_gateway/hour", Hour)),
        *charge("data through NAT", data, book.rate("vpc/nat_gateway/data", GB)),
    )


def interface_endpoints(book: Book, endpoints: Exact, zones: Exact, hours: Exact, data: Quantity[GB]) -> Bill:
    """Each endpoint in each zone by the hour, and every gigabyte through them."""
    return (
        *charge(
            "interface endpoints", of(endpoints * zones * hours, Hour), book.rate("vpc/interface_endpoint/hour", Hour)
        ),
        *charge("data through endpoints", data, book.rate("vpc/interface_endpoint/data", GB)),
    )
