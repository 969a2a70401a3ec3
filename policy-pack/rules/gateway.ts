import type { Inventory } from "../inventory.ts";
import { rule } from "../rule.ts";
import { isSet } from "../said.ts";
import { all, any, fail, irrelevant, must, pass } from "../verdict.ts";
import { releasesOf } from "./presence.ts";
import { besideCluster, clusters } from "./subjects.ts";

export const apiGatewayPresent = rule({
    id: "api-gateway-present",
    title: "An API gateway stands before the services",
    level: "advisory",
    severity: "medium",
    mend: "Add a Gateway with HTTPRoutes, or an API Gateway with a VPC link",
    url: "https://gateway-api.sigs.k8s.io/",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const objects = inventory.objects("Gateway", "gateway.networking.k8s.io");
        const managed = inventory.of("aws:apigatewayv2/api:Api", "aws:apigateway/restApi:RestApi");
        const [found] = [...objects, ...managed, ...releasesOf(inventory, "kong").map(({ resource }) => resource)];
        return found ? pass("", found.urn) : fail("there is no API gateway");
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
        ...besideCluster(
            "aws:lb/loadBalancer:LoadBalancer",
            "aws:alb/loadBalancer:LoadBalancer",
            "aws:cloudfront/distribution:Distribution",
        )(inventory),
        ...inventory.objects("Ingress", "networking.k8s.io"),
    ],
    applies: ({ type, props }) => {
        if (type.endsWith(":Distribution")) return true;
        return type.endsWith(":Ingress")
            ? props.metadata?.annotations?.["alb.ingress.kubernetes.io/scheme"] === "internet-facing"
            : props.internal !== true && (props.loadBalancerType ?? "application") === "application";
    },
    judge: (edge, { inventory }) => {
        const { type, props } = edge;
        const property = type.endsWith(":Distribution")
            ? "webAclId"
            : type.endsWith(":Ingress")
              ? "metadata"
              : undefined;
        if (property) {
            if (inventory.sources(edge, property, "aws:wafv2/webAcl:WebAcl").length > 0) return pass();
            const acl = props.webAclId ?? props.metadata?.annotations["alb.ingress.kubernetes.io/wafv2-acl-arn"];
            return acl ? pass() : fail("no web ACL filters its requests");
        }
        const associations = inventory.users(edge, "resourceArn", "aws:wafv2/webAclAssociation:WebAclAssociation");
        return all([
            must(() => associations.length > 0, "no web ACL filters its requests"),
            must(() => props.accessLogs?.enabled === true, "its access is not logged"),
            must(() => props.enableDeletionProtection === true, "it can be deleted by one call"),
        ]);
    },
});

export const serviceMeshMtls = rule({
    id: "service-mesh-mtls",
    title: "Services of the mesh speak mutual TLS only",
    level: "advisory",
    severity: "medium",
    mend: "Add a PeerAuthentication with mtls.mode STRICT to the root namespace, or set Linkerd's proxy.defaultInboundPolicy to all-authenticated",
    url: "https://istio.io/latest/docs/reference/config/security/peer_authentication/",
    subjects: (inventory) => meshes(inventory).map(({ resource }) => resource),
    judge: (mesh, { inventory }) => {
        const release = inventory.release(mesh);
        if (release?.chart === "linkerd-control-plane") {
            const policy = String(release.value("proxy.defaultInboundPolicy", "all-unauthenticated"));
            return policy.endsWith("-authenticated") ? pass() : fail("Linkerd lets unauthenticated traffic in");
        }
        const modes = inventory.objects("PeerAuthentication", "security.istio.io");
        return any(
            modes.map(({ props }) =>
                must(
                    () => props.spec?.mtls?.mode === "STRICT" && !isSet(props.spec?.selector),
                    "Istio lets plain text in",
                ),
            ),
            () => fail("Istio lets plain text in"),
        );
    },
});

const meshes = (inventory: Inventory) => releasesOf(inventory, "istiod", "linkerd-control-plane");

export const serviceCatalogue = rule({
    id: "service-catalogue",
    title: "Teams order what they need from a catalogue",
    level: "advisory",
    severity: "low",
    mend: "Use Crossplane, ACK or kro as the broker; the Kubernetes service catalog is archived",
    url: "https://www.crossplane.io/",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const capabilities = inventory
            .of("aws:eks/capability:Capability")
            .filter(({ props }) => ["ACK", "KRO"].includes(props.type));
        const archived = releasesOf(inventory, "catalog")[0];
        if (archived) return fail("the Kubernetes service catalog is archived", archived.resource.urn);
        const releases = releasesOf(inventory, "crossplane", "kro", "backstage").map(({ resource }) => resource);
        const [found] = [...capabilities, ...releases];
        return found ? pass("", found.urn) : irrelevant("no catalogue is declared, and none is required");
    },
});
