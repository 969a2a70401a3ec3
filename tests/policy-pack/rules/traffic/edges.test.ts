import { unknown } from "../../../../policy-pack/inventory/unknown.ts";
import { object, type Props, release, resource, urnOf } from "../../ready/resource.ts";
import { cluster, type Edge, hold, inShop } from "../edge.ts";

const addon = (addonName: string) => [cluster(), resource("aws:eks/addon:Addon", addonName, { addonName })];
const certificate = (props: Props) => [cluster(), resource("aws:acm/certificate:Certificate", "shop", props)];

const certificates: Edge[] = [
    ["certificates-managed", "a certificate of ACM", "pass", certificate({ domainName: "shop.example.com" })],
    [
        "certificates-managed",
        "a certificate that was brought",
        "fail",
        certificate({ privateKey: "key" }),
        { says: /imported/ },
    ],
    ["certificates-managed", "the add-on cert-manager", "pass", addon("cert-manager")],
    [
        "certificates-managed",
        "the add-on of a private authority",
        "pass",
        addon("aws-privateca-connector-for-kubernetes"),
    ],
];

const balancer = (props: Props, type = "aws:lb/loadBalancer:LoadBalancer") => [
    resource(type, "edge", { accessLogs: { enabled: true }, enableDeletionProtection: true, ...props }),
];
const acl = resource("aws:wafv2/webAcl:WebAcl", "acl", {});
const filtered = resource("aws:wafv2/webAclAssociation:WebAclAssociation", "association", {
    resourceArn: "id-of-edge",
});
const distribution = (props: Props) => [resource("aws:cloudfront/distribution:Distribution", "edge", props)];
const gatewayApi = "gateway.networking.k8s.io/v1";
const configured = (spec: Props, kind: "alb" | "nlb" = "alb") => [
    inShop("gateway.k8s.aws/v1:LoadBalancerConfiguration", "edge", { spec: { scheme: "internet-facing", ...spec } }),
    object(`${gatewayApi}:GatewayClass`, "edge", { spec: { controllerName: `gateway.k8s.aws/${kind}` } }),
    inShop(`${gatewayApi}:Gateway`, "edge", {
        spec: { gatewayClassName: "edge", infrastructure: { parametersRef: { name: "edge" } } },
    }),
];
const alb = "alb.ingress.kubernetes.io";
const host = { rules: [{ host: "shop.example.com", http: { paths: [{ path: "/", backend: {} }] } }] };
const ingress = (annotations: Props, spec: Props = host, name = "shop") =>
    inShop("networking.k8s.io/v1:Ingress", name, { metadata: { annotations }, spec });
const facing = { [`${alb}/scheme`]: "internet-facing" };

const edge: Edge[] = [
    ["edge-protected", "a filtered load balancer", "pass", [...balancer({}), filtered]],
    ["edge-protected", "one that nothing filters", "fail", balancer({}), { says: /web ACL/ }],
    ["edge-protected", "one of the older type", "fail", balancer({}, "aws:alb/loadBalancer:LoadBalancer")],
    ["edge-protected", "one for applications by its word", "fail", balancer({ loadBalancerType: "application" })],
    ["edge-protected", "one of the network", "not-applicable", balancer({ loadBalancerType: "network" })],
    ["edge-protected", "that of a Gateway, filtered", "pass", configured({ wafV2: { webACL: "arn:example" } })],
    ["edge-protected", "that of a Gateway, which nothing filters", "fail", configured({}), { says: /web ACL/ }],
    ["edge-protected", "that of a Gateway, inside", "not-applicable", configured({ scheme: "internal" })],
    ["edge-protected", "that of a Gateway of connections", "not-applicable", configured({}, "nlb")],
    ["edge-protected", "one inside", "not-applicable", balancer({ internal: true })],
    ["edge-protected", "no log", "fail", [...balancer({ accessLogs: {} }), filtered], { says: /not logged/ }],
    [
        "edge-protected",
        "not protected",
        "fail",
        [...balancer({ enableDeletionProtection: false }), filtered],
        { says: /by one call/ },
    ],
    ["edge-protected", "a distribution", "fail", distribution({}), { says: /web ACL/ }],
    [
        "edge-protected",
        "a distribution whose ACL comes later",
        "pass",
        [
            resource("aws:wafv2/webAcl:WebAcl", "acl", {}),
            ...distribution({ webAclId: unknown }).map((each) => ({
                ...each,
                dependencies: { webAclId: [urnOf("aws:wafv2/webAcl:WebAcl", "acl")] },
            })),
        ],
    ],
    ["edge-protected", "a distribution with an ACL of elsewhere", "pass", distribution({ webAclId: "arn" })],
    [
        "edge-protected",
        "a distribution with an ACL of the stack",
        "pass",
        [acl, ...distribution({ webAclId: "id-of-acl" })],
    ],
    ["edge-protected", "an Ingress to the Internet", "fail", [ingress(facing)]],
    ["edge-protected", "an Ingress inside", "not-applicable", [ingress({})]],
    [
        "edge-protected",
        "an Ingress with an ACL by its ARN",
        "pass",
        [ingress({ ...facing, [`${alb}/wafv2-acl-arn`]: "arn" })],
    ],
    [
        "edge-protected",
        "an Ingress with an ACL by its name",
        "pass",
        [ingress({ ...facing, [`${alb}/wafv2-acl-name`]: "acl" })],
    ],
];

const tls = (...hosts: (string[] | undefined)[]) => [
    ingress({}, { ...host, tls: hosts.map((each) => ({ hosts: each, secretName: "shop" })) }),
];
const ports = (value: string) => ({ [`${alb}/listen-ports`]: value });
const arn = { [`${alb}/certificate-arn`]: "arn" };
const redirect = { [`${alb}/actions.redirect`]: '{"type":"redirect","redirectConfig":{"protocol":"HTTPS"}}' };
const action = (path: string | undefined, name = "redirect") => ({
    rules: [
        {
            host: "shop.example.com",
            http: {
                paths: [
                    { path: "/other", backend: { service: { name: "shop" } } },
                    { path, backend: { service: { name, port: { name: "use-annotation" } } } },
                ],
            },
        },
    ],
});
const both = ports('[{"HTTP":80},{"HTTPS":443}]');
const classes = (parameters: Props | undefined, params: Props, annotations: Props = {}) => [
    object("networking.k8s.io/v1:IngressClass", "alb", { metadata: { annotations }, spec: { parameters } }),
    object("elbv2.k8s.aws/v1beta1:IngressClassParams", "other", { spec: {} }),
    object("elbv2.k8s.aws/v1beta1:IngressClassParams", "public", { spec: params }),
];
const params = { kind: "IngressClassParams", name: "public" };
const byDefault = { "ingressclass.kubernetes.io/is-default-class": "true" };

const encryption: Edge[] = [
    ["ingress-tls", "a certificate for the host", "pass", tls(["shop.example.com"])],
    ["ingress-tls", "a certificate for its domain", "pass", tls(["*.example.com"])],
    [
        "ingress-tls",
        "a certificate for another",
        "fail",
        tls(["cart.example.com"]),
        { says: /none? .*hosts|no certificate/ },
    ],
    [
        "ingress-tls",
        "two certificates, one of which is for it",
        "pass",
        tls(["cart.example.com", "shop.example.com"], ["cart.example.com"]),
    ],
    ["ingress-tls", "a certificate for all", "pass", tls(undefined)],
    ["ingress-tls", "an empty list of hosts", "pass", tls([])],
    ["ingress-tls", "no certificate", "fail", [ingress({})], { says: /plain HTTP/ }],
    [
        "ingress-tls",
        "a rule for every host",
        "pass",
        [ingress({}, { rules: [{}], tls: [{ hosts: ["shop.example.com"] }] })],
    ],
    ["ingress-tls", "a certificate of ACM", "pass", [ingress(arn)]],
    ["ingress-tls", "a certificate of ACM, over HTTP alone", "fail", [ingress({ ...arn, ...ports('[{"HTTP":80}]') })]],
    [
        "ingress-tls",
        "HTTPS with a certificate",
        "pass",
        [ingress({ ...arn, ...ports('[{"HTTPS":443}]') }, { rules: [{}] })],
    ],
    [
        "ingress-tls",
        "HTTPS with a certificate that is looked up for the host",
        "pass",
        [ingress(ports('[{"HTTPS":443}]'))],
    ],
    [
        "ingress-tls",
        "HTTPS with a certificate that is looked up for hosts of TLS",
        "pass",
        [ingress(ports('[{"HTTPS":443}]'), { rules: [{}], tls: [{ hosts: [] }, { hosts: ["shop.example.com"] }] })],
    ],
    ["ingress-tls", "HTTPS for no host", "fail", [ingress(ports('[{"HTTPS":443}]'), { rules: [{}] })]],
    ["ingress-tls", "both", "fail", [ingress({ ...arn, ...both })], { says: /plain HTTP too/ }],
    ["ingress-tls", "both, with a redirect", "pass", [ingress({ ...arn, ...both, [`${alb}/ssl-redirect`]: "443" })]],
    [
        "ingress-tls",
        "both, with a redirect of the class",
        "pass",
        [...classes(params, { sslRedirectPort: "443" }, byDefault), ingress({ ...arn, ...both })],
    ],
    [
        "ingress-tls",
        "both, with an action for everything",
        "pass",
        [ingress({ ...arn, ...both, ...redirect }, action("/*"))],
    ],
    [
        "ingress-tls",
        "both, with an action for the root",
        "pass",
        [ingress({ ...arn, ...both, ...redirect }, action("/"))],
    ],
    [
        "ingress-tls",
        "both, with an action for no path",
        "pass",
        [ingress({ ...arn, ...both, ...redirect }, action(undefined))],
    ],
    [
        "ingress-tls",
        "both, with an action for one path",
        "fail",
        [ingress({ ...arn, ...both, ...redirect }, action("/old"))],
        { says: /plain HTTP too/ },
    ],
    [
        "ingress-tls",
        "both, with an action that nobody describes",
        "fail",
        [ingress({ ...arn, ...both }, action("/*"))],
        { says: /plain HTTP too/ },
    ],
    [
        "ingress-tls",
        "a certificate of the default class",
        "pass",
        [...classes(params, { certificateArn: ["arn"] }, byDefault), ingress({})],
    ],
    [
        "ingress-tls",
        "a certificate of the class, as Auto Mode calls it",
        "pass",
        [...classes(params, { certificateARNs: ["arn"] }), ingress({}, { ...host, ingressClassName: "alb" })],
    ],
    [
        "ingress-tls",
        "a certificate of another class",
        "fail",
        [...classes(params, { certificateArn: ["arn"] }), ingress({}, { ...host, ingressClassName: "nginx" })],
    ],
    [
        "ingress-tls",
        "a certificate of parameters of another kind",
        "fail",
        [
            ...classes({ ...params, kind: "ConfigMap" }, {}, byDefault),
            object("core/v1:ConfigMap", "public", { spec: { certificateArn: ["arn"] } }),
            ingress({}),
        ],
    ],
    [
        "ingress-tls",
        "a class without parameters",
        "fail",
        [...classes(undefined, { certificateArn: ["arn"] }, byDefault), ingress({})],
    ],
    [
        "ingress-tls",
        "a challenge alone",
        "not-applicable",
        [ingress({}, { rules: [{ http: { paths: [{ path: "/.well-known/acme-challenge/x", backend: {} }] } }] })],
    ],
    [
        "ingress-tls",
        "a challenge and more",
        "fail",
        [
            ingress(
                {},
                {
                    rules: [
                        { http: { paths: [{ path: "/.well-known/acme-challenge/x", backend: {} }, { backend: {} }] } },
                    ],
                },
            ),
        ],
    ],
    ["ingress-tls", "no rules", "fail", [ingress({}, {})], { says: /plain HTTP/ }],
];

const controller = (name: string, values: Props) => [cluster(), release(name, name, values)];
const safe = (rules: (string | undefined)[], more: Props = {}, name = "shop", path?: string) =>
    ingress({}, { rules: rules.map((each) => ({ host: each, http: { paths: [{ path }] } })), ...more }, name);

const ingresses: Edge[] = [
    [
        "ingress-controller-present",
        "two with a budget",
        "pass",
        controller("traefik", { deployment: { replicas: 2 }, podDisruptionBudget: { enabled: true } }),
    ],
    [
        "ingress-controller-present",
        "one",
        "fail",
        controller("traefik", { deployment: { replicas: 1 }, podDisruptionBudget: { enabled: true } }),
    ],
    [
        "ingress-controller-present",
        "an empty budget",
        "fail",
        controller("traefik", { deployment: { replicas: 2 }, podDisruptionBudget: {} }),
        { says: /drain/ },
    ],
    ["ingress-not-nginx-eol", "ingress-nginx", "fail", controller("ingress-nginx", {})],
    ["ingress-not-nginx-eol", "another", "pass", controller("traefik", {})],
    ["ingress-host-safe", "one host", "pass", [safe(["shop.example.com"])]],
    ["ingress-host-safe", "no rules", "fail", [safe([])], { says: /every host/ }],
    [
        "ingress-host-safe",
        "one rule of two for every host",
        "fail",
        [safe(["shop.example.com", undefined])],
        { says: /a rule takes every host/ },
    ],
    [
        "ingress-host-safe",
        "one rule of two for a domain",
        "fail",
        [safe(["shop.example.com", "*.example.com"])],
        { says: /of a domain/ },
    ],
    [
        "ingress-host-safe",
        "a default backend",
        "fail",
        [safe(["shop.example.com"], { defaultBackend: { service: { name: "shop" } } })],
        { says: /default backend/ },
    ],
    [
        "ingress-host-safe",
        "the host of another",
        "fail",
        [safe(["shop.example.com"]), safe(["shop.example.com"], {}, "other")],
        { says: /same host and path/ },
    ],
    [
        "ingress-host-safe",
        "the host of another, on another path",
        "pass",
        [safe(["shop.example.com"]), safe(["shop.example.com"], {}, "other", "/cart")],
    ],
    [
        "ingress-host-safe",
        "the host of another, on the root",
        "fail",
        [safe(["shop.example.com"]), safe(["shop.example.com"], {}, "other", "/")],
    ],
    [
        "ingress-host-safe",
        "the host of another class",
        "pass",
        [
            safe(["shop.example.com"], { ingressClassName: "a" }),
            safe(["shop.example.com"], { ingressClassName: "b" }, "other"),
        ],
    ],
    [
        "ingress-host-safe",
        "a host without paths, twice",
        "fail",
        [ingress({}, { rules: [{ host: "a" }] }), ingress({}, { rules: [{ host: "a" }] }, "other")],
        { says: /same host/ },
    ],
];

const mtls = (spec?: Props, namespace = "istio-system", values: Props = {}) => [
    release("istiod", "istiod", values),
    ...(spec ? [inShop("security.istio.io/v1:PeerAuthentication", "default", { metadata: { namespace }, spec })] : []),
];
const strict = { mtls: { mode: "STRICT" } };
const linkerd = (proxy: Props) => [release("linkerd", "linkerd-control-plane", { proxy })];

const meshes: Edge[] = [
    ["service-mesh-mtls", "strict", "pass", mtls(strict)],
    ["service-mesh-mtls", "strict for some", "fail", mtls({ ...strict, selector: { matchLabels: {} } })],
    ["service-mesh-mtls", "strict for one namespace", "fail", mtls(strict, "shop")],
    [
        "service-mesh-mtls",
        "strict, by the root of the mesh",
        "pass",
        mtls(strict, "shop", { meshConfig: { rootNamespace: "shop" } }),
    ],
    [
        "service-mesh-mtls",
        "strict, by Istio's own",
        "pass",
        mtls(strict, "shop", { global: { istioNamespace: "shop" } }),
    ],
    [
        "service-mesh-mtls",
        "strict where it is not known which namespace is the root",
        "unknown",
        mtls(strict, "shop", { meshConfig: { rootNamespace: unknown } }),
    ],
    ["service-mesh-mtls", "permissive", "fail", mtls({ mtls: { mode: "PERMISSIVE" } })],
    ["service-mesh-mtls", "nothing", "fail", mtls()],
    ["service-mesh-mtls", "Linkerd for who is known", "pass", linkerd({ defaultInboundPolicy: "all-authenticated" })],
    [
        "service-mesh-mtls",
        "Linkerd for all",
        "fail",
        linkerd({ defaultInboundPolicy: "all-unauthenticated" }),
        { says: /Linkerd/ },
    ],
    ["service-mesh-mtls", "Linkerd for who is declared", "pass", linkerd({ defaultInboundPolicy: "deny" })],
    ["service-mesh-mtls", "Linkerd by default", "fail", linkerd({})],
];

const aws = "service.beta.kubernetes.io/aws-load-balancer";
const service = (annotations: Props, spec: Props = {}) => [
    inShop("core/v1:Service", "shop", {
        metadata: {
            annotations: Object.fromEntries(
                Object.entries(annotations).map(([key, value]) => [`${aws}-${key}`, value]),
            ),
        },
        spec: { type: "LoadBalancer", ports: [{ port: 80 }], ...spec },
    }),
];
const port = (given: Props) => service({}, { ports: [{ port: 80 }, given] });
const listener = (props: Props) => [resource("aws:lb/listener:Listener", "edge", props)];
const modern = "ELBSecurityPolicy-TLS13-1-2-2021-06";

const services: Edge[] = [
    ["svc-type-restricted", "inside the cluster", "pass", service({}, { type: undefined })],
    ["svc-type-restricted", "a port of every node", "fail", service({}, { type: "NodePort" })],
    ["svc-type-restricted", "a load balancer of no class", "fail", service({}), { says: /Classic/ }],
    ["svc-type-restricted", "a class", "pass", service({}, { loadBalancerClass: "service.k8s.aws/nlb" })],
    [
        "svc-type-restricted",
        "a class, internal by the older word",
        "pass",
        service({ internal: "true" }, { loadBalancerClass: "service.k8s.aws/nlb" }),
    ],
    [
        "svc-type-restricted",
        "a class, not internal by the older word",
        "fail",
        service({ internal: "false" }, { loadBalancerClass: "service.k8s.aws/nlb" }),
    ],
    ["svc-no-external-ips", "addresses", "fail", service({}, { externalIPs: ["10.0.0.1"] })],
    ["svc-no-external-ips", "an empty list", "pass", service({}, { externalIPs: [] })],
    ["lb-tls", "a certificate", "pass", service({ "ssl-cert": "arn" })],
    ["lb-tls", "none", "fail", service({})],
    ["lb-tls", "no ports", "fail", service({}, { ports: undefined })],
    ["lb-tls", "a port of TLS among others", "pass", port({ port: 443 })],
    ["lb-tls", "the port of an API server", "pass", port({ port: 6443 })],
    ["lb-tls", "a port called https", "pass", port({ port: 9000, name: "https-web" })],
    ["lb-tls", "a port of the protocol tls", "pass", port({ port: 9000, appProtocol: "TLS" })],
    ["lb-tls", "a port of TLS that ends in plain HTTP", "fail", port({ port: 443, targetPort: 8080 })],
    ["lb-tls", "a port that nothing is said of", "fail", port({ name: "web" })],
    ["lb-tls", "a Service inside", "not-applicable", service({}, { type: "ClusterIP" })],
    ["lb-tls", "a listener of HTTPS", "pass", listener({ protocol: "HTTPS", sslPolicy: modern })],
    [
        "lb-tls",
        "an old policy",
        "fail",
        listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-2016-08" }),
        { says: /below 1.2/ },
    ],
    ["lb-tls", "an old policy of TLS", "fail", listener({ protocol: "TLS", sslPolicy: "ELBSecurityPolicy-2016-08" })],
    ["lb-tls", "no policy", "fail", listener({ protocol: "HTTPS" }), { says: /below 1.2/ }],
    ["lb-tls", "plain HTTP", "fail", listener({ protocol: "HTTP" }), { says: /plain HTTP/ }],
    [
        "lb-tls",
        "plain HTTP that redirects",
        "pass",
        listener({ protocol: "HTTP", defaultActions: [{ type: "redirect" }] }),
    ],
    [
        "lb-tls",
        "plain HTTP that forwards",
        "fail",
        listener({ protocol: "HTTP", defaultActions: [{ type: "forward" }] }),
    ],
    [
        "lb-tls",
        "plain HTTP that does both",
        "fail",
        listener({ protocol: "HTTP", defaultActions: [{ type: "redirect" }, { type: "forward" }] }),
    ],
    ["lb-tls", "TCP", "pass", listener({ protocol: "TCP" })],
];

hold([...certificates, ...edge, ...encryption, ...ingresses, ...meshes, ...services]);
