import type { Api } from "../../kubernetes/api.ts";
import { ControlLoop } from "../../kubernetes/control-loop.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";

/** A controller that owns something outside of the cluster for each object of a kind. */
export interface Controller {
    apiVersion: string;
    kind: string;
    finalizer: string;
    /** Its Deployment: without it nobody does its work. */
    deployment: { namespace: string; name: string };
    /** Kind of which no object may be left before one of its own goes. Default: none. */
    after?: { apiVersion: string; kind: string };
}

export const karpenterPools: Controller = {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    finalizer: "karpenter.sh/termination",
    deployment: { namespace: "karpenter", name: "karpenter" },
};

export const karpenterClasses: Controller = {
    ...karpenterPools,
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    finalizer: "karpenter.k8s.aws/termination",
    after: karpenterPools,
};

export const loadBalancers: Controller = {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    finalizer: "ingress.k8s.aws/resources",
    deployment: { namespace: "aws-load-balancer-controller", name: "aws-load-balancer-controller" },
};

export const operator: Controller = {
    apiVersion: "fixtures.example.com/v1",
    kind: "Widget",
    finalizer: "fixtures.example.com/cleanup",
    deployment: { namespace: "operator", name: "operator" },
};

/** Does what such controllers do, as long as they are there: holds objects, and lets them go when asked to. */
export class Controllers extends ControlLoop {
    constructor(api: Api, all: readonly Controller[]) {
        const reconcilers = all.map((controller) => () => reconcile(api, controller));
        // A kind that is not served yet, or somebody who was quicker: the next pass shows.
        super(reconcilers, { period: 200, isTransient: () => true });
    }
}

async function reconcile(api: Api, { apiVersion, kind, finalizer, deployment, after }: Controller): Promise<void> {
    const runs = await api.get({ apiVersion: "apps/v1", kind: "Deployment", metadata: deployment });
    if (!runs || runs.metadata.deletionTimestamp) return;
    const set = (object: KubernetesObject, finalizers: string[]) => api.merge(object, { metadata: { finalizers } });
    for (const object of await api.list(apiVersion, kind)) {
        const { finalizers = [], deletionTimestamp } = object.metadata;
        const held = finalizers.includes(finalizer);
        if (!deletionTimestamp && !held) await set(object, [...finalizers, finalizer]);
        const free = !after || (await api.list(after.apiVersion, after.kind)).length === 0;
        if (deletionTimestamp && held && free) {
            await set(
                object,
                finalizers.filter((it) => it !== finalizer),
            );
        }
    }
}
