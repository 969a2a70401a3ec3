import type { Inventory } from "../../inventory/inventory.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, any, fail, must, notApplicable, pass, type Verdict } from "../../judgement/verdict.ts";
import { isEncrypted, isPlainToo } from "../../reading/alb.ts";
import { gateways, isSecured, isServedInPlain, listenersOf, routes } from "../../reading/gateways.ts";
import { hostsOf, ingresses, servesChallenges } from "../../reading/ingresses.ts";

export const ingressTls = rule({
    id: "ingress-tls",
    title: "Everything that is exposed speaks TLS",
    level: "mandatory",
    severity: "high",
    mend: "Set spec.tls, or for an ALB the annotations certificate-arn and listen-ports with HTTPS; a Gateway listener needs protocol HTTPS, and a route beside it a redirect",
    url: "https://kubernetes.io/docs/concepts/services-networking/ingress/#tls",
    inCharts: true,
    subjects: (inventory) => [...ingresses(inventory), ...gateways(inventory)],
    judge: (subject, { inventory }) =>
        subject.type.endsWith(":Gateway") ? ofGateway(subject, inventory) : ofIngress(subject, inventory),
});

function ofGateway(gateway: Resource, inventory: Inventory): Verdict {
    return all([
        () =>
            any(
                listenersOf(gateway).map((listener) => must(() => isSecured(listener), "no listener speaks TLS")),
                () => fail("the Gateway has no listener"),
            ),
        ...routes(inventory).map((route) =>
            must(
                () => !isServedInPlain(inventory, gateway, route),
                `the route ${route.name} is served in plain HTTP too, and redirects nobody`,
                route.urn,
            ),
        ),
    ]);
}

function ofIngress(ingress: Resource, inventory: Inventory): Verdict {
    if (servesChallenges(ingress)) return notApplicable("certificate authorities ask for it in plain HTTP");
    if (isEncrypted(inventory, ingress)) {
        return isPlainToo(inventory, ingress)
            ? fail("the load balancer speaks plain HTTP too, and redirects nobody")
            : pass();
    }
    const certificates: { hosts?: string[] }[] = ingress.props.spec?.tls ?? [];
    if (certificates.length === 0) return fail("the Ingress speaks plain HTTP");
    return all(
        hostsOf(ingress).map((host) =>
            must(() => !host || certificates.some(covers(host)), "no certificate is for one of its hosts"),
        ),
    );
}

/** Whether an entry of spec.tls is for a host; one without hosts is for all of them. */
const covers =
    (host: string) =>
    ({ hosts = [] }: { hosts?: string[] }): boolean =>
        hosts.length === 0 || hosts.some((each) => each === host || each === host.replace(/^[^.]+/, "*"));
