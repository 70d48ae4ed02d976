"""Alarms as they were advised, told to a topic that sends mail."""

from __future__ import annotations

from typing import Any

from troposphere import GetAtt, Ref, Sub, cloudwatch, events, sns

from advisor.lab.stack import Stack

_PERIOD = 300


def alarm(stack: Stack, kind: str) -> None:
    """An alarm on the endpoint of the stack."""
    stack.ask("AlarmEmail")
    stack.add(
        sns.Topic(
            "AlarmTopic",
            Subscription=[sns.Subscription(Endpoint=Ref("AlarmEmail"), Protocol="email")],
        )
    )
    match kind:
        case "eventbridge-sagemaker-events":
            _event(stack)
            return
        case "anomaly-detection-alarm":
            _anomaly(stack)
        case "metric-math-alarm":
            _share_of_errors(stack)
        case "composite-alarm":
            _simple(stack, "ErrorAlarm", "Invocation5XXErrors", 1, told=False)
            _simple(stack, "LatencyAlarm", "ModelLatency", 1_000_000, told=False)
            stack.add(
                cloudwatch.CompositeAlarm(
                    "LabAlarm",
                    AlarmName=Sub("${AWS::StackName}-both"),
                    AlarmRule=Sub("ALARM(${ErrorAlarm}) AND ALARM(${LatencyAlarm})"),
                    AlarmActions=[Ref("AlarmTopic")],
                )
            )
        case _:
            _simple(stack, "LabAlarm", "Invocation5XXErrors", 1, told=True)
    name = stack.show("AlarmName", Ref("LabAlarm"), "The alarm of the lab")
    stack.proofs += [
        f"aws cloudwatch describe-alarms --alarm-names {name} --alarm-types MetricAlarm CompositeAlarm",
        f"aws cloudwatch set-alarm-state --alarm-name {name if kind != 'composite-alarm' else '...-ErrorAlarm-...'} "
        "--state-value ALARM --state-reason 'a test'",
    ]


def _dimensions() -> list[cloudwatch.MetricDimension]:
    return [
        cloudwatch.MetricDimension(Name="EndpointName", Value=GetAtt("LabEndpoint", "EndpointName")),
        cloudwatch.MetricDimension(Name="VariantName", Value="AllTraffic"),
    ]


def _metric(name: str, statistic: str) -> cloudwatch.MetricStat:
    metric = cloudwatch.Metric(MetricName=name, Namespace="AWS/SageMaker", Dimensions=_dimensions())
    return cloudwatch.MetricStat(Metric=metric, Period=_PERIOD, Stat=statistic)


def _simple(stack: Stack, title: str, metric: str, threshold: int, *, told: bool) -> None:
    actions: dict[str, Any] = {"AlarmActions": [Ref("AlarmTopic")]} if told else {}
    stack.add(
        cloudwatch.Alarm(
            title,
            Namespace="AWS/SageMaker",
            MetricName=metric,
            Dimensions=_dimensions(),
            Statistic="Average" if metric.endswith("Latency") else "Sum",
            Period=_PERIOD,
            EvaluationPeriods=2,
            Threshold=threshold,
            ComparisonOperator="GreaterThanOrEqualToThreshold",
            TreatMissingData="notBreaching",
            **actions,
        )
    )


def _anomaly(stack: Stack) -> None:
    stack.add(
        cloudwatch.Alarm(
            "LabAlarm",
            Metrics=[
                cloudwatch.MetricDataQuery(Id="seen", MetricStat=_metric("ModelLatency", "Average"), ReturnData=True),
                cloudwatch.MetricDataQuery(Id="band", Expression="ANOMALY_DETECTION_BAND(seen, 2)", ReturnData=True),
            ],
            ThresholdMetricId="band",
            ComparisonOperator="GreaterThanUpperThreshold",
            EvaluationPeriods=2,
            TreatMissingData="notBreaching",
            AlarmActions=[Ref("AlarmTopic")],
        )
    )


def _share_of_errors(stack: Stack) -> None:
    stack.add(
        cloudwatch.Alarm(
            "LabAlarm",
            Metrics=[
                cloudwatch.MetricDataQuery(
                    Id="errors", MetricStat=_metric("Invocation5XXErrors", "Sum"), ReturnData=False
                ),
                cloudwatch.MetricDataQuery(Id="calls", MetricStat=_metric("Invocations", "Sum"), ReturnData=False),
                cloudwatch.MetricDataQuery(Id="share", Expression="100 * errors / calls", ReturnData=True),
            ],
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
            EvaluationPeriods=2,
            TreatMissingData="notBreaching",
            AlarmActions=[Ref("AlarmTopic")],
        )
    )


def _event(stack: Stack) -> None:
    stack.add(
        sns.TopicPolicy(
            "AlarmTopicPolicy",
            Topics=[Ref("AlarmTopic")],
            PolicyDocument={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "events.amazonaws.com"},
                        "Action": "sns:Publish",
                        "Resource": Ref("AlarmTopic"),
                    }
                ],
            },
        )
    )
    stack.add(
        events.Rule(
            "LabRule",
            EventPattern={"source": ["aws.sagemaker"], "detail-type": ["SageMaker Endpoint State Change"]},
            State="ENABLED",
            Targets=[events.Target(Id="people", Arn=Ref("AlarmTopic"))],
        )
    )
    name = stack.show("RuleName", Ref("LabRule"), "The rule of the lab")
    stack.proofs.append(f"aws events describe-rule --name {name}")
