"""The network of the lab: default, isolated containers, a VPC with endpoints, or one with a NAT gateway."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from troposphere import GetAtt, GetAZs, Ref, Select, Sub, ec2, sagemaker

from advisor.lab.stack import Charge, Stack

_VPC = "10.20.0.0/16"
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


def network(stack: Stack, option: str, *, doors: tuple[str, ...] = ()) -> Network:
    """The network that was advised; `doors` are interface endpoints that callers need whatever containers do."""
    isolated, inside = option in _ISOLATED, option in _IN_A_VPC
    if not inside and not doors:
        return Network(isolated=isolated)
    placed = subnets(stack)
    if option in _WITH_NAT:
        _nat(stack)
    wanted = () if option in _WITH_NAT or not inside else _ENDPOINTS
    endpoints(stack, tuple(dict.fromkeys((*wanted, *doors))), s3=option not in _WITH_NAT)
    if not inside:
        return Network(isolated=isolated)
    group = security_group(stack, "ContainerGroup", "Containers of the lab: nothing comes in, HTTPS goes out", out=443)
    return Network(sagemaker.VpcConfig(SecurityGroupIds=[group], Subnets=placed), isolated=isolated)


def subnets(stack: Stack) -> list[Ref]:
    """The private subnets of the lab's VPC, which is made when the first part asks for it."""
    found = [Ref(f"PrivateSubnet{index + 1}") for index in range(len(_PRIVATE))]
    if "LabVpc" in stack.template.resources:
        return found
    stack.add(ec2.VPC("LabVpc", CidrBlock=_VPC, EnableDnsHostnames=True, EnableDnsSupport=True), Name="advisor-lab")
    stack.add(ec2.RouteTable("PrivateRoutes", VpcId=Ref("LabVpc")))
    for index, (subnet, block) in enumerate(zip(found, _PRIVATE, strict=True)):
        name = subnet.data["Ref"]
        stack.add(ec2.Subnet(name, VpcId=Ref("LabVpc"), CidrBlock=block, AvailabilityZone=Select(index, GetAZs(""))))
        stack.add(ec2.SubnetRouteTableAssociation(f"{name}Routes", SubnetId=subnet, RouteTableId=Ref("PrivateRoutes")))
    stack.show("VpcId", Ref("LabVpc"), "The VPC")
    return found


def security_group(
    stack: Stack, title: str, description: str, *, inside: int | None = None, out: int | None = None
) -> GetAtt:
    """A group in the VPC of the lab: one port from inside it, one port to anywhere, or neither."""
    rules: dict[str, Any] = {}
    for kind, port, block in (("Ingress", inside, _VPC), ("Egress", out, "0.0.0.0/0")):
        if port is not None:
            rules[f"SecurityGroup{kind}"] = [
                ec2.SecurityGroupRule(
                    IpProtocol="tcp", FromPort=port, ToPort=port, CidrIp=block, Description=f"TCP {port}"
                )
            ]
    stack.add(ec2.SecurityGroup(title, VpcId=Ref("LabVpc"), GroupDescription=description, **rules))
    return GetAtt(title, "GroupId")


def endpoint_title(service: str) -> str:
    """What an interface endpoint is called in the template."""
    return f"Endpoint{re.sub(r'[^A-Za-z0-9]', '', service.title())}"


def endpoints(stack: Stack, services: tuple[str, ...], *, s3: bool) -> None:
    """Interface endpoints in both zones, and with `s3` the gateway endpoint that costs nothing."""
    if s3 or services:
        stack.proofs.append("aws ec2 describe-vpc-endpoints --filters Name=vpc-id,Values=$VPCID")
    if s3:
        stack.add(
            ec2.VPCEndpoint(
                "S3Endpoint",
                VpcId=Ref("LabVpc"),
                VpcEndpointType="Gateway",
                ServiceName=Sub("com.amazonaws.${AWS::Region}.s3"),
                RouteTableIds=[Ref("PrivateRoutes")],
            )
        )
    if not services:
        return
    group = security_group(stack, "EndpointGroup", "Interface endpoints of the lab: HTTPS from the VPC", inside=443)
    for service in services:
        stack.add(
            ec2.VPCEndpoint(
                endpoint_title(service),
                VpcId=Ref("LabVpc"),
                VpcEndpointType="Interface",
                ServiceName=Sub(f"com.amazonaws.${{AWS::Region}}.{service}"),
                PrivateDnsEnabled=True,
                SubnetIds=subnets(stack),
                SecurityGroupIds=[group],
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
    stack.proofs.append("aws ec2 describe-nat-gateways --filter Name=vpc-id,Values=$VPCID")
    stack.charges.append(Charge("NAT gateway", "vpc/nat_gateway/hour", Decimal(1)))
