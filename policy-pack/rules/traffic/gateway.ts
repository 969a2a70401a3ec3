import type { Inventory } from "../../inventory/inventory.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, any, fail, must, pass } from "../../judgement/verdict.ts";
import { isFiltered, isInternetFacing } from "../../reading/alb.ts";
import { candidatesOf } from "../../reading/candidates.ts";
import {
    balancerConfigurations,
    gateways,
    isOfConnections,
    isWaypoint,
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
                ...gateways(inventory)
                    .filter((gateway) => !isWaypoint(gateway))
                    .map((gateway) => () => ({
                        ...(takesRequests(gateway) ? pass() : fail("no listener of the Gateway takes requests")),
                        urn: gateway.urn,
                    })),
            ],
            () => fail("there is no API gateway"),
        );
    },
});

/** What names its web ACL itself. */
interface Entrance {
    /** The property that does. */
    readonly property: string;
    isPublic(inventory: Inventory, edge: Resource): boolean;
    isFiltered(inventory: Inventory, edge: Resource): boolean;
}

/** By kind; any other is a load balancer of AWS, which an association gives one. */
const entrances: Readonly<Record<string, Entrance>> = {
    Distribution: {
        property: "webAclId",
        isPublic: () => true,
        isFiltered: (_, { props }) => Boolean(props.webAclId),
    },
    Ingress: { property: "metadata", isPublic: isInternetFacing, isFiltered },
    LoadBalancerConfiguration: {
        property: "spec",
        isPublic: (inventory, edge) =>
            edge.props.spec?.scheme === "internet-facing" && !isOfConnections(inventory, edge),
        isFiltered: (_, { props }) => Boolean(props.spec?.wafV2?.webACL),
    },
};

const entranceOf = ({ type }: Resource): Entrance | undefined => entrances[type.split(":").at(-1) ?? ""];

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
        const { props } = edge;
        const entrance = entranceOf(edge);
        return entrance
            ? entrance.isPublic(inventory, edge)
            : props.internal !== true && (props.loadBalancerType ?? "application") === "application";
    },
    judge: (edge, { inventory }) => {
        const { props } = edge;
        const entrance = entranceOf(edge);
        if (entrance) {
            if (inventory.sources(edge, entrance.property, "aws:wafv2/webAcl:WebAcl").length > 0) return pass();
            return entrance.isFiltered(inventory, edge) ? pass() : fail("no web ACL filters its requests");
        }
        const associations = inventory.users(edge, "resourceArn", "aws:wafv2/webAclAssociation:WebAclAssociation");
        return all([
            must(() => associations.length > 0, "no web ACL filters its requests"),
            must(() => props.accessLogs?.enabled === true, "its access is not logged"),
            must(() => props.enableDeletionProtection === true, "it can be deleted by one call"),
        ]);
    },
});
