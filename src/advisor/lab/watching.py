"""Alarms as they were advised, told to a topic that sends mail."""

from __future__ import annotations

from typing import Any

from troposphere import AWSObject, GetAtt, Ref, Sub, cloudwatch, events, logs, sns

from advisor.lab.stack import Stack

_PERIOD, _NAMESPACE = 300, "AdvisorLab"


def alarm(stack: Stack, kind: str, key: AWSObject | None) -> None:
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
        case "metric-filter-alarm":
            _log_text(stack, key)
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


def _log_text(stack: Stack, key: AWSObject | None) -> None:
    """Lines of the container's log that say ERROR, as a metric. The log group is there before the endpoint writes."""
    endpoint = stack.template.resources["LabEndpoint"]
    endpoint.EndpointName = Sub("${AWS::StackName}-endpoint")
    encrypted = {} if key is None else {"KmsKeyId": GetAtt(key, "Arn")}
    group = stack.add(
        logs.LogGroup(
            "ContainerLogs",
            LogGroupName=Sub("/aws/sagemaker/Endpoints/${AWS::StackName}-endpoint"),
            RetentionInDays=7,
            **encrypted,
        )
    )
    endpoint.DependsOn = group.title
    errors = logs.MetricTransformation(
        MetricNamespace=_NAMESPACE, MetricName="ErrorLines", MetricValue="1", DefaultValue=0.0
    )
    stack.add(
        logs.MetricFilter("ErrorFilter", LogGroupName=Ref(group), FilterPattern="ERROR", MetricTransformations=[errors])
    )
    stack.add(
        cloudwatch.Alarm(
            "LabAlarm",
            Namespace=_NAMESPACE,
            MetricName="ErrorLines",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanOrEqualToThreshold",
            TreatMissingData="notBreaching",
            AlarmActions=[Ref("AlarmTopic")],
        )
    )
    name = stack.show("LogGroup", Ref(group), "The log group of the endpoint")
    stack.proofs += [
        f"aws logs create-log-stream --log-group-name {name} --log-stream-name a-test",
        f"aws logs put-log-events --log-group-name {name} --log-stream-name a-test "
        '--log-events timestamp=$(date +%s000),message="ERROR: a test"',
        f"aws logs describe-metric-filters --log-group-name {name}",
    ]


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
