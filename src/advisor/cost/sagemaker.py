"""What SageMaker AI charges for: instances, storage beside them, bytes through endpoints, serverless computing."""

from __future__ import annotations

from fractions import Fraction

from advisor.cost.bill import Bill, charge
from advisor.cost.book import Book
from advisor.cost.exact import Exact
from advisor.cost.money import GB, GBMonth, InstanceHour, Million, Quantity, Second, of

# The sizes a serverless endpoint comes in.
MEMORY_GB = (1, 2, 3, 4, 5, 6)


def instances(book: Book, part: str, instance: str, hours: Quantity[InstanceHour], item: str = "") -> Bill:
    """Instances of a part (hosting, training, processing, batch...), billed by the second while they run."""
    return charge(item or f"{instance}, {part}", hours, book.instance_rate(part, instance))


def volume(book: Book, kind: str, size: Quantity[GBMonth]) -> Bill:
    """Storage beside instances: `kind` is a key such as hosting_gp2."""
    return charge("storage volume", size, book.rate(f"sagemaker/storage/{kind}", GBMonth))


def endpoint_data(book: Book, taken_in: Quantity[GB], given_out: Quantity[GB]) -> Bill:
    """Request and response bodies that pass through an endpoint."""
    return (
        *charge("data into the endpoint", taken_in, book.rate("sagemaker/endpoint_data/in", GB)),
        *charge("data out of the endpoint", given_out, book.rate("sagemaker/endpoint_data/out", GB)),
    )


def serverless(book: Book, memory_gb: int, computing: Quantity[Second]) -> Bill:
    """A serverless endpoint on demand: computing time alone, nothing while idle."""
    return charge(
        f"serverless computing, {memory_gb} GB",
        computing,
        book.rate(f"sagemaker/serverless/on_demand/{memory_gb * 1024}mb", Second),
    )


def provisioned_concurrency(book: Book, memory_gb: int, kept: Quantity[Second], computing: Quantity[Second]) -> Bill:
    """Containers kept warm: each second they are kept, and what they compute at a lower price."""
    size = f"{memory_gb * 1024}mb"
    return (
        *charge(
            f"provisioned concurrency kept, {memory_gb} GB",
            kept,
            book.rate(f"sagemaker/serverless/provisioned_usage/{size}", Second),
        ),
        *charge(
            f"computing on it, {memory_gb} GB",
            computing,
            book.rate(f"sagemaker/serverless/provisioned_duration/{size}", Second),
        ),
    )


def serverless_size(memory_gb: Fraction) -> int:
    """The smallest size with so much memory, or the largest there is."""
    return next((size for size in MEMORY_GB if size >= memory_gb), MEMORY_GB[-1])


def spot_instances(book: Book, instance: str, productive: Quantity[InstanceHour], discount: Fraction) -> Bill:
    """Training on spare capacity at a discount; time lost to interruptions is part of `productive`."""
    rate = book.instance_rate("training", instance).less(discount)
    return charge(f"{instance}, managed spot training at {_percent(discount)} less", productive, rate)


def savings_plan(
    book: Book, instance: str, used: Quantity[InstanceHour], discount: Fraction, utilisation: Exact
) -> Bill:
    """Instances under a commitment: hours are paid at a discount, but the idle part of the commitment is paid too."""
    rate = book.instance_rate("training", instance).less(discount)
    return charge(
        f"{instance}, Savings Plan at {_percent(discount)} less, {_percent(utilisation.fixed)} of it used",
        used.times(1 / utilisation),
        rate,
    )


def spot_savings(training_seconds: int, billable_seconds: int) -> Fraction:
    """The share saved that SageMaker AI reports for a managed spot training job."""
    return 1 - Fraction(billable_seconds, training_seconds)


def feature_store(book: Book, writes: Exact, reads: Exact, record_kb: Exact, online: Quantity[GBMonth]) -> Bill:
    """An online feature group on demand: units of 1 KB written and of 4 KB read, and what is kept."""
    written, read = writes * record_kb.ceil(), reads * (record_kb / 4).ceil()
    return (
        *charge("feature records written", of(written / 10**6, Million), book.rate(_FEATURES + "write_unit", Million)),
        *charge("feature records read", of(read / 10**6, Million), book.rate(_FEATURES + "read_unit", Million)),
        *charge("online store", online, book.rate("sagemaker/feature_store/online_storage", GBMonth)),
    )


_FEATURES = "sagemaker/feature_store/on_demand/"


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g} %"
