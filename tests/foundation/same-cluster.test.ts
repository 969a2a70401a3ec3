import { expect, test } from "vitest";
import { refuseAnother } from "../../components/foundation/same-cluster.ts";

const on = (uid: unknown) => ({ metadata: { annotations: { "production-cluster/cluster-uid": uid } } });

test.each([
    ["stays on its cluster", on("a"), on("a")],
    ["was made before it was marked", { metadata: {} }, on("a")],
    ["is on a cluster that is not known yet", on("a"), on(undefined)],
    ["is new", undefined, on("a")],
])("An object that %s may change", (_, before, after) => {
    expect(() => refuseAnother("shop", before, after)).not.toThrow();
});

test("An object does not change over to another cluster, and how to go on is said", () => {
    expect(() => refuseAnother("shop", on("a"), on("b"))).toThrow(
        /^ProductionCluster "shop" cannot be built:\n {2}cluster\.existing\.kubeconfig: .*`pulumi refresh`/,
    );
});
