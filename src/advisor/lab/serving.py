"""A model behind an endpoint: the mode, the hosting, the scaling and the rollout that were advised."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from troposphere import AWSObject, GetAtt, Ref, Sub, sagemaker, sns

from advisor.lab.network import Network
from advisor.lab.scaling import scaling
from advisor.lab.stack import VARIANT, Charge, Stack, allow, arn
from advisor.lab.storage import Chosen, key_arn, s3_location

_INSTANCE, _GPU_INSTANCE = "ml.m5.large", "ml.g5.xlarge"
_SERVERLESS_MB = (1024, 2048, 3072, 4096, 5120, 6144)
# The variant that a second version runs in, and the rollouts that keep both versions up.
_NEW, _BOTH_STAY = "NewVersion", frozenset(("shadow-rollout", "ab-test-variants"))
COMPONENT = Sub("${AWS::StackName}-component")
Facts = Mapping[str, Any]


def serving(stack: Stack, chosen: Chosen, facts: Facts, network: Network, key: AWSObject | None) -> None:
    """The model, and where the mode has one the endpoint with its scaling and rollout."""
    hosting = chosen.get("endpoint-hosting", "single-model-endpoint")
    mode = chosen["inference-mode"]
    role = _role(stack, chosen, network, key)
    model = None if hosting == "inference-components" else _model(stack, hosting, role, network)
    if mode == "batch-transform":
        _transform(stack, model)
        return
    new = None
    if chosen.get("rollout") in _BOTH_STAY and model is not None:
        new = _model(stack, hosting, role, network, version="New")
    config = _config(stack, mode, model, new, facts, chosen, network, role, key)
    endpoint = stack.add(
        sagemaker.Endpoint(
            "LabEndpoint", EndpointConfigName=GetAtt(config, "EndpointConfigName"), **_rollout(stack, chosen)
        )
    )
    name = stack.show("Endpoint", GetAtt(endpoint, "EndpointName"), "The endpoint of the lab")
    stack.proofs.append(f"aws sagemaker describe-endpoint --endpoint-name {name}")
    _call(stack, mode, hosting, name)
    if new is not None:
        _compare(stack, chosen["rollout"], name)
    if hosting == "inference-components":
        _component(stack, role, network)
    scaling(stack, chosen.get("endpoint-scaling", ""))


def _role(stack: Stack, chosen: Chosen, network: Network, key: AWSObject | None) -> AWSObject:
    stack.ask("ModelBucket", "ModelPrefix", "ModelRepository")
    group = "logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/sagemaker/*"
    statements = [
        allow("s3:GetObject", arn("s3:::${ModelBucket}/${ModelPrefix}/*")),
        allow("s3:ListBucket", arn("s3:::${ModelBucket}")),
        allow("ecr:GetAuthorizationToken", "*"),
        allow(["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
              arn("ecr:${AWS::Region}:${AWS::AccountId}:repository/${ModelRepository}")),
        allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], arn(group)),
        allow("cloudwatch:PutMetricData", "*", Condition={"StringLike": {"cloudwatch:namespace": "/aws/sagemaker/*"}}),
    ]  # fmt: skip
    if chosen["inference-mode"] in ("asynchronous-endpoint", "batch-transform"):
        statements.append(allow(["s3:GetObject", "s3:PutObject"], Sub("${LabBucket.Arn}/*")))
    if chosen["inference-mode"] == "asynchronous-endpoint":
        statements.append(allow("sns:Publish", Ref("ResultTopic")))
    if key is not None:
        statements.append(allow(["kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant"], key_arn(key)))
    if network.vpc is not None:
        statements.append(
            allow(["ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface",
                   "ec2:DeleteNetworkInterfacePermission", "ec2:DescribeDhcpOptions", "ec2:DescribeNetworkInterfaces",
                   "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"], "*")
        )  # fmt: skip
    return stack.role("ModelRole", "sagemaker", statements)


def _container(stack: Stack, tag: str = "ModelImageTag", **more: Any) -> sagemaker.ContainerDefinition:
    stack.ask("ModelRepository", tag, "ModelBucket", "ModelPrefix")
    image = f"${{AWS::AccountId}}.dkr.ecr.${{AWS::Region}}.${{AWS::URLSuffix}}/${{ModelRepository}}:${{{tag}}}"
    data = "s3://${ModelBucket}/${ModelPrefix}/" + ("" if more.get("Mode") == "MultiModel" else "model.tar.gz")
    return sagemaker.ContainerDefinition(Image=Sub(image), ModelDataUrl=Sub(data), **more)


def _model(stack: Stack, hosting: str, role: AWSObject, network: Network, version: str = "") -> AWSObject:
    tag = "NewImageTag" if version else "ModelImageTag"
    given: dict[str, Any] = {"ExecutionRoleArn": GetAtt(role, "Arn")}
    match hosting:
        case "multi-model-endpoint":
            given["PrimaryContainer"] = _container(stack, tag, Mode="MultiModel")
        case "multi-container-endpoint":
            given["Containers"] = [_container(stack, tag, ContainerHostname=name) for name in ("first", "second")]
            given["InferenceExecutionConfig"] = sagemaker.InferenceExecutionConfig(Mode="Direct")
        case "serial-inference-pipeline":
            given["Containers"] = [_container(stack, tag, ContainerHostname=name) for name in ("prepare", "predict")]
            given["InferenceExecutionConfig"] = sagemaker.InferenceExecutionConfig(Mode="Serial")
        case _:
            given["PrimaryContainer"] = _container(stack, tag)
    if network.vpc is not None:
        given["VpcConfig"] = network.vpc
    return stack.add(sagemaker.Model(f"Lab{version}Model", EnableNetworkIsolation=network.isolated, **given))


def _transform(stack: Stack, model: AWSObject | None) -> None:
    name = stack.show("Model", GetAtt(model, "ModelName"), "The model of the lab")
    stack.proofs += [
        "aws s3 cp input.csv s3://$BUCKETNAME/data/input.csv",
        f"aws sagemaker create-transform-job --transform-job-name advisor-lab-1 --model-name {name} "
        "--transform-input 'DataSource={S3DataSource={S3DataType=S3Prefix,S3Uri=s3://'$BUCKETNAME'/data/}},"
        "ContentType=text/csv,SplitType=Line' "
        "--transform-output S3OutputPath=s3://$BUCKETNAME/results/,AssembleWith=Line "
        f"--transform-resources InstanceType={_INSTANCE},InstanceCount=1",
        "aws s3 ls s3://$BUCKETNAME/results/",
    ]
    stack.charges.append(Charge("One instance for the transform job", f"sagemaker/hosting/{_INSTANCE}", Decimal(1)))


def _config(
    stack: Stack, mode: str, model: AWSObject | None, new: AWSObject | None, facts: Facts, chosen: Chosen,
    network: Network, role: AWSObject, key: AWSObject | None,
) -> AWSObject:  # fmt: skip
    variant: dict[str, Any] = {"VariantName": VARIANT}
    more: dict[str, Any] = {}
    if model is not None:
        variant |= {"ModelName": GetAtt(model, "ModelName"), "InitialVariantWeight": 1}
    else:
        more["ExecutionRoleArn"] = GetAtt(role, "Arn")
        if network.vpc is not None:
            more["VpcConfig"] = network.vpc
    if mode == "serverless-endpoint":
        variant["ServerlessConfig"] = sagemaker.ServerlessConfig(**_serverless(facts, chosen))
    else:
        instance = _GPU_INSTANCE if facts.get("needs.gpu-inference") is True else _INSTANCE
        count = 2 if chosen.get("availability") == "instances-in-two-zones" else 1
        variant |= {"InstanceType": instance, "InitialInstanceCount": count}
        if key is not None:
            more["KmsKeyId"] = Ref(key)
        if new is not None:
            more |= _beside(new, variant, chosen["rollout"], facts)
        fleets = 1 if new is None else 2
        stack.charges.append(
            Charge(
                f"{count} {instance} behind the endpoint{' for each version' if new is not None else ''}",
                f"sagemaker/hosting/{instance}",
                Decimal(count * fleets),
            )
        )
    if mode == "asynchronous-endpoint":
        stack.add(sns.Topic("ResultTopic", KmsMasterKeyId="alias/aws/sns"))
        more["AsyncInferenceConfig"] = sagemaker.AsyncInferenceConfig(
            OutputConfig=sagemaker.AsyncInferenceOutputConfig(
                S3OutputPath=s3_location("results/"),
                NotificationConfig=sagemaker.AsyncInferenceNotificationConfig(
                    SuccessTopic=Ref("ResultTopic"), ErrorTopic=Ref("ResultTopic")
                ),
            )
        )
    more.setdefault("ProductionVariants", [sagemaker.ProductionVariant(**variant)])
    return stack.add(sagemaker.EndpointConfig("LabConfig", **more))


def _beside(new: AWSObject, variant: dict[str, Any], rollout: str, facts: Facts) -> dict[str, Any]:
    """Both versions on fleets of the same size: the new one as a shadow that gets copies, or with its own share."""
    other = variant | {"VariantName": _NEW, "ModelName": GetAtt(new, "ModelName")}
    if rollout == "shadow-rollout":
        return {"ShadowProductionVariants": [sagemaker.ProductionVariant(**other)]}
    share = min(max(float(facts.get("release.first_share") or 0.1), 0.01), 0.99)
    weights = ((variant, round(1 - share, 2)), (other, round(share, 2)))
    return {
        "ProductionVariants": [
            sagemaker.ProductionVariant(**{**each, "InitialVariantWeight": weight}) for each, weight in weights
        ]
    }


def _serverless(facts: Facts, chosen: Chosen) -> dict[str, int]:
    wanted = float(facts.get("models.memory_gb") or 2) * 1024
    memory = next((size for size in _SERVERLESS_MB if size >= wanted), _SERVERLESS_MB[-1])
    concurrency = min(max(int(facts.get("traffic.concurrent_requests") or 5), 1), 200)
    provisioned = chosen.get("endpoint-scaling") == "provisioned-concurrency"
    kept = {"ProvisionedConcurrency": 1} if provisioned else {}
    return {"MemorySizeInMB": memory, "MaxConcurrency": concurrency, **kept}


def _rollout(stack: Stack, chosen: Chosen) -> dict[str, Any]:
    kind = chosen.get("rollout", "")
    if kind not in _ROUTING and kind != "rolling-update":
        return {}
    stack.notes.append(
        "The rollout shows itself at the next update: change ModelImageTag, deploy the stack again, and watch "
        "describe-endpoint while traffic moves."
    )
    if kind == "rolling-update":
        policy = sagemaker.RollingUpdatePolicy(
            MaximumBatchSize=sagemaker.CapacitySize(Type="CAPACITY_PERCENT", Value=50), WaitIntervalInSeconds=300
        )
        return {"DeploymentConfig": sagemaker.DeploymentConfig(RollingUpdatePolicy=policy)}
    routing = sagemaker.TrafficRoutingConfig(**_ROUTING[kind])
    policy = sagemaker.BlueGreenUpdatePolicy(TrafficRoutingConfiguration=routing, TerminationWaitInSeconds=300)
    return {"DeploymentConfig": sagemaker.DeploymentConfig(BlueGreenUpdatePolicy=policy)}


_TENTH = {"Type": "CAPACITY_PERCENT", "Value": 10}
_ROUTING: dict[str, dict[str, Any]] = {
    "blue-green-all-at-once": {"Type": "ALL_AT_ONCE"},
    "canary-rollout": {
        "Type": "CANARY", "CanarySize": sagemaker.CapacitySize(**_TENTH), "WaitIntervalInSeconds": 600,
    },
    "linear-rollout": {
        "Type": "LINEAR", "LinearStepSize": sagemaker.CapacitySize(**_TENTH), "WaitIntervalInSeconds": 300,
    },
}  # fmt: skip


def _compare(stack: Stack, rollout: str, name: str) -> None:
    """Both versions, told apart by the metrics of their variants."""
    for variant in (VARIANT, _NEW):
        stack.proofs.append(
            "aws cloudwatch get-metric-statistics --namespace AWS/SageMaker --metric-name Invocations --statistics Sum "
            f"--dimensions Name=EndpointName,Value={name} Name=VariantName,Value={variant} --period 300 "
            '--start-time "$(date -u -d \'1 hour ago\' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)"'
        )
    if rollout == "shadow-rollout":
        stack.notes.append("The new version gets a copy of every request; its answers reach nobody.")
        return
    stack.notes.append("The last command of the proof gives all traffic to the new version.")
    stack.proofs.append(
        f"aws sagemaker update-endpoint-weights-and-capacities --endpoint-name {name} --desired-weights-and-capacities "
        f"VariantName={VARIANT},DesiredWeight=0 VariantName={_NEW},DesiredWeight=1"
    )


def _call(stack: Stack, mode: str, hosting: str, name: str) -> None:
    if mode == "asynchronous-endpoint":
        stack.proofs += [
            "aws s3 cp input.json s3://$BUCKETNAME/data/input.json",
            f"aws sagemaker-runtime invoke-endpoint-async --endpoint-name {name} "
            "--input-location s3://$BUCKETNAME/data/input.json",
            "aws s3 ls s3://$BUCKETNAME/results/",
        ]
        return
    target = {
        "multi-model-endpoint": " --target-model model.tar.gz",
        "multi-container-endpoint": " --target-container-hostname first",
        "inference-components": " --inference-component-name $COMPONENT",
    }.get(hosting, "")
    stack.proofs.append(
        f"aws sagemaker-runtime invoke-endpoint --endpoint-name {name}{target} --content-type application/json "
        "--body fileb://input.json answer.json && cat answer.json"
    )


def _component(stack: Stack, role: AWSObject, network: Network) -> None:
    model = _model(stack, "single-model-endpoint", role, network)
    stack.add(
        sagemaker.InferenceComponent(
            "LabComponent",
            InferenceComponentName=COMPONENT,
            EndpointName=GetAtt("LabEndpoint", "EndpointName"),
            VariantName=VARIANT,
            RuntimeConfig=sagemaker.InferenceComponentRuntimeConfig(CopyCount=1),
            Specification=sagemaker.InferenceComponentSpecification(
                ModelName=GetAtt(model, "ModelName"),
                ComputeResourceRequirements=sagemaker.InferenceComponentComputeResourceRequirements(
                    NumberOfCpuCoresRequired=1, MinMemoryRequiredInMb=1024
                ),
            ),
        )
    )
    stack.show("Component", COMPONENT, "The inference component of the lab")
