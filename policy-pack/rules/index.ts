import type { Rule } from "../rule.ts";
import * as access from "./access.ts";
import * as addons from "./addons.ts";
import * as admission from "./admission.ts";
import * as alerts from "./alerts.ts";
import * as backup from "./backup.ts";
import * as controlPlane from "./control-plane.ts";
import * as delivery from "./delivery.ts";
import * as endpoint from "./endpoint.ts";
import * as gateway from "./gateway.ts";
import * as iam from "./iam.ts";
import * as images from "./images.ts";
import * as ingress from "./ingress.ts";
import * as keys from "./keys.ts";
import * as logs from "./logs.ts";
import * as metrics from "./metrics.ts";
import * as namespaces from "./namespaces.ts";
import * as networkPolicies from "./network-policies.ts";
import * as nodeSecurity from "./node-security.ts";
import * as nodes from "./nodes.ts";
import * as registry from "./registry.ts";
import * as secrets from "./secrets.ts";
import * as storage from "./storage.ts";
import * as vpc from "./vpc.ts";

const areas = [
    endpoint,
    controlPlane,
    keys,
    vpc,
    access,
    iam,
    nodes,
    nodeSecurity,
    addons,
    namespaces,
    networkPolicies,
    admission,
    secrets,
    storage,
    metrics,
    alerts,
    logs,
    ingress,
    gateway,
    delivery,
    registry,
    images,
    backup,
];

/** Every check by id. A check stands after the ones that its `after` names, so that their findings are known to it. */
export const rules: readonly Rule[] = ordered(areas.flatMap((area) => Object.values<Rule>(area)));

function ordered(all: readonly Rule[]): readonly Rule[] {
    const byId = new Map(all.map((rule) => [rule.id, rule]));
    const placed = new Set<Rule>();
    const place = (rule: Rule): void => {
        for (const id of rule.after ?? []) {
            const before = byId.get(id);
            if (before && !placed.has(before)) place(before);
        }
        placed.add(rule);
    };
    for (const rule of all) place(rule);
    return [...placed];
}
