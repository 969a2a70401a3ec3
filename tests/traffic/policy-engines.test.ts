import { describe, expect, it, test } from "vitest";
import { networkPolicies } from "../../components/platform/network-policies.ts";
import { exemptedPolicies } from "../../components/security/admission/exempted-policies.ts";
import { selectionOf } from "../../components/selection.ts";
import { addonOf, args, assembled, settingsOf } from "../addons/example.ts";
import { refusals } from "../addons/refusals.ts";
import { chartPath, type Rendered, render, served } from "../addons/render.ts";
import { record } from "../foundation/recording.ts";

const taint = "node.cilium.io/agent-not-ready";
const objects = (addon: { after?: unknown[] }, kind: string): Rendered[] =>
    ((addon.after ?? []) as Rendered[]).filter((object) => object.kind === kind);

const plan = (network: object, more: object = {}) =>
    record(async () => {
        const { ProductionCluster } = await import("../../components/production-cluster.ts");
        new ProductionCluster("shop", { ...args, backup: {}, certificates: {}, network, ...more });
    });

const planned = await plan({ policyEngine: "cilium" });
const standard = await plan({});
const settings = { network: { policyEngine: "cilium", defaultDeny: true } };
const all = await assembled({ settings });
const cilium = addonOf(all, "cilium");
const engine = cilium.values;

test("Without the argument the VPC CNI enforces policies, and nothing waits for another", () => {
    expect(standard.all.filter(({ name }) => name.includes("cilium"))).toEqual([]);
    const configured = standard.all.map(({ inputs }) => JSON.stringify(inputs)).join("\n");
    expect(configured).not.toContain(taint);
    expect(vpcCni(standard).enableNetworkPolicy).toBe("true");
});

describe("With Cilium", () => {
    it("the VPC CNI goes on making networks, and leaves policies alone", () => {
        expect(vpcCni(planned)).toEqual({ ...vpcCni(standard), enableNetworkPolicy: "false" });
        expect(engine).toMatchObject({ cni: { chainingMode: "aws-cni", exclusive: false }, routingMode: "native" });
    });

    it("no machine takes a pod before its agent runs there, whoever buys the machine", () => {
        const [group] = planned.of("aws:eks/nodeGroup:NodeGroup");
        expect(group?.inputs.taints).toContainEqual({ key: taint, value: "true", effect: "NO_SCHEDULE" });
        const pool = planned.one("kubernetes:karpenter.sh/v1:NodePool");
        expect(pool.inputs.spec.template.spec.startupTaints).toEqual([
            { key: taint, value: "true", effect: "NoSchedule" },
        ]);
        expect(engine.agentNotReadyTaintKey).toBe(taint);
    });

    it("DNS and volumes come up on nodes that are not open yet: the platform waits for them, and its engine with it", () => {
        const tolerant = planned
            .of("aws:eks/addon:Addon")
            .filter(({ inputs }) => String(inputs.configurationValues).includes(taint))
            .map(({ inputs }) => inputs.addonName);
        expect(tolerant.toSorted()).toEqual(["aws-ebs-csi-driver", "coredns", "metrics-server", "snapshot-controller"]);
        expect(engine.operator.unmanagedPodWatcher).toEqual({ restart: true, selector: "" });
    });

    it("everything else comes after it, Gatekeeper too, whose webhook would keep it out", async () => {
        const addons = await assembled({ settings: { ...settings, admission: { engine: "gatekeeper" } } });
        expect(addonOf(addons, "cilium").needs ?? []).toEqual([]);
        expect(addons.filter(({ name, needs = [] }) => name !== "cilium" && !needs.includes("cilium"))).toEqual([]);
        expect(addonOf(addons, "gatekeeper").needs).not.toContain("gatekeeper");
    });

    it("a range means nodes and pods too: the platform's policies name both by their addresses", () => {
        const ranges = { nodeCidrs: ["10.0.0.0/16"], controlPlaneCidrs: [], apiServerPorts: [443], serviceCidr: "" };
        const policies = all.flatMap((addon) => networkPolicies(addon, { ...ranges, serviceCidr: "172.20.0.0/16" }));
        expect(JSON.stringify(policies)).toContain('"ipBlock":{"cidr":"10.0.0.0/16"}');
        expect(engine.policyCIDRMatchMode.toSorted()).toEqual(["nodes", "pods"]);
    });

    it("takes no address of the VPC for itself", () => {
        const { clusterPoolIPv4PodCIDRList, clusterPoolIPv4MaskSize } = engine.ipam.operator;
        expect(clusterPoolIPv4PodCIDRList).toEqual(["198.18.0.0/15"]);
        expect(2 ** (clusterPoolIPv4MaskSize - 15)).toBeGreaterThanOrEqual(4096);
    });

    it("Prometheus comes to it over the nodes, and no other engine has it come there", () => {
        const ports = (addons: typeof all) =>
            addonOf(addons, "monitoring").traffic.to.flatMap(({ peer, ports = [] }) => (peer === "nodes" ? ports : []));
        expect(ports(all)).toEqual(expect.arrayContaining([9962, 9963]));
        const monitors = objects(cilium, "PodMonitor");
        expect(monitors.map(({ spec }) => spec.podMetricsEndpoints[0].portNumber)).toEqual([9962, 9963]);
    });

    it("a default of the whole cluster leaves names open to everybody, and EKS add-ons alone", () => {
        const [policy, ...more] = objects(cilium, "CiliumClusterwideNetworkPolicy");
        expect(more).toEqual([]);
        const { endpointSelector, enableDefaultDeny, ingress, egress } = policy?.spec ?? {};
        expect(endpointSelector.matchExpressions).toContainEqual({
            key: "k8s:io.kubernetes.pod.namespace",
            operator: "NotIn",
            values: ["kube-system", "amazon-cloudwatch", "amazon-guardduty"],
        });
        expect({ enableDefaultDeny, ingress }).toEqual({
            enableDefaultDeny: { ingress: true, egress: true },
            ingress: [{}],
        });
        expect(egress).toHaveLength(1);
        expect(egress[0].toPorts).toEqual([{ ports: [{ port: "53", protocol: "ANY" }] }]);
    });

    it("without that default brings no policy of its own", async () => {
        const addons = await assembled({ settings: { network: { policyEngine: "cilium" } } });
        expect(objects(addonOf(addons, "cilium"), "CiliumClusterwideNetworkPolicy")).toEqual([]);
    });
});

const path = chartPath(cilium.chart);

describe.skipIf(!path)("The real chart of cilium (only with CHARTS and helm)", () => {
    it.each(["install", "upgrade"] as const)("makes nothing that an admission policy refuses: %s", (phase) => {
        const configured = settingsOf({ name: "shop", ...args, ...settings });
        const policies = exemptedPolicies(configured, selectionOf(configured).exemptions);
        const rendered = render({ ...cilium, chart: cilium.chart }, engine, served, phase, path);
        expect(refusals(rendered, "cilium", policies)).toEqual([]);
    });

    it("makes nothing in another namespace, no Secret, and the same each time", () => {
        const once = () => render(cilium, engine);
        const namespaces = once().flatMap(({ metadata }) => metadata.namespace ?? []);
        expect(new Set(namespaces)).toEqual(new Set(["cilium"]));
        expect(once().filter(({ kind }) => kind === "Secret" || kind === "Namespace")).toEqual([]);
        expect(once()).toEqual(once());
    });

    it("tells its programs what the values say", () => {
        const config = render(cilium, engine).find(({ metadata }) => metadata.name === "cilium-config")?.data;
        expect(config).toMatchObject({
            "cni-chaining-mode": "aws-cni",
            "enable-l7-proxy": "false",
            "agent-not-ready-taint-key": taint,
            "cluster-pool-ipv4-cidr": "198.18.0.0/15",
        });
        expect(String(config["policy-cidr-match-mode"]).split(/[ ,]/).toSorted()).toEqual(["nodes", "pods"]);
        expect(config["pod-restart-selector"] ?? "").toBe("");
    });
});

const vpcCni = ({ of }: Awaited<ReturnType<typeof plan>>) =>
    JSON.parse(
        of("aws:eks/addon:Addon").find(({ inputs }) => inputs.addonName === "vpc-cni")?.inputs.configurationValues,
    );
