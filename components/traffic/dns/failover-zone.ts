import type { Zone } from "./args.ts";
import type { Failover } from "./failover-args.ts";
import { ofKind, zoneOf } from "./zones.ts";

/** Zone of a name that fails over: a public one, or a private one where its health is told by checks of one's own. */
export const zoneOfFailover = ({ host, healthChecks }: Failover, zones: readonly Zone[]): Zone | undefined =>
    zoneOf(host, ofKind(zones, "public")) ?? (healthChecks && zoneOf(host, ofKind(zones, "private")));
