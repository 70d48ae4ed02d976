"""What a month's usage means for each way to train: on demand, on spare capacity, kept warm, or under a commitment."""

from __future__ import annotations

from advisor.cost import sagemaker
from advisor.cost.bill import Bill
from advisor.cost.book import Book
from advisor.cost.exact import Exact, exact
from advisor.cost.money import GBMonth, InstanceHour, of
from advisor.cost.usage import Usage


def trained_on(use: Usage) -> tuple[str, Exact]:
    """The instance type of a training job, and how many of them."""
    accelerators = use("training.accelerators")
    if use.says("training.workload", "large-model"):
        return "ml.p4d.24xlarge", (accelerators / 8).ceil()
    if use.knows("training.accelerators") or use.says("training.workload", "deep-learning"):
        return "ml.g5.xlarge", accelerators
    return "ml.m5.xlarge", exact(1)


def training_hours(use: Usage) -> tuple[str, Exact]:
    """The instance type of training, and its hours in the month."""
    instance, count = trained_on(use)
    return instance, use("training.jobs_per_month") * use("training.duration_h") * count


def volumes(use: Usage, book: Book, kind: str, instance: str, hours: Exact) -> Bill:
    """The volumes of training or processing instances while they run; none where an instance has disks of its own."""
    if book.instances[instance].local_disk:
        return ()
    kept = hours / use("month.hours") * use("job.volume_gb")
    return sagemaker.volume(book, f"{kind}_gp2", of(kept, GBMonth))


def on_demand_training(use: Usage, book: Book) -> Bill:
    """Jobs on instances that are paid by the second."""
    instance, hours = training_hours(use)
    bill = sagemaker.instances(book, "training", instance, of(hours, InstanceHour))
    return (*bill, *volumes(use, book, "training", instance, hours))


def spot_training(use: Usage, book: Book) -> Bill:
    """The same jobs on spare capacity, with the time that interruptions cost."""
    instance, hours = training_hours(use)
    productive = hours * (1 + use("training.spot_rework"))
    discount = use("training.spot_discount").fixed
    bill = sagemaker.spot_instances(book, instance, of(productive, InstanceHour), discount)
    return (*bill, *volumes(use, book, "training", instance, productive))


def warm_pool(use: Usage, book: Book) -> Bill:
    """The same jobs, and the instances that wait between them."""
    instance, count = trained_on(use)
    idle = use("training.jobs_per_month") * use("training.keep_alive_min") / 60 * count
    return (
        *on_demand_training(use, book),
        *sagemaker.instances(book, "training", instance, of(idle, InstanceHour), f"{instance}, waiting in the pool"),
    )


def training_plan(use: Usage, book: Book) -> Bill:
    """The same hours under a commitment."""
    instance, hours = training_hours(use)
    discount, utilisation = use("training.plan_discount").fixed, use("training.plan_utilisation")
    bill = sagemaker.savings_plan(book, instance, of(hours, InstanceHour), discount, utilisation)
    return (*bill, *volumes(use, book, "training", instance, hours))
