import { join } from "node:path";
import { expect, test } from "vitest";
import { gatewayApi } from "../../components/traffic/gateway/gateway-api.ts";
import { releases } from "../program/program.ts";
import { TestStack } from "./stack.ts";

const components = join(import.meta.dirname, "../../components");

const kubeconfig = JSON.stringify({
    ...{ apiVersion: "v1", kind: "Config", "current-context": "here" },
    contexts: [{ name: "here", context: { cluster: "here", user: "me" } }],
    clusters: [{ name: "here", cluster: { server: "https://127.0.0.1:40001" } }],
    users: [{ name: "me", user: {} }],
});

/** A program on a cluster that exists, in a component like the platform's own. */
const program = (body: string) => ({
    text: `
        import * as k8s from "@pulumi/kubernetes";
        import { ComponentResource } from "@pulumi/pulumi";
        import { install } from "${components}/platform/install.ts";
        import { crdRelease } from "${components}/platform/release.ts";

        const kubernetes = new k8s.Provider("here", { kubeconfig: '${kubeconfig}' });
        const host = {
            ...{ kubernetesVersion: "1.35", kubernetes, ready: [], nodeCidrs: [], controlPlaneCidrs: [] },
            ...{ apiServerPorts: [443], serviceCidr: "172.20.0.0/16", chartSource: "upstream", labels: {} },
        };
        const parent = new ComponentResource("production-cluster:index:ProductionCluster", "shop");
        const crds = ${JSON.stringify(gatewayApi)};
        ${body}
    `,
});

/** As the release was called before: by the add-on that brought it. */
const before = (addon: string) =>
    program(`crdRelease("shop-${addon}-crds", crds, host, { parent, provider: kubernetes });`);

const bringing = (...addons: string[]) =>
    program(`
        const addon = (name: string) => ({
            name, crds, values: {}, traffic: { from: [], to: [] },
            namespace: { name, podSecurity: "restricted" as const },
        });
        install("shop", ${JSON.stringify(addons)}.map(addon), host, parent);
    `);

test.each([
    // The engine changes with the very version that calls the release otherwise.
    ["istio-egress", [["traefik-gateway"], ["nginx-gateway", "istio-egress"]]],
    ["nginx-gateway", [["traefik-gateway"], ["alb-gateway"]]],
])(
    "The kinds of the Gateway API stay one release, whichever add-ons bring it, from when %s gave it its name on",
    async (first, then) => {
        const stack = new TestStack({ program: before(first) });
        const made = await stack.up({ skipPreview: true });
        expect(made.exitCode, made.output).toBe(0);
        for (const addons of then) {
            stack.args.program = bringing(...addons);
            const { exitCode, output } = await stack.up({ skipPreview: true });
            expect(exitCode, `${addons}: ${output}`).toBe(0);
            const done = stack.operations().filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
            expect(done, `${addons}`).toEqual([]);
            expect(releases(await stack.resources())).toEqual(["gateway-api-crds"]);
        }
    },
);
