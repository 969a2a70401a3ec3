import type { Inventory } from "../inventory.ts";
import type { Resource } from "../model.ts";
import { rule } from "../rule.ts";
import { isSet } from "../said.ts";
import { all, fail, must, pass } from "../verdict.ts";
import { besideCluster } from "./subjects.ts";

const docs = "https://kubernetes.io/docs";
const aws = "service.beta.kubernetes.io/aws-load-balancer";
const annotationsOf = ({ props }: Resource): Record<string, string> => props.metadata?.annotations ?? {};
const services = (inventory: Inventory) => inventory.objects("Service", "core");
const ingresses = (inventory: Inventory) => inventory.objects("Ingress", "networking.k8s.io");

export const svcTypeRestricted = rule({
    id: "svc-type-restricted",
    title: "No Service opens a port of the nodes or faces the Internet",
    level: "mandatory",
    severity: "high",
    mend: "Use ClusterIP behind the gateway, or an internal load balancer: loadBalancerClass service.k8s.aws/nlb, without aws-load-balancer-scheme: internet-facing",
    url: `${docs}/concepts/services-networking/service/#publishing-services-service-types`,
    inCharts: true,
    subjects: services,
    judge: (service) => {
        const type = service.props.spec?.type ?? "ClusterIP";
        if (type === "NodePort") return fail("the Service opens a port on every node");
        if (type !== "LoadBalancer") return pass();
        if (!service.props.spec?.loadBalancerClass) return fail("without a class it becomes a Classic load balancer");
        const annotations = annotationsOf(service);
        // The AWS Load Balancer Controller makes load balancers internal unless told otherwise; the older annotation
        // counts where there is no scheme.
        const older = (annotations[`${aws}-internal`] ?? "true") === "true" ? "internal" : "internet-facing";
        const scheme = annotations[`${aws}-scheme`] ?? older;
        return scheme === "internal" ? pass() : fail("the load balancer faces the Internet");
    },
});

export const svcNoExternalIps = rule({
    id: "svc-no-external-ips",
    title: "No Service takes over an address",
    level: "mandatory",
    severity: "high",
    mend: "Take externalIPs out (CVE-2020-8554)",
    url: `${docs}/concepts/services-networking/service/#external-ips`,
    inCharts: true,
    subjects: services,
    judge: ({ props }) =>
        (props.spec?.externalIPs ?? []).length === 0 ? pass() : fail("the Service takes over addresses"),
});

/** TLS policies of Elastic Load Balancing that know no TLS below 1.2. */
const modern = /^ELBSecurityPolicy-(TLS13-1-[23]|FS-1-2|TLS-1-2)/;

export const lbTls = rule({
    id: "lb-tls",
    title: "Load balancers speak modern TLS",
    level: "mandatory",
    severity: "high",
    mend: "Give the Service the annotation aws-load-balancer-ssl-cert, and a listener an sslPolicy such as ELBSecurityPolicy-TLS13-1-2-2021-06",
    url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    inCharts: true,
    subjects: (inventory) => [
        ...services(inventory),
        ...besideCluster("aws:lb/listener:Listener", "aws:alb/listener:Listener")(inventory),
    ],
    applies: ({ type, props }) => !type.endsWith(":Service") || props.spec?.type === "LoadBalancer",
    judge: (subject) => {
        if (subject.type.endsWith(":Service")) {
            return annotationsOf(subject)[`${aws}-ssl-cert`] ? pass() : fail("the load balancer has no certificate");
        }
        const { protocol, sslPolicy, defaultActions = [] } = subject.props;
        const actions = defaultActions as { type: string }[];
        const redirects = actions.length > 0 && actions.every(({ type }) => type === "redirect");
        if (protocol === "HTTP") return redirects ? pass() : fail("the listener speaks plain HTTP");
        if (!["HTTPS", "TLS"].includes(protocol)) return pass();
        return modern.test(sslPolicy ?? "") ? pass() : fail("the listener speaks TLS below 1.2");
    },
});

export const ingressHostSafe = rule({
    id: "ingress-host-safe",
    title: "Every Ingress names its host, and no other one takes it",
    level: "mandatory",
    severity: "medium",
    mend: "Set host of every rule to a name of its own, without wildcard",
    url: `${docs}/concepts/services-networking/ingress/#hostname-wildcards`,
    inCharts: true,
    subjects: ingresses,
    judge: (ingress, { inventory }) => {
        const hosts = hostsOf(ingress);
        const taken = pathsOfAll(inventory);
        return all([
            must(() => hosts.length > 0 && hosts.every(Boolean), "a rule takes every host"),
            must(() => !isSet(ingress.props.spec.defaultBackend), "its default backend takes every host"),
            must(() => hosts.every((host) => !host?.includes("*")), "a rule takes every host of a domain"),
            must(
                () => pathsOf(ingress).every((path) => taken.get(path) === 1),
                "another Ingress takes the same host and path",
            ),
        ]);
    },
});

interface IngressRule {
    host?: string;
    http?: { paths?: { path?: string }[] };
}

const rulesOf = ({ props }: Resource): IngressRule[] => props.spec?.rules ?? [];
const hostsOf = (ingress: Resource) => rulesOf(ingress).map(({ host }) => host);
const pathsOf = (ingress: Resource) =>
    rulesOf(ingress).flatMap(({ host, http }) => (http?.paths ?? [{}]).map(({ path }) => `${host}${path ?? "/"}`));

const takenPaths = new WeakMap<Inventory, Map<string, number>>();

/** By how many Ingresses each host and path is taken. */
function pathsOfAll(inventory: Inventory): ReadonlyMap<string, number> {
    const known = takenPaths.get(inventory);
    if (known) return known;
    const counts = new Map<string, number>();
    const paths = ingresses(inventory).flatMap((ingress) => [...new Set(pathsOf(ingress))]);
    for (const path of paths) counts.set(path, (counts.get(path) ?? 0) + 1);
    takenPaths.set(inventory, counts);
    return counts;
}

export const ingressNoSnippets = rule({
    id: "ingress-no-snippets",
    title: "No Ingress carries configuration of the proxy",
    level: "mandatory",
    severity: "high",
    mend: "Take the snippet annotations out: they read the controller's secrets (CVE-2021-25742)",
    url: "https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations-risk/",
    inCharts: true,
    subjects: ingresses,
    judge: (ingress) =>
        Object.keys(annotationsOf(ingress)).some((key) => /nginx.*\/[a-z-]*snippets?$/.test(key))
            ? fail("an annotation carries configuration of the proxy")
            : pass(),
});
