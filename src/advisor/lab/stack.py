"""A CloudFormation stack while it is put together: resources, parameters, commands and what an hour of it costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from troposphere import AWSObject, Output, Parameter, Ref, Sub, Tags, Template
from troposphere.iam import Policy, Role

NAME = "advisor-lab"
VARIANT = "AllTraffic"  # the production variant of the endpoint
_TAGS = {"Project": "Project", "Owner": "Owner"}

# What a reader fills in, with a default where one is safe.
_PARAMETERS = {
    "Project": ("The tag that says what the stack is for", "advisor-lab"),
    "Owner": ("The tag that says who asks for it, such as your name", "me"),
    "ModelBucket": ("The bucket that holds your model artifact", None),
    "ModelPrefix": ("Where the artifact lies in the bucket, without a slash at the ends", "models/demo"),
    "ModelRepository": ("The Amazon ECR repository of your inference image", None),
    "ModelImageTag": ("The tag of the image", "latest"),
    "NewImageTag": ("The tag of the new version's image", "next"),
    "AlarmEmail": ("The address that alarms are sent to; Amazon SNS asks it to confirm", None),
}


@dataclass(frozen=True)
class Charge:
    """Something that costs money while the stack stands: so many of a price's unit in an hour."""

    item: str
    price: str
    quantity: Decimal


@dataclass
class Stack:
    """One stack. `proofs` are the commands that show the pattern; `notes` tell what a template cannot do."""

    template: Template = field(default_factory=Template)
    proofs: list[str] = field(default_factory=list)
    before_delete: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)

    def ask(self, *names: str) -> None:
        """Asks the reader for parameters; each once."""
        for name in names:
            if name not in self.template.parameters:
                description, default = _PARAMETERS[name]
                given = {} if default is None else {"Default": default}
                self.template.add_parameter(Parameter(name, Type="String", Description=description, **given))

    def add(self, resource: AWSObject, **tags: str) -> AWSObject:
        """Adds a resource, with the stack's tags where it can carry any."""
        if "Tags" in resource.props and "Tags" not in resource.properties:
            self.ask(*_TAGS)
            given = {key: Ref(name) for key, name in _TAGS.items()} | tags
            resource.Tags = given if resource.props["Tags"][0] is dict else Tags(**given)
        self.template.add_resource(resource)
        return resource

    def role(
        self, title: str, service: str, statements: Iterable[Mapping[str, Any]], *, names_account: bool = True
    ) -> Role:
        """A role that one service may take, with exactly these statements; nobody else's account can use it.

        A service that does not say for which account it asks (`names_account`) may take it without that condition.
        """
        trust: dict[str, Any] = {
            "Effect": "Allow",
            "Principal": {"Service": [f"{service}.amazonaws.com"]},
            "Action": ["sts:AssumeRole"],
        }
        if names_account:
            trust["Condition"] = {"StringEquals": {"aws:SourceAccount": Ref("AWS::AccountId")}}
        policy = Policy(PolicyName="only-what-it-needs", PolicyDocument=_document(statements))
        return self.add(Role(title, AssumeRolePolicyDocument=_document([trust]), Policies=[policy]))

    def show(self, title: str, value: Any, description: str) -> str:
        """An output, added once, and the shell variable by which the commands call it."""
        if title not in self.template.outputs:
            self.template.add_output(Output(title, Value=value, Description=description))
        return f"${title.upper()}"


def _document(statements: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(actions: str | list[str], resources: Any, **more: Any) -> dict[str, Any]:
    """A statement that allows some actions on some resources."""
    return {
        "Effect": "Allow",
        "Action": [actions] if isinstance(actions, str) else actions,
        "Resource": resources if isinstance(resources, list) else [resources],
        **more,
    }


def arn(text: str) -> Sub:
    """An ARN in the stack's own partition: `s3:::bucket` without what stands in front."""
    return Sub(f"arn:${{AWS::Partition}}:{text}")
