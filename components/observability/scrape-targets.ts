import type { Addon, Egress } from "../platform/addon.ts";

/** Prometheus may open connections to whoever says that it may come: one declaration, both directions. */
export const scrapeTargets = (addons: Addon[]): Egress[] =>
    addons.flatMap(({ namespace, traffic }) =>
        traffic.from
            .filter(({ peer }) => peer === "metrics")
            .map(({ ports }) => ({
                peer: { namespace: namespace.name },
                ...(ports === "any" ? {} : { ports }),
            })),
    );
