import { describe, expect, test } from "vitest";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import type { CheckResult } from "../../../policy-pack/judgement/result.ts";
import { resultOf } from "../judged.ts";
import { object, type Props, release, resource } from "../ready/resource.ts";
import { type Part, parts, workload } from "./parts.ts";

const cluster = resource("aws:eks/cluster:Cluster", "shop", { name: "shop" });
/** Something that runs in the cluster, so that the stack is one that installs things. */
const shop = workload("Deployment", "shop", "registry.example.com/shop:1.0.0");

const said = (check: string, ...resources: Resource[]): CheckResult | undefined =>
    resultOf(check, [cluster, shop, ...resources]);
const status = (check: string, ...resources: Resource[]) => said(check, ...resources)?.status;

const argo = (kind: string, spec: Props) =>
    object(`argoproj.io/v1alpha1:${kind}`, "part", { metadata: { namespace: "argo-cd" }, spec });
const source = (chart: string, helm: Props) => ({ repoURL: "https://charts.example.com", chart, helm });
const application = (chart: string, helm: Props) => argo("Application", { source: source(chart, helm) });
const flux = (kind: string, spec: Props) => object(`helm.toolkit.fluxcd.io/v2:${kind}`, "part", { spec });

/** `server.replicas=2` and so on, of each leaf of the values. */
const flags = (values: unknown, path: string[] = []): { name: string; value: string }[] =>
    typeof values === "object" && values !== null && !Array.isArray(values)
        ? Object.entries(values).flatMap(([key, value]) => flags(value, [...path, key.replaceAll(".", "\\.")]))
        : [{ name: path.join("."), value: String(values) }];

/** Who installs a chart, by what the stack holds of it. */
const installers: Record<string, (chart: string, values: Props) => Resource[]> = {
    "a release": (chart, values) => [release("part", chart, values)],
    "an Application": (chart, values) => [application(chart, { valuesObject: values })],
    "an Application with values in a text": (chart, values) => [application(chart, { values: JSON.stringify(values) })],
    "an Application of several sources": (chart, values) => [
        argo("Application", {
            sources: [{ repoURL: "https://git.example.com", ref: "values" }, source(chart, { valuesObject: values })],
        }),
    ],
    "an Application of a chart in Git": (chart, values) => [
        argo("Application", { source: { path: `charts/${chart}`, helm: { valuesObject: values } } }),
    ],
    "an ApplicationSet": (chart, values) => [
        argo("ApplicationSet", { template: { spec: { source: source(chart, { valuesObject: values }) } } }),
    ],
    "a HelmRelease": (chart, values) => [flux("HelmRelease", { chart: { spec: { chart } }, values })],
    "a HelmRelease of an OCI repository": (chart, values) => [
        flux("HelmRelease", { chartRef: { kind: "OCIRepository", name: "source" }, values }),
        object("source.toolkit.fluxcd.io/v1:OCIRepository", "source", { spec: { url: `oci://example.com/${chart}` } }),
    ],
    "a HelmChart": (chart, values) => [
        object("helm.cattle.io/v1:HelmChart", "part", { spec: { chart, valuesContent: JSON.stringify(values) } }),
    ],
    "a Release of Crossplane": (chart, values) => [
        object("helm.crossplane.io/v1beta1:Release", "part", {
            spec: { forProvider: { chart: { name: chart }, values } },
        }),
    ],
};

const named = (list: readonly Part[]) => list.map((part): [string, string, Part] => [part.check, part.chart, part]);

describe.each(named(parts))("%s, for %s", (check, chart, part) => {
    const { values = {}, objects = [], single, addon, trace, beside = [], before = [] } = part;
    const status = (check: string, ...resources: Resource[]) => said(check, ...before, ...resources)?.status;

    test("passes whoever installs the chart with the values that it asks for", () => {
        const found = Object.entries(installers).map(([by, of]) => [
            by,
            status(check, ...of(chart, values), ...beside),
        ]);
        expect(Object.fromEntries(found)).toEqual(
            Object.fromEntries(Object.keys(installers).map((by) => [by, "pass"])),
        );
    });

    test("is unknown where the chart's values are not in the object that has it installed", () => {
        const elsewhere = application(chart, { valueFiles: ["prod.yaml"] });
        const referring = flux("HelmRelease", { chart: { spec: { chart } }, valuesFrom: [{ kind: "ConfigMap" }] });
        const expected = part.values ? "unknown" : "pass";
        expect(status(check, elsewhere, ...beside)).toBe(expected);
        expect(status(check, referring, ...beside)).toBe(expected);
    });

    test("passes with plain objects, from whatever registry", () => {
        expect(status(check, ...objects, ...beside)).toBe("pass");
        const mirrored = JSON.parse(
            JSON.stringify(objects).replace(
                /"image":"[^"]*?([^/"]+\/[^/"]+)"/g,
                '"image":"123.dkr.ecr.eu-west-1.amazonaws.com/hub/$1"',
            ),
        ) as Resource[];
        expect(status(check, ...mirrored, ...beside)).toBe("pass");
    });

    test("fails where plain objects do less than it asks for", () => {
        expect(single ? status(check, ...single) : "fail").toBe("fail");
    });

    test("passes with the EKS add-on", () => {
        const installed = resource("aws:eks/addon:Addon", "part", { addonName: addon });
        expect(addon ? status(check, installed, ...beside) : "pass").toBe("pass");
    });

    test("is unknown where only objects of it show that somebody else installs it", () => {
        expect(trace ? status(check, trace) : "unknown").toBe("unknown");
    });

    test("fails where all that could bring it was seen", () => {
        expect(status(check)).toBe("fail");
    });
});

describe("a part that is not seen is unknown where it may be brought by", () => {
    const check = "policy-engine-present";
    const folder = (path: string, namespace?: string, kind = "Application") => {
        const spec = { source: { repoURL: "https://git.example.com", path }, destination: { namespace } };
        return argo(kind, kind === "ApplicationSet" ? { template: { spec } } : spec);
    };
    const kustomization = (spec: Props) =>
        object("kustomize.toolkit.fluxcd.io/v1:Kustomization", "all", { metadata: { namespace: "flux-system" }, spec });

    test.each<[string, Resource]>([
        ["an Application of Applications", folder("clusters/shop", "argo-cd")],
        ["an Application into no namespace", folder("clusters/shop")],
        ["an Application of a folder that names it", folder("platform/kyverno/prod", "security")],
        ["a set of Applications of folders", folder("{{.path.path}}", "{{.path.basename}}", "ApplicationSet")],
        ["a Kustomization of Flux", kustomization({ path: "./clusters/shop" })],
        ["a chart that may hold others and is not rendered", release("platform", "platform", {})],
        ["an Application of such a chart", application("platform", {})],
        ["a group of manifests", resource("kubernetes:yaml/v2:ConfigFile", "manifests", {})],
    ])("%s", (_, bringer) => {
        expect(status(check, bringer)).toBe("unknown");
        expect(said(check, bringer)?.evidence[0]?.message).toMatch(
            /^no policy engine judges what is stored, as far as/,
        );
    });

    test.each<[string, Resource]>([
        ["an Application for one namespace of another name", folder("apps/shop", "shop")],
        ["a Kustomization for one namespace", kustomization({ path: "./apps/shop", targetNamespace: "shop" })],
        ["a chart that is known to bring something else", release("velero", "velero", {})],
    ])("and not by %s", (_, bystander) => {
        expect(status(check, bystander)).toBe("fail");
    });

    test("another stack, as this one installs nothing in the cluster", () => {
        expect(resultOf(check, [cluster])?.status).toBe("unknown");
        expect(resultOf(check, [cluster, object("core/v1:ConfigMap", "aws-auth", {})])?.status).toBe("unknown");
    });

    test("and not what comes with the cluster as an EKS add-on", () => {
        expect(resultOf("ebs-csi-present", [cluster])?.status).toBe("fail");
        expect(resultOf("cni-network-policy", [cluster])?.status).toBe("fail");
    });
});

test("values of an Application are parameters over values", () => {
    const values = { admissionController: { replicas: 1 } };
    const over = (parameters: unknown) => application("kyverno", { values: JSON.stringify(values), parameters });
    expect(status("policy-engine-present", over(undefined))).toBe("fail");
    expect(status("policy-engine-present", over(flags({ admissionController: { replicas: 3 } })))).toBe("pass");
    const escaped = flags({ configs: { cm: { "admin.enabled": false, "oidc.config": "issuer: x" } } });
    const argoCd = { server: { replicas: 2 }, repoServer: { replicas: 2 }, "redis-ha": { enabled: true } };
    const signedIn = application("argo-cd", { valuesObject: argoCd, parameters: escaped });
    expect(status("gitops-sso", signedIn)).toBe("pass");
});

test("what a generator of an ApplicationSet fills in is unknown", () => {
    const of = (chart: string, replicas: string) =>
        argo("ApplicationSet", {
            template: { spec: { source: source(chart, { valuesObject: { admissionController: { replicas } } }) } },
        });
    expect(status("policy-engine-present", of("kyverno", "{{.replicas}}"))).toBe("unknown");
    expect(status("policy-engine-present", of("{{.chart}}", "3"))).toBe("unknown");
});

test("a service of others that takes metrics and logs leaves unknown what it does with them", () => {
    const datadog = release("datadog", "datadog", {});
    for (const check of ["prometheus-present", "alertmanager-routed", "grafana-dashboards", "log-store-present"]) {
        expect(status(check, datadog), check).toBe("unknown");
    }
    expect(status("alert-rules-complete", datadog)).toBe("unknown");
});

test("logs have a place in CloudWatch by whatever names its group, and an output that cannot be read hides no other place", () => {
    const group = resource("aws:cloudwatch/logGroup:LogGroup", "logs", { name: "/shop/pods", retentionInDays: 90 });
    const configured = object("core/v1:ConfigMap", "fluent-bit", {
        data: { "fluent-bit.conf": "[OUTPUT]\n    Name cloudwatch_logs\n    log_group_name /shop/pods\n" },
    });
    const unread = application("fluent-bit", { valueFiles: ["prod.yaml"] });
    expect(status("log-store-present", configured, group)).toBe("pass");
    expect(status("log-store-present", configured)).toBe("fail");
    expect(status("log-store-present", unread)).toBe("unknown");
    expect(status("log-store-present", unread, configured, group)).toBe("pass");
});

test("what runs once is judged at the object that runs it", () => {
    const kyverno = workload("Deployment", "kyverno", "ghcr.io/kyverno/kyverno:v1.19.0", { replicas: 1 });
    const evidence = resultOf("policy-engine-present", [kyverno])?.evidence;
    expect(evidence?.map(({ urn, status }) => [urn, status])).toEqual([[kyverno.urn, "fail"]]);
    expect(evidence?.[0]?.message).toMatch(/^kyverno has fewer than 2 replicas/);
});

test("what a release brings is judged once, by its values", () => {
    const installed = release("part", "kyverno", { admissionController: { replicas: 1 } });
    const brought = workload("Deployment", "kyverno", "ghcr.io/kyverno/kyverno:v1.19.0", { replicas: 1 });
    const { evidence = [] } = said("policy-engine-present", installed, { ...brought, release: installed.urn }) ?? {};
    expect(evidence[0]?.message).toMatch(
        /^part has fewer than 2 replicas \(values\.admissionController\.replicas\)\. /,
    );
});

test("what runs on every node needs no replicas", () => {
    const image = "docker.io/traefik:v3.6.0";
    const budget = object("policy/v1:PodDisruptionBudget", "traefik", {
        metadata: { namespace: "platform" },
        spec: { maxUnavailable: 1, selector: { matchLabels: { app: "traefik" } } },
    });
    expect(status("ingress-controller-present", workload("DaemonSet", "traefik", image), budget)).toBe("pass");
});

test("a controller that is no longer maintained is found as plain objects too", () => {
    const controller = workload("Deployment", "nginx", "registry.k8s.io/ingress-nginx/controller:v1.14.0");
    expect(status("ingress-not-nginx-eol", controller)).toBe("fail");
    expect(status("ingress-not-nginx-eol", application("ingress-nginx", {}))).toBe("fail");
    expect(status("ingress-not-nginx-eol")).toBe("pass");
});

test("what Velero backs up is judged however Velero is installed", () => {
    const agent = workload("DaemonSet", "node-agent", "velero/velero:v1.18.1");
    const bucket = resource("aws:s3/bucket:Bucket", "backups", { bucket: "shop-backups" });
    const location = object("velero.io/v1:BackupStorageLocation", "default", {
        spec: { objectStorage: { bucket: "shop-backups" } },
    });
    expect(status("backup-location-safe", agent, location, bucket)).toBe("fail");
    expect(status("backup-location-safe", agent, location)).toBe("unknown");
    const configuration = { backupStorageLocation: [{ bucket: "shop-backups" }] };
    const entrusted = application("velero", { valuesObject: { deployNodeAgent: true, configuration } });
    expect(status("backup-location-safe", entrusted, bucket)).toBe("fail");
    expect(status("backup-schedule-tiers", entrusted)).toBe("fail");
    const claim = object("core/v1:PersistentVolumeClaim", "data", { metadata: { namespace: "shop" } });
    expect(status("backup-covers-stateful", entrusted, claim)).toBe("fail");
});

test("a mesh, an archived catalogue and a Vault are judged however they are installed", () => {
    const istio = workload("Deployment", "istiod", "registry.istio.io/release/pilot:1.29.0");
    expect(status("service-mesh-mtls", istio)).toBe("fail");
    expect(status("service-mesh-mtls", application("istiod", {}))).toBe("fail");
    const linkerd = flux("HelmRelease", {
        chart: { spec: { chart: "linkerd-control-plane" } },
        values: { proxy: { defaultInboundPolicy: "all-authenticated" } },
    });
    expect(status("service-mesh-mtls", linkerd)).toBe("pass");
    expect(status("service-catalogue", application("catalog", {}))).toBe("fail");
    expect(status("service-catalogue", workload("Deployment", "c", "ghcr.io/backstage/backstage:1.0"))).toBe("pass");
    const store = object("external-secrets.io/v1:ClusterSecretStore", "vault", { spec: { provider: { vault: {} } } });
    const secrets = application("external-secrets", { valuesObject: { replicaCount: 2 } });
    const vault = (replicas: number) => workload("StatefulSet", "vault", "hashicorp/vault:2.0.4", { replicas });
    expect(status("secret-store-present", secrets, store, vault(3))).toBe("pass");
    expect(status("secret-store-present", secrets, store, vault(1))).toBe("fail");
    expect(status("secret-store-present", secrets, store, application("vault", {}))).toBe("fail");
});
