import fc from "fast-check";
import { policyIds } from "../../components/security/admission/policies.ts";
import { kubeconfig } from "../foundation/recording.ts";
import { endedCa, nextCa, rootCa, serverCertificate } from "./certificates.ts";
import { right } from "./settings.ts";

/** What no message may repeat. */
export const credential = "hunter2";

const zonesOf = (region: string) => ["a", "b", "c"].map((letter) => `${region}${letter}`);
const roles = ["aws", "aws-us-gov"].flatMap((partition) =>
    ["a", "A", "team/a", "team/b", "r".repeat(64), "r".repeat(65), "aws-service-role/x", ""].map(
        (name) => `arn:${partition}:iam::111122223333:role/${name}`,
    ),
);
const ranges = [
    ...["10.0.0.0/16", "10.0.0.0/20", "10.0.8.0/24", "10.1.0.0/16", "10.0.0.0/8", "100.64.0.0/16", "192.168.0.0/20"],
    ...["172.20.0.0/16", "172.16.0.0/12", "51.1.0.0/16", "51.1.2.0/24", "203.0.113.7/32", "127.0.0.0/16", "10.0.0.1/8"],
];
const elsewhere = {
    kubeconfig,
    nodeCidrs: ["172.18.0.0/16"],
    serviceCidr: "10.96.0.0/16",
};
const eks = {
    clusterName: "theirs",
    vpcId: "vpc-1",
    privateSubnetIds: ["subnet-1", "subnet-2", "subnet-3"],
    securityGroupIds: ["sg-1"],
    nodeRoleArn: "arn:aws:iam::111122223333:role/nodes",
    instanceProfile: "nodes",
};
const { name, gitops, ownership, access: _, ...onEks } = right;

/** One for each kind of cluster, none with a mistake. */
const bases = [
    right,
    { name, gitops, ownership, cluster: { existing: elsewhere } },
    { ...onEks, name, gitops, ownership, cluster: { existing: { ...elsewhere, eks } } },
];

const from = fc.constantFrom;
const some = (...values: unknown[]) => fc.array(from(...values), { maxLength: 4 });
const many = (least: number, value: (place: number) => unknown) =>
    fc.integer({ min: least, max: least + 3 }).map((length) => Array.from({ length }, (_, place) => value(place)));
const words = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,70}$/);
const labels = fc.oneof(fc.stringMatching(/^[a-z0-9-]{1,65}$/), from("a", "b", "velero", "loki", "constructor"));
const urls = from(
    ...["https://example.com:99999/x", "ssh://git@example.com:0/x", "https://1.2.3.4.5/x"],
    ...["https://example.com/x", "git@example.com:x/y.git", "ssh://git@example.com/x", "upstream", "./charts", "shop"],
    ...[
        "oci://example.com/x/y",
        "oci://example.com/x:1",
        "oci://example.com/x/",
        `https://${credential}@example.com/x`,
    ],
    ...[`oci://me:${credential}@example.com/x`, `https://example.com/x?token=${credential}`],
);

const certificates = from(
    ...[
        undefined,
        undefined,
        rootCa,
        rootCa + nextCa,
        endedCa,
        serverCertificate,
        rootCa.replace("END", "BEGIN"),
        "MA==",
    ],
    `-----BEGIN PRIVATE KEY-----\n${credential}\n-----END PRIVATE KEY-----\n`,
);

const references = from(
    ...["*", "A b", "nginx:latest", "redis:7", "busybox@sha256:ab*", "ghcr.io/example/*"],
    ...["images.example.com/shop/*", "images.example.com:8443/shop/*", "*.example.com:8443/shop/*"],
    ...["images.example.com:*/shop/*", "images.example.com:99999/shop/*", "images.example*shop/*"],
    ...["*.dkr.ecr.*.amazonaws.com/shop/*", "444455556666.dkr.ecr.eu-west-1.amazonaws.com/shop/*"],
    ...["444455556666.dkr.ecr.us-east-1.amazonaws.com/shop/*", "444455556666.dkr.ecr.cn-north-1.amazonaws.com.cn/*"],
    ...["images.example.com:8443", "images.example.com"],
);

const ownCharts = fc.array(
    fc.record(
        {
            name: labels,
            chart: fc.oneof(from("shop"), urls),
            version: from("1.0.0", "v1.2.3-rc.1", "1", "latest"),
            repository: urls,
            podSecurity: from("restricted", "baseline", "privileged", "none"),
            maxPods: from(0, 1, 100_000, 100_001),
            needs: some("a", "b", "velero", "kyverno", "nothing", "constructor"),
            egressNamespaces: fc.array(labels, { maxLength: 2 }),
            sendsTraces: fc.boolean(),
            ports: fc.array(from(8080, 5432, 0), { maxLength: 2 }),
            metrics: fc.array(fc.record({ port: from(8080, 0), path: from("/metrics", "metrics") }), { maxLength: 2 }),
            values: fc.oneof(
                fc.dictionary(words, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
                from({ url: `postgres://me:${credential}@db/x` }, { url: "postgres://me:$(PASSWORD)@db/x" }),
            ),
        },
        { requiredKeys: ["name", "chart", "version"] },
    ),
    { maxLength: 3 },
);

/** What may stand at a path: right, at a limit, beyond it, given twice, or in contradiction with another path. */
const choices: Record<string, fc.Arbitrary<unknown>> = {
    name: fc.oneof(fc.stringMatching(/^[a-z][a-z0-9-]{0,21}$/), from("aws", "sg", "sthree-a", "s".repeat(20))),
    region: from("eu-west-1", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "eu-northnorthnorthwe-1"),
    zones: fc.oneof(
        from(...["eu-west-1", "us-gov-west-1", "ap-southeast-7"].map(zonesOf)),
        some(...zonesOf("eu-west-1")),
    ),
    kubernetesVersion: from("1.35", "1.36", "1.29"),
    "access.administratorRoleArns": some(...roles),
    "access.viewerRoleArns": some(...roles),
    "alerts.emails": some("p@example.com", "P@example.com", "q+r@example.com", "p", `${"p".repeat(60)}@example.com`),
    "alerts.heartbeatUrlSecret": from("shop/heartbeat", "s".repeat(512), `https://${credential}`),
    "alerts.heartbeat": fc.record({ cidrs: some(...ranges), caCertificate: certificates }, { requiredKeys: [] }),
    "alerts.receivers": fc.array(
        fc.record(
            {
                name: from("a", "b", "topic", "A"),
                type: from("slack", "pagerduty", "msteams", "email", "webhook", "opsgenie"),
                secretName: from("shop/a", "shop/heartbeat", `https://${credential}`),
                email: fc.record({
                    to: some("p@example.com", "P@example.com"),
                    from: from("p@example.com", "p"),
                    smarthost: from("smtp.example.com:587", "smtp.example.com"),
                    username: words,
                }),
                cidrs: some(...ranges),
                caCertificate: certificates,
            },
            { requiredKeys: ["name", "type", "secretName"] },
        ),
        { maxLength: 3 },
    ),
    "alerts.routes": fc.array(
        fc.record(
            {
                receiver: from("a", "b", "topic", "nobody"),
                severities: some("critical", "warning", "info"),
                teams: fc.array(words, { maxLength: 2 }),
                namespaces: fc.array(labels, { maxLength: 2 }),
            },
            { requiredKeys: ["receiver"] },
        ),
        { maxLength: 3 },
    ),
    slos: fc.array(
        fc.record(
            {
                name: from("shop", "dns", "A"),
                service: words,
                objective: from(99.9, 95, 94.9, 100),
                availability: fc.record({
                    metric: from("http_requests_total", "sum(x)"),
                    selector: from('namespace="shop"', 'a="b"} or up{', "namespace=shop"),
                    errors: from('code=~"5.."', ""),
                }),
                latency: fc.record({ histogram: from("http_request_duration_seconds"), within: from("0.5", "fast") }),
            },
            { requiredKeys: ["name", "service", "objective"] },
        ),
        { maxLength: 2 },
    ),
    "gitops.repository": urls,
    "gitops.path": from("clusters/shop", ".", "/clusters", "../x", "a/../../b"),
    "gitops.cidrs": some(...ranges),
    "gitops.caCertificate": certificates,
    "gitops.revision": from("main", "v1.2.3", "--upload-pack=x", "a b"),
    "gitops.credential": fc.record({
        kind: from("https", "ssh", "githubApp", "basic"),
        secretName: from("git/shop", "a b", ""),
    }),
    secretStores: fc.array(
        fc.record({
            name: labels,
            vault: fc.record({ server: urls, role: from("shop", "a b"), caCertificate: certificates }),
        }),
        {
            maxLength: 2,
        },
    ),
    accountId: from("111122223333", "12", "arn:aws:iam::111122223333:root"),
    "gitops.sso": fc.record({
        issuer: urls,
        clientId: from("argo-cd", "$x"),
        clientSecretName: from("shop/oidc", "shop/heartbeat"),
        administratorGroup: from("platform", "Platform Team", "a,b", "a\nb"),
        cidrs: some(...ranges),
        caCertificate: certificates,
    }),
    "grafana.url": urls,
    "grafana.sso": fc.record({
        authorizationUrl: urls,
        tokenUrl: urls,
        userInfoUrl: urls,
        clientId: from("grafana", "$x"),
        clientSecretName: from("shop/grafana", "shop/heartbeat", "shop/a"),
        administratorGroup: from("platform", "Platform Team", "a;b", "a'b"),
        cidrs: some(...ranges),
        caCertificate: certificates,
    }),
    "ownership.owner": words,
    "ownership.environment": from("production", "standby", "x".repeat(63), "x".repeat(64)),
    primaryStack: from("organization/shop/prod", "prod"),
    standby: fc.record(
        {
            clusterName: from("other", "a/b"),
            backupBucket: from("shop-replica", "Shop"),
            backupKeyArn: from("arn:aws:kms:eu-west-1:111122223333:key/1", "alias/shop"),
            backupPasswordSecret: from("other/velero-repo-credentials"),
            dnsOwner: from("shop-eu-west-1", "a/b"),
            active: fc.boolean(),
            restore: from("velero-weekly-20270103013000", "a b"),
            restoreClusterScoped: some("customresourcedefinitions.apiextensions.k8s.io", "Kind"),
            imageRegistries: from(
                { "a.example.com": "b.example.com" },
                { "a.example.com": "a.example.com" },
                { "example.com": "b.example.com", "a.example.com": "c.example.com" },
            ),
            wasPrimary: fc.boolean(),
        },
        { requiredKeys: [] },
    ),
    "network.cidr": from(...ranges),
    "network.reservedCidrs": some(...ranges),
    "network.existing": from(
        { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2", "subnet-3"] },
        { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-1"], intraSubnetIds: ["subnet-9"] },
    ),
    "network.policyEngine": from("vpc-cni", "cilium", "calico", "weave"),
    "network.defaultDeny": fc.boolean(),
    "controlPlane.publicAccessCidrs": fc.oneof(
        some(...ranges),
        many(39, (place) => `51.${place}.0.0/16`),
    ),
    "controlPlane.privateAccessCidrs": fc.oneof(
        some(...ranges),
        many(57, (place) => `10.1.${place}.0/24`),
    ),
    "controlPlane.serviceCidr": from(...ranges),
    "controlPlane.logRetentionDays": from(7, 90, 365, 3653),
    "nodes.system.instanceTypes": fc.oneof(
        some("m7g.large", "m7i.large", "t4g.small"),
        many(19, (n) => `m${n}i.large`),
    ),
    "nodes.system.minSize": from(2, 3, 4, 449, 450),
    "nodes.system.maxSize": from(3, 4, 46, 450, 451),
    "nodes.general.memoryLimitGiB": from(16, 31, 32),
    "nodes.general.instanceCategories": some("c", "m", "r", "x"),
    "nodes.general.allowSpot": fc.boolean(),
    "admission.engine": from("native", "kyverno", "gatekeeper"),
    "admission.namespaceDefaults": fc.boolean(),
    "admission.imageRegistries": fc.array(fc.oneof(urls, references), { maxLength: 3 }),
    "admission.auditOnly": some(...policyIds, "nothing"),
    "admission.exemptNamespaces": fc.oneof(
        fc.array(
            fc.record({
                namespace: labels,
                policies: some(...policyIds),
                reason: from("old"),
                owner: from("platform"),
                until: from("2026-01-01", "9999-12-31", "31.12.2026"),
            }),
            { maxLength: 3 },
        ),
        many(57, (place) => ({
            namespace: `n${place}`,
            policies: [policyIds[0]],
            reason: "old",
            owner: "platform",
            until: "9999-12-31",
        })),
    ),
    "backup.replicaRegion": from(
        "eu-west-1",
        "eu-central-1",
        "us-gov-east-1",
        "us-iso-east-1",
        "eu-northnorthnorthwe-1",
    ),
    "backup.awsBackup": fc.boolean(),
    "backup.otherAccount": fc.record(
        {
            keyArn: from(
                ...["111122223333", "444455556666"].map((it) => `arn:aws:kms:eu-central-1:${it}:key/1`),
                "alias/copies",
            ),
            bucket: from("shop-copies", "Shop"),
            dumpsBucket: from("shop-dumps-copies"),
            vaultArn: from("arn:aws:backup:eu-central-1:444455556666:backup-vault:shop-copies", "shop-copies"),
        },
        { requiredKeys: ["keyArn", "bucket"] },
    ),
    "backup.excludedNamespaces": some("a", "backup-canary", "A"),
    "backup.excludedResources": some("events", "events.events.k8s.io", "Event"),
    "backup.restoreOrder": some("clusters.postgresql.cnpg.io", "pods", "Cluster"),
    "backup.hooks": fc.array(
        fc.record(
            {
                name: labels,
                namespaces: fc.array(labels, { maxLength: 2 }),
                labels: fc.dictionary(words, words, { maxKeys: 2 }),
                pre: fc.array(
                    fc.record(
                        {
                            command: fc.array(words, { maxLength: 2 }),
                            container: labels,
                            onError: from("Fail", "Continue", "Stop"),
                            timeout: from(0, 1, 3600, 3601),
                        },
                        { requiredKeys: ["command"] },
                    ),
                    { maxLength: 2 },
                ),
            },
            { requiredKeys: ["name", "namespaces"] },
        ),
        { maxLength: 2 },
    ),
    "backup.dumps": fc.array(
        fc.record(
            {
                name: labels,
                engine: from("postgresql", "mysql", "oracle"),
                host: from("orders.example.com", "10.1.0.7", "/run/mysqld"),
                port: from(1, 5432, 65_536),
                database: from("orders", "--orders"),
                credentialSecretName: from("rds/orders", "shop/orders"),
                cidrs: some("10.1.0.0/24", "10.1.0.0/31", "0.0.0.0/0"),
                namespace: labels,
                caCertificate: certificates,
                tiers: some("weekly", "monthly"),
                maxSizeGiB: from(1, 500, 501),
                proof: from("restore", "read", "hope"),
                restoredSizeGiB: from(1, 2000, 2001),
                image: from(`images.example.com/postgis@sha256:${"0".repeat(64)}`, "postgis/postgis:18"),
            },
            { requiredKeys: ["name", "engine", "host", "database", "credentialSecretName"] },
        ),
        { maxLength: 2 },
    ),
    certificates: fc.record(
        {
            issuer: from("internal", "letsencrypt", "acmpca", "nobody"),
            privateCaArn: from(
                ...["eu-west-1", "eu-west-3"].map((it) => `arn:aws:acm-pca:${it}:111122223333:certificate-authority/1`),
            ),
            loadBalancerHosts: some("shop.example.com", "*.example.com", "example.net", "Shop.example.com"),
        },
        { requiredKeys: [] },
    ),
    progressiveDelivery: fc.boolean(),
    restartOnSecretChange: fc.boolean(),
    sealedSecrets: fc.boolean(),
    vault: fc.record(
        {
            volumeGiB: from(0, 1, 1000, 1001),
            snapshotRetentionDays: from(0, 1, 3650),
            keyValue: some("secret", "kv", "sys", "Secret", "a/b"),
            policies: fc.dictionary(from("orders", "root", "vault-snapshots", "Orders", "constructor"), words, {
                maxKeys: 3,
            }),
            roles: fc.array(
                fc.record({
                    name: from("orders", "default", "secret-store-x"),
                    namespace: labels,
                    serviceAccount: labels,
                    policies: some("orders", "nothing", "constructor"),
                }),
                { maxLength: 2 },
            ),
            databases: fc.array(
                fc.record(
                    {
                        name: from("orders", "blog", "Orders"),
                        host: from("db.example.com", "10.1.0.5", "/socket", "a b"),
                        database: from("orders", "a b", "-x"),
                        credentialSecretName: words,
                        cidrs: some("10.1.0.0/24", "10.1.0.0/33"),
                        namespace: labels,
                        caCertificate: certificates,
                        roles: fc.array(
                            fc.record({
                                name: from("orders", "reader"),
                                creationStatements: some("CREATE ROLE x", "GRANT y"),
                                ttlHours: from(0, 1, 48),
                            }),
                            { maxLength: 2 },
                        ),
                    },
                    { requiredKeys: ["name", "host", "database", "credentialSecretName", "roles"] },
                ),
                { maxLength: 2 },
            ),
        },
        { requiredKeys: [] },
    ),
    domain: from("example.com", "platform.example.com", `${"a".repeat(60)}.com`, "example.com.", "Example.com"),
    gateway: fc.record(
        {
            engine: from("envoy", "alb", "istio", "nginx", "traefik", "none", "kong"),
            hosts: some("shop.example.com", "*.example.com", "example.net", "Shop.example.com"),
            tlsMinVersion: from("1.2", "1.3", "1.1"),
            requestTimeout: from(0, 1, 60, 3600, 3601),
            maxRequestKiB: from(0, 1, 1_048_576),
            requestsPerSecond: from(0, 1, 1_000_000),
            allowRoutesOfAllNamespaces: fc.boolean(),
        },
        { requiredKeys: [] },
    ),
    edge: fc.record(
        {
            engine: from("cloudfront", "apiGateway", "alb", "frontDoor"),
            hosts: some("shop.example.com", "*.example.com", "example.net", "Shop.example.com"),
            requestsPerSecond: from(0, 1, 3000),
            requestsPerFiveMinutes: from(9, 10, 2_000_000_000),
            onlyCount: fc.boolean(),
            originWhileWaiting: fc.boolean(),
            failover: fc.record(
                {
                    paths: some("/assets/*", "/", "/*", "assets"),
                    originId: from("vo_0123456789abcdef", "vo-1"),
                    originHost: from("shop-in-0a1b.elb.eu-central-1.amazonaws.com", "Two"),
                },
                { requiredKeys: ["paths", "originId", "originHost"] },
            ),
        },
        { requiredKeys: ["engine", "hosts"] },
    ),
    "mesh.engine": from("istio", "none", "linkerd", "consul"),
    "mesh.egress": fc.array(
        fc.record(
            {
                host: from("api.example.com", "example.net", "*.example.com", "store.web.svc"),
                ports: fc.array(from(443, 8443, 0), { maxLength: 2 }),
                namespaces: some("a", "b", "team", "velero", "kube-system"),
            },
            { requiredKeys: ["host", "namespaces"] },
        ),
        { maxLength: 2 },
    ),
    "dns.zones": fc.array(
        fc.record(
            {
                id: from("Z1", "Z2", "z"),
                domain: from("example.com", "eu.example.com", "example.com.", "com"),
                private: fc.boolean(),
            },
            { requiredKeys: ["id", "domain"] },
        ),
        { maxLength: 3 },
    ),
    "dns.owner": from("shop-eu-west-1", "Shop"),
    "dns.failover": fc.array(
        fc.record(
            {
                host: from("shop.example.com", "example.com", "example.net"),
                primaryTarget: from("one.example.com", "a.shop.example.com"),
                standbyTarget: from("one.example.com", "two.example.com", "Two"),
                path: from("/healthz", "healthz"),
                healthChecks: fc.record({
                    primaryId: from("00000000-0000-0000-0000-000000000001", "x"),
                    standbyId: from("00000000-0000-0000-0000-000000000002"),
                }),
            },
            { requiredKeys: ["host", "primaryTarget", "standbyTarget"] },
        ),
        { maxLength: 2 },
    ),
    chartSource: urls,
    logs: from("loki", "cloudwatch"),
    "logs.store": from("loki", "elasticsearch", "cloudwatch", "nowhere"),
    "logs.firehose": fc.boolean(),
    "registry.existing": fc.record(
        {
            host: from("images.example.com", "images.example.com:8443", "images.example.com:99999"),
            credentialSecretName: from("shop/registry", "x y"),
        },
        { requiredKeys: ["host"] },
    ),
    "registry.privateHosts": fc.array(
        fc.record({
            host: from("images.example.com", "images.example.com:8443", "https://images.example.com"),
            cidrs: some(...ranges),
        }),
        { maxLength: 2 },
    ),
    "registry.verify": fc.array(
        fc.record(
            {
                name: labels,
                images: fc.uniqueArray(references, { minLength: 1, maxLength: 2 }),
                key: from("-----BEGIN PUBLIC KEY-----\nMA==\n-----END PUBLIC KEY-----\n", "MA=="),
                keyless: fc.record({ issuer: urls, subject: from("https://github.com/example/shop", "a b") }),
                certificate: certificates,
                scan: fc.record({ maxAge: from(0, 1, 90, 91), severities: some("CRITICAL", "HIGH", "SEVERE") }),
                denyFrom: from("2026-01-01", "9999-12-31", "2026-02-30", "tomorrow"),
            },
            { requiredKeys: ["name", "images", "denyFrom"] },
        ),
        { maxLength: 3 },
    ),
    "detection.guardDuty": from("stack", "given", "none", "other"),
    "detection.malwareScans": fc.boolean(),
    "detection.falco.profile": from("full", "light", "cheap"),
    "detection.securityHub": from("stack", "given", "none"),
    "detection.auditTrail": fc.boolean(),
    "logs.aggregator": from("fluentd", "logstash"),
    "logs.retentionDays": from(0, 1, 7, 8, 90, 3650, 3651),
    "logs.elasticsearch.memoryGiB": from(1, 2, 64, 65),
    "metrics.history": from("local", "thanos", "amp", "cortex"),
    "metrics.retentionDays": from(89, 90, 1095, 1096),
    "metrics.cloudWatch": fc.boolean(),
    "metrics.datadog.apiKeySecretName": from("shop/datadog", `https://${credential}`),
    "metrics.newRelic.licenseKeySecretName": from("shop/newrelic", `https://${credential}`),
    "metrics.datadog.site": from("datadoghq.com", "datadoghq.eu", "example.com"),
    "metrics.remoteWrite": fc.array(
        fc.record({
            name: from("a", "b", "A", "r".repeat(40), "r".repeat(41)),
            url: fc.oneof(urls, from("https://example.com:8443/x")),
            authentication: from("basic", "bearer", "none"),
            secretName: from("shop/a", `https://${credential}`),
            cidrs: some(...ranges),
            caCertificate: certificates,
        }),
        { maxLength: 2 },
    ),
    "traces.store": from("none", "tempo", "xray", "jaeger"),
    "traces.retentionDays": from(0, 1, 90, 91),
    "traces.samplingPercentage": from(0, 1, 100, 101),
    ownCharts,
    chartValues: fc.dictionary(
        from("velero", "kyverno", "nothing", "a b", "constructor"),
        fc.jsonValue({ maxDepth: 2 }),
        {
            maxKeys: 2,
        },
    ),
    allowDeletion: fc.boolean(),
    "cluster.existing.nodeCidrs": some(...ranges),
    "cluster.existing.serviceCidr": from(...ranges),
    "cluster.existing.nodeSelector": fc.dictionary(words, words, { maxKeys: 2 }),
    "cluster.existing.eks.clusterName": words,
};

const change = fc
    .constantFrom(...Object.keys(choices))
    .chain((path) =>
        fc.tuple(
            fc.constant(path),
            fc.oneof(
                { weight: 9, arbitrary: choices[path] as fc.Arbitrary<unknown> },
                { weight: 1, arbitrary: fc.jsonValue() },
            ),
        ),
    );

/** Configurations as people write them: a right one, changed in up to six places. */
export const configurations = fc
    .tuple(fc.constantFrom(...bases), fc.array(change, { maxLength: 6 }))
    .map(([base, changes]) =>
        changes.reduce<object>((config, [path, value]) => set(config, path.split("."), value), base),
    );

function set(config: object, [key = "", ...path]: string[], value: unknown): object {
    const inner = (config as Record<string, unknown>)[key];
    if (path.length === 0) return { ...config, [key]: value };
    return { ...config, [key]: set(typeof inner === "object" && inner !== null ? inner : {}, path, value) };
}
