"""How many instances or copies stand behind the endpoint, and what changes that."""

from __future__ import annotations

from typing import Any

from troposphere import GetAtt, Ref, Sub, applicationautoscaling

from advisor.lab.stack import VARIANT, Stack


def scaling(stack: Stack, kind: str) -> None:
    """The scaling that was advised; nothing where it needs no policy."""
    if kind not in ("target-tracking", "scheduled-scaling", "asynchronous-scale-to-zero",
                    "inference-component-scale-to-zero"):  # fmt: skip
        return
    component = kind == "inference-component-scale-to-zero"
    to_zero = component or kind == "asynchronous-scale-to-zero"
    where = (
        "inference-component/${AWS::StackName}-component" if component
        else f"endpoint/${{LabEndpoint.EndpointName}}/variant/{VARIANT}"
    )  # fmt: skip
    dimension = "inference-component:DesiredCopyCount" if component else "variant:DesiredInstanceCount"
    target: dict[str, Any] = {}
    if kind == "scheduled-scaling":
        target["ScheduledActions"] = [
            _at(name, cron, least) for name, cron, least in (("morning", "0 7", 2), ("evening", "0 19", 1))
        ]
    stack.add(
        applicationautoscaling.ScalableTarget(
            "ScalableTarget",
            MinCapacity=0 if to_zero else 1,
            MaxCapacity=2,
            ResourceId=Sub(where),
            ScalableDimension=f"sagemaker:{dimension}",
            ServiceNamespace="sagemaker",
            **target,
        )
    )
    if kind != "scheduled-scaling":
        stack.add(
            applicationautoscaling.ScalingPolicy(
                "ScalingPolicy",
                PolicyName="keep-near-the-target",
                PolicyType="TargetTrackingScaling",
                ScalingTargetId=Ref("ScalableTarget"),
                TargetTrackingScalingPolicyConfiguration=_tracking(kind),
            )
        )
    stack.proofs.append("aws application-autoscaling describe-scalable-targets --service-namespace sagemaker")


def _at(name: str, cron: str, least: int) -> applicationautoscaling.ScheduledAction:
    action = applicationautoscaling.ScalableTargetAction(MinCapacity=least, MaxCapacity=2)
    return applicationautoscaling.ScheduledAction(
        ScheduledActionName=name, Schedule=f"cron({cron} * * ? *)", ScalableTargetAction=action
    )


def _tracking(kind: str) -> applicationautoscaling.TargetTrackingScalingPolicyConfiguration:
    if kind == "asynchronous-scale-to-zero":
        metric = applicationautoscaling.CustomizedMetricSpecification(
            MetricName="ApproximateBacklogSizePerInstance",
            Namespace="AWS/SageMaker",
            Statistic="Average",
            Dimensions=[
                applicationautoscaling.MetricDimension(Name="EndpointName", Value=GetAtt("LabEndpoint", "EndpointName"))
            ],
        )
        return applicationautoscaling.TargetTrackingScalingPolicyConfiguration(
            TargetValue=5, CustomizedMetricSpecification=metric
        )
    metric_type = (
        "SageMakerInferenceComponentInvocationsPerCopy" if kind == "inference-component-scale-to-zero"
        else "SageMakerVariantInvocationsPerInstance"
    )  # fmt: skip
    return applicationautoscaling.TargetTrackingScalingPolicyConfiguration(
        TargetValue=100,
        PredefinedMetricSpecification=applicationautoscaling.PredefinedMetricSpecification(
            PredefinedMetricType=metric_type
        ),
    )
