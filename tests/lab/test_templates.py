"""Every template is one that CloudFormation takes: cfn-lint finds no error, and moto creates what it knows."""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator
from decimal import Decimal

import boto3
import pytest
import yaml
from cfnlint.config import ConfigMixIn
from cfnlint.decode.decode import decode_str
from cfnlint.runner import Runner
from moto import mock_aws

from advisor.errors import InputError
from advisor.lab.proof import LEFT_OUT, SHOWN, LabProof, lab_of
from advisor.rulebase.load import shipped

BASE = shipped()
OPTIONS = {decision: BASE.decisions[decision].options for decision in SHOWN}
FACTS = {"models.memory_gb": 3.0, "traffic.concurrent_requests": 20}


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
    """Those, and for every option that no template of theirs shows one of its own."""
    found = [chosen for chosen in turned() if set(chosen.values()) - LEFT_OUT]
    shown = {pair for chosen in found for pair in proof_of(chosen).shows.items()}
    for decision, options in OPTIONS.items():
        hosts = BASE.decisions[decision].belongs_to
        for option in options:
            if option not in LEFT_OUT and (decision, option) not in shown:
                found.append({"inference-mode": hosts.get(option, ("real-time-endpoint",))[0], decision: option})
    return found


def proof_of(chosen: dict[str, str]) -> LabProof:
    return _proof(tuple(chosen.items()))


@functools.cache
def _proof(chosen: tuple[tuple[str, str], ...]) -> LabProof:
    return lab_of(dict(chosen), FACTS, BASE.prices)


CHOSEN = covering()
# What moto's CloudFormation knows all of.
FOR_MOTO: list[dict[str, str]] = [
    {"inference-mode": "real-time-endpoint", "network-isolation": "vpc-with-endpoints", "stream-ingestion": "sqs"},
    {"inference-mode": "serverless-endpoint", "stream-ingestion": "kinesis-data-streams"},
    {"inference-mode": "real-time-endpoint", "endpoint-hosting": "multi-model-endpoint"},
    {"inference-mode": "real-time-endpoint", "network-isolation": "vpc-with-nat", "rollout": "canary-rollout"},
    {"inference-mode": "real-time-endpoint", "rollout": "shadow-rollout"},
    {"inference-mode": "real-time-endpoint", "rollout": "ab-test-variants"},
]


def test_cfn_lint_finds_no_error() -> None:
    linter = Runner(ConfigMixIn(regions=["us-east-1"]))  # its rules are read once for all templates
    found = []
    for chosen in CHOSEN:
        template, damaged = decode_str(proof_of(chosen).template)
        assert template is not None and not damaged
        matches = linter.validate_template(template)
        found += [(chosen, str(match)) for match in matches if match.rule.severity == "error"]
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


def test_two_versions_stand_on_fleets_of_the_same_size_and_both_are_paid_for() -> None:
    alone = proof_of({"inference-mode": "real-time-endpoint"})
    for rollout in ("shadow-rollout", "ab-test-variants"):
        both = proof_of({"inference-mode": "real-time-endpoint", "rollout": rollout})
        assert [line.quantity for line in both.hourly] == [2 * line.quantity for line in alone.hourly]
        assert "NewImageTag" in both.template
    # A tenth of the traffic unless the scenario says how much; a shadow gets copies, so it has no share.
    share = lab_of(
        {"inference-mode": "real-time-endpoint", "rollout": "ab-test-variants"},
        {"release.first_share": 0.25},
        BASE.prices,
    )
    assert "InitialVariantWeight: 0.75" in share.template and "InitialVariantWeight: 0.25" in share.template


def test_a_private_api_stands_behind_the_vpcs_own_endpoint_and_takes_signed_calls_only() -> None:
    proof = proof_of({"inference-mode": "real-time-endpoint", "endpoint-access": "private-api-gateway"})
    resources = yaml.load(proof.template, Loader=yaml.BaseLoader)["Resources"]
    assert resources["LabApi"]["Properties"]["EndpointConfiguration"]["Types"] == ["PRIVATE"]
    assert resources["PredictMethod"]["Properties"]["AuthorizationType"] == "AWS_IAM"
    # One interface endpoint, for the API, in two zones at 0.01 USD (rules/prices/us-east-1.yaml)
    assert [line.quantity for line in proof.hourly if line.item.startswith("Interface")] == [Decimal(2)]


def test_a_kafka_cluster_and_a_network_share_one_vpc() -> None:
    proof = proof_of(
        {"inference-mode": "real-time-endpoint", "network-isolation": "vpc-with-endpoints", "stream-ingestion": "msk"}
    )
    types = [item["Type"] for item in yaml.load(proof.template, Loader=yaml.BaseLoader)["Resources"].values()]
    assert types.count("AWS::EC2::VPC") == 1 and "AWS::MSK::ServerlessCluster" in types
    assert any(line.unit_price_usd == Decimal("0.75") and line.quantity == 1 for line in proof.hourly)


def test_the_log_group_is_there_before_the_endpoint_writes_to_it() -> None:
    proof = proof_of({"inference-mode": "serverless-endpoint", "alarm": "metric-filter-alarm"})
    resources = yaml.load(proof.template, Loader=yaml.BaseLoader)["Resources"]
    assert resources["LabEndpoint"]["DependsOn"] == "ContainerLogs"
    assert resources["ErrorFilter"]["Type"] == "AWS::Logs::MetricFilter"


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ({"inference-mode": "serverless-endpoint", "rollout": "canary-rollout"}, "rollout"),
        ({"inference-mode": "batch-transform", "alarm": "composite-alarm"}, "alarm"),
        ({"stream-ingestion": "sqs", "endpoint-scaling": "target-tracking"}, "endpoint-scaling"),
    ],
)
def test_what_its_endpoint_cannot_have_is_left_out(chosen: dict[str, str], left: str) -> None:
    proof = proof_of(chosen)
    assert proof.left_out == {left: chosen[left]} and left not in proof.shows


def test_what_cannot_be_shown_is_told() -> None:
    with pytest.raises(InputError, match="no decision of it can be shown"):
        proof_of({"metric": "recall"})
