import type { Egress } from "./addon.ts";

/** Where a server is: in ranges outside of the cluster, or in a namespace. */
export interface ServerPlace {
    readonly cidrs: readonly string[];
    readonly namespace?: string;
}

/** The way to a server. */
export const toServer = ({ cidrs, namespace }: ServerPlace, port: number): Egress => ({
    peer: namespace === undefined ? { cidrs: [...cidrs] } : { namespace },
    ports: [port],
});
