import { rule } from "../../judgement/rule.ts";
import { all, any, fail, must, pass } from "../../judgement/verdict.ts";
import { isFiltered, isInternetFacing } from "../../reading/alb.ts";
import { candidatesOf } from "../../reading/candidates.ts";
import {
    balancerConfigurations,
    gateways,
    isConfiguration,
    isOfConnections,
    takesRequests,
} from "../../reading/gateways.ts";
import { ingresses } from "../../reading/ingresses.ts";
import { clusters, resourcesOf } from "../../reading/subjects.ts";

export const apiGatewayPresent = rule({
    id: "api-gateway-present",
    title: "An API gateway stands before the services",
    level: "advisory",
    severity: "medium",
    mend: "Add a Gateway with HTTPRoutes, or an API Gateway with a VPC link",
    url: "https://gateway-api.sigs.k8s.io/",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const managed = inventory.of("aws:apigatewayv2/api:Api", "aws:apigateway/restApi:RestApi");
        return any(
            [
                ...[...managed, ...candidatesOf(inventory, "kong")].map(
                    ({ urn }) =>
                        () =>
                            pass("", urn),
                ),
                ...gateways(inventory).map((gateway) => () => ({
                    ...(takesRequests(gateway) ? pass() : fail("no listener of the Gateway takes requests")),
                    urn: gateway.urn,
                })),
            ],
            () => fail("there is no API gateway"),
        );
    },
});

export const edgeProtected = rule({
    id: "edge-protected",
    title: "What the Internet reaches is behind a web application firewall",
    level: "advisory",
    severity: "high",
    mend: "Associate a WAFv2 web ACL, and turn access logs and deletion protection of the load balancer on",
    url: "https://docs.aws.amazon.com/waf/latest/developerguide/",
    inCharts: true,
    subjects: (inventory) => [
        ...resourcesOf(
            "aws:lb/loadBalancer:LoadBalancer",
            "aws:alb/loadBalancer:LoadBalancer",
            "aws:cloudfront/distribution:Distribution",
        )(inventory),
        ...ingresses(inventory),
        ...balancerConfigurations(inventory),
    ],
    applies: (edge, inventory) => {
        const { type, props } = edge;
        if (type.endsWith(":Distribution")) return true;
        if (isConfiguration(edge)) return props.spec?.scheme === "internet-facing" && !isOfConnections(inventory, edge);
        return type.endsWith(":Ingress")
            ? isInternetFacing(inventory, edge)
            : props.internal !== true && (props.loadBalancerType ?? "application") === "application";
    },
    judge: (edge, { inventory }) => {
        const { type, props } = edge;
        const [property, filtersIt] = type.endsWith(":Distribution")
            ? ["webAclId", () => props.webAclId]
            : type.endsWith(":Ingress")
              ? ["metadata", () => isFiltered(inventory, edge)]
              : isConfiguration(edge)
                ? ["spec", () => props.spec?.wafV2?.webACL]
                : [];
        if (property) {
            if (inventory.sources(edge, property, "aws:wafv2/webAcl:WebAcl").length > 0) return pass();
            const filtered = filtersIt?.();
            return filtered ? pass() : fail("no web ACL filters its requests");
        }
        const associations = inventory.users(edge, "resourceArn", "aws:wafv2/webAclAssociation:WebAclAssociation");
        return all([
            must(() => associations.length > 0, "no web ACL filters its requests"),
            must(() => props.accessLogs?.enabled === true, "its access is not logged"),
            must(() => props.enableDeletionProtection === true, "it can be deleted by one call"),
        ]);
    },
});
