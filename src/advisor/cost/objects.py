"""What Amazon S3 costs: storage, requests and retrieval by storage class."""

from __future__ import annotations

from advisor.cost.bill import Bill, charge
from advisor.cost.book import Book
from advisor.cost.exact import Exact
from advisor.cost.money import GB, GBMonth, Quantity, Thousand, of

# Where retrieval is charged by the gigabyte, under which key.
_RETRIEVAL = {
    "standard_ia": "retrieval",
    "onezone_ia": "retrieval",
    "glacier_instant": "retrieval",
    "glacier_flexible": "retrieval_standard",
    "glacier_deep_archive": "retrieval_standard",
}


def storage_class(book: Book, name: str, kept: Quantity[GBMonth], read: Quantity[GB], puts: Exact, gets: Exact) -> Bill:
    """A month in one storage class; requests are counted where the class has a price for them."""
    bill = [*charge("storage", kept, book.rate(f"s3/{name}/storage", GBMonth))]
    if name in _RETRIEVAL:
        bill += charge("retrieval", read, book.rate(f"s3/{name}/{_RETRIEVAL[name]}", GB))
    for item, key, count in (("objects written", "put", puts), ("objects read", "get", gets)):
        if f"s3/{name}/{key}" in book.prices:
            bill += charge(item, of(count / 1000, Thousand), book.rate(f"s3/{name}/{key}", Thousand))
    return tuple(bill)


def intelligent_tiering(book: Book, kept: Quantity[GBMonth], infrequent: Exact, objects: Exact) -> Bill:
    """What is read stays in the frequent tier; the `infrequent` share is not; each object is watched for a fee."""
    return (
        *charge("frequent tier", kept.times(1 - infrequent), book.rate("s3/intelligent_tiering/frequent", GBMonth)),
        *charge("infrequent tier", kept.times(infrequent), book.rate("s3/intelligent_tiering/infrequent", GBMonth)),
        *charge(
            "objects watched", of(objects / 1000, Thousand), book.rate("s3/intelligent_tiering/monitoring", Thousand)
        ),
    )
