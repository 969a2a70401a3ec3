import type { Egress } from "./addon.ts";

/** Where a server is: in ranges outside of the cluster, or in a namespace. */
export interface ServerPlace {
    readonly cidrs: readonly string[];
    readonly namespace?: string;
}

/** The way to a server that has a name: to its ranges in private networks, or over the Internet, which is said why. */
export const toHost = (cidrs: readonly string[], internet: string, ports: readonly number[]): Egress => ({
    peer: cidrs.length > 0 ? { cidrs: [...cidrs] } : { internet },
    ports: [...new Set(ports)],
});

/** The way to a server. */
export const toServer = ({ cidrs, namespace }: ServerPlace, port: number): Egress => ({
    peer: namespace === undefined ? { cidrs: [...cidrs] } : { namespace },
    ports: [port],
});
