import { integer, matching, oneOf } from "../../checks.ts";
import { asRecord } from "../../values.ts";
import { arn, type Kinds } from "../kind.ts";

/** API Gateway: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/ */
export const apiGateway: Kinds = {
    "apigatewayv2.VpcLink": {
        id: "{hash}",
        arn: "apigateway:{region}::/vpclinks/{id}",
        immutable: ["securityGroupIds", "subnetIds"],
        refersTo: { "securityGroupIds[]": "ec2.SecurityGroup", "subnetIds[]": "ec2.Subnet" },
        occupies: ["securityGroupIds[]", "subnetIds[]"],
    },
    "apigatewayv2.Api": {
        id: "{hash}",
        arn: "apigateway:{region}::/apis/{id}",
        named: ["name", 128],
        immutable: ["protocolType"],
        checks: { protocolType: oneOf("HTTP", "WEBSOCKET") },
        outputs: ({ id, region }) => ({ apiEndpoint: `https://${id}.execute-api.${region}.amazonaws.com` }),
    },
    "apigatewayv2.Integration": {
        id: "{hash}",
        immutable: ["apiId", "integrationType"],
        checks: {
            integrationType: oneOf("AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"),
            connectionType: oneOf("INTERNET", "VPC_LINK"),
            timeoutMilliseconds: integer(50, 30_000),
        },
        refersTo: { apiId: "apigatewayv2.Api", connectionId: "apigatewayv2.VpcLink", integrationUri: "lb.Listener" },
        occupies: ["connectionId"],
        relations: ({ connectionType, connectionId }) =>
            connectionType === "VPC_LINK" && connectionId === undefined
                ? [{ property: "connectionId", reason: "VPC_LINK needs the id of a link" }]
                : [],
    },
    "apigatewayv2.Route": {
        id: "{hash}",
        unique: "{apiId} {routeKey}",
        immutable: ["apiId"],
        refersTo: { apiId: "apigatewayv2.Api" },
    },
    "apigatewayv2.Stage": {
        id: "{name}",
        unique: "{apiId} {name}",
        arn: "apigateway:{region}::/apis/{apiId}/stages/{name}",
        immutable: ["apiId"],
        checks: {
            name: matching(/^(\$default|[\w-]{1,128})$/, "$default, or 1 to 128 letters, digits, - and _"),
            "accessLogSettings.destinationArn": arn,
            "defaultRouteSettings.throttlingRateLimit": integer(1, 10_000),
            "defaultRouteSettings.throttlingBurstLimit": integer(1, 5000),
        },
        refersTo: { apiId: "apigatewayv2.Api", "accessLogSettings.destinationArn": "cloudwatch.LogGroup" },
    },
    "apigatewayv2.DomainName": {
        id: "{domainName}",
        arn: "apigateway:{region}::/domainnames/{domainName}",
        immutable: ["domainName"],
        checks: {
            domainName: matching(/^(\*\.)?[a-z0-9.-]{1,253}$/, "a name"),
            "domainNameConfiguration.endpointType": oneOf("REGIONAL"),
            "domainNameConfiguration.securityPolicy": oneOf("TLS_1_2"),
            "domainNameConfiguration.certificateArn": arn,
        },
        refersTo: { "domainNameConfiguration.certificateArn": "acm.Certificate" },
        occupies: ["domainNameConfiguration.certificateArn"],
        outputs: ({ domainNameConfiguration, hash, region }) => ({
            domainNameConfiguration: {
                ...asRecord(domainNameConfiguration),
                targetDomainName: `d-${hash.slice(0, 10)}.execute-api.${region}.amazonaws.com`,
                hostedZoneId: "ZLY8HYME6SFDD",
            },
        }),
    },
    "apigatewayv2.ApiMapping": {
        id: "{hash}",
        unique: "{domainName} {apiMappingKey}",
        immutable: ["domainName"],
        refersTo: {
            apiId: "apigatewayv2.Api",
            domainName: "apigatewayv2.DomainName",
            stage: "apigatewayv2.Stage",
        },
        occupies: ["apiId", "domainName"],
    },
};
