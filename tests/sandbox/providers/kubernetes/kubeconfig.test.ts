import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Values } from "../../../../sandbox/providers/values.ts";
import { kubeconfig, kubernetes, newAccount } from "../clouds.ts";
import { cluster, types } from "./objects.ts";

const [here, there] = ["https://a.invalid", "https://b.invalid"].map(kubeconfig);
test.each<[string, Values, Values, string[]]>([
    ["another cluster", { kubeconfig: here }, { kubeconfig: there }, ["kubeconfig"]],
    ["another user of the same cluster", { kubeconfig: here }, { kubeconfig: here?.replace('"me"', '"you"') }, []],
    [
        "another authority of the same server",
        { kubeconfig: here },
        { kubeconfig: here?.replace('"server":', '"tls-server-name":"b","server":') },
        ["kubeconfig"],
    ],
    [
        "another cluster under the same identifier",
        { kubeconfig: here, clusterIdentifier: "x" },
        { kubeconfig: there, clusterIdentifier: "x" },
        [],
    ],
    [
        "another identifier",
        { kubeconfig: here, clusterIdentifier: "x" },
        { kubeconfig: here, clusterIdentifier: "y" },
        ["clusterIdentifier"],
    ],
])("%s replaces the provider for the right reason", (_, before, after, replaces) => {
    expect(cluster().cloud.replacesOf(before, after)).toEqual(replaces);
});

const gone = join(tmpdir(), "production-cluster-no-such-kubeconfig");
test("of a kubeconfig by a path whose file is gone the difference is an error that the engine passes over", () => {
    expect(() => cluster().cloud.replacesOf({ kubeconfig: gone }, { kubeconfig: here })).toThrow(
        /failed to parse kubeconfig: .*cannot unmarshal string into Go value of type struct/,
    );
});

test("a kubeconfig that leads nowhere is taken, as a cluster that does not answer", () => {
    const yaml =
        "current-context: here\ncontexts: [{name: here, context: {cluster: it}}]\nclusters: [{name: it, cluster: {server: 'https://a.invalid'}}]";
    const on = (kubeconfig: string, settings: Values = {}) => {
        const { cloud } = cluster();
        expect(cloud.checkSettings({ kubeconfig })).toEqual([]);
        cloud.configure({ kubeconfig, ...settings });
        return () => cloud.read({ urn: "", type: types.namespace, name: "it" }, "kube-system", undefined);
    };
    expect(on(yaml)).not.toThrow();
    for (const kubeconfig of ["", "{", "{}", gone]) expect(on(kubeconfig)).toThrow(/cluster is unreachable/);
    expect(on(gone, { deleteUnreachable: true })()).toBeUndefined();
    expect(cluster().cloud.checkSettings({})).toHaveLength(1);
});

test("the namespace kube-system has a uid of its own on every cluster", () => {
    const uidOn = (endpoint: string) => {
        const { cloud } = kubernetes(newAccount(), endpoint);
        return cloud.read({ urn: "", type: types.namespace, name: "it" }, "kube-system", undefined);
    };
    const uids = ["https://a.invalid", "https://b.invalid", "https://a.invalid"].map(uidOn);
    expect(uids[0]).toEqual(uids[2]);
    expect(uids[0]).not.toEqual(uids[1]);
});
