"""Every template is one that CloudFormation takes: cfn-lint finds no error, and moto creates what it knows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

import boto3
import pytest
import yaml
from cfnlint.api import ManualArgs, lint
from moto import mock_aws

from advisor.errors import InputError
from advisor.lab.proof import LEFT_OUT, SHOWN, LabProof, lab_of
from advisor.rulebase.load import shipped

BASE = shipped()
OPTIONS = {decision: BASE.decisions[decision].options for decision in SHOWN}
FACTS = {"models.memory_gb": 3.0, "traffic.concurrent_requests": 20}
REGION = ManualArgs(regions=["us-east-1"])


def goes_together(chosen: dict[str, str]) -> dict[str, str]:
    """Without what the advisor never recommends together: each option goes only with the ones it belongs to."""
    kept = dict(chosen)
    for decision, option in chosen.items():
        home = BASE.decisions[decision]
        hosts = home.belongs_to.get(option, ())
        if hosts and home.upstream in OPTIONS and kept.get(home.upstream) not in hosts:
            del kept[decision]
    if kept.get("endpoint-scaling") == "inference-component-scale-to-zero":
        kept["endpoint-hosting"] = "inference-components"
    return kept


def turned() -> Iterator[dict[str, str]]:
    """Combinations in which the options of every decision take turns beside different neighbours."""
    for turn in range(max(map(len, OPTIONS.values()))):
        yield goes_together(
            {name: options[(turn + turn // len(options)) % len(options)] for name, options in OPTIONS.items()}
        )
    draw = random.Random(11)
    for _ in range(8):
        yield goes_together({name: draw.choice(options) for name, options in OPTIONS.items()})


def covering() -> list[dict[str, str]]:
    """Those, and for every option that did not stand in one a template of its own."""
    found = list(turned())
    for decision, options in OPTIONS.items():
        hosts = BASE.decisions[decision].belongs_to
        for option in options:
            if option not in LEFT_OUT and all(chosen.get(decision) != option for chosen in found):
                found.append({"inference-mode": hosts.get(option, ("real-time-endpoint",))[0], decision: option})
    return [chosen for chosen in found if set(chosen.values()) - LEFT_OUT]


CHOSEN = covering()
# What moto's CloudFormation knows all of.
FOR_MOTO: list[dict[str, str]] = [
    {"inference-mode": "real-time-endpoint", "network-isolation": "vpc-with-endpoints", "stream-ingestion": "sqs"},
    {"inference-mode": "serverless-endpoint", "stream-ingestion": "kinesis-data-streams"},
    {"inference-mode": "real-time-endpoint", "endpoint-hosting": "multi-model-endpoint"},
    {"inference-mode": "real-time-endpoint", "network-isolation": "vpc-with-nat", "rollout": "canary-rollout"},
]


def proof_of(chosen: dict[str, str]) -> LabProof:
    return lab_of(chosen, FACTS, BASE.prices)


@pytest.mark.parametrize("chosen", CHOSEN, ids=lambda chosen: "-".join(list(chosen.values())[:2]))
def test_cfn_lint_finds_no_error(chosen: dict[str, str]) -> None:
    found = [str(match) for match in lint(proof_of(chosen).template, config=REGION) if match.rule.severity == "error"]
    assert found == []


def test_every_option_is_in_some_template() -> None:
    seen = {(name, option) for chosen in CHOSEN for name, option in proof_of(chosen).shows.items()}
    missing = {
        (name, option) for name, options in OPTIONS.items() for option in options if option not in LEFT_OUT
    } - seen
    assert missing == set()


@pytest.mark.parametrize("chosen", FOR_MOTO, ids=lambda chosen: "-".join(list(chosen.values())[:2]))
@mock_aws
def test_moto_creates_what_it_knows(chosen: dict[str, str]) -> None:
    proof = proof_of(chosen)
    client = boto3.client("cloudformation", region_name="us-east-1")
    parameters = [{"ParameterKey": name, "ParameterValue": f"my-{name.lower()}"} for name in proof.parameters]
    client.create_stack(
        StackName="lab", TemplateBody=proof.template, Parameters=parameters, Capabilities=["CAPABILITY_IAM"]
    )
    assert client.describe_stacks(StackName="lab")["Stacks"][0]["StackStatus"] == "CREATE_COMPLETE"


def test_every_resource_that_takes_tags_has_them_and_nothing_is_open() -> None:
    for chosen in CHOSEN[:12]:
        resources = yaml.load(proof_of(chosen).template, Loader=yaml.BaseLoader)["Resources"]
        buckets = [item for item in resources.values() if item["Type"] == "AWS::S3::Bucket"]
        for bucket in buckets:
            assert set(bucket["Properties"]["PublicAccessBlockConfiguration"].values()) == {"true"}
            assert bucket["Properties"]["Tags"]
        for name, item in resources.items():
            if item["Type"] == "AWS::IAM::Role":
                for statement in item["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]:
                    assert "*" not in statement["Action"], name


def test_the_facts_fill_the_template() -> None:
    proof = proof_of({"inference-mode": "serverless-endpoint"})
    assert "MemorySizeInMB: 3072" in proof.template and "MaxConcurrency: 20" in proof.template
    assert proof.hourly == () and proof.hourly_usd == 0


def test_an_hour_is_added_up_from_dated_prices() -> None:
    proof = proof_of({"inference-mode": "real-time-endpoint", "network-isolation": "vpc-with-endpoints"})
    # 0.115 USD for ml.m5.large, and four interface endpoints in two zones at 0.01 USD (rules/prices/us-east-1.yaml)
    assert [line.amount_usd for line in proof.hourly] == [Decimal("0.08"), Decimal("0.12")]
    assert proof.hourly_usd == Decimal("0.20")
    assert all(line.source and line.as_of for line in proof.hourly)


def test_what_cannot_be_shown_is_told() -> None:
    with pytest.raises(InputError, match="no decision of it can be shown"):
        proof_of({"metric": "recall"})
