import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lessElsewhere } from "../../components/foundation/foundation.ts";
import { undecided } from "../../components/parts.ts";
import { selectionOf } from "../../components/selection.ts";
import { Recording } from "../../sandbox/engine/plan.ts";
import { settings } from "../addons/elsewhere.ts";
import { TestStack } from "../engine/stack.ts";
import { releases } from "./program.ts";

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
function laptop(context = "kind-laptop"): TestStack {
    const stack = new TestStack({ program: { file: join(import.meta.dirname, "../../index.ts") } }, "laptop");
    const file = join(stack.folder, "kubeconfig.json");
    writeFileSync(file, kubeconfig);
    const settings = {
        name: "laptop",
        cluster: {
            existing: {
                kubeconfig: file,
                context,
                nodeCidrs: ["172.18.0.0/16"],
                serviceCidr: "10.96.0.0/16",
            },
        },
        gitops: { repository: "https://github.com/example/clusters" },
        ownership: { owner: "me", environment: "trial", costCenter: "none" },
    };
    stack.args.config = Object.fromEntries(
        Object.entries(settings).map(([key, value]) => [`production-cluster:${key}`, value]),
    );
    return stack;
}

const selection = selectionOf({ ...undecided, cluster: settings.cluster });
const missing = { ...selection.missing, ...lessElsewhere };

/** One stack, which three tests take through its life, one after the other. */
const stack = laptop();
const file = join(stack.folder, "kubeconfig.json");

test(
    "the platform comes up on a cluster that exists, without AWS, says what is not applicable, and leaves nothing behind",
    async () => {
        const first = await stack.preview();
        expect(first.exitCode, first.output).toBe(0);
        for (const [what, why] of Object.entries(missing)) expect(first.output).toContain(`${what}: ${why}`);
        expect(first.output).not.toContain("will not show as a stack output");

        const up = await stack.up({ skipPreview: true });
        expect(up.exitCode, up.output).toBe(0);
        const resources = await stack.resources();
        expect(resources.filter(({ type }) => /(^|:)(aws|eks)(:|$)/.test(type))).toEqual([]);
        expect(releases(resources)).toEqual(expect.arrayContaining(selection.parts.map(({ name }) => name)));
        expect(releases(resources).filter((name) => String(name) in missing)).toEqual([]);
        // It would be taken for gone with something that stays.
        expect(resources.filter((resource) => resource.deletedWith || resource.retainOnDelete)).toEqual([]);
        const outputs = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs;
        expect(outputs?.notApplicable).toEqual(missing);

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

test(
    "the content of a kubeconfig is refused in plain text, and nowhere in a plan but as a secret",
    async () => {
        const content = kubeconfig.replace('"user":{}', '"user":{"token":"not-for-your-eyes"}');
        const setting = "production-cluster:cluster.existing.kubeconfig";
        const project = laptop();
        const stack = await project.open();
        const preview = async (sealing: "--plaintext" | "--secret") => {
            const recording = new Recording(project.folder);
            await stack.run(["config", "set", "--path", sealing, setting, content], "capture");
            const result = await stack.run(["preview", ...recording.flags], "capture");
            return { ...result, plan: recording.plan() };
        };

        const refused = await preview("--plaintext");
        expect(refused.exitCode).not.toBe(0);
        expect(refused.output).toContain(`--secret --path '${setting}'`);
        expect(refused.output).not.toContain("not-for-your-eyes");

        const { exitCode, output, plan } = await preview("--secret");
        expect(exitCode, output).toBe(0);
        expect(output).not.toContain("not-for-your-eyes");
        expect(plan.steps.length).toBeGreaterThan(50);
        expect(JSON.stringify(plan)).not.toContain("not-for-your-eyes");
    },
    minutes(2),
);

test(
    "a context that the kubeconfig lacks stops the plan before it begins, in one message",
    async () => {
        const { exitCode, output } = await laptop("kind-lptop").preview();
        expect(exitCode).not.toBe(0);
        expect([...new Set(output.match(/error: .*/g))]).toEqual([
            'error: ProductionCluster "laptop" cannot be built:',
        ]);
        expect(output).toMatch(/cluster\.existing\.context: "kind-lptop" .* give one of kind-laptop, kind-other$/m);
    },
    minutes(1),
);

/** The same kubeconfig with another cluster behind each context. */
const anothers = kubeconfig.replaceAll(":4000", ":5000");
const leadsElsewhere = /cluster\.existing\.kubeconfig: the file leads to another cluster .*pulumi refresh/;

test(
    "after that, a new path beside an old file that is gone changes nothing where it leads to the same cluster, and stops elsewhere",
    async () => {
        const moved = join(stack.folder, "moved.json");
        renameSync(file, moved);
        stack.args.config = JSON.parse(JSON.stringify(stack.args.config).replaceAll(file, moved));

        const same = await stack.preview();
        expect(same.exitCode, same.output).toBe(0);
        const changed = same.plan.steps.filter(({ op }) => op !== "same" && op !== "read");
        expect(changed.map(({ urn }) => urn.split("::")[2])).toEqual([expect.stringMatching(/providers:kubernetes$/)]);

        writeFileSync(moved, anothers);
        const elsewhere = await stack.preview();
        expect(elsewhere.exitCode).not.toBe(0);
        expect(elsewhere.output).toMatch(leadsElsewhere);
        stack.args.config = JSON.parse(JSON.stringify(stack.args.config).replaceAll(moved, file));
    },
    minutes(5),
);

test(
    "after that, another cluster behind the same path stops the plan, until a refresh has forgotten the old one",
    async () => {
        writeFileSync(file, anothers);
        const refused = await stack.preview();
        expect(refused.exitCode).not.toBe(0);
        expect(refused.output).toMatch(leadsElsewhere);

        const engine = await stack.open();
        const refreshed = await engine.run(["refresh", "--yes", "--skip-preview"], "capture");
        expect(refreshed.exitCode, refreshed.output).toBe(0);
        const again = await stack.up({ skipPreview: true });
        expect(again.exitCode, again.output).toBe(0);
        expect(releases(await stack.resources())).toContain("kyverno");
    },
    minutes(5),
);
