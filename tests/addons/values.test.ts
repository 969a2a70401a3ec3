import { matchesGlob } from "node:path";
import { describe, expect, it } from "vitest";
import type { Addon, Values } from "../../components/platform/addon.ts";
import { addonOf, addons, assembled, profile } from "./example.ts";

const addon = (name: string): Addon => addonOf(addons, name);
const values = (name: string): Values => addon(name).values;

describe("Alerts", () => {
    const { route, receivers } = values("monitoring").alertmanager.config;
    const receiver = (name: string) => receivers.find((candidate: Values) => candidate.name === name);
    const routed = (alert: string) =>
        route.routes.find(({ matchers }: Values) => matchers.includes(`alertname = "${alert}"`)) ?? route;

    it("reach people over the topic, without a credential, and say when they are over", () => {
        expect(receiver(routed("KubePodCrashLooping").receiver).sns_configs).toMatchObject([
            {
                topic_arn: "arn:aws:sns:eu-west-1:123456789012:shop-alerts",
                sigv4: { region: "eu-west-1" },
                send_resolved: true,
            },
        ]);
    });

    it("have a subject that SNS takes, however many labels they share", () => {
        const [{ subject }] = receiver("topic").sns_configs;
        const [, characters] = /^\{\{ printf "%\.(\d+)s" /.exec(subject) ?? [];
        expect(Number(characters)).toBeLessThan(100);
    });

    it("keep the dead-man switch from firing, by the address in a mounted Secret", () => {
        const { receiver: name, repeat_interval } = routed("Watchdog");
        const [{ url_file }] = receiver(name).webhook_configs;
        const [, secret] = /^\/etc\/alertmanager\/secrets\/([^/]+)\/url$/.exec(url_file) ?? [];
        expect(values("monitoring").alertmanager.alertmanagerSpec.secrets).toEqual([secret]);
        expect(addon("monitoring").before?.map(({ metadata }) => metadata.name)).toContain(secret);
        expect(repeat_interval).toBe("2m");
    });
});

describe("Metrics", () => {
    const { prometheus, alertmanager, grafana } = values("monitoring");

    it("are kept twice for 15 days, on volumes that they cannot fill", () => {
        const { replicas, retention, retentionSize, storageSpec } = prometheus.prometheusSpec;
        const { storageClassName, resources } = storageSpec.volumeClaimTemplate.spec;
        expect([replicas, retention, storageClassName]).toEqual([2, "15d", "gp3"]);
        expect(Number.parseInt(retentionSize, 10)).toBeLessThan(Number.parseInt(resources.requests.storage, 10));
    });

    it("survive the eviction of one pod: budgets leave a majority of Alertmanagers and one Prometheus", () => {
        expect(alertmanager.alertmanagerSpec.replicas - alertmanager.podDisruptionBudget.minAvailable).toBe(1);
        expect(prometheus.prometheusSpec.replicas - prometheus.podDisruptionBudget.minAvailable).toBe(1);
        expect(alertmanager.alertmanagerSpec.replicas).toBe(3);
    });

    it("come of every monitor and rule, whoever brought it", () => {
        const { prometheusSpec } = prometheus;
        for (const kind of ["rule", "serviceMonitor", "podMonitor", "probe", "scrapeConfig"])
            expect(prometheusSpec[`${kind}SelectorNilUsesHelmValues`], kind).toBe(false);
    });

    it("are looked for where EKS has them, and nowhere else", () => {
        for (const component of ["kubeEtcd", "kubeScheduler", "kubeControllerManager", "kubeProxy"])
            expect(values("monitoring")[component]).toEqual({ enabled: false });
        const paths = prometheus.additionalServiceMonitors.map(({ endpoints }: Values) => endpoints[0].path);
        expect(paths.every((path: string) => path.startsWith("/apis/metrics.eks.amazonaws.com/v1/"))).toBe(true);
    });

    it("are shown by data sources that Grafana leaves as its image brings them, for that is read-only", () => {
        const { containerSecurityContext, "grafana.ini": ini } = grafana;
        expect(containerSecurityContext.readOnlyRootFilesystem).toBe(true);
        expect(ini.plugins.preinstall_disabled).toBe(true);
    });

    it("are shown by a Grafana that has more memory than its documentation asks for at least", () => {
        expect(Number.parseInt(grafana.resources.limits.memory, 10)).toBeGreaterThan(512);
    });

    it("are shown by Grafana to an administrator whose password nobody set", () => {
        expect(grafana.admin).toEqual({ existingSecret: "grafana-admin", userKey: "user", passwordKey: "password" });
        const [, generated] =
            addon("monitoring").before?.filter(({ metadata }) => metadata.name === "grafana-admin") ?? [];
        expect(generated).toMatchObject({ spec: { refreshPolicy: "CreatedOnce", target: { name: "grafana-admin" } } });
    });
});

describe("Logs", () => {
    it("are kept three times on S3, for as many days as asked", () => {
        const { loki, singleBinary } = values("loki");
        expect(loki.storage).toMatchObject({
            type: "s3",
            bucketNames: { chunks: "shop-logs-123456789012-eu-west-1-an" },
        });
        expect(loki.commonConfig.replication_factor).toBe(singleBinary.replicas);
        expect(loki.limits_config.retention_period).toBe("2160h");
        expect(loki.compactor.retention_enabled).toBe(true);
    });

    it("come from every node, and wait on its disk while Loki is away", () => {
        const { tolerations, config, daemonSetVolumes } = values("fluent-bit");
        expect(tolerations).toEqual([{ operator: "Exists" }]);
        const state = /storage\.path (\S+)\/buffers/.exec(config.service)?.[1];
        expect(daemonSetVolumes.map(({ hostPath }: Values) => hostPath.path)).toContain(state);
        for (const input of config.inputs.split("[INPUT]").slice(1)) {
            expect(input).toContain("storage.type filesystem");
            expect(input).toMatch(new RegExp(`DB ${state}/`));
        }
        for (const output of config.outputs.split("[OUTPUT]").slice(1)) {
            expect(output).toContain("Host loki-gateway.loki.svc.cluster.local");
            expect(output).toMatch(/Retry_Limit no_limits[\s\S]*storage\.total_limit_size/);
        }
    });

    it("cannot be withheld by a pod, neither by an annotation nor by a name like the forwarder's", () => {
        const { filters, inputs } = values("fluent-bit").config;
        expect(filters).toContain("K8S-Logging.Exclude Off");
        const [, left] = /Exclude_Path (\S+)/.exec(inputs) ?? [];
        const isLeft = (pod: string, namespace: string) =>
            matchesGlob(`/var/log/containers/${pod}_${namespace}_fluent-bit-0b1c.log`, left ?? "");
        expect(isLeft("fluent-bit-x7k2p", "fluent-bit")).toBe(true);
        expect(isLeft("fluent-bit-x7k2p", "shop")).toBe(false);
        expect(isLeft("shop-fluent-bit", "fluent-bit-shop")).toBe(false);
    });
});

describe("Argo CD", () => {
    it("has a proxy before its cache that needs no IPv6 and bounds its connections", () => {
        const { haproxy } = values("argo-cd")["redis-ha"];
        expect(haproxy.IPv6).toEqual({ enabled: false });
        expect(haproxy.extraConfig).toMatch(/^global\n\s+maxconn \d+\n$/);
    });

    it("lets nobody in by a password, and only the administrators' group by single sign-on", () => {
        const { cm, rbac } = values("argo-cd").configs;
        expect(cm["admin.enabled"]).toBe(false);
        expect(cm["oidc.config"]).toContain("clientSecret: $argocd-oidc:clientSecret");
        expect(rbac).toEqual({
            "policy.default": "",
            "policy.csv": "g, platform-team, role:admin\n",
            scopes: "[groups]",
        });
        expect(values("argo-cd").dex).toEqual({ enabled: false });
    });

    it("lets nobody in at all without single sign-on, and needs no secret then", async () => {
        const gitops = { repository: "https://git.example.com/shop/platform.git" };
        const { values, before, needs } = addonOf(await assembled({ settings: { gitops } }), "argo-cd");
        expect(values.configs.cm).not.toHaveProperty("oidc.config");
        expect(values.configs.rbac["policy.csv"]).toBe("");
        expect([before, needs]).toEqual([[], []]);
    });
});

describe("Admission and load balancers", () => {
    it("judge with one pod in each zone, and leave kube-system alone", () => {
        const { admissionController, config } = values("kyverno");
        expect(admissionController.replicas).toBe(profile.zones.length);
        expect(config.webhooks.namespaceSelector.matchExpressions).toEqual([
            { key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["kube-system"] },
        ]);
    });

    it("leave no webhook behind: what owns them goes after Kyverno", () => {
        const owners = addon("kyverno").before?.filter(({ kind }) => kind === "ClusterRole") ?? [];
        // As Kyverno 1.19 looks for it: pkg/controllers/webhook/controller.go, buildOwner.
        const found = owners.filter(
            ({ metadata: { name, labels } }) =>
                name.endsWith(":webhook") && labels?.["app.kubernetes.io/component"] === "kyverno",
        );
        expect(found).toHaveLength(1);
    });

    it("judge ReplicaSets too, whose pods nobody judges again", () => {
        expect(values("kyverno").config.resourceFiltersExclude).toEqual(
            expect.arrayContaining(["[ReplicaSet,*,*]", "[*/*,kube-public,*]"]),
        );
    });

    it("are internal unless asked otherwise, and no webhook stands before every Service", () => {
        expect(values("aws-load-balancer-controller")).toMatchObject({
            defaultLoadBalancerScheme: "internal",
            enableServiceMutatorWebhook: false,
            clusterName: "shop",
        });
    });

    it("are made and removed while their controller runs, like machines", () => {
        const owners = addons.filter(({ ownsAwsResources }) => ownsAwsResources).map(({ name }) => name);
        expect(owners).toEqual(["aws-load-balancer-controller", "karpenter"]);
    });
});
