import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eksOnly } from "../../components/platform/eks-only.ts";
import { platformAddons } from "../../components/platform/platform-addons.ts";
import type { State } from "../../sandbox/engine/stack.ts";
import { TestStack } from "../engine/stack.ts";

const minutes = (count: number) => count * 60_000;

/** What `kind get kubeconfig` gives, less the credentials. */
const kubeconfig = JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    contexts: [
        { name: "kind-laptop", context: { cluster: "kind-laptop", user: "kind-laptop" } },
        { name: "kind-other", context: { cluster: "kind-other", user: "kind-laptop" } },
    ],
    clusters: [
        { name: "kind-laptop", cluster: { server: "https://127.0.0.1:40001" } },
        { name: "kind-other", cluster: { server: "https://127.0.0.1:40002" } },
    ],
    users: [{ name: "kind-laptop", user: {} }],
});

/** The shortest configuration of a cluster that is not on EKS. */
function laptop(overrides: Record<string, unknown> = {}): TestStack {
    const stack = new TestStack({ program: { file: join(import.meta.dirname, "../../index.ts") } }, "laptop");
    const file = join(stack.folder, "kubeconfig.json");
    writeFileSync(file, kubeconfig);
    const settings = {
        name: "laptop",
        cluster: {
            existing: {
                kubeconfig: file,
                context: "kind-laptop",
                nodeCidr: "172.18.0.0/16",
                serviceCidr: "10.96.0.0/16",
            },
        },
        gitops: { repository: "https://github.com/example/clusters" },
        ownership: { owner: "me", environment: "trial", costCenter: "none" },
        ...overrides,
    };
    stack.args.config = Object.fromEntries(
        Object.entries(settings).map(([key, value]) => [`production-cluster:${key}`, value]),
    );
    return stack;
}

const releases = (resources: readonly State[]) =>
    resources.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release").map(({ inputs }) => inputs?.name);

test(
    "the platform comes up on a cluster that exists, without AWS, says what is not applicable, and leaves nothing behind",
    async () => {
        const stack = laptop();
        const first = await stack.preview();
        expect(first.exitCode, first.output).toBe(0);
        for (const [what, why] of Object.entries(eksOnly)) expect(first.output).toContain(`${what}: ${why}`);

        const up = await stack.up({ skipPreview: true });
        expect(up.exitCode, up.output).toBe(0);
        const resources = await stack.resources();
        expect(resources.filter(({ type }) => /(^|:)(aws|eks)(:|$)/.test(type))).toEqual([]);
        expect(releases(resources)).toEqual(
            expect.arrayContaining(platformAddons.filter((name) => !(name in eksOnly))),
        );
        expect(releases(resources).filter((name) => String(name) in eksOnly)).toEqual([]);
        // It would be taken for gone with something that stays.
        expect(resources.filter((resource) => resource.deletedWith || resource.retainOnDelete)).toEqual([]);
        const outputs = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs;
        expect(outputs?.notApplicable).toEqual(eksOnly);

        const second = await stack.preview();
        expect(Object.keys(second.plan.changeSummary ?? {}), second.output).toEqual(["same"]);

        const removal = await stack.destroy();
        expect(removal.exitCode, removal.output).toBe(0);
        expect(await stack.resources()).toEqual([]);

        // What stayed, the CRDs, does not stand in the way of the next installation.
        const again = await stack.up({ skipPreview: true });
        expect(again.exitCode, again.output).toBe(0);
    },
    minutes(5),
);
