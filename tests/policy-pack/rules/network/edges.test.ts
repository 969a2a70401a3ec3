import { object, type Props, release, resource, urnOf } from "../../ready/resource.ts";
import { autoCluster, cluster, deployment, type Edge, hold, inShop, nodeGroup } from "../edge.ts";

const vpcCni = (configurationValues?: string) => [
    cluster(),
    resource("aws:eks/addon:Addon", "vpc-cni", { addonName: "vpc-cni", configurationValues }),
];
const nodeClass = (spec?: Props) => [autoCluster(), object("eks.amazonaws.com/v1:NodeClass", "default", { spec })];

const cni: Edge[] = [
    ["cni-network-policy", "switched on by text", "pass", vpcCni('{"enableNetworkPolicy":"true"}')],
    ["cni-network-policy", "switched on", "pass", vpcCni('{"enableNetworkPolicy":true}')],
    ["cni-network-policy", "switched off", "fail", vpcCni('{"enableNetworkPolicy":"false"}')],
    ["cni-network-policy", "not said", "fail", vpcCni(), { says: /enforces no network policy/ }],
    ["cni-network-policy", "nothing", "fail", [cluster()], { says: /nothing enforces/ }],
    ["cni-network-policy", "Calico", "pass", [cluster(), release("calico", "tigera-operator", {})]],
    ["cni-network-policy", "Cilium", "pass", [cluster(), release("cilium", "cilium", {})]],
    ["cni-network-policy", "Auto Mode with a NodeClass", "pass", nodeClass({ networkPolicy: "DefaultAllow" })],
    [
        "cni-network-policy",
        "Auto Mode with a NodeClass that says nothing",
        "fail",
        nodeClass({}),
        { says: /does not set/ },
    ],
    ["cni-network-policy", "Auto Mode with an empty NodeClass", "fail", nodeClass(), { says: /does not set/ }],
    ["cni-network-policy", "Auto Mode alone", "fail", [autoCluster()], { says: /no NodeClass/ }],
];

const policy = (spec: Props, name = "policy") => inShop("networking.k8s.io/v1:NetworkPolicy", name, { spec });
const from = (...peers: Props[]) => [policy({ podSelector: {}, ingress: [{ from: peers }] })];
const to = (...peers: Props[]) => [policy({ podSelector: {}, egress: [{ to: peers }] })];
const strict = { config: { "netpol-no-open-peers": { podSelectors: true } } };
const pods = { matchLabels: { app: "shop" } };
const cart = { matchLabels: { "kubernetes.io/metadata.name": "cart" } };

const peers: Edge[] = [
    ["netpol-no-open-peers", "nothing allowed", "pass", [policy({ podSelector: {} })]],
    ["netpol-no-open-peers", "pods of the namespace", "pass", from({ podSelector: {} })],
    ["netpol-no-open-peers", "from anywhere", "fail", [policy({ ingress: [{}] })], { says: /traffic from anywhere/ }],
    ["netpol-no-open-peers", "from an empty list", "fail", from(), { says: /traffic from anywhere/ }],
    ["netpol-no-open-peers", "to anywhere", "fail", [policy({ egress: [{}] })], { says: /traffic to anywhere/ }],
    [
        "netpol-no-open-peers",
        "to any address",
        "fail",
        to({ ipBlock: { cidr: "0.0.0.0/0" } }),
        { says: /to any address/ },
    ],
    ["netpol-no-open-peers", "to half of all addresses", "fail", to({ ipBlock: { cidr: "128.0.0.0/1" } })],
    ["netpol-no-open-peers", "to a /8", "pass", to({ ipBlock: { cidr: "10.0.0.0/8" } })],
    [
        "netpol-no-open-peers",
        "from every namespace",
        "fail",
        from({ namespaceSelector: {} }),
        { says: /every namespace/ },
    ],
    [
        "netpol-no-open-peers",
        "from a namespace by expression",
        "pass",
        from({ namespaceSelector: { matchExpressions: [{}] } }),
    ],
    ["netpol-no-open-peers", "from a namespace, all its pods", "pass", from({ namespaceSelector: cart })],
    [
        "netpol-no-open-peers",
        "from a namespace, all its pods, where pods must be named",
        "fail",
        from({ namespaceSelector: cart }),
        strict,
    ],
    [
        "netpol-no-open-peers",
        "from named pods of a namespace, where pods must be named",
        "pass",
        from({ namespaceSelector: cart, podSelector: pods }),
        strict,
    ],
    [
        "netpol-no-open-peers",
        "from a range, where pods must be named",
        "pass",
        from({ ipBlock: { cidr: "10.0.0.0/16" } }),
        strict,
    ],
    ["netpol-no-dangling", "every pod", "pass", [policy({ podSelector: {} })]],
    ["netpol-no-dangling", "a pod that is there", "pass", [policy({ podSelector: pods }), deployment()]],
    ["netpol-no-dangling", "a pod that is not", "fail", [policy({ podSelector: cart }), deployment()]],
    ["netpol-no-dangling", "no selector", "pass", [policy({})]],
];

const namespace = object("core/v1:Namespace", "shop", {});
const denying = (policyTypes: string[], more: Props = {}) => policy({ podSelector: {}, policyTypes, ...more }, "deny");
const bothWays = denying(["Ingress", "Egress"]);
const dns = (rule: Props, spec: Props = {}) => [
    namespace,
    deployment(),
    bothWays,
    policy({ podSelector: {}, policyTypes: ["Egress"], egress: [rule], ...spec }, "dns"),
];
const kubeDns = {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
    podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
};
const port = (port?: number | string, protocol?: string) => ({ ports: [{ port, protocol }] });
const udp = port(53, "UDP");

const names: Edge[] = [
    ["netpol-dns-allowed", "to kube-dns", "pass", dns({ to: [kubeDns], ...udp })],
    ["netpol-dns-allowed", "to a range", "pass", dns({ to: [{ ipBlock: { cidr: "10.0.0.0/16" } }], ...udp })],
    ["netpol-dns-allowed", "by the port's name", "pass", dns({ to: [kubeDns], ...port("dns", "UDP") })],
    ["netpol-dns-allowed", "on every port of UDP", "pass", dns({ to: [kubeDns], ...port(undefined, "UDP") })],
    ["netpol-dns-allowed", "on any port", "pass", dns({ to: [kubeDns] })],
    ["netpol-dns-allowed", "by TCP alone", "fail", dns({ to: [kubeDns], ...port(53, "TCP") })],
    ["netpol-dns-allowed", "on another port", "fail", dns({ to: [kubeDns], ...port(443, "UDP") })],
    [
        "netpol-dns-allowed",
        "among other ports",
        "pass",
        dns({ to: [kubeDns], ports: [{ port: 443, protocol: "TCP" }, ...udp.ports] }),
    ],
    ["netpol-dns-allowed", "among other peers", "pass", dns({ to: [{ podSelector: pods }, kubeDns], ...udp })],
    ["netpol-dns-allowed", "to anywhere", "pass", dns(udp)],
    ["netpol-dns-allowed", "to pods of the namespace", "fail", dns({ to: [{ podSelector: {} }], ...udp })],
    [
        "netpol-dns-allowed",
        "to other pods of kube-system",
        "fail",
        dns({ to: [{ ...kubeDns, podSelector: pods }], ...udp }),
    ],
    [
        "netpol-dns-allowed",
        "to another namespace",
        "fail",
        dns({ to: [{ ...kubeDns, namespaceSelector: cart }], ...udp }),
    ],
    [
        "netpol-dns-allowed",
        "to all of kube-system",
        "pass",
        dns({ to: [{ namespaceSelector: kubeDns.namespaceSelector }], ...udp }),
    ],
    [
        "netpol-dns-allowed",
        "for all pods that are there",
        "pass",
        dns({ to: [kubeDns], ...udp }, { podSelector: pods }),
    ],
    [
        "netpol-dns-allowed",
        "for other pods",
        "fail",
        dns({ to: [kubeDns], ...udp }, { podSelector: { matchLabels: { app: "cart" } } }),
    ],
    ["netpol-dns-allowed", "for nobody, where nobody is", "fail", [namespace, bothWays], { says: /cannot resolve/ }],
    [
        "netpol-dns-allowed",
        "where nothing is denied",
        "pass",
        [namespace, denying(["Ingress"]), denying(["Egress"], { egress: [udp] })],
        { config: { "ns-default-deny": "disabled" } },
    ],
    ["ns-default-deny", "both directions", "pass", [namespace, bothWays]],
    [
        "ns-default-deny",
        "one direction each",
        "pass",
        [namespace, denying(["Ingress"]), policy({ podSelector: {}, policyTypes: ["Egress"] }, "e")],
    ],
    ["ns-default-deny", "ingress alone", "fail", [namespace, denying(["Ingress"])], { says: /denies all egress/ }],
    ["ns-default-deny", "ingress by default", "fail", [namespace, denying([])], { says: /denies all egress/ }],
    ["ns-default-deny", "egress alone", "fail", [namespace, denying(["Egress"])], { says: /denies all ingress/ }],
    ["ns-default-deny", "some pods", "fail", [namespace, denying(["Ingress", "Egress"], { podSelector: pods })]],
    [
        "ns-default-deny",
        "some pods by expression",
        "fail",
        [namespace, denying(["Ingress", "Egress"], { podSelector: { matchExpressions: [{}] } })],
    ],
    [
        "ns-default-deny",
        "with something allowed",
        "fail",
        [namespace, denying(["Ingress", "Egress"], { ingress: [{}] })],
        { says: /all ingress/ },
    ],
    [
        "ns-default-deny",
        "without a spec",
        "fail",
        [namespace, inShop("networking.k8s.io/v1:NetworkPolicy", "empty", {})],
        { says: /all egress/ },
    ],
];

const subnetType = "aws:ec2/subnet:Subnet";
const subnets = (props: Props = {}, ...others: ReturnType<typeof resource>[]) => [
    resource(subnetType, "one", { availabilityZone: "a", ...props }),
    nodeGroup({ subnetIds: ["id-of-one"] }),
    ...others,
];
const gateway = resource("aws:ec2/internetGateway:InternetGateway", "world", {});
const table = (props: Props = {}) => [
    gateway,
    resource("aws:ec2/routeTable:RouteTable", "routes", props),
    resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "association", {
        subnetId: "id-of-one",
        routeTableId: "id-of-routes",
    }),
];
const route = (props: Props) => resource("aws:ec2/route:Route", "route", { routeTableId: "id-of-routes", ...props });
const zonal = (zones: string[], natZones: string[]) => [
    ...zones.map((zone) => resource(subnetType, zone, { availabilityZone: zone })),
    cluster({ vpcConfig: { subnetIds: zones.map((zone) => `id-of-${zone}`) } }),
    ...natZones.map((zone) => resource("aws:ec2/natGateway:NatGateway", `nat-${zone}`, { subnetId: `id-of-${zone}` })),
];
const services = ["ecr.api", "ecr.dkr", "s3", "sts", "logs", "ec2", "eks", "eks-auth"];
const endpoints = (...names: string[]) => [
    cluster(),
    resource("aws:ec2/vpc:Vpc", "shop", {}),
    ...names.map((name) =>
        resource("aws:ec2/vpcEndpoint:VpcEndpoint", name, { serviceName: `com.amazonaws.eu-west-1.${name}` }),
    ),
];

const layout: Edge[] = [
    ["vpc-private-subnets", "a private subnet", "pass", subnets({}, ...table())],
    ["vpc-private-subnets", "public addresses", "fail", subnets({ mapPublicIpOnLaunch: true }), { says: /give out/ }],
    [
        "vpc-private-subnets",
        "a route to the Internet in the table",
        "fail",
        subnets({}, ...table({ routes: [{ gatewayId: "id-of-world" }] })),
        { says: /reached/ },
    ],
    [
        "vpc-private-subnets",
        "a route to the Internet beside it",
        "fail",
        subnets({}, ...table(), route({ gatewayId: "id-of-world" })),
    ],
    [
        "vpc-private-subnets",
        "a route to somewhere else",
        "pass",
        subnets({}, ...table(), route({ natGatewayId: "nat-1" })),
    ],
    [
        "vpc-private-subnets",
        "subnets that are elsewhere",
        "unknown",
        [nodeGroup({ subnetIds: ["subnet-1"] })],
        { says: /not in this stack/ },
    ],
    ["vpc-endpoints-private", "all of them", "pass", endpoints(...services)],
    ...services.map(
        (service): Edge => [
            "vpc-endpoints-private",
            `all but ${service}`,
            "fail",
            endpoints(...services.filter((each) => each !== service)),
            { says: new RegExp(`for ${service.replace(".", "\\.")}\\. `) },
        ],
    ),
    ["vpc-endpoints-private", "a VPC that is elsewhere", "not-applicable", [cluster()]],
    ["vpc-nat-per-az", "one each", "pass", zonal(["a", "b"], ["a", "b"])],
    ["vpc-nat-per-az", "one for two", "fail", zonal(["a", "b"], ["a"]), { says: /gateway in b/ }],
    ["vpc-nat-per-az", "none", "not-applicable", zonal(["a", "b"], [])],
];

const group = (...ingress: Props[]) => [resource("aws:ec2/securityGroup:SecurityGroup", "group", { ingress })];
const rule = (props: Props) => [resource("aws:ec2/securityGroupRule:SecurityGroupRule", "rule", props)];
const newer = (props: Props) => [resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "rule", props)];
const world = { cidrBlocks: ["0.0.0.0/0"] };
const inside = { cidrBlocks: ["10.0.0.0/16"], protocol: "tcp" };
const https = { fromPort: 443, toPort: 443, protocol: "tcp" };
const login = { says: /log in/ };

const groups: Edge[] = [
    ["sg-no-open-ingress", "a range inside", "pass", group({ ...https, cidrBlocks: ["10.0.0.0/16"] })],
    ["sg-no-open-ingress", "no rule", "pass", [resource("aws:ec2/securityGroup:SecurityGroup", "group", {})]],
    ["sg-no-open-ingress", "the world", "fail", group({ ...https, ...world }), { says: /whole Internet/ }],
    ["sg-no-open-ingress", "the world over IPv6", "fail", group({ ...https, ipv6CidrBlocks: ["::/0"] })],
    ["sg-no-open-ingress", "SSH", "fail", group({ ...inside, fromPort: 22, toPort: 22 }), login],
    ["sg-no-open-ingress", "ports up to SSH", "fail", group({ ...inside, fromPort: 1, toPort: 22 }), login],
    ["sg-no-open-ingress", "ports from SSH", "fail", group({ ...inside, fromPort: 22, toPort: 80 }), login],
    [
        "sg-no-open-ingress",
        "ports around it",
        "pass",
        group({ ...inside, fromPort: 1, toPort: 21 }, { ...inside, fromPort: 23, toPort: 3388 }),
    ],
    ["sg-no-open-ingress", "Remote Desktop", "fail", group({ ...inside, fromPort: 3389, toPort: 3389 }), login],
    ["sg-no-open-ingress", "all protocols", "pass", group({ ...inside, protocol: "-1", fromPort: 0, toPort: 65535 })],
    ["sg-no-open-ingress", "a rule that goes out", "not-applicable", rule({ ...https, ...world, type: "egress" })],
    ["sg-no-open-ingress", "a rule that comes in", "fail", rule({ ...https, ...world, type: "ingress" })],
    ["sg-no-open-ingress", "a rule over IPv6", "fail", rule({ ...https, ipv6CidrBlocks: ["::/0"], type: "ingress" })],
    [
        "sg-no-open-ingress",
        "a rule of all protocols",
        "pass",
        rule({ ...inside, protocol: "-1", fromPort: 0, toPort: 65535 }),
    ],
    [
        "sg-no-open-ingress",
        "a newer rule from the world",
        "fail",
        newer({ fromPort: 443, toPort: 443, ipProtocol: "tcp", cidrIpv4: "0.0.0.0/0" }),
    ],
    [
        "sg-no-open-ingress",
        "a newer rule over IPv6",
        "fail",
        newer({ fromPort: 443, toPort: 443, ipProtocol: "tcp", cidrIpv6: "::/0" }),
    ],
    [
        "sg-no-open-ingress",
        "a newer rule for SSH",
        "fail",
        newer({ fromPort: 22, toPort: 22, ipProtocol: "tcp", cidrIpv4: "10.0.0.0/16" }),
        login,
    ],
    [
        "sg-no-open-ingress",
        "a newer rule of all protocols",
        "pass",
        newer({ fromPort: 0, toPort: 65535, ipProtocol: "-1", cidrIpv4: "10.0.0.0/16" }),
    ],
];

const vpc = urnOf("aws:ec2/vpc:Vpc", "shop");
const flowLog = (props: Props, made = [vpc]) => [
    cluster(),
    resource("aws:ec2/vpc:Vpc", "shop", {}),
    resource("aws:ec2/flowLog:FlowLog", "log", props, { vpcId: made }),
];

const logs: Edge[] = [
    ["vpc-flow-logs", "everything", "pass", flowLog({ trafficType: "ALL" })],
    ["vpc-flow-logs", "refusals", "pass", flowLog({ trafficType: "REJECT" })],
    ["vpc-flow-logs", "what went through", "fail", flowLog({ trafficType: "ACCEPT" }), { says: /leave out refusals/ }],
    ["vpc-flow-logs", "not said", "pass", flowLog({})],
    [
        "vpc-flow-logs",
        "of a VPC that nobody knows",
        "unknown",
        flowLog({ vpcId: "vpc-1" }, []),
        { says: /after the update/ },
    ],
    ["vpc-flow-logs", "none", "fail", [cluster(), resource("aws:ec2/vpc:Vpc", "shop", {})], { says: /no flow log/ }],
    ["vpc-flow-logs", "a VPC that is elsewhere", "unknown", [cluster()], { says: /not in this stack/ }],
];

const labelled = (labels: Props) => object("core/v1:Namespace", "shop", { metadata: { labels } });
const web = { matchLabels: { team: "web" } };
const inNamed = { matchLabels: { "kubernetes.io/metadata.name": "shop" } };
const bank = { matchLabels: { app: "bank" } };
const toDns = { ports: [{ port: 53, protocol: "UDP" }] };
const denied = { config: { "ns-default-deny": "disabled" } };
const ofOthers = { says: /namespace of others/ };

const reached: Edge[] = [
    [
        "netpol-no-dangling",
        "pods of a namespace by its labels",
        "pass",
        [deployment(), labelled({ team: "web" }), ...from({ namespaceSelector: web, podSelector: pods })],
    ],
    [
        "netpol-no-dangling",
        "pods of a namespace with other labels",
        "unknown",
        [deployment(), labelled({ team: "data" }), ...from({ namespaceSelector: web, podSelector: pods })],
        ofOthers,
    ],
    [
        "netpol-no-dangling",
        "pods of any namespace that are nowhere",
        "unknown",
        [deployment(), labelled({}), ...from({ namespaceSelector: {}, podSelector: bank })],
        ofOthers,
    ],
    [
        "netpol-no-dangling",
        "pods of a namespace by its name",
        "pass",
        [deployment(), ...from({ namespaceSelector: inNamed, podSelector: pods })],
    ],
    [
        "netpol-no-dangling",
        "pods that the named namespace does not have",
        "fail",
        [deployment(), ...from({ namespaceSelector: inNamed, podSelector: bank })],
    ],
    [
        "netpol-no-dangling",
        "a policy without a spec",
        "pass",
        [deployment(), inShop("networking.k8s.io/v1:NetworkPolicy", "policy", {})],
    ],
    ["netpol-dns-allowed", "nothing is denied", "pass", [cluster(), deployment(), labelled({})], denied],
    [
        "netpol-dns-allowed",
        "denied and allowed for every pod that is not said",
        "pass",
        [
            cluster(),
            deployment(),
            labelled({}),
            policy({ policyTypes: ["Egress"] }),
            policy({ egress: [toDns] }, "dns"),
        ],
        denied,
    ],
    [
        "netpol-dns-allowed",
        "denied and not allowed",
        "fail",
        [cluster(), deployment(), labelled({}), policy({ policyTypes: ["Egress"] })],
        denied,
    ],
];

hold([...cni, ...peers, ...names, ...layout, ...groups, ...logs, ...reached]);
