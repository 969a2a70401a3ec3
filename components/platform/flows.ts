import type { Addon, Egress, Ingress } from "./addon.ts";

/** Flows as a part declares them: it need not know the others. */
export interface DeclaredTraffic {
    /** `clients`: every add-on that declares a flow to this one's namespace, to the ports that it declares. */
    from: (Ingress | { peer: "clients"; ports: Ingress["ports"] })[];
    /** `metrics`: every add-on that lets Prometheus come. */
    to: (Egress | { peer: "metrics" })[];
}

export type DeclaredAddon = Omit<Addon, "traffic"> & { traffic: DeclaredTraffic };

/**
 * The add-ons with every flow between them declared on both sides. Who calls says so, and is let in where the other one
 * takes `clients`; who lets Prometheus come is called by it.
 */
export const withBothSides = (addons: readonly DeclaredAddon[]): Addon[] =>
    addons.map((addon) => ({
        ...addon,
        traffic: {
            from: addon.traffic.from.flatMap((flow) =>
                flow.peer === "clients" ? clientsOf(addon, flow.ports, addons) : [{ ...flow, peer: flow.peer }],
            ),
            to: addon.traffic.to.flatMap((flow) =>
                flow.peer === "metrics" ? scrapedPods(addons) : [{ ...flow, peer: flow.peer }],
            ),
        },
    }));

/** A client is let in to the ports that it calls, of those that are there for clients. */
const clientsOf = (
    { namespace }: DeclaredAddon,
    ports: Ingress["ports"],
    addons: readonly DeclaredAddon[],
): Ingress[] =>
    addons.flatMap((client) =>
        client.traffic.to
            .filter((flow): flow is Egress => namespaceOf(flow.peer) === namespace.name)
            .map((flow) => ({ peer: { namespace: client.namespace.name }, ports: common(ports, flow.ports ?? "any") }))
            .filter((flow) => flow.ports.length > 0),
    );

function common(taken: Ingress["ports"], called: Ingress["ports"]): Ingress["ports"] {
    if (taken === "any") return called;
    return called === "any" ? taken : taken.filter((port) => called.includes(port));
}

const scrapedPods = (addons: readonly DeclaredAddon[]): Egress[] =>
    addons.flatMap(({ namespace, traffic }) =>
        traffic.from
            .filter(({ peer }) => peer === "metrics")
            .map(({ ports }) => ({ peer: { namespace: namespace.name }, ...(ports === "any" ? {} : { ports }) })),
    );

const namespaceOf = (peer: DeclaredTraffic["to"][number]["peer"]): string | undefined =>
    typeof peer === "object" && "namespace" in peer ? peer.namespace : undefined;
