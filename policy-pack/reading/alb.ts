import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";
import { type Backend, backendsOf, classOf, hostsOf } from "./ingresses.ts";
import { installedOf } from "./installed.ts";
import { annotationsOf } from "./subjects.ts";
import { containers } from "./workloads.ts";

const prefix = "alb.ingress.kubernetes.io";

/** What an IngressClassParams says; it wins over annotations. */
interface ClassParams {
    scheme?: string;
    certificateArn?: string[];
    /** As EKS Auto Mode calls them. */
    certificateARNs?: string[];
    sslRedirectPort?: string;
    sslPolicy?: string;
    wafv2AclArn?: string;
    wafv2AclName?: string;
}

/** Whether the load balancer that an Ingress asks for faces the Internet. */
export const isInternetFacing = (inventory: Inventory, ingress: Resource): boolean =>
    (paramsOf(inventory, ingress).scheme ?? annotationsOf(ingress)[`${prefix}/scheme`]) === "internet-facing";

/** Whether a web ACL is named for it. */
export function isFiltered(inventory: Inventory, ingress: Resource): boolean {
    const { wafv2AclArn, wafv2AclName } = paramsOf(inventory, ingress);
    const names = ["arn", "name"].map((by) => annotationsOf(ingress)[`${prefix}/wafv2-acl-${by}`]);
    return [wafv2AclArn, wafv2AclName, ...names].some(Boolean);
}

/**
 * Whether it speaks TLS. A certificate that is named makes 443 the only port where none is given; where none is, the
 * controller looks one up for each host.
 */
export function isEncrypted(inventory: Inventory, ingress: Resource): boolean {
    const { certificateArn, certificateARNs } = paramsOf(inventory, ingress);
    const named =
        (certificateArn ?? certificateARNs ?? []).length > 0 ||
        Boolean(annotationsOf(ingress)[`${prefix}/certificate-arn`]);
    const ports = portsOf(ingress);
    if (ports === "") return named;
    return ports.includes("HTTPS") && (named || namesHost(ingress));
}

/** Whether it speaks plain HTTP too, and sends nobody to HTTPS. */
export const isPlainToo = (inventory: Inventory, ingress: Resource): boolean =>
    portsOf(ingress).includes('"HTTP"') &&
    !paramsOf(inventory, ingress).sslRedirectPort &&
    !annotationsOf(ingress)[`${prefix}/ssl-redirect`] &&
    !redirectsByAction(ingress);

/** Security policies of Elastic Load Balancing that know no TLS below 1.2; those before 2017 all do. */
export const isModern = (policy: string): boolean => /^ELBSecurityPolicy-(TLS13-1-[23]|FS-1-2|TLS-1-2)/.test(policy);

/** What the controller takes where neither it nor an object says anything (its flag `--default-ssl-policy`). */
const oldest = "ELBSecurityPolicy-2016-08";

/**
 * Security policy of the load balancer of an Ingress, or of a Service by its own annotation.
 * @throws UnknownValue where the controller's default decides, and a release of it does not tell.
 */
export function securityPolicyOf(inventory: Inventory, object: Resource): string | undefined {
    const isService = object.type.endsWith(":Service");
    const own = isService
        ? annotationsOf(object)["service.beta.kubernetes.io/aws-load-balancer-ssl-negotiation-policy"]
        : (paramsOf(inventory, object).sslPolicy ?? annotationsOf(object)[`${prefix}/ssl-policy`]);
    if (own) return own;
    const { releases, workloads } = installedOf(inventory, "aws-load-balancer-controller");
    const [release] = releases;
    if (release) return String(release.value("defaultSSLPolicy", "") || oldest);
    const [flag] = workloads
        .flatMap(containers)
        .flatMap(({ args = [] }) =>
            (args as string[]).flatMap((word) => /^--default-ssl-policy=(.+)$/.exec(word)?.[1] ?? []),
        );
    return flag ?? (workloads.length > 0 ? oldest : undefined);
}

const portsOf = (ingress: Resource): string => annotationsOf(ingress)[`${prefix}/listen-ports`] ?? "";

const namesHost = (ingress: Resource): boolean =>
    hostsOf(ingress).some(Boolean) ||
    ((ingress.props.spec?.tls ?? []) as { hosts?: string[] }[]).some(({ hosts = [] }) => hosts.length > 0);

/** Port of a backend that is no Service but an action, which an annotation describes. */
const byAnnotation = "use-annotation";

/** The action that a backend names, as its annotation says it: empty where none does, nothing where it is a Service. */
export const actionOf = (ingress: Resource, { service }: Backend): string | undefined =>
    service?.port?.name === byAnnotation
        ? (annotationsOf(ingress)[`${prefix}/actions.${service.name}`] ?? "")
        : undefined;

/** An older way than ssl-redirect: the first path sends everything to HTTPS. */
const redirectsByAction = (ingress: Resource): boolean =>
    backendsOf(ingress).some(
        ({ path = "/", backend }) =>
            ["/", "/*"].includes(path) && /"protocol"\s*:\s*"https"/i.test(actionOf(ingress, backend) ?? ""),
    );

/** Parameters of the class of an Ingress, or of the cluster's default class where it names none. */
function paramsOf(inventory: Inventory, ingress: Resource): ClassParams {
    const found = inventory.objects("IngressClass", "networking.k8s.io").find((each) => {
        const name = classOf(ingress);
        return name
            ? each.props.metadata?.name === name
            : annotationsOf(each)["ingressclass.kubernetes.io/is-default-class"] === "true";
    });
    const { kind, name: params } = found?.props.spec?.parameters ?? {};
    if (kind !== "IngressClassParams") return {};
    return inventory.objects(kind).find(({ props }) => props.metadata?.name === params)?.props.spec ?? {};
}
