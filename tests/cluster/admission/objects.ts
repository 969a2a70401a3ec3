import { definition } from "../../../kubernetes/definitions.ts";
import type { KubernetesObject } from "../../../kubernetes/kubernetes-object.ts";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { mutants } from "../../policy-pack/mutants/index.ts";
import { readyStack } from "../../policy-pack/ready-stack.ts";

/** An object to judge, and where it is from. */
export interface Fixture {
    readonly origin: string;
    readonly object: KubernetesObject;
}

const clusterWide = ["Namespace", "ClusterRole", "ClusterRoleBinding", "StorageClass"];

/** Kinds that some policy looks at. */
const matched = new RegExp(
    `^kubernetes:.*:(${[
        ...["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob"],
        ...["Service", "ConfigMap", "Secret", "PersistentVolumeClaim", "ServiceAccount", "Ingress", "Gateway"],
        ...["Role", "RoleBinding", ...clusterWide],
    ].join("|")})$`,
);

/** A resource of a stack as the API server takes it. */
function objectOf({ type, name, props }: Resource): KubernetesObject {
    const [, api = "", kind = ""] = type.split(":");
    const { metadata = { name }, ...fields } = structuredClone(props);
    const home = clusterWide.includes(kind) ? {} : { namespace: metadata.namespace || "default" };
    return complete({ apiVersion: api.replace(/^core\//, ""), kind, ...fields, metadata: { ...metadata, ...home } });
}

/** A container without fault. */
export const container = () =>
    readyStack().find(({ type, name }) => type.endsWith(":Deployment") && name === "shop")?.props.spec.template.spec
        .containers[0];

/** Fills in what the API server asks for and no rule looks at. */
function complete(object: KubernetesObject): KubernetesObject {
    const { spec } = object;
    for (const claim of spec?.volumeClaimTemplates ?? []) {
        claim.spec.accessModes ??= ["ReadWriteOnce"];
        claim.spec.resources ??= { requests: { storage: "1Gi" } };
    }
    for (const constraint of spec?.template?.spec?.topologySpreadConstraints ?? []) {
        constraint.maxSkew ??= 1;
        constraint.whenUnsatisfiable ??= "DoNotSchedule";
    }
    if (object.kind === "Pod" && spec.containers.length === 0) {
        spec.containers = [container()];
    }
    return object;
}

/** The objects of the ready stack, and what each mutant makes of one; but for those of an API that is gone. */
export function fixtures(): Fixture[] {
    const ready = new Map(readyStack().map(({ urn, props }) => [urn, JSON.stringify(props)]));
    const changed = mutants.flatMap(({ check, breaks }) => {
        const stack = readyStack();
        breaks(stack);
        return stack
            .filter(({ urn, props }) => ready.get(urn) !== JSON.stringify(props))
            .map((resource) => ({ origin: check, resource }));
    });
    return [...readyStack().map((resource) => ({ origin: "ready", resource })), ...changed]
        .filter(({ resource }) => matched.test(resource.type) && !resource.type.includes(":extensions/"))
        .map(({ origin, resource }) => ({ origin, object: objectOf(resource) }));
}

/** The same objects, none of which has the kind and name of another: the first one keeps its name. */
export function distinct(all: readonly Fixture[]): Fixture[] {
    const taken = new Set<string>();
    return all.map(({ origin, object }, index) => {
        const { kind, metadata } = object;
        const key = `${kind} ${metadata.name}`;
        const name = taken.has(key) ? `${metadata.name}-${index}` : metadata.name;
        taken.add(key);
        return { origin, object: { ...object, metadata: { ...metadata, name } } };
    });
}

/** As much of the Gateway API as it takes to serve a Gateway. */
export const gatewayCrd = definition(["gateway.networking.k8s.io", "v1", "Gateway"]);
