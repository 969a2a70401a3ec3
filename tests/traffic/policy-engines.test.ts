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

const ofCalico = await plan({ policyEngine: "calico", defaultDeny: true });
const withCalico = await assembled({ settings: { network: { policyEngine: "calico", defaultDeny: true } } });
const operator = addonOf(withCalico, "tigera-operator");
const calico = addonOf(withCalico, "calico");
const [installation] = (calico.before ?? []) as Rendered[];

describe("With Calico", () => {
    it("the VPC CNI goes on making networks, leaves policies alone, and writes addresses on pods", () => {
        const { env } = vpcCni(standard);
        expect(vpcCni(ofCalico)).toEqual({
            ...vpcCni(standard),
            env: { ...env, ANNOTATE_POD_IP: "true" },
            enableNetworkPolicy: "false",
        });
        expect(vpcCni(planned).env).toEqual(env);
        expect(installation?.spec).toMatchObject({
            cni: { type: "AmazonVPC", ipam: { type: "AmazonVPC" } },
            calicoNetwork: { bgp: "Disabled" },
        });
    });

    it("the Installation comes after its operator and goes before it, and everything else waits until policies are enforced", () => {
        const made = ofCalico.one("kubernetes:operator.tigera.io/v1:Installation");
        expect(made.inputs.metadata.annotations).toEqual({ "pulumi.com/waitFor": "condition=Ready" });
        expect(made.dependencies).toContain("shop-tigera-operator");
        expect(operator.needs ?? []).toEqual([]);
        expect(calico.needs).toEqual(["tigera-operator"]);
        const others = withCalico.filter(({ name }) => name !== "calico" && name !== "tigera-operator");
        expect(others.filter(({ needs = [] }) => !needs.includes("calico"))).toEqual([]);
        const release = ofCalico.one("kubernetes:helm.sh/v3:Release", "shop-kyverno");
        expect(release.dependencies).toContain(made.name);
        expect(operator.values.installation).toEqual({ enabled: false });
    });

    it("its namespace is closed as every other, and counted but for pods, with the one label that its operator writes over", () => {
        const home = ofCalico.one("kubernetes:core/v1:Namespace", "-calico-namespace");
        expect(home.inputs.metadata).toMatchObject({
            name: "calico-system",
            labels: {
                "pod-security.kubernetes.io/enforce": "privileged",
                "pod-security.kubernetes.io/enforce-version": "latest",
            },
        });
        const quotaOf = (part: string) =>
            ofCalico.one("kubernetes:core/v1:ResourceQuota", `-${part}-quota`).inputs.spec.hard;
        const { pods, ...others } = quotaOf("kyverno");
        expect(pods).toBe("200");
        // A node too many would be one without an agent.
        expect(quotaOf("calico")).toEqual(others);
        const ranges = { nodeCidrs: ["10.0.0.0/16"], controlPlaneCidrs: ["10.0.255.0/28"], apiServerPorts: [443] };
        const policies = networkPolicies(calico, { ...ranges, serviceCidr: "172.20.0.0/16" });
        expect(policies.map(({ name }) => name)).toEqual(["default-deny", "allow-dns", "allow-egress"]);
        expect(JSON.stringify(policies.at(-1))).toContain("10.0.255.0/28");
    });

    it("no machine is closed until its agent runs: nothing in Calico would open it", () => {
        const [group] = ofCalico.of("aws:eks/nodeGroup:NodeGroup");
        expect(group?.inputs.taints).toEqual(standard.of("aws:eks/nodeGroup:NodeGroup")[0]?.inputs.taints);
    });

    it("no pod mounts a folder of the node that Bottlerocket does not let it write", () => {
        expect(installation?.spec).toMatchObject({ flexVolumePath: "None", kubeletVolumePluginPath: "None" });
    });

    it("Prometheus comes to it over the nodes", () => {
        const monitors = [...objects(calico, "PodMonitor"), ...objects(operator, "PodMonitor")];
        const ports = monitors.map(({ spec }) =>
            Number(spec.podMetricsEndpoints[0].relabelings[1].replacement.replace("$1:", "")),
        );
        expect(ports).toEqual([9091, 9093, 8484]);
        expect(installation?.spec).toMatchObject({ nodeMetricsPort: 9091, typhaMetricsPort: 9093 });
        const open = addonOf(withCalico, "monitoring").traffic.to.flatMap(({ peer, ports = [] }) =>
            peer === "nodes" ? ports : [],
        );
        expect(open).toEqual(expect.arrayContaining(ports));
    });

    it("a default of the whole cluster is to every pod what a closed namespace is: names, and nothing else", () => {
        const [policy, ...more] = objects(calico, "GlobalNetworkPolicy");
        expect(more).toEqual([]);
        const { namespaceSelector, order, types, ingress = [], egress, selector } = policy?.spec ?? {};
        const open = ["kube-system", "amazon-cloudwatch", "amazon-guardduty"];
        const ofNamespace = (name: string) => ({ "projectcalico.org/name": name });
        for (const name of ["blog", "team", "calico-system", "monitoring"])
            expect.soft(selects(namespaceSelector, ofNamespace(name)), name).toBe(true);
        for (const name of open) expect.soft(selects(namespaceSelector, ofNamespace(name)), name).toBe(false);
        // A host endpoint is in no namespace: the nodes stay as they are.
        expect(selects(namespaceSelector, {})).toBe(false);
        expect({ order, types, ingress, selector }).toEqual({ types: ["Ingress", "Egress"], ingress: [] });
        const names = networkPolicies({ ...calico, traffic: { from: [], to: [] } }, {} as never).at(-1)?.spec.egress;
        const [{ to: [dns] = [], ports = [] } = {}] = (names ?? []) as { to?: Rendered[]; ports?: Rendered[] }[];
        const { matchLabels: where } = dns?.namespaceSelector ?? {};
        expect(egress).toEqual(
            ports.map(({ port, protocol }) => ({
                action: "Allow",
                protocol,
                destination: {
                    namespaceSelector: `projectcalico.org/name == "${where["kubernetes.io/metadata.name"]}"`,
                    selector: `k8s-app == "${dns?.podSelector.matchLabels["k8s-app"]}"`,
                    ports: [port],
                },
            })),
        );
    });

    it("without that default brings no policy of its own", async () => {
        const addons = await assembled({ settings: { network: { policyEngine: "calico" } } });
        expect(objects(addonOf(addons, "calico"), "GlobalNetworkPolicy")).toEqual([]);
    });

    it("pulls all that its operator starts from the registry of the platform", async () => {
        expect(installation?.spec.registry).toMatch(/^\d+\.dkr\.ecr\..+\/quay\.io\/$/);
        const direct = await assembled({
            settings: { network: { policyEngine: "calico" }, registry: { allowUpstream: true } },
        });
        expect((addonOf(direct, "calico").before as Rendered[])[0]?.spec.registry).toBe("quay.io/");
    });
});

/** Calico's selectors, as far as they are used here: terms that all hold (libcalico-go/lib/selector). */
function selects(selector: string, labels: Record<string, string>): boolean {
    return selector.split(" && ").every((term) => {
        const [, has] = /^has\(([\w./-]+)\)$/.exec(term) ?? [];
        if (has) return has in labels;
        const [, key = "", values = ""] = /^([\w./-]+) not in \{(.+)\}$/.exec(term) ?? [];
        if (!key) throw new Error(`not known here: ${term}`);
        return !values.split(", ").includes(JSON.stringify(labels[key]));
    });
}

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

const operatorPath = chartPath(operator.chart);

describe.skipIf(!operatorPath)("The real chart of tigera-operator (only with CHARTS and helm)", () => {
    it.each(["install", "upgrade"] as const)("makes nothing that an admission policy refuses: %s", (phase) => {
        const configured = settingsOf({ name: "shop", ...args, network: { policyEngine: "calico" } });
        const policies = exemptedPolicies(configured, selectionOf(configured).exemptions);
        const rendered = render({ ...operator, chart: operator.chart }, operator.values, served, phase, operatorPath);
        expect(refusals(rendered, "tigera-operator", policies)).toEqual([]);
    });

    it("makes the operator alone: no Installation, no Secret, nothing in another namespace", () => {
        const rendered = render(operator, operator.values);
        expect(new Set(rendered.flatMap(({ metadata }) => metadata.namespace ?? []))).toEqual(
            new Set(["tigera-operator"]),
        );
        expect(new Set(rendered.map(({ kind }) => kind))).toEqual(
            new Set(["ServiceAccount", "ClusterRole", "ClusterRoleBinding", "RoleBinding", "Deployment", "Job"]),
        );
    });
});

const vpcCni = ({ of }: Awaited<ReturnType<typeof plan>>) =>
    JSON.parse(
        of("aws:eks/addon:Addon").find(({ inputs }) => inputs.addonName === "vpc-cni")?.inputs.configurationValues,
    );
