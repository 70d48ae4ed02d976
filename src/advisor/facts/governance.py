"""What is asked about security, the account and the priorities."""

from __future__ import annotations

from typing import Annotated

from advisor.facts.fields import Group, Unit, Word, choice, flag, members, number, ordered
from advisor.vocabulary import Criterion


class Regime(Word):
    """A compliance regime that the workload is under."""

    HIPAA = "hipaa", "HIPAA (health data, United States)"
    GDPR = "gdpr", "GDPR (personal data, European Union)"
    PCI = "pci-dss", "PCI DSS (payment cards)"
    FEDRAMP = "fedramp", "FedRAMP (United States federal)"
    SOX = "sox", "SOX (financial reporting)"
    OTHER = "other", "another regime"


class KeyOwner(Word):
    """Who owns and manages the encryption keys."""

    AWS_OWNED = "aws-owned", "AWS owns the keys; nobody needs to see them"
    AWS_MANAGED = "aws-managed", "AWS manages the keys; their use must be auditable"
    CUSTOMER = "customer-managed", "the company manages the keys: policy, rotation, disabling"
    EXTERNAL = "outside-aws", "key material stays outside AWS KMS"


class Client(Word):
    """Who calls the endpoint."""

    SAME_VPC = "inside-vpc", "workloads in the company's own VPC"
    AWS = "aws-principals", "AWS workloads or users with IAM credentials"
    ON_PREMISES = "on-premises", "systems in the company's data centre"
    PARTNERS = "other-accounts", "other AWS accounts"
    INTERNET = "internet", "apps on the internet without AWS credentials"


class Security(Group):
    """Data protection, network boundary, keys."""

    pii: Annotated[
        bool | None,
        flag(
            "Does the data contain personal or otherwise sensitive data (PII, PHI)?",
            "the data contains PII",
            "the data contains no PII",
        ),
    ] = None
    regimes: Annotated[tuple[Regime, ...] | None, members("Which compliance regimes apply?", "compliance regimes")] = (
        None
    )
    no_public_internet: Annotated[
        bool | None,
        flag(
            "Must traffic stay off the public internet?",
            "traffic must stay off the public internet",
            "traffic may cross the public internet",
        ),
    ] = None
    private_resources: Annotated[
        bool | None,
        flag(
            "Must the model container reach private resources in a VPC (a database, a cache)?",
            "the model container must reach private resources in a VPC",
            "the model container needs no private resource",
        ),
    ] = None
    needs_outbound_internet: Annotated[
        bool | None,
        flag(
            "Must the container itself reach sites on the internet (a third-party API, a public package index)?",
            "the container must reach sites on the internet",
            "the container needs no site on the internet",
        ),
    ] = None
    key_owner: Annotated[KeyOwner | None, choice("Who must own the encryption keys?", "encryption keys")] = None
    cross_account_data: Annotated[
        bool | None,
        flag(
            "Is encrypted data or output shared with another AWS account?",
            "encrypted data is shared with another account",
            "no encrypted data leaves the account",
        ),
    ] = None
    local_nvme: Annotated[
        bool | None,
        flag(
            "Does the instance type store data on local NVMe disks (g4dn, g5, p4d...)?",
            "the instance type has local NVMe disks",
            "the instance type has no local NVMe disk",
        ),
    ] = None


class Access(Group):
    """Who calls the endpoint, and through what."""

    client: Annotated[Client | None, choice("Who calls the endpoint?", "callers")] = None


class Account(Group):
    """The account the solution is built in."""

    uses: Annotated[
        tuple[str, ...] | None,
        members("Which services that are closed to new customers does the account already use?", "already used"),
    ] = None


class Priorities(Group):
    """What to optimise for among the options that satisfy every must."""

    order: Annotated[
        tuple[Criterion, ...] | None,
        ordered("What matters most, once every requirement is met?", "priorities"),
    ] = None
    budget_usd_month: Annotated[
        float | None,
        number("What may it cost in a month at most?", "monthly budget", Unit.USD_MONTH, high=1_000_000_000),
    ] = None
