"""From an advice to its minimal lab proof: the template, the commands, and what an hour of it costs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_UP, Decimal

from pydantic import BaseModel, ConfigDict

from advisor.advise import Advice
from advisor.cost.book import Book, book_of
from advisor.errors import InputError
from advisor.facts import Value
from advisor.lab import storage, streams, watching
from advisor.lab.front import PRIVATE_DOOR, front
from advisor.lab.network import Network, network
from advisor.lab.serving import serving
from advisor.lab.stack import NAME, Charge, Stack
from advisor.rulebase.prices import Prices

# The decisions that a lab can show.
SHOWN = (
    "inference-mode", "endpoint-hosting", "endpoint-scaling", "rollout", "alarm", "endpoint-access",
    "network-isolation", "encryption-keys", "stream-ingestion", "lake-layout", "table-format", "storage-lifecycle",
)  # fmt: skip
# Options of theirs that need what a small stack cannot make: another team's system, a client's code, a bill of days.
LEFT_OUT = frozenset(("external-key-store", "client-side-encryption", "budgets", "delete-and-recreate"))
_ON_AN_ENDPOINT = frozenset(("endpoint-hosting", "endpoint-scaling", "rollout", "alarm", "endpoint-access"))
_TWO_VERSIONS = frozenset(("shadow-rollout", "ab-test-variants"))
_DOORS = {"vpc-interface-endpoint": ("sagemaker.runtime",), "private-api-gateway": (PRIVATE_DOOR,)}
_LAKE = frozenset(("lake-layout", "table-format"))
_CENT = Decimal("0.01")


class HourlyLine(BaseModel):
    """One thing that is charged while the stack stands."""

    model_config = ConfigDict(frozen=True)

    item: str
    quantity: Decimal
    unit_price_usd: Decimal
    amount_usd: Decimal
    source: str
    as_of: str


class LabProof(BaseModel):
    """A small stack for the reader's own account.

    `shows` are the decisions and options that it proves, `left_out` those of the advice that it cannot.
    """

    model_config = ConfigDict(frozen=True)

    shows: Mapping[str, str]
    left_out: Mapping[str, str]
    template: str
    parameters: tuple[str, ...]
    deploy: tuple[str, ...]
    prove: tuple[str, ...]
    tear_down: tuple[str, ...]
    hourly: tuple[HourlyLine, ...]
    hourly_usd: Decimal
    notes: tuple[str, ...]


def lab_proof(advice: Advice, prices: Prices) -> LabProof:
    """The stack that shows what an advice recommends.

    Raises InputError where none of its decisions can be shown.
    """
    chosen = {item.decision: item.recommended for item in advice.decisions if item.recommended is not None}
    return lab_of(chosen, {fact.name: fact.value for fact in advice.scenario.facts}, prices)


def lab_of(chosen: Mapping[str, str], facts: Mapping[str, Value], prices: Prices) -> LabProof:
    """The stack that shows some options, filled from facts.

    Raises InputError where none of the decisions can be shown.
    """
    shows = {name: option for name, option in chosen.items() if name in SHOWN and _can_be_shown(name, chosen)}
    left_out = {name: option for name, option in chosen.items() if name in SHOWN and name not in shows}
    if not shows:
        raise InputError.one(
            "the scenario", "no decision of it can be shown in a lab", f"decisions that can: {', '.join(SHOWN)}"
        )
    stack = Stack()
    stack.template.set_version("2010-09-09")
    stack.template.set_description(f"A lab that proves: {', '.join(shows.values())}. Delete it when you are done.")
    _fill(stack, chosen, shows, facts)
    if not stack.template.resources:
        raise InputError.one("the scenario", "what it recommends needs no resource that a lab could make")
    lines = tuple(_priced(charge, book_of(prices)) for charge in stack.charges)
    return LabProof(
        shows=shows,
        left_out=left_out,
        template=stack.template.to_yaml(clean_up=True),
        parameters=_to_fill(stack),
        deploy=_deploy(stack),
        prove=tuple(stack.proofs),
        tear_down=(*stack.before_delete, f"aws cloudformation delete-stack --stack-name {NAME}"),
        hourly=lines,
        hourly_usd=sum((line.amount_usd for line in lines), Decimal(0)),
        notes=tuple(stack.notes),
    )


def _can_be_shown(decision: str, chosen: Mapping[str, str]) -> bool:
    option, mode = chosen[decision], chosen.get("inference-mode")
    if option in LEFT_OUT:
        return False
    if decision in _ON_AN_ENDPOINT and mode in (None, "batch-transform"):
        return False
    if decision == "rollout":
        # A serverless endpoint has neither guardrails nor a second variant, an inference component no second variant.
        components = chosen.get("endpoint-hosting") == "inference-components"
        return mode != "serverless-endpoint" and not (option in _TWO_VERSIONS and components)
    return True


def _to_fill(stack: Stack) -> tuple[str, ...]:
    return tuple(name for name, given in stack.template.parameters.items() if "Default" not in given.properties)


def _fill(stack: Stack, chosen: Mapping[str, str], shows: Mapping[str, str], facts: Mapping[str, Value]) -> None:
    mode = chosen.get("inference-mode")
    key = storage.key(stack, chosen)
    stores = bool(_LAKE & shows.keys()) or "storage-lifecycle" in shows or "encryption-keys" in shows
    stores = stores or mode in ("asynchronous-endpoint", "batch-transform")
    stores = stores or chosen.get("stream-ingestion") in ("data-firehose", "iot-core")
    bucket = storage.bucket(stack, chosen, key) if stores else None
    if bucket is not None and _LAKE & shows.keys():
        storage.lake(stack, chosen, bucket)
    if "stream-ingestion" in shows:
        streams.ingestion(stack, shows["stream-ingestion"], key)
    access = shows.get("endpoint-access", "")
    placed = Network()
    if mode is not None or "network-isolation" in shows:
        isolation = chosen.get("network-isolation", "default-networking")
        placed = network(stack, isolation, doors=_DOORS.get(access, ()))
    if mode is not None:
        made = {name: option for name, option in chosen.items() if name in shows or name not in SHOWN}
        serving(stack, made, facts, placed, key)
        if access in ("api-gateway", "private-api-gateway"):
            front(stack, access, mode, shows.get("endpoint-hosting", ""))
        if "alarm" in shows:
            watching.alarm(stack, shows["alarm"], key)


def _deploy(stack: Stack) -> tuple[str, ...]:
    names = _to_fill(stack)
    filled = "".join(f" {name}=<{name}>" for name in names)
    overrides = f" --parameter-overrides{filled}" if names else ""
    file = "--template-file lab.yaml --capabilities CAPABILITY_IAM"
    outputs = (
        f"eval $(aws cloudformation describe-stacks --stack-name {NAME} --query 'Stacks[0].Outputs[].[OutputKey,"
        "OutputValue]' --output text | awk '{print toupper($1)\"=\"$2}')"
    )
    return (
        "aws cloudformation validate-template --template-body file://lab.yaml",
        f"aws cloudformation deploy --stack-name {NAME} {file}{overrides}",
        *((outputs,) if stack.template.outputs else ()),
    )


def _priced(charge: Charge, book: Book) -> HourlyLine:
    price = book.prices[charge.price]
    unit = Decimal(price.usd)
    return HourlyLine(
        item=charge.item,
        quantity=charge.quantity,
        unit_price_usd=unit,
        amount_usd=(unit * charge.quantity).quantize(_CENT, ROUND_UP),
        source=price.source,
        as_of=str(price.as_of),
    )
