import { describe, expect, it, test } from "vitest";
import type { Addon, MeshCaller } from "../../components/platform/addon.ts";
import { addonOf, args, assembled } from "../addons/example.ts";
import type { Rendered } from "../addons/render.ts";
import { objectsOf } from "./engines.ts";

const chart = (name: string, more: object = {}) => ({
    name,
    chart: name,
    version: "1.0.0",
    repository: "https://charts.example.com",
    ...more,
});
const ownCharts = [
    chart("web", { ports: [8080], egressNamespaces: ["store"], metrics: [{ port: 9102 }] }),
    chart("store", { ports: [6379, 8080] }),
    chart("worker"),
    chart("legacy", { outsideMesh: true }),
];
const mesh = { engine: "linkerd" };
const hosts = ["shop.example.com"];
const all = await assembled({ settings: { mesh, ownCharts, gateway: { engine: "envoy", hosts } } });
const [web, store, worker, legacy, control, gateway, monitoring, certManager, trustManager] = [
    ...["web", "store", "worker", "legacy", "linkerd", "envoy-gateway", "monitoring", "cert-manager", "trust-manager"],
].map((name) => addonOf(all, name)) as [Addon, Addon, Addon, Addon, Addon, Addon, Addon, Addon, Addon];

const marks = { labels: { "production-cluster/mesh": "true" }, annotations: { "linkerd.io/inject": "enabled" } };

/** Who is let in to which port, as the policy controller puts servers, policies and authentications together. */
function letIn(addon: Addon): Record<string, string[]> {
    const named = (kind: string, name: string) =>
        objectsOf(addon, kind).find(({ metadata }) => metadata.name === name)?.spec;
    const policies = objectsOf(addon, "AuthorizationPolicy");
    return Object.fromEntries(
        objectsOf(addon, "Server").map(({ metadata, spec }) => {
            const mine = policies.filter((policy) => policy.spec.targetRef.name === metadata.name);
            const who = mine.flatMap((policy) =>
                policy.spec.requiredAuthenticationRefs.flatMap(({ kind, name }: Rendered) =>
                    kind === "NetworkAuthentication"
                        ? named(kind, name)?.networks.map(({ cidr }: Rendered) => cidr)
                        : named(kind, name)?.identityRefs.map((ref: Rendered) => `${ref.kind} ${ref.name}`),
                ),
            );
            return [String(spec.port), who];
        }),
    );
}

describe("Linkerd", () => {
    it("takes nobody in whom nobody declared, and leaves no pod without a proxy", () => {
        const { proxy, webhookFailurePolicy, proxyInjector } = control.values;
        expect(proxy.defaultInboundPolicy).toBe("deny");
        expect(webhookFailurePolicy).toBe("Fail");
        expect(proxyInjector.namespaceSelector.matchExpressions).toEqual([
            { key: "production-cluster/mesh", operator: "In", values: ["true"] },
        ]);
    });

    it("needs no power in namespaces of teams: a plugin of the node does it, in the one privileged namespace", () => {
        expect(control.values.cniEnabled).toBe(true);
        expect(control.namespace.podSecurity).toBe("restricted");
        expect(addonOf(all, "linkerd-cni").namespace.podSecurity).toBe("privileged");
        expect(control.values.proxy.securityContext.capabilities).toEqual({ drop: ["ALL"] });
    });

    it("ends with its Job: its proxy is a sidecar of Kubernetes", () => {
        expect(control.values.proxy.nativeSidecar).toBe(true);
    });

    it("comes in the order that removal turns round", () => {
        const needs = (name: string) => addonOf(all, name).needs ?? [];
        expect(needs("linkerd")).toContain("linkerd-cni");
        for (const name of ["web", "store", "worker", "envoy-gateway"]) expect(needs(name)).toContain("linkerd");
        for (const name of ["monitoring", "legacy"]) expect(needs(name)).not.toContain("linkerd");
    });

    it("asks no plugin of the node to be beside Istio's", () => {
        expect(all.filter(({ name }) => /istio|ztunnel/.test(name))).toEqual([]);
    });
});

describe("The root of the mesh", () => {
    const ca = (name: string) =>
        [certManager, control]
            .flatMap((addon) => objectsOf(addon, "Certificate"))
            .find((it) => it.metadata.name === name);

    it("is another than the cluster's CA, of which anybody may have a certificate with any name", () => {
        expect(ca("linkerd-identity-issuer")?.spec.issuerRef.name).toBe("mesh-root");
        expect(ca("mesh-root")?.spec.issuerRef).toEqual({
            group: "cert-manager.io",
            kind: "Issuer",
            name: "internal-ca",
        });
        const policy = objectsOf(certManager, "ValidatingAdmissionPolicy").find(
            ({ metadata }) => metadata.name === "certificates-mesh-root",
        );
        expect(policy?.spec.validations[0].expression).toContain(
            'object.spec.issuerRef.name != "mesh-root" || object.metadata.namespace in ["linkerd","trust-manager"]',
        );
        expect(policy?.spec.matchConstraints.resourceRules[0].resources).toEqual([
            "certificates",
            "certificaterequests",
        ]);
    });

    it("has keys as linkerd check asks for, its own kept, the issuer's new each time", () => {
        const [root, issuer] = [ca("mesh-root")?.spec, ca("linkerd-identity-issuer")?.spec];
        expect(root).toMatchObject({
            isCA: true,
            privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Never" },
        });
        expect(issuer).toMatchObject({
            isCA: true,
            privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
        });
        expect(issuer?.dnsNames).toEqual(["identity.linkerd.cluster.local"]);
        expect(control.values.identity).toEqual({ externalCA: true, issuer: { scheme: "kubernetes.io/tls" } });
    });

    it("is where Linkerd reads it, beside the one before it while it changes, and in no other namespace", () => {
        const bundle = objectsOf(trustManager, "Bundle").find(
            ({ metadata }) => metadata.name === "linkerd-identity-trust-roots",
        )?.spec;
        expect(bundle?.target).toEqual({
            configMap: { key: "ca-bundle.crt" },
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "linkerd" } },
        });
        const [source] = bundle?.sources ?? [];
        const signed = objectsOf(trustManager, "Certificate").find(({ spec }) => spec.issuerRef.name === "mesh-root");
        expect(signed?.spec.secretTemplate.labels).toEqual(source.secret.selector.matchLabels);
        expect(source.secret.key).toBe("ca.crt");
    });

    it("is there with a mesh alone", async () => {
        const without = await assembled({ settings: {} });
        expect(JSON.stringify(without)).not.toMatch(/mesh-root|linkerd/);
    });
});

test("Webhooks have certificates of cert-manager, under the names that the chart asks for", () => {
    const made = objectsOf(control, "Certificate").filter(({ spec }) => !spec.isCA);
    expect(made.map(({ spec }) => spec.secretName).toSorted()).toEqual([
        ...["linkerd-policy-validator-k8s-tls", "linkerd-proxy-injector-k8s-tls", "linkerd-sp-validator-k8s-tls"],
    ]);
    for (const key of ["proxyInjector", "profileValidator", "policyValidator"]) {
        const { externalSecret, injectCaFrom } = control.values[key];
        expect(externalSecret).toBe(true);
        const [of] = made.filter(({ metadata }) => `${metadata.namespace}/${metadata.name}` === injectCaFrom);
        expect(of?.spec.privateKey.encoding).toBe("PKCS8");
    }
});

describe("A chart of one's own", () => {
    it("is in the mesh, and lets in whom the network policies let in, by port", () => {
        for (const member of [web, store, worker]) expect(member.namespace).toMatchObject(marks);
        expect(letIn(store)).toEqual({
            "4191": ["0.0.0.0/0"],
            "6379": ["Namespace store", "Namespace web"],
            "8080": ["Namespace store", "Namespace web"],
        });
        expect(letIn(web)).toEqual({ "4191": ["0.0.0.0/0"], "8080": ["Namespace web"], "9102": ["0.0.0.0/0"] });
    });

    it("that names no ports is called by nobody, but for the metrics of its proxies", () => {
        expect(letIn(worker)).toEqual({ "4191": ["0.0.0.0/0"] });
        expect(worker.traffic.from).toEqual([{ peer: "metrics", ports: [4191] }]);
    });

    it("lets nobody but Prometheus to what takes plain text", () => {
        for (const member of [web, store, worker]) {
            const plain = Object.entries(letIn(member)).flatMap(([port, who]) =>
                who.includes("0.0.0.0/0") ? [port] : [],
            );
            for (const { peer, ports } of member.traffic.from)
                if (peer !== "metrics")
                    expect(plain.filter((port) => (ports as number[]).includes(Number(port)))).toEqual([]);
        }
    });

    it("is reached by the port of the mesh beside those that are meant", () => {
        expect(store.traffic.from).toContainEqual({ peer: { namespace: "web" }, ports: [6379, 8080, 4143] });
        expect(web.traffic.from).toContainEqual({ peer: "metrics", ports: [9102] });
    });

    it("knows what it keeps by protocols in which the server speaks first", () => {
        const protocols = objectsOf(store, "Server").map(({ spec }) => [spec.port, spec.proxyProtocol]);
        expect(Object.fromEntries(protocols)).toEqual({ 4191: "unknown", 6379: "opaque", 8080: "unknown" });
    });

    it("reaches the control plane, which takes it by the label", () => {
        expect(web.traffic.to).toContainEqual({ peer: { namespace: "linkerd" }, ports: [8080, 8086, 8090] });
        expect(control.traffic.from).toContainEqual({
            peer: { namespacesWith: "production-cluster/mesh" },
            ports: [8080, 8086, 8090],
        });
    });

    it("is as before where it says so", () => {
        expect(legacy.namespace).not.toHaveProperty("annotations");
        expect(JSON.stringify(legacy)).not.toMatch(/linkerd|4143|4191/);
    });
});

describe("Who calls into the mesh", () => {
    it.each(["envoy", "nginx", "traefik"] as const)(
        "is in it with its proxies, past which people come: %s",
        async (engine) => {
            const name = `${engine}-gateway`;
            const addons = await assembled({
                settings: { mesh, gateway: { engine, hosts }, certificates: args.certificates },
            });
            const proxies = addonOf(addons, name);
            const said = JSON.stringify([proxies.values, proxies.after]);
            expect(said).toContain('"linkerd.io/inject":"enabled"');
            const [, skipped] = said.match(/"config\.linkerd\.io\/skip-inbound-ports":"([\d,]+)"/) ?? [];
            expect(skipped?.split(",").map(Number)).toEqual((proxies.mesh as MeshCaller).ports);
            expect(proxies.namespace.labels).toMatchObject(marks.labels);
            expect(proxies.namespace.annotations).toBeUndefined();
            expect(letIn(proxies)).toEqual({ "4191": ["0.0.0.0/0"] });
        },
    );

    it("is not Prometheus, which starts without Linkerd, and reads the proxies' metrics", () => {
        expect(monitoring.values.prometheus.prometheusSpec).not.toHaveProperty("podMetadata");
        expect(objectsOf(monitoring, "Server")).toEqual([]);
        expect(monitoring.traffic.to).toContainEqual({ peer: { namespace: "web" }, ports: [4191] });
        expect(gateway.traffic.from).toContainEqual({ peer: "metrics", ports: [4191] });
        expect(objectsOf(web, "PodMonitor").map(({ metadata }) => metadata.name)).toContain("linkerd-proxies");
    });
});

test("Ports that a chart names are kept without a mesh, too, by network policies; without any all are open", async () => {
    const without = await assembled({ settings: { ownCharts: ownCharts.slice(0, 3) } });
    expect(addonOf(without, "store").traffic.from).toEqual([
        { peer: "sameNamespace", ports: [6379, 8080] },
        { peer: { namespace: "web" }, ports: [6379, 8080] },
        { peer: "metrics", ports: "any" },
    ]);
    expect(addonOf(without, "worker").traffic.from).toContainEqual({ peer: "sameNamespace", ports: "any" });
});

test("What is outside of it is as without a mesh", () => {
    const outside = all.filter(({ name, mesh: membership }) => !membership && !name.startsWith("linkerd"));
    expect(JSON.stringify(outside.map(({ traffic }) => traffic))).not.toContain("4143");
});
