import type { Platform } from "../../part.ts";

/** What every engine is whose proxies are in the cluster, in the namespace that has its name. */
export const proxyEngine = (name: string) => ({
    name,
    namespace: { name, podSecurity: "restricted" as const, loadBalancers: 1 },
    lessElsewhere: { "load balancer of the gateway": "AWS makes it; here its Service has an address of the cluster" },
    offers: () => ({ gateway: { from: { namespace: name } } }),
});

/**
 * What comes before a gateway: who makes its load balancer, who signs for it and who writes its names, where it has
 * something to sign and to write, and what people open.
 */
export const comesAfter = (
    { eks, offers, webApps }: Pick<Platform, "eks" | "offers" | "webApps">,
    { signed, named }: { signed: boolean; named: boolean },
): string[] => [
    ...(eks ? ["aws-load-balancer-controller"] : []),
    ...(signed ? (offers.certificates?.needs ?? []) : []),
    ...(named ? (offers.dns?.needs ?? []) : []),
    ...webApps.map(({ part }) => part),
];
