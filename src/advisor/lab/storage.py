"""Keys, buckets, their classes, and the tables over them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from troposphere import GetAtt, Ref, Sub, athena, glue, kms, s3

from advisor.lab.stack import NAME, Stack, allow, arn

_DAYS = 90
_CLASSES = {
    "s3-intelligent-tiering": "INTELLIGENT_TIERING",
    "s3-one-zone-ia": "ONEZONE_IA",
    "s3-standard-ia": "STANDARD_IA",
    "s3-glacier-instant-retrieval": "GLACIER_IR",
    "s3-glacier-flexible-retrieval": "GLACIER",
    "s3-glacier-deep-archive": "DEEP_ARCHIVE",
}
_PARTITIONS = {
    "date-partitions": ("day",),
    "key-partitions": ("source",),
    "date-and-key-partitions": ("day", "source"),
}
Chosen = Mapping[str, str]


def key(stack: Stack, chosen: Chosen) -> kms.Key | None:
    """The customer managed key, where the advice asks for one."""
    if chosen.get("encryption-keys") not in ("customer-managed-key", "dsse-kms"):
        return None
    owner = allow("kms:*", "*", Principal={"AWS": arn("iam::${AWS::AccountId}:root")})
    logs = allow(
        ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        "*",
        Principal={"Service": [Sub("logs.${AWS::Region}.amazonaws.com")]},
    )
    made = stack.add(
        kms.Key(
            "LabKey",
            Description="Encrypts what the lab stores",
            EnableKeyRotation=True,
            PendingWindowInDays=7,
            KeyPolicy={"Version": "2012-10-17", "Statement": [owner, logs]},
        )
    )
    stack.proofs.append(f"aws kms get-key-rotation-status --key-id {stack.show('KeyId', Ref(made), 'The key')}")
    return made


def key_arn(made: kms.Key) -> Sub:
    """The key of the lab as policies name it."""
    return arn(f"kms:${{AWS::Region}}:${{AWS::AccountId}}:key/${{{made.title}}}")


def bucket(stack: Stack, chosen: Chosen, made_key: kms.Key | None) -> s3.Bucket:
    """A private, encrypted bucket that only takes requests over TLS, with the storage class that was advised."""
    made = stack.add(
        s3.Bucket(
            "LabBucket",
            BucketEncryption=s3.BucketEncryption(ServerSideEncryptionConfiguration=[_encryption(chosen, made_key)]),
            PublicAccessBlockConfiguration=s3.PublicAccessBlockConfiguration(
                BlockPublicAcls=True, BlockPublicPolicy=True, IgnorePublicAcls=True, RestrictPublicBuckets=True
            ),
            OwnershipControls=s3.OwnershipControls(
                Rules=[s3.OwnershipControlsRule(ObjectOwnership="BucketOwnerEnforced")]
            ),
            VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled"),
            LifecycleConfiguration=s3.LifecycleConfiguration(Rules=_lifecycle(chosen)),
        )
    )
    only_tls = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [GetAtt(made, "Arn"), Sub("${LabBucket.Arn}/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    stack.add(
        s3.BucketPolicy(
            "LabBucketPolicy", Bucket=Ref(made), PolicyDocument={"Version": "2012-10-17", "Statement": [only_tls]}
        )
    )
    name = stack.show("BucketName", Ref(made), "The bucket of the lab")
    stack.proofs += [
        f"aws s3api get-bucket-encryption --bucket {name}",
        f"aws s3api get-public-access-block --bucket {name}",
        f"aws s3api get-bucket-lifecycle-configuration --bucket {name}",
    ]
    stack.before_delete.append(f"aws s3 rm s3://{name} --recursive  # and its former versions, in the console")
    return made


def _encryption(chosen: Chosen, made_key: kms.Key | None) -> s3.ServerSideEncryptionRule:
    kind = chosen.get("encryption-keys")
    if kind == "dsse-kms" and made_key is not None:
        default = s3.ServerSideEncryptionByDefault(SSEAlgorithm="aws:kms:dsse", KMSMasterKeyID=Ref(made_key))
        return s3.ServerSideEncryptionRule(ServerSideEncryptionByDefault=default)
    if made_key is not None:
        default = s3.ServerSideEncryptionByDefault(SSEAlgorithm="aws:kms", KMSMasterKeyID=Ref(made_key))
        return s3.ServerSideEncryptionRule(ServerSideEncryptionByDefault=default, BucketKeyEnabled=True)
    algorithm = "aws:kms" if kind == "aws-managed-key" else "AES256"
    return s3.ServerSideEncryptionRule(
        ServerSideEncryptionByDefault=s3.ServerSideEncryptionByDefault(SSEAlgorithm=algorithm)
    )


def _lifecycle(chosen: Chosen) -> list[s3.LifecycleRule]:
    rules = [
        s3.LifecycleRule(
            Id="former-versions-go",
            Status="Enabled",
            NoncurrentVersionExpiration=s3.NoncurrentVersionExpiration(NoncurrentDays=7),
            AbortIncompleteMultipartUpload=s3.AbortIncompleteMultipartUpload(DaysAfterInitiation=1),
        )
    ]
    storage_class = _CLASSES.get(chosen.get("storage-lifecycle", ""))
    if storage_class is not None:
        days = 0 if storage_class == "INTELLIGENT_TIERING" else _DAYS
        rules.append(
            s3.LifecycleRule(
                Id="data-moves-to-its-class",
                Status="Enabled",
                Prefix="data/",
                Transitions=[s3.LifecycleRuleTransition(StorageClass=storage_class, TransitionInDays=days)],
            )
        )
    return rules


def lake(stack: Stack, chosen: Chosen, made_bucket: s3.Bucket) -> None:
    """A database over the bucket, a table or a crawler as advised, and a workgroup with a limit on what is read."""
    stack.add(
        glue.Database(
            "LabDatabase",
            CatalogId=Ref("AWS::AccountId"),
            DatabaseInput=glue.DatabaseInput(Name=_database(), Description="Tables over the bucket of the lab"),
        )
    )
    kind = chosen.get("table-format", "glue-catalog-table")
    if kind == "glue-crawler":
        _crawler(stack)
    else:
        _table(stack, chosen, kind)
    if kind == "s3-tables":
        stack.notes.append("The advice names S3 Tables. The lab shows the same table as Apache Iceberg in a bucket.")
    result = s3_location("results/")
    stack.add(
        athena.WorkGroup(
            "LabWorkgroup",
            Name=Sub(f"{NAME}-${{AWS::StackName}}"),
            RecursiveDeleteOption=True,
            WorkGroupConfiguration=athena.WorkGroupConfiguration(
                BytesScannedCutoffPerQuery=1_000_000_000,
                EnforceWorkGroupConfiguration=True,
                ResultConfiguration=athena.ResultConfiguration(OutputLocation=result),
            ),
        )
    )
    stack.proofs.append(
        f'aws athena start-query-execution --work-group "{NAME}-$STACK" --query-string "SHOW TABLES IN $DATABASE"'
    )
    stack.show("Database", Ref("LabDatabase"), "The database of the lab")


def _crawler(stack: Stack) -> None:
    role = stack.role(
        "CrawlerRole",
        "glue",
        [
            allow(["s3:GetObject", "s3:ListBucket"], [Sub("${LabBucket.Arn}"), Sub("${LabBucket.Arn}/data/*")]),
            allow(
                ["glue:GetDatabase", "glue:GetTable", "glue:CreateTable", "glue:UpdateTable", "glue:BatchGetPartition",
                 "glue:BatchCreatePartition"],
                [arn("glue:${AWS::Region}:${AWS::AccountId}:catalog"),
                 arn("glue:${AWS::Region}:${AWS::AccountId}:database/${LabDatabase}"),
                 arn("glue:${AWS::Region}:${AWS::AccountId}:table/${LabDatabase}/*")],
            ),
            allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
                  arn("logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws-glue/*")),
        ],
    )  # fmt: skip
    stack.add(
        glue.Crawler(
            "LabCrawler",
            Role=GetAtt(role, "Arn"),
            DatabaseName=Ref("LabDatabase"),
            Targets=glue.Targets(S3Targets=[glue.S3Target(Path=s3_location("data/"))]),
        )
    )
    stack.proofs.append("aws glue start-crawler --name $CRAWLER")
    stack.show("Crawler", Ref("LabCrawler"), "The crawler of the lab")


def _table(stack: Stack, chosen: Chosen, kind: str) -> None:
    partitions = _PARTITIONS.get(chosen.get("lake-layout", ""), ())
    columns = [glue.Column(Name="id", Type="string"), glue.Column(Name="value", Type="double")]
    iceberg = kind in ("iceberg", "s3-tables")
    described: dict[str, Any] = {
        "StorageDescriptor": glue.StorageDescriptor(
            Columns=columns,
            Location=s3_location("data/"),
            InputFormat="org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            OutputFormat="org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
            SerdeInfo=glue.SerdeInfo(
                SerializationLibrary="org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
            ),
        ),
        "TableType": "EXTERNAL_TABLE",
    }
    if partitions and not iceberg:
        described["PartitionKeys"] = [glue.Column(Name=name, Type="string") for name in partitions]
    more: dict[str, Any] = {}
    if iceberg:
        more["OpenTableFormatInput"] = glue.OpenTableFormatInput(
            IcebergInput=glue.IcebergInput(MetadataOperation="CREATE", Version="2")
        )
    stack.add(
        glue.Table(
            "LabTable",
            CatalogId=Ref("AWS::AccountId"),
            DatabaseName=Ref("LabDatabase"),
            TableInput=glue.TableInput(Name="observations", **described),
            **more,
        )
    )


def _database() -> Sub:
    return Sub("lab_${AWS::AccountId}")


def s3_location(prefix: str) -> Sub:
    """A place in the bucket of the lab."""
    return Sub(f"s3://${{LabBucket}}/{prefix}")
