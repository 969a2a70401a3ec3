import type { Rule } from "../rule.ts";
import * as access from "./access.ts";
import * as addons from "./addons.ts";
import * as admission from "./admission.ts";
import * as alerts from "./alerts.ts";
import * as autoscaling from "./autoscaling.ts";
import * as availability from "./availability.ts";
import * as backup from "./backup.ts";
import * as backupCopies from "./backup-copies.ts";
import * as backupScope from "./backup-scope.ts";
import * as bindings from "./bindings.ts";
import * as capacity from "./capacity.ts";
import * as clusterOptions from "./cluster-options.ts";
import * as controlPlane from "./control-plane.ts";
import * as databases from "./databases.ts";
import * as delivery from "./delivery.ts";
import * as detection from "./detection.ts";
import * as endpoint from "./endpoint.ts";
import * as gateway from "./gateway.ts";
import * as hygiene from "./hygiene.ts";
import * as iam from "./iam.ts";
import * as imageReferences from "./image-references.ts";
import * as images from "./images.ts";
import * as ingress from "./ingress.ts";
import * as keys from "./keys.ts";
import * as logs from "./logs.ts";
import * as metrics from "./metrics.ts";
import * as namespaces from "./namespaces.ts";
import * as networkPolicies from "./network-policies.ts";
import * as nodeClasses from "./node-classes.ts";
import * as nodeGroups from "./node-groups.ts";
import * as nodeSecurity from "./node-security.ts";
import * as nodes from "./nodes.ts";
import * as observability from "./observability.ts";
import * as podIsolation from "./pod-isolation.ts";
import * as podPrivileges from "./pod-privileges.ts";
import * as probes from "./probes.ts";
import * as rbac from "./rbac.ts";
import * as references from "./references.ts";
import * as registry from "./registry.ts";
import * as resources from "./resources.ts";
import * as restoreTests from "./restore-tests.ts";
import * as secretValues from "./secret-values.ts";
import * as secrets from "./secrets.ts";
import * as serviceAccounts from "./service-accounts.ts";
import * as services from "./services.ts";
import * as storage from "./storage.ts";
import * as vpc from "./vpc.ts";
import * as vpcLayout from "./vpc-layout.ts";

const areas = [
    endpoint,
    controlPlane,
    clusterOptions,
    keys,
    vpc,
    vpcLayout,
    detection,
    access,
    bindings,
    rbac,
    serviceAccounts,
    iam,
    nodes,
    nodeGroups,
    nodeClasses,
    nodeSecurity,
    capacity,
    addons,
    namespaces,
    networkPolicies,
    services,
    references,
    admission,
    secrets,
    secretValues,
    storage,
    databases,
    metrics,
    alerts,
    logs,
    observability,
    ingress,
    gateway,
    delivery,
    registry,
    images,
    imageReferences,
    podPrivileges,
    podIsolation,
    resources,
    probes,
    availability,
    autoscaling,
    hygiene,
    backup,
    backupCopies,
    restoreTests,
    backupScope,
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
