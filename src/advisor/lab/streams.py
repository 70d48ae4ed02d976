"""What takes in a stream, as it was advised."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from troposphere import AWSObject, GetAtt, Ref, Sub, firehose, iot, kinesis, kinesisvideo, msk, sqs

from advisor.lab.network import security_group, subnets
from advisor.lab.stack import Charge, Stack, allow, arn
from advisor.lab.storage import key_arn


def ingestion(stack: Stack, option: str, key: AWSObject | None) -> None:
    """The stream of the lab and a record put into it."""
    match option:
        case "kinesis-data-streams":
            _stream(stack, key)
        case "data-firehose":
            _firehose(stack, key)
        case "sqs":
            _queue(stack)
        case "kinesis-video-streams":
            _video(stack)
        case "msk":
            _kafka(stack)
        case "iot-core":
            _firehose(stack, key)
            _topic_rule(stack)


def _stream(stack: Stack, key: AWSObject | None) -> None:
    encryption = kinesis.StreamEncryption(
        EncryptionType="KMS", KeyId="alias/aws/kinesis" if key is None else key_arn(key)
    )
    stack.add(
        kinesis.Stream(
            "LabStream",
            StreamModeDetails=kinesis.StreamModeDetails(StreamMode="ON_DEMAND"),
            RetentionPeriodHours=24,
            StreamEncryption=encryption,
        )
    )
    name = stack.show("StreamName", Ref("LabStream"), "The stream of the lab")
    stack.proofs += [
        f'aws kinesis put-record --stream-name {name} --partition-key lab --data \'{{"id": "1", "value": 2.5}}\' '
        "--cli-binary-format raw-in-base64-out",
        f"aws kinesis describe-stream-summary --stream-name {name}",
    ]
    stack.charges.append(Charge("A stream on demand", "kinesis_data_streams/on_demand/stream_hour", Decimal(1)))


def _firehose(stack: Stack, key: AWSObject | None) -> None:
    statements = [
        allow(
            ["s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:ListBucket", "s3:PutObject"],
            [Sub("${LabBucket.Arn}"), Sub("${LabBucket.Arn}/*")],
        )
    ]
    if key is not None:
        statements.append(allow(["kms:Decrypt", "kms:GenerateDataKey"], key_arn(key)))
    role = stack.role("DeliveryRole", "firehose", statements)
    destination = firehose.ExtendedS3DestinationConfiguration(
        BucketARN=GetAtt("LabBucket", "Arn"),
        RoleARN=GetAtt(role, "Arn"),
        Prefix="data/day=!{timestamp:yyyy-MM-dd}/",
        ErrorOutputPrefix="errors/!{firehose:error-output-type}/",
        BufferingHints=firehose.BufferingHints(IntervalInSeconds=60, SizeInMBs=5),
        CompressionFormat="GZIP",
    )
    stack.add(
        firehose.DeliveryStream(
            "LabDelivery",
            DeliveryStreamType="DirectPut",
            DeliveryStreamEncryptionConfigurationInput=firehose.DeliveryStreamEncryptionConfigurationInput(
                KeyType="AWS_OWNED_CMK"
            ),
            ExtendedS3DestinationConfiguration=destination,
        )
    )
    name = stack.show("DeliveryName", Ref("LabDelivery"), "The delivery stream of the lab")
    stack.proofs += [
        f'aws firehose put-record --delivery-stream-name {name} --record \'{{"Data": "eyJpZCI6ICIxIn0K"}}\'',
        "sleep 90; aws s3 ls s3://$BUCKETNAME/data/ --recursive",
    ]


def _queue(stack: Stack) -> None:
    stack.add(sqs.Queue("DeadLetters", SqsManagedSseEnabled=True, MessageRetentionPeriod=1_209_600))
    stack.add(
        sqs.Queue(
            "LabQueue",
            SqsManagedSseEnabled=True,
            VisibilityTimeout=120,
            RedrivePolicy=sqs.RedrivePolicy(deadLetterTargetArn=GetAtt("DeadLetters", "Arn"), maxReceiveCount=3),
        )
    )
    url = stack.show("QueueUrl", Ref("LabQueue"), "The queue of the lab")
    stack.proofs += [
        f'aws sqs send-message --queue-url {url} --message-body \'{{"id": "1"}}\'',
        f"aws sqs receive-message --queue-url {url} --wait-time-seconds 10",
    ]


def _video(stack: Stack) -> None:
    stack.add(kinesisvideo.Stream("LabVideo", DataRetentionInHours=24))
    stack.show("VideoArn", GetAtt("LabVideo", "Arn"), "The video stream of the lab")
    stack.proofs.append("aws kinesisvideo describe-stream --stream-arn $VIDEOARN")


def _kafka(stack: Stack) -> None:
    placed = subnets(stack)
    group = security_group(stack, "KafkaGroup", "Brokers of the lab: Kafka with IAM from the VPC", inside=9098)
    stack.add(
        msk.ServerlessCluster(
            "LabCluster",
            ClusterName=Sub("${AWS::StackName}-kafka"),
            ClientAuthentication=msk.ClientAuthentication(Sasl=msk.Sasl(Iam=msk.Iam(Enabled=True))),
            VpcConfigs=[msk.VpcConfig(SubnetIds=placed, SecurityGroups=[group])],
        )
    )
    arn = stack.show("ClusterArn", Ref("LabCluster"), "The Kafka cluster of the lab")
    stack.proofs += [
        f"aws kafka describe-cluster-v2 --cluster-arn {arn}",
        f"aws kafka get-bootstrap-brokers --cluster-arn {arn}",
    ]
    stack.notes.append(
        "Topics are made by a Kafka client inside the VPC that signs with IAM. Each partition costs by the hour too."
    )
    cluster = Charge("A serverless Kafka cluster, without topics", "msk/serverless/cluster_hour", Decimal(1))
    stack.charges.append(cluster)


def _topic_rule(stack: Stack) -> None:
    role = stack.role(
        "DeviceRole",
        "iot",
        [allow("firehose:PutRecord", arn("firehose:${AWS::Region}:${AWS::AccountId}:deliverystream/${LabDelivery}"))],
    )
    action: dict[str, Any] = {"DeliveryStreamName": Ref("LabDelivery"), "RoleArn": GetAtt(role, "Arn")}
    stack.add(
        iot.TopicRule(
            "LabTopicRule",
            TopicRulePayload=iot.TopicRulePayload(
                Sql="SELECT * FROM 'advisor-lab/#'",
                RuleDisabled=False,
                Actions=[iot.Action(Firehose=iot.FirehoseAction(**action, Separator="\n"))],
            ),
        )
    )
    stack.proofs.append(
        'aws iot-data publish --topic advisor-lab/1 --payload \'{"id": "1"}\' --cli-binary-format raw-in-base64-out'
    )
