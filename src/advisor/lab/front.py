"""An API in front of the endpoint: signed calls only, limited, passed on without code."""

from __future__ import annotations

from typing import Any

from troposphere import AWSObject, GetAtt, Ref, Sub, apigateway

from advisor.lab.network import endpoint_title
from advisor.lab.serving import COMPONENT
from advisor.lab.stack import Stack, allow, arn

PRIVATE_DOOR = "execute-api"
_PASSED_ON = "integration.request.header."
# What SageMaker Runtime reads from a header, so that a caller of the API need not know of it.
_TARGETS: dict[str, dict[str, Any]] = {
    "multi-model-endpoint": {"X-Amzn-SageMaker-Target-Model": "'model.tar.gz'"},
    "multi-container-endpoint": {"X-Amzn-SageMaker-Target-Container-Hostname": "'first'"},
    "inference-components": {"X-Amzn-SageMaker-Inference-Component": Sub(f"'{COMPONENT.data['Fn::Sub']}'")},
}


def front(stack: Stack, option: str, mode: str, hosting: str) -> None:
    """The REST API of the lab: public, or only for who comes through the VPC's own endpoint."""
    private = option == "private-api-gateway"
    later = mode == "asynchronous-endpoint"
    # API Gateway does not say for which account it takes a role.
    role = stack.role(
        "ApiRole",
        "apigateway",
        [
            allow(
                f"sagemaker:InvokeEndpoint{'Async' if later else ''}",
                arn("sagemaker:${AWS::Region}:${AWS::AccountId}:endpoint/${LabEndpoint.EndpointName}"),
            )
        ],
        names_account=False,
    )
    api = stack.add(apigateway.RestApi("LabApi", Name=Sub("${AWS::StackName}-api"), **_reach(private)))
    place = stack.add(
        apigateway.Resource(
            "PredictResource", RestApiId=Ref(api), ParentId=GetAtt(api, "RootResourceId"), PathPart="predict"
        )
    )
    method = stack.add(_method(api, place, role, hosting, later=later))
    deployment = stack.add(apigateway.Deployment("ApiDeployment", RestApiId=Ref(api), DependsOn=method.title))
    limit = apigateway.MethodSetting(
        HttpMethod="*", ResourcePath="/*", ThrottlingBurstLimit=10, ThrottlingRateLimit=5, MetricsEnabled=True
    )
    stack.add(
        apigateway.Stage(
            "ApiStage", RestApiId=Ref(api), DeploymentId=Ref(deployment), StageName="lab", MethodSettings=[limit]
        )
    )
    _prove(stack, api, place, private=private, later=later)


def _reach(private: bool) -> dict[str, Any]:
    if not private:
        return {"EndpointConfiguration": apigateway.EndpointConfiguration(Types=["REGIONAL"])}
    door = Ref(endpoint_title(PRIVATE_DOOR))
    only_through_it = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "execute-api:Invoke",
        "Resource": "execute-api:/*",
        "Condition": {"StringEquals": {"aws:SourceVpce": door}},
    }
    return {
        "EndpointConfiguration": apigateway.EndpointConfiguration(Types=["PRIVATE"], VpcEndpointIds=[door]),
        "Policy": {"Version": "2012-10-17", "Statement": [only_through_it]},
    }


def _method(api: AWSObject, place: AWSObject, role: AWSObject, hosting: str, *, later: bool) -> AWSObject:
    headers = {f"{_PASSED_ON}{name}": value for name, value in _TARGETS.get(hosting, {}).items()}
    taken: dict[str, bool] = {}
    if later:
        taken = {"method.request.header.X-Input-Location": True}
        headers[f"{_PASSED_ON}X-Amzn-SageMaker-InputLocation"] = "method.request.header.X-Input-Location"
    call = "async-invocations" if later else "invocations"
    path = f"runtime.sagemaker:path/endpoints/${{LabEndpoint.EndpointName}}/{call}"
    status = "202" if later else "200"
    return apigateway.Method(
        "PredictMethod",
        RestApiId=Ref(api),
        ResourceId=Ref(place),
        HttpMethod="POST",
        AuthorizationType="AWS_IAM",
        RequestParameters=taken,
        MethodResponses=[apigateway.MethodResponse(StatusCode=status)],
        Integration=apigateway.Integration(
            Type="AWS",
            IntegrationHttpMethod="POST",
            Uri=arn(f"apigateway:${{AWS::Region}}:{path}"),
            Credentials=GetAtt(role, "Arn"),
            RequestParameters=headers,
            PassthroughBehavior="WHEN_NO_MATCH",
            IntegrationResponses=[apigateway.IntegrationResponse(StatusCode=status)],
        ),
    )


def _prove(stack: Stack, api: AWSObject, place: AWSObject, *, private: bool, later: bool) -> None:
    name = stack.show("ApiId", Ref(api), "The API of the lab")
    resource = stack.show("PredictResourceId", Ref(place), "The path that predicts")
    given = " --headers X-Input-Location=s3://$BUCKETNAME/data/input.json" if later else ' --body "$(cat input.json)"'
    stack.proofs.append(
        f"aws apigateway test-invoke-method --rest-api-id {name} --resource-id {resource} --http-method POST{given}"
    )
    address = f"https://{name}.execute-api.$(aws configure get region).amazonaws.com/lab/predict"
    fails = "no address outside the VPC" if private else "403: not signed"
    stack.proofs.append(f"curl -s -o /dev/null -w '%{{http_code}}\\n' -X POST {address}  # {fails}")
    stack.notes.append(
        "The API takes calls signed with IAM. For callers without AWS credentials, put an Amazon Cognito or Lambda "
        "authorizer in its place."
    )
