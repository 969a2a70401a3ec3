import type { Inventory } from "../../inventory/inventory.ts";
import { rule } from "../../judgement/rule.ts";
import { fail, pass, undecided } from "../../judgement/verdict.ts";
import { isEncrypted, isModern, securityPolicyOf } from "../../reading/alb.ts";
import { ingresses } from "../../reading/ingresses.ts";
import { annotationsOf, resourcesOf } from "../../reading/subjects.ts";

const services = (inventory: Inventory) => inventory.objects("Service", "core");

const docs = "https://kubernetes.io/docs";

const aws = "service.beta.kubernetes.io/aws-load-balancer";

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
        const annotations = annotationsOf(service);
        const kind = annotations[`${aws}-type`] ?? "";
        const older = annotations[`${aws}-internal`] ?? "";
        if (service.props.spec?.loadBalancerClass || ofController.includes(kind)) {
            // The AWS Load Balancer Controller makes load balancers internal unless told otherwise; the older
            // annotation counts where there is no scheme.
            const scheme =
                annotations[`${aws}-scheme`] ?? (["", "true"].includes(older) ? "internal" : "internet-facing");
            return scheme === "internal" ? pass() : fail("the load balancer faces the Internet");
        }
        if (kind !== "nlb") return fail("without a class it becomes a Classic load balancer");
        // Kubernetes' own controller knows the older annotation only, and faces the Internet without it.
        return ["", "false"].includes(older) ? fail("the load balancer faces the Internet") : pass();
    },
});

/** Types that leave a Service without a class to the AWS Load Balancer Controller. */
const ofController = ["external", "nlb-ip"];

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

interface Port {
    name?: string;
    port?: number;
    targetPort?: number | string;
    appProtocol?: string;
}

/**
 * Whether a port carries TLS by its own word or number, to a port of the pods that is none of plain HTTP: a load
 * balancer of TCP passes it on, and the gateway behind it has the certificate.
 */
const isPassedOn = ({ name = "", port, targetPort = port, appProtocol = "" }: Port): boolean =>
    (/^(https|tls)$/i.test(appProtocol) || /^(https|tls)(-|$)/.test(name) || [443, 6443, 8443].includes(port ?? 0)) &&
    !/^(80|8080|http)$/.test(String(targetPort));

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
        ...resourcesOf("aws:lb/listener:Listener", "aws:alb/listener:Listener")(inventory),
    ],
    applies: ({ type, props }) => !type.endsWith(":Service") || props.spec?.type === "LoadBalancer",
    judge: (subject) => {
        if (subject.type.endsWith(":Service")) {
            const ports: Port[] = subject.props.spec?.ports ?? [];
            return annotationsOf(subject)[`${aws}-ssl-cert`] || ports.some(isPassedOn)
                ? pass()
                : fail("the load balancer has no certificate");
        }
        const { protocol, sslPolicy, defaultActions = [] } = subject.props;
        const actions = defaultActions as { type: string }[];
        const redirects = actions.length > 0 && actions.every(({ type }) => type === "redirect");
        if (protocol === "HTTP") return redirects ? pass() : fail("the listener speaks plain HTTP");
        if (!["HTTPS", "TLS"].includes(protocol)) return pass();
        return isModern(sslPolicy ?? "") ? pass() : fail("the listener speaks TLS below 1.2");
    },
});

export const lbTlsPolicy = rule({
    id: "lb-tls-policy",
    title: "Load balancers that the controller makes know no TLS below 1.2",
    level: "advisory",
    severity: "medium",
    mend: "Set the annotation ssl-policy of the Ingress (of a Service: aws-load-balancer-ssl-negotiation-policy) or the controller's defaultSSLPolicy to ELBSecurityPolicy-TLS13-1-2-2021-06",
    url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    inCharts: true,
    subjects: (inventory) => [...ingresses(inventory), ...services(inventory)],
    applies: (subject, inventory) =>
        subject.type.endsWith(":Service")
            ? Boolean(annotationsOf(subject)[`${aws}-ssl-cert`])
            : isEncrypted(inventory, subject),
    judge: (subject, { inventory }) => {
        const policy = securityPolicyOf(inventory, subject);
        if (policy === undefined) return undecided("the default of its controller decides, which is not in this stack");
        return isModern(policy) ? pass() : fail(`${policy} knows TLS below 1.2`);
    },
});
