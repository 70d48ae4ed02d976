"""The network of the lab: default, isolated containers, a VPC with endpoints, or one with a NAT gateway."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from troposphere import GetAtt, GetAZs, Ref, Select, Sub, ec2, sagemaker

from advisor.lab.stack import Charge, Stack

_PRIVATE = ("10.20.0.0/24", "10.20.1.0/24")
_PUBLIC = "10.20.2.0/24"
# What a model container and its logs call from a subnet without a way out.
_ENDPOINTS = ("ecr.api", "ecr.dkr", "logs", "sagemaker.runtime")
_IN_A_VPC = frozenset((
    "vpc-with-endpoints", "vpc-with-nat", "isolated-container-in-vpc", "training-in-vpc", "training-isolated-in-vpc",
    "training-in-vpc-with-nat",
))  # fmt: skip
_ISOLATED = frozenset((
    "isolated-container", "isolated-container-in-vpc", "training-network-isolation", "training-isolated-in-vpc",
))  # fmt: skip
_WITH_NAT = frozenset(("vpc-with-nat", "training-in-vpc-with-nat"))


@dataclass(frozen=True)
class Network:
    """Where containers run: the subnets they get, and whether they may call out at all."""

    vpc: sagemaker.VpcConfig | None = None
    isolated: bool = False


def network(stack: Stack, option: str, *, private_api: bool) -> Network:
    """The network that was advised; `private_api` asks for an interface endpoint even where containers need no VPC."""
    isolated = option in _ISOLATED
    if option not in _IN_A_VPC and not private_api:
        return Network(isolated=isolated)
    subnets = _vpc(stack)
    if option in _WITH_NAT:
        _nat(stack)
    else:
        _endpoints(stack, ("sagemaker.runtime",) if option not in _IN_A_VPC else _ENDPOINTS)
    if option not in _IN_A_VPC:
        return Network(isolated=isolated)
    return Network(
        sagemaker.VpcConfig(SecurityGroupIds=[GetAtt("ContainerGroup", "GroupId")], Subnets=subnets), isolated=isolated
    )


def _vpc(stack: Stack) -> list[Ref]:
    stack.add(
        ec2.VPC("LabVpc", CidrBlock="10.20.0.0/16", EnableDnsHostnames=True, EnableDnsSupport=True), Name="advisor-lab"
    )
    stack.add(ec2.RouteTable("PrivateRoutes", VpcId=Ref("LabVpc")))
    subnets = []
    for index, block in enumerate(_PRIVATE):
        name = f"PrivateSubnet{index + 1}"
        stack.add(ec2.Subnet(name, VpcId=Ref("LabVpc"), CidrBlock=block, AvailabilityZone=Select(index, GetAZs(""))))
        stack.add(
            ec2.SubnetRouteTableAssociation(f"{name}Routes", SubnetId=Ref(name), RouteTableId=Ref("PrivateRoutes"))
        )
        subnets.append(Ref(name))
    stack.add(
        ec2.SecurityGroup(
            "ContainerGroup",
            VpcId=Ref("LabVpc"),
            GroupDescription="Containers of the lab: nothing comes in, HTTPS goes out",
            SecurityGroupEgress=[
                ec2.SecurityGroupRule(
                    IpProtocol="tcp", FromPort=443, ToPort=443, CidrIp="0.0.0.0/0", Description="HTTPS"
                )
            ],
        )
    )
    stack.proofs.append(
        f"aws ec2 describe-vpc-endpoints --filters Name=vpc-id,Values={stack.show('VpcId', Ref('LabVpc'), 'The VPC')}"
    )
    return subnets


def _endpoints(stack: Stack, services: tuple[str, ...]) -> None:
    stack.add(
        ec2.VPCEndpoint(
            "S3Endpoint",
            VpcId=Ref("LabVpc"),
            VpcEndpointType="Gateway",
            ServiceName=Sub("com.amazonaws.${AWS::Region}.s3"),
            RouteTableIds=[Ref("PrivateRoutes")],
        )
    )
    stack.add(
        ec2.SecurityGroup(
            "EndpointGroup",
            VpcId=Ref("LabVpc"),
            GroupDescription="Interface endpoints of the lab: HTTPS from inside the VPC",
            SecurityGroupIngress=[
                ec2.SecurityGroupRule(
                    IpProtocol="tcp", FromPort=443, ToPort=443, CidrIp="10.20.0.0/16", Description="HTTPS from the VPC"
                )
            ],
        )
    )
    for service in services:
        stack.add(
            ec2.VPCEndpoint(
                f"Endpoint{service.title().replace('.', '')}",
                VpcId=Ref("LabVpc"),
                VpcEndpointType="Interface",
                ServiceName=Sub(f"com.amazonaws.${{AWS::Region}}.{service}"),
                PrivateDnsEnabled=True,
                SubnetIds=[Ref("PrivateSubnet1"), Ref("PrivateSubnet2")],
                SecurityGroupIds=[GetAtt("EndpointGroup", "GroupId")],
            )
        )
    zones = Decimal(len(services) * len(_PRIVATE))
    stack.charges.append(Charge("Interface endpoints, each in two zones", "vpc/interface_endpoint/hour", zones))


def _nat(stack: Stack) -> None:
    stack.add(ec2.InternetGateway("Gateway"))
    stack.add(ec2.VPCGatewayAttachment("GatewayAttachment", VpcId=Ref("LabVpc"), InternetGatewayId=Ref("Gateway")))
    stack.add(
        ec2.Subnet("PublicSubnet", VpcId=Ref("LabVpc"), CidrBlock=_PUBLIC, AvailabilityZone=Select(0, GetAZs("")))
    )
    stack.add(ec2.RouteTable("PublicRoutes", VpcId=Ref("LabVpc")))
    stack.add(
        ec2.SubnetRouteTableAssociation(
            "PublicSubnetRoutes", SubnetId=Ref("PublicSubnet"), RouteTableId=Ref("PublicRoutes")
        )
    )
    stack.add(
        ec2.Route(
            "PublicRoute",
            RouteTableId=Ref("PublicRoutes"),
            DestinationCidrBlock="0.0.0.0/0",
            GatewayId=Ref("Gateway"),
            DependsOn="GatewayAttachment",
        )
    )
    stack.add(ec2.EIP("NatAddress", Domain="vpc", DependsOn="GatewayAttachment"))
    stack.add(ec2.NatGateway("Nat", AllocationId=GetAtt("NatAddress", "AllocationId"), SubnetId=Ref("PublicSubnet")))
    stack.add(
        ec2.Route(
            "PrivateRoute",
            RouteTableId=Ref("PrivateRoutes"),
            DestinationCidrBlock="0.0.0.0/0",
            NatGatewayId=Ref("Nat"),
        )
    )
    stack.charges.append(Charge("NAT gateway", "vpc/nat_gateway/hour", Decimal(1)))
