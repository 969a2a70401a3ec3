import { beforeAll, describe, expect, it } from "vitest";
import type { Values } from "../../components/platform/addon.ts";
import { accounts, certificateNames, replicas } from "../../components/security/vault/names.ts";
import { keyAlias } from "../../components/security/vault/seal.ts";
import { addonOf, args, assembled, everything } from "../addons/example.ts";
import { chartPath, type Rendered, render } from "../addons/render.ts";
import { nextCa, rootCa } from "../configuration/certificates.ts";
import { mistakesOf, right } from "../configuration/settings.ts";
import { type Recording, record } from "../foundation/recording.ts";

const part = addonOf(everything, "vault");
const after = part.after as Values[];
const podOf = ({ spec }: Values) => (spec.jobTemplate?.spec ?? spec).template.spec;
const pods = after.filter(({ kind }) => kind.endsWith("Job")).map(podOf);
const stepsOf = (pod: Values): Values[] => [...(pod.initContainers ?? []), ...pod.containers];
const one = (objects: Values[], kind: string, name: string): Values => {
    const found = objects.find((object) => object.kind === kind && object.metadata.name.startsWith(name));
    if (!found) throw new Error(`There is no ${kind} ${name}`);
    return found;
};
const told = JSON.parse(part.values.server.ha.raft.config);
const minimal = { certificates: {}, vault: {} };
const vaultWith = async (settings: object) =>
    addonOf(await assembled({ settings: { ...minimal, ...settings } }), "vault");

describe("Vault", () => {
    it("is there where it is asked for, and nowhere else", async () => {
        expect((await assembled({})).map(({ name }) => name)).not.toContain("vault");
        expect((await vaultWith({})).needs).toContain("cert-manager");
    });

    it("has a replica a zone, with a majority when one is lost, each replaced when the one before it is unsealed", () => {
        const { ha, topologySpreadConstraints, updateStrategyType, readinessProbe } = part.values.server;
        expect(ha.replicas).toBe(replicas.length);
        expect(topologySpreadConstraints[0]).toMatchObject({
            topologyKey: "topology.kubernetes.io/zone",
            whenUnsatisfiable: "DoNotSchedule",
        });
        expect(updateStrategyType).toBe("RollingUpdate");
        // Nobody made it ready yet when Helm waits for its pods; a sealed one is not ready.
        expect(new URL(readinessProbe.path, "https://vault").searchParams.get("uninitcode")).toBe("204");
        expect(readinessProbe.path).not.toContain("sealedcode");
    });

    it("joins under names that its certificate is for", () => {
        const names = told.storage.raft.retry_join.map(
            ({ leader_api_addr }: Values) => new URL(leader_api_addr).hostname,
        );
        expect(names).toHaveLength(replicas.length);
        const certificate = one(part.before as Values[], "Certificate", "vault");
        expect(certificate.spec.dnsNames).toEqual(certificateNames);
        const covers = (name: string) =>
            certificateNames.some(
                (one) => one === name || (one.startsWith("*.") && name.split(".").slice(1).join(".") === one.slice(2)),
            );
        expect(names.filter((name: string) => !covers(name))).toEqual([]);
    });

    it("speaks TLS alone, and writes nowhere but to its volumes", () => {
        expect(told.listener.every(({ tcp }: Values) => tcp.tls_cert_file && !tcp.tls_disable)).toBe(true);
        const { container } = part.values.server.statefulSet.securityContext;
        expect(container).toMatchObject({ readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } });
    });

    it("writes a snapshot that is brought back to its volume, not to memory", () => {
        expect(part.values.server.extraEnvironmentVars.TMPDIR).toBe(told.storage.raft.path);
    });

    it("may write a snapshot as large as its volume, in both steps", () => {
        const { spec } = one(after, "CronJob", accounts.snapshots);
        const volume = Number.parseFloat(part.values.server.dataStorage.size);
        for (const { name, resources } of stepsOf(spec.jobTemplate.spec.template.spec)) {
            const room = Number.parseFloat(resources.limits["ephemeral-storage"]);
            expect(room, name).toBeGreaterThan(volume);
        }
    });

    it("tells no more of a run that failed when two more should have been, and always of one that nobody repeats", () => {
        const kept = (kind: string) =>
            after
                .filter((object) => object.kind === kind)
                .map(({ spec }) => (spec.jobTemplate?.spec ?? spec).ttlSecondsAfterFinished);
        expect(kept("CronJob")).toEqual([2 * 3600, 12 * 3600]);
        // Pulumi would make them anew.
        expect(kept("Job")).toEqual([undefined, undefined]);
    });

    it("is left out of Velero's backups, and takes snapshots every 6 hours", () => {
        expect(part.values.server.dataStorage.labels).toEqual({ "velero.io/exclude-from-backup": "true" });
        expect(one(after, "CronJob", accounts.snapshots).spec.schedule).toMatch(/ \*\/6 \* \* \*$/);
    });

    it("is made ready in the memory of a pod, by steps of which each comes after what it needs", () => {
        const pod = podOf(one(after, "Job", accounts.initialisation));
        expect(stepsOf(pod).map(({ name }) => name)).toEqual(["reserve", "initialise", "keep", "open", "replicated"]);
        expect(pod.volumes).toContainEqual({ name: "keys", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } });
        // The one that failed finds what those before it left.
        expect(pod.restartPolicy).toBe("OnFailure");
    });

    it("has no secret in an argument, a variable or a ConfigMap", () => {
        for (const pod of pods)
            for (const { env = [], envFrom } of stepsOf(pod)) {
                expect(envFrom).toBeUndefined();
                expect(env.filter(({ valueFrom }: Values) => valueFrom?.secretKeyRef)).toEqual([]);
            }
        expect(JSON.stringify(after)).not.toMatch(/hvs\.|set -x/);
    });

    it("is configured by another Job when the settings say something else, and by the same one when they do not", async () => {
        const nameOf = async (settings: object) =>
            one((await vaultWith(settings)).after as Values[], "Job", accounts.configuration).metadata.name;
        const policies = { orders: 'path "secret/data/orders" { capabilities = ["read"] }' };
        const first = await nameOf({ vault: { policies } });
        expect(await nameOf({ vault: { policies } })).toBe(first);
        expect(await nameOf({ vault: { policies: { orders: `${policies.orders}\n` } } })).not.toBe(first);
    });

    it("knows the server of a database by its CA and its name where the CA is given, and tells its Job of another one", async () => {
        const database = {
            ...{ name: "orders", host: "orders.example.com", database: "orders", cidrs: ["10.1.0.0/24"] },
            ...{
                credentialSecretName: "rds/orders",
                roles: [{ name: "orders", creationStatements: ["CREATE ROLE x"] }],
            },
        };
        const told = async (given: object) => {
            const { after = [] } = await vaultWith({ vault: { databases: [{ ...database, ...given }] } });
            const { data } = one(after as Values[], "ConfigMap", accounts.configuration);
            const { metadata } = one(after as Values[], "Job", accounts.configuration);
            return { ...JSON.parse(data["database.config.orders.json"]), job: metadata.name };
        };
        const [none, own, next] = [
            await told({}),
            await told({ caCertificate: rootCa }),
            await told({ caCertificate: nextCa }),
        ];
        expect(none).not.toHaveProperty("tls_ca");
        expect(none.connection_url).toMatch(/\?sslmode=require$/);
        expect(own).toMatchObject({ tls_ca: rootCa, connection_url: expect.stringMatching(/\?sslmode=verify-full$/) });
        expect(new Set([none.job, own.job, next.job]).size).toBe(3);
    });

    it("is asked by its own namespace, by who declares it and by namespaces that are let in", () => {
        expect(part.traffic.from.map(({ peer }) => peer)).toEqual([
            "sameNamespace",
            { namespace: "external-secrets" },
            { namespacesWith: "production-cluster/vault" },
            "metrics",
        ]);
        expect(part.traffic.to).toContainEqual({ peer: { cidrs: ["10.1.0.0/24"] }, ports: [5432] });
    });

    it("is the store of who gives no address, by a role that reads one engine", async () => {
        const { after = [] } = addonOf(everything, "external-secrets");
        const { vault } = one(after as Values[], "ClusterSecretStore", "vault").spec.provider;
        expect(certificateNames).toContain(new URL(vault.server).hostname);
        expect(vault).toMatchObject({
            path: "secret",
            caProvider: { name: "vault-certificate", namespace: "vault" },
            auth: { kubernetes: { mountPath: "kubernetes", role: "secret-store-vault" } },
        });
        const { data } = one(part.after as Values[], "ConfigMap", accounts.configuration);
        const role = JSON.parse(data["auth.kubernetes.role.secret-store-vault.json"]);
        expect(role.bound_service_account_names).toEqual([vault.auth.kubernetes.serviceAccountRef.name]);
        const { policy } = JSON.parse(data["sys.policies.acl.secret-store-vault.json"]);
        expect(policy.match(/path "[^"]+"/g)).toEqual(['path "secret/data/*"', 'path "secret/metadata/*"']);
    });

    it.runIf(chartPath(part.chart) !== undefined)("is the chart's own version in every Job (CHARTS)", () => {
        const objects: Rendered[] = render(part, part.values);
        const [server] = objects.filter(({ kind }) => kind === "StatefulSet");
        const [container] = server?.spec.template.spec.containers ?? [];
        const images = new Set(pods.flatMap((pod) => stepsOf(pod).map(({ image }) => image)));
        expect([...images].filter((image) => image.includes("vault"))).toEqual([container.image]);
    });
});

describe("What unseals Vault", () => {
    let plan: Recording<void>;
    beforeAll(async () => {
        plan = await record(async () => {
            const { ProductionCluster } = await import("../../components/index.ts");
            const backup = { ...args.backup, replicaRegion: "eu-central-1" };
            new ProductionCluster("shop", { ...args, backup, certificates: {}, vault: {} });
        });
    });
    const named = (type: string, name: string) => plan.of(type).find((each) => each.name === name);
    /** What an account may do, by the role that is called after it. */
    const actionsOf = (account: string): string[] => {
        const name = account === "vault" ? "shop-vault" : `shop-vault-${account}`;
        const policy = named("aws:iam/rolePolicy:RolePolicy", `${name}-policy`)?.inputs.policy;
        return JSON.parse(policy).Statement.flatMap(({ Action }: Values) => Action);
    };

    it("is a key of its own, which rotates, is protected, and has the alias that the servers ask for", () => {
        const key = named("aws:kms/key:Key", "shop-vault");
        expect(key).toMatchObject({ protect: true, inputs: { enableKeyRotation: true, deletionWindowInDays: 30 } });
        expect(named("aws:kms/alias:Alias", "shop-vault")?.inputs.name).toBe(keyAlias("shop"));
        expect(told.seal.awskms.kms_key_id).toBe(keyAlias("shop"));
    });

    it("keeps recovery keys whose value the stack never has, where external-secrets reads nothing", () => {
        const secret = named("aws:secretsmanager/secret:Secret", "shop-vault-recovery");
        expect(secret).toMatchObject({
            protect: true,
            inputs: { name: "shop-vault-recovery", recoveryWindowInDays: 30 },
        });
        const versions = plan.of("aws:secretsmanager/secretVersion:SecretVersion").map(({ name }) => name);
        expect(versions.filter((name) => name.includes("vault"))).toEqual([]);
        expect(secret?.inputs.name).not.toMatch(/^shop\//);
    });

    it("opens snapshots in a second region too, where their copies and the recovery keys are", () => {
        expect(named("aws:kms/key:Key", "shop-vault")?.inputs.multiRegion).toBe(true);
        const replica = named("aws:kms/replicaKey:ReplicaKey", "shop-vault-replica");
        expect(replica).toMatchObject({ protect: true, inputs: { deletionWindowInDays: 30 } });
        const secret = named("aws:secretsmanager/secret:Secret", "shop-vault-recovery");
        expect(secret?.inputs.replicas).toMatchObject([{ region: "eu-central-1" }]);
        const replication = named("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "shop-vault-replication");
        expect(replication?.inputs.rules).toHaveLength(1);
        expect(named("aws:s3/bucket:Bucket", "shop-vault-replica-bucket")?.protect).toBe(true);
    });

    it("gives each account what it does, and no more", () => {
        expect(actionsOf("vault")).toEqual(["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"]);
        expect(actionsOf(accounts.initialisation)).toEqual([
            "secretsmanager:DescribeSecret",
            "secretsmanager:PutSecretValue",
            "kms:GenerateDataKey",
            "kms:Decrypt",
            // Of the replica, for the copy.
            "kms:GenerateDataKey",
            "kms:Encrypt",
        ]);
        expect(actionsOf(accounts.snapshots)).not.toContain("s3:GetObject");
    });

    it("has snapshots that go after their time, in a protected bucket", () => {
        const lifecycle = named(
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
            "shop-vault-lifecycle",
        );
        expect(JSON.stringify(lifecycle?.inputs)).toContain('"expiration":{"days":35}');
        expect(named("aws:s3/bucket:Bucket", "shop-vault-bucket")?.protect).toBe(true);
    });
});

describe("Settings of Vault", () => {
    const database = {
        ...{ name: "orders", host: "db.example.com", database: "orders", credentialSecretName: "rds/orders" },
        ...{ cidrs: ["10.1.0.0/24"], roles: [{ name: "orders", creationStatements: ["CREATE ROLE x"] }] },
    };
    it.each([
        ["nobody signs", { certificates: undefined, vault: {} }, "vault", /needs certificates/],
        [
            "a role has a policy that is none",
            { vault: { roles: [{ name: "a", namespace: "a", serviceAccount: "a", policies: ["b"] }] } },
            "vault.roles[0].policies[0]",
            /b is not among/,
        ],
        [
            "a policy is called as the platform's own",
            { vault: { policies: { "vault-administrator": "x" } } },
            "vault.policies.vault-administrator",
            /not the name of a policy/,
        ],
        [
            "nobody gets to a database",
            { vault: { databases: [{ ...database, cidrs: [] }] } },
            "vault.databases[0].cidrs",
            /is missing/,
        ],
        [
            "a database is inside and outside",
            { vault: { databases: [{ ...database, namespace: "db" }] } },
            "vault.databases[0].namespace",
            /contradicts/,
        ],
        [
            "two databases have a role",
            { vault: { databases: [database, { ...database, name: "b" }] } },
            "vault.databases[1].roles[0].name",
            /of another database/,
        ],
        [
            "a user is there for longer than it may",
            { vault: { databases: [{ ...database, roles: [{ ...database.roles[0], ttlHours: 48 }] }] } },
            "vault.databases[0].roles[0].maxTtlHours",
            /less than/,
        ],
        [
            "a store has no address, and there is no Vault",
            { vault: undefined, secretStores: [{ name: "a", vault: {} }] },
            "secretStores[0].vault.server",
            /is missing/,
        ],
        [
            "a store says what is known",
            { vault: {}, secretStores: [{ name: "a", vault: { role: "x" } }] },
            "secretStores[0].vault.role",
            /has no effect/,
        ],
        [
            "a store reads an engine that is none",
            { vault: {}, secretStores: [{ name: "a", vault: { path: "kv" } }] },
            "secretStores[0].vault.path",
            /not among/,
        ],
        [
            "a store of another Vault has no role",
            { secretStores: [{ name: "a", vault: { server: "https://v.example.com" } }] },
            "secretStores[0].vault.role",
            /is missing/,
        ],
    ])("are refused where %s", (_, settings, path, reason) => {
        const all = { ...right, certificates: {}, ...settings };
        const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
        const [mistake, ...others] = mistakesOf(given);
        expect(others).toEqual([]);
        expect(mistake).toMatch(reason);
        expect(mistake?.startsWith(`${path}: `), mistake).toBe(true);
    });
});
