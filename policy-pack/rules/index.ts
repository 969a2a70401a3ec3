import type { Rule } from "../judgement/rule.ts";
import * as access from "./access/index.ts";
import * as backup from "./backup/index.ts";
import * as cluster from "./cluster/index.ts";
import * as delivery from "./delivery/index.ts";
import * as images from "./images/index.ts";
import * as network from "./network/index.ts";
import * as nodes from "./nodes/index.ts";
import * as observability from "./observability/index.ts";
import * as secrets from "./secrets/index.ts";
import * as security from "./security/index.ts";
import * as storage from "./storage/index.ts";
import * as traffic from "./traffic/index.ts";
import * as workloads from "./workloads/index.ts";

const areas = [
    cluster,
    network,
    security,
    access,
    nodes,
    secrets,
    storage,
    observability,
    traffic,
    delivery,
    images,
    workloads,
    backup,
];

/** Every check by id. A check stands after the ones that inhibit it, so that their findings are known to it. */
export const rules: readonly Rule[] = ordered(areas.flatMap((area) => Object.values<Rule>(area)));

function ordered(all: readonly Rule[]): readonly Rule[] {
    const byId = new Map(all.map((rule) => [rule.id, rule]));
    const placed = new Set<Rule>();
    const place = (rule: Rule): void => {
        for (const id of rule.inhibitedBy ?? []) {
            const inhibitor = byId.get(id);
            if (inhibitor && !placed.has(inhibitor)) place(inhibitor);
        }
        placed.add(rule);
    };
    for (const rule of all) place(rule);
    return [...placed];
}
