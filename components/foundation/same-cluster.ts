import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { cannotBeBuilt } from "../configuration/mistake.ts";

/** Annotation that says on which cluster an object was made. */
const annotation = "production-cluster/cluster-uid";

/**
 * What a cluster is known by, whatever its address: the uid of its namespace kube-system, which goes with nothing but
 * the cluster. Unknown while the kubeconfig is.
 */
const identityOf = (name: string, opts: pulumi.CustomResourceOptions): pulumi.Output<string> =>
    k8s.core.v1.Namespace.get(`${name}-kube-system`, "kube-system", opts).metadata.uid;

interface Annotated {
    readonly metadata?: { readonly annotations?: Readonly<Record<string, unknown>> };
}

const clusterOf = (object: Annotated | undefined): unknown => object?.metadata?.annotations?.[annotation];

/**
 * Stops where an object that was made on one cluster would be changed on another: the plan, and the update.
 *
 * @throws Error that says how to go on.
 */
export function refuseAnother(name: string, before: Annotated | undefined, after: Annotated | undefined): void {
    const [old, young] = [clusterOf(before), clusterOf(after)];
    if (typeof old !== "string" || typeof young !== "string" || old === young) return;
    const reason =
        "the file leads to another cluster than the one that the stack is on. If that one is gone, " +
        "`pulumi refresh` forgets what was on it; if not, give its kubeconfig again and `pulumi destroy` first " +
        "(docs/existing-cluster.md)";
    throw new Error(cannotBeBuilt(name, [{ path: "cluster.existing.kubeconfig", reason }]));
}

/**
 * Marks an object with its cluster, and holds the mark. Pulumi and its plugin compare paths, not what is in the files:
 * to them nothing has changed where a file of the same path leads elsewhere, nor where the file of the old path is
 * gone.
 */
export function onSameCluster(name: string, opts: pulumi.CustomResourceOptions) {
    const hook = new pulumi.ResourceHook(
        `${name}-same-cluster`,
        ({ oldInputs, newInputs }) => refuseAnother(name, oldInputs, newInputs),
        { onDryRun: true },
    );
    return { annotations: { [annotation]: identityOf(name, opts) }, hooks: { beforeUpdate: [hook] } };
}
