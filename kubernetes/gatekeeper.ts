import type { Api } from "./api.ts";
import { definition } from "./definitions.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { says } from "./status.ts";

const apiVersion = "templates.gatekeeper.sh/v1";
const kind = "ConstraintTemplate";

/** What the audit and the three pods of the webhook say of a template that they know. */
const byPod = ["audit-0", "webhook-0", "webhook-1", "webhook-2"].map((id) => ({ id }));

/**
 * Defines the kind of each ConstraintTemplate, as Gatekeeper's controller would (v3.23.0,
 * `frameworks/constraint/pkg/client/crds`); it takes any content. It is made once, and goes with its owner. Then every pod
 * says that it knows the template.
 */
export async function operateGatekeeper(api: Api): Promise<void> {
    if (!(await api.serves({ apiVersion, kind }))) return;
    for (const template of await api.list(apiVersion, kind)) await make(api, template);
}

async function make(api: Api, template: KubernetesObject): Promise<void> {
    if (template.metadata.deletionTimestamp !== undefined) return;
    const crd = constraintKind(template);
    if (!(await api.get(crd))) await api.create(crd);
    if (!template.status?.byPod) await says(api, template, { byPod });
}

/** Definition of the kind of a template: its plural is its singular. */
function constraintKind({ metadata: { name, uid }, spec }: KubernetesObject): KubernetesObject {
    const { kind: constraint } = spec.crd.spec.names;
    const crd = definition(["constraints.gatekeeper.sh", "v1beta1", constraint, "Cluster", constraint.toLowerCase()]);
    const owner = { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
    return { ...crd, metadata: { ...crd.metadata, ownerReferences: [owner] } };
}
