import { cpSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { Cluster } from "../../kubernetes/cluster.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { plainShape } from "../../kubernetes/shape.ts";
import type { TestStack } from "../engine/stack.ts";
import { Controllers, operator } from "./controllers.ts";
import { fixtureAdmission, rightOrder, tried } from "./fixtures.ts";
import { inventoryOf } from "./instruments/inventory.ts";
import { realStack } from "./real-stack.ts";

/** What a laptop's cluster brings: volumes of a default class. */
const localVolumes: KubernetesObject = {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "hostpath.csi.k8s.io",
    volumeBindingMode: "WaitForFirstConsumer",
    reclaimPolicy: "Delete",
};

/** A cluster that exists, and a stack that puts the platform and the fixture charts on it. */
export interface Laptop {
    readonly cluster: Cluster;
    readonly stack: TestStack;
    /** The person's own file: what is in it may change. */
    readonly kubeconfig: string;
    /** What is on the cluster before the stack. */
    readonly inventory: string[];
    stop(): Promise<void>;
}

export async function startLaptop(): Promise<Laptop> {
    const cluster = await Cluster.start(plainShape, ["helm"]);
    const kubeconfig = join(mkdtempSync(join(inject("scratchFolder"), "laptop-")), "kubeconfig");
    cpSync(cluster.kubeconfig, kubeconfig);
    await cluster.api.apply(localVolumes);
    const inventory = await inventoryOf(cluster.api);
    const controllers = new Controllers(cluster.api, [operator]);
    controllers.start();
    const existing = {
        kubeconfig,
        context: "production-cluster",
        nodeCidrs: ["10.0.0.0/16"],
        serviceCidr: cluster.shape.serviceCidr,
    };
    const stack = await realStack({
        settings: {
            name: "laptop",
            cluster: { existing },
            gitops: { repository: "https://github.com/example/clusters" },
            ownership: { owner: "me", environment: "trial", costCenter: "none" },
            ownCharts: rightOrder,
            admission: fixtureAdmission,
            ...tried,
        },
    });
    const stop = async () => {
        await controllers.stop();
        await cluster.stop();
    };
    return { cluster, stack, kubeconfig, inventory, stop };
}
