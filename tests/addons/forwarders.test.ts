import fc from "fast-check";
import { expect, test } from "vitest";
import { record } from "../foundation/recording.ts";
import { addonOf, addons, args } from "./example.ts";
import { chartPath, type Rendered, render } from "./render.ts";

/** Taints that Kubernetes, Karpenter and EKS give by themselves, whatever the settings are. */
const byThemselves = [
    ...["not-ready", "unreachable", "out-of-service"].flatMap((it) => [
        { key: `node.kubernetes.io/${it}`, effect: "NoExecute" },
        { key: `node.kubernetes.io/${it}`, effect: "NoSchedule" },
    ]),
    ...["disk-pressure", "memory-pressure", "pid-pressure", "network-unavailable", "unschedulable"].map((it) => ({
        key: `node.kubernetes.io/${it}`,
        effect: "NoSchedule",
    })),
    { key: "karpenter.sh/unregistered", effect: "NoExecute" },
    { key: "karpenter.sh/disrupted", effect: "NoSchedule" },
    { key: "ebs.csi.aws.com/agent-not-ready", effect: "NoExecute" },
];

interface Taint {
    key: string;
    value?: string;
    effect: string;
}

/** As the scheduler and the taint manager decide it (k8s.io/component-helpers/scheduling/corev1). */
const tolerates = (taint: Taint) => (toleration: Rendered) =>
    (!toleration.effect || toleration.effect === taint.effect) &&
    (!toleration.key || toleration.key === taint.key) &&
    (toleration.operator === "Exists" ? !toleration.value : (toleration.value ?? "") === (taint.value ?? ""));

const fluentBit = addonOf(addons, "fluent-bit");

/** Of the DaemonSet, where the chart is at hand; else what its values say. */
const tolerations: Rendered[] =
    chartPath(fluentBit.chart) === undefined
        ? fluentBit.values.tolerations
        : render(fluentBit, fluentBit.values).find(({ kind }) => kind === "DaemonSet")?.spec.template.spec.tolerations;

/** Taints of the node pools and of the node group that a cluster with these settings has. */
async function taintsOf(settings: Record<string, unknown>): Promise<Taint[]> {
    const { of } = await record(async () => {
        const { ProductionCluster } = await import("../../components/production-cluster.ts");
        new ProductionCluster("shop", { ...args, ...settings });
    });
    expect(of("kubernetes:karpenter.sh/v1:NodePool")).not.toEqual([]);
    const effects: Record<string, string> = { NO_SCHEDULE: "NoSchedule", NO_EXECUTE: "NoExecute" };
    return [
        ...of("aws:eks/nodeGroup:NodeGroup").flatMap(({ inputs }): Taint[] => inputs.taints ?? []),
        ...of("kubernetes:karpenter.sh/v1:NodePool").flatMap(({ inputs }): Taint[] => {
            const { taints = [], startupTaints = [] } = inputs.spec.template.spec;
            return [...taints, ...startupTaints];
        }),
    ].map((taint) => ({ ...taint, effect: effects[taint.effect] ?? taint.effect }));
}

test("Fluent Bit runs under every taint that the node classes have with any settings, and that comes by itself", async () => {
    const nodes = fc.record({
        system: fc.record({
            minSize: fc.constantFrom(3, 6),
            maxSize: fc.constant(9),
            instanceTypes: fc.constantFrom(["m7i.xlarge"], ["m7g.xlarge", "m6g.xlarge"]),
        }),
        general: fc.record({ allowSpot: fc.boolean(), cpuLimit: fc.integer({ min: 16, max: 400 }) }),
    });
    await fc.assert(
        fc.asyncProperty(nodes, async (it) => {
            const taints = await taintsOf({ nodes: it });
            expect(taints.map(({ key }) => key)).toContain("CriticalAddonsOnly");
            const left = [...taints, ...byThemselves].filter((taint) => !tolerations.some(tolerates(taint)));
            expect(left).toEqual([]);
        }),
        { numRuns: 2 },
    );
}, 120_000);

test("Fluent Bit runs under whatever taint somebody gives a node of his own", () => {
    const taint = fc.record({
        key: fc.stringMatching(/^[a-z]{1,12}(\.[a-z]{2,8}\/[a-z]{1,9})?$/),
        value: fc.stringMatching(/^[a-z]{0,9}$/),
        effect: fc.constantFrom("NoSchedule", "NoExecute", "PreferNoSchedule"),
    });
    fc.assert(fc.property(taint, (it) => tolerations.some(tolerates(it))));
});
