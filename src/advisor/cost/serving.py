"""What it costs to serve predictions, from a month's usage to a bill: every way to host a model behind an endpoint."""

from __future__ import annotations

from fractions import Fraction

from advisor.cost.analytics import fargate
from advisor.cost.bill import Bill
from advisor.cost.book import Book, NotPricedError
from advisor.cost.exact import Exact, exact, greater, smaller
from advisor.cost.money import GB, GBHour, GBMonth, InstanceHour, Second, VcpuHour, of
from advisor.cost.objects import storage_class
from advisor.cost.sagemaker import (
    MEMORY_GB,
    endpoint_data,
    instances,
    provisioned_concurrency,
    serverless,
    serverless_size,
    volume,
)
from advisor.cost.usage import Usage

_MB_PER_GB = 1024
# The body of an asynchronous call is a pointer to Amazon S3.
_POINTER_MB = Fraction(1, 1024)
_TASK_VCPUS = 2


def _in_bulk(use: Usage) -> bool:
    """Whether a month's records come in runs and not call by call."""
    return use.knows("traffic.records_per_run") and not use.knows("traffic.requests_per_second")


def _active(use: Usage) -> Exact:
    return 1 - use("traffic.idle_share")


def requests(use: Usage) -> Exact:
    """Requests in the month; the average rate is that of the hours that have requests."""
    if _in_bulk(use):
        return use("traffic.records_per_run") * use("batch.runs_per_month")
    return use("traffic.requests_per_second") * _active(use) * use("month.hours") * 3600


def computing_hours(use: Usage) -> Exact:
    """Hours that one instance computes in the month."""
    return requests(use) * use("request.processing_s") / use("serving.parallel_requests") / 3600


def _curve(use: Usage) -> list[tuple[Exact, Exact]]:
    """The month's traffic as shares of the time with a request rate each: idle, quiet and at the peak."""
    average, active = use("traffic.requests_per_second"), _active(use)
    if use.knows("traffic.peak_requests_per_second"):
        peak = greater(average, use("traffic.peak_requests_per_second"))
    else:
        peak = average * use("traffic.peak_to_average")
    at_peak = use("traffic.peak_share")
    if peak * at_peak > average:  # so short a peak alone makes up the whole average
        at_peak = average / peak
    quiet = (average - peak * at_peak) / (1 - at_peak) if exact(1) > at_peak else average
    return [(use("traffic.idle_share"), exact(0)), (active * at_peak, peak), (active * (1 - at_peak), quiet)]


def needed(use: Usage, rate: Exact) -> Exact:
    """Instances that a request rate needs, at least those that are always kept."""
    load = rate * use("request.processing_s") / (use("serving.parallel_requests") * use("serving.utilisation"))
    return greater(use("serving.instances_at_least"), load.ceil())


def instance_hours(use: Usage, least: Exact | int = 0) -> Exact:
    """Instance hours of one endpoint that follows its traffic; `least` instances where more than traffic asks."""
    hours, count = use("month.hours"), use("models.count")
    if _in_bulk(use):
        always = greater(use("serving.instances_at_least"), least) * hours
        return greater(always, computing_hours(use) / count)
    parts = [share * greater(needed(use, rate / count), least) for share, rate in _curve(use)]
    return sum(parts, exact(0)) * hours


def _instance(use: Usage, book: Book, times: Exact | int = 1) -> tuple[str, frozenset[str]]:
    """The cheapest instance type that holds the model, and the assumptions that it was chosen on."""
    memory = use("models.memory_gb") * (1 + use("serving.memory_headroom")) * times
    return book.smallest(memory.fixed, use.says("needs.gpu-inference")), memory.rests_on


def _hosted(use: Usage, book: Book, instance: tuple[str, frozenset[str]], hours: Exact) -> Bill:
    """Instances for some hours, their volumes for as long, and the data through the endpoint."""
    name, rests_on = instance
    disks = exact(0) if book.instances[name].local_disk else hours / use("month.hours") * use("serving.volume_gb")
    return (
        *instances(book, "hosting", name, of(hours.resting_on(rests_on), InstanceHour)),
        *volume(book, "hosting_gp2", of(disks, GBMonth)),
        *_data(use, book),
    )


def _data(use: Usage, book: Book) -> Bill:
    count = requests(use) / _MB_PER_GB
    return endpoint_data(book, of(count * use("request.payload_mb"), GB), of(count * use("request.answer_mb"), GB))


def real_time(use: Usage, book: Book) -> Bill:
    """An endpoint for each model, instances following the traffic and never below the least number."""
    return _hosted(use, book, _instance(use, book), instance_hours(use) * use("models.count"))


def fixed_count(use: Usage, book: Book) -> Bill:
    """As many instances all the time as the peak needs."""
    if _in_bulk(use):
        return real_time(use, book)
    peak = _curve(use)[1][1]
    hours = needed(use, peak / use("models.count")) * use("models.count") * use("month.hours")
    return _hosted(use, book, _instance(use, book), hours)


def scheduled(use: Usage, book: Book) -> Bill:
    """What the peak needs in the hours that have requests, the least number in the others."""
    if _in_bulk(use):
        return real_time(use, book)
    (idle, _), (_, peak), _ = _curve(use)
    count = use("models.count")
    hours = (_active(use) * needed(use, peak / count) + idle * use("serving.instances_at_least")) * use("month.hours")
    return _hosted(use, book, _instance(use, book), hours * count)


def scaled_to_zero(use: Usage, book: Book) -> Bill:
    """Instances that follow the traffic, and none while nobody calls but for starting up and cooling down."""
    if _in_bulk(use):
        return asynchronous(use, book)
    calling = [share * needed(use, rate / use("models.count")) for share, rate in _curve(use)[1:]]
    hours = sum(calling, exact(0)) * use("month.hours") * use("models.count") + _waking(use)
    return _hosted(use, book, _instance(use, book), hours)


def _shared(use: Usage, book: Book, in_memory: Exact | int) -> Bill:
    """One endpoint for all models, of which a share is in memory at once."""
    instance = _instance(use, book, 2)
    spec = book.instances[instance[0]]
    held = use("models.count") * in_memory * use("models.memory_gb") * (1 + use("serving.memory_headroom"))
    least = greater((held / Fraction(spec.memory_gib)).ceil(), use("serving.instances_at_least"))
    hours = use("month.hours")
    if _in_bulk(use):
        return _hosted(use, book, instance, greater(least * hours, computing_hours(use)))
    parts = [share * greater(needed(use, rate), least) for share, rate in _curve(use)]
    return _hosted(use, book, instance, sum(parts, exact(0)) * hours)


def multi_model(use: Usage, book: Book) -> Bill:
    """One endpoint that loads models as they are called: the hot ones must fit into memory."""
    return _shared(use, book, use("serving.hot_share"))


def side_by_side(use: Usage, book: Book) -> Bill:
    """One endpoint on which all models stay loaded: inference components, several containers, a pipeline."""
    return _shared(use, book, 1)


def _size(use: Usage) -> int:
    memory = use("models.memory_gb")
    if memory > MEMORY_GB[-1]:
        raise NotPricedError(f"a serverless endpoint with more than {MEMORY_GB[-1]} GB")
    return serverless_size((memory * (1 + use("serving.memory_headroom"))).fixed)


def _computing(use: Usage) -> Exact:
    memory = use("models.memory_gb").rests_on | use("serving.memory_headroom").rests_on
    return (requests(use) * use("request.processing_s")).resting_on(memory)


def on_demand_serverless(use: Usage, book: Book) -> Bill:
    """Computing time and data alone, for any number of models."""
    return (*serverless(book, _size(use), of(_computing(use), Second)), *_data(use, book))


def warm_serverless(use: Usage, book: Book) -> Bill:
    """Serverless with as many containers kept warm in the hours with requests as the peak needs."""
    if use.knows("traffic.concurrent_requests"):
        containers = use("traffic.concurrent_requests")
    elif _in_bulk(use):
        containers = exact(1)
    else:
        containers = greater((_curve(use)[1][1] * use("request.processing_s")).ceil(), 1)
    kept = containers * _active(use) * use("month.hours") * 3600
    bill = provisioned_concurrency(book, _size(use), of(kept, Second), of(_computing(use), Second))
    return (*bill, *_data(use, book))


def _waking(use: Usage) -> Exact:
    """Hours in the month that instances start up and cool down around what they compute."""
    return use("serving.wakes_per_day") * use("serving.wake_hours") * use("month.hours") / 24


def asynchronous(use: Usage, book: Book) -> Bill:
    """A queue in front of an instance that is switched off while the queue is empty; payloads go through Amazon S3."""
    name, rests_on = _instance(use, book)
    busy, hours = computing_hours(use), use("month.hours")
    running = greater(busy, smaller(busy + _waking(use), hours))
    disk = exact(0) if book.instances[name].local_disk else use("serving.volume_gb")
    count = requests(use)
    pointers = of(count * _POINTER_MB / _MB_PER_GB, GB)
    return (
        *instances(book, "async", name, of(running.resting_on(rests_on), InstanceHour)),
        *volume(book, "hosting_gp2", of(disk, GBMonth)),
        *endpoint_data(book, pointers, pointers),
        *storage_class(book, "standard", of(0, GBMonth), of(0, GB), count * 2, count),
    )


def batch(use: Usage, book: Book) -> Bill:
    """Jobs that start, score everything there is, and end."""
    name, rests_on = _instance(use, book)
    starting = use("batch.runs_per_month") * use("batch.start_up_min") / 60
    hours = (starting + computing_hours(use)).resting_on(rests_on)
    return instances(book, "batch transform", name, of(hours, InstanceHour))


def containers(use: Usage, book: Book) -> Bill:
    """Tasks on AWS Fargate that follow the traffic as instances would; no load balancer, and nobody's time."""
    hours = instance_hours(use) * use("models.count")
    memory = greater(use("models.memory_gb") * (1 + use("serving.memory_headroom")), 2 * _TASK_VCPUS)
    return fargate(book, of(hours * _TASK_VCPUS, VcpuHour), of(hours * memory, GBHour))


def behind_the_endpoint(use: Usage, book: Book) -> Bill:
    """One model on an endpoint of the mode that was chosen before."""
    mode = use.chosen.get("inference-mode")
    if mode == "serverless-endpoint":
        return on_demand_serverless(use, book)
    return asynchronous(use, book) if mode == "asynchronous-endpoint" else real_time(use, book)
