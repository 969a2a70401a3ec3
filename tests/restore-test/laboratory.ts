import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa, type ResultPromise } from "execa";
import { parseAllDocuments } from "yaml";
import { charts } from "../../components/platform/charts.ts";
import { Cluster } from "../../kubernetes/cluster.ts";
import { definition, untilServed } from "../../kubernetes/definitions.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { freePorts } from "../../kubernetes/ports.ts";
import { plainShape } from "../../kubernetes/shape.ts";
import { until } from "../../kubernetes/until.ts";
import { addonOf, addons } from "../addons/example.ts";
import { Gate } from "./gate.ts";
import { dated, type StoredRecord, store, writtenBy } from "./records.ts";
import { type Manners, VeleroDouble } from "./velero.ts";

const names = { canary: "backup-canary", scratch: "restore-scratch", test: "restore-test", velero: "velero" };
const results = "restore-test-results";

/** The objects that the platform brings, as they are. */
const brought = (name: string): KubernetesObject[] => {
    const { before = [], after = [] } = addonOf(addons, name);
    return [...before, ...after] as KubernetesObject[];
};

/** What the roles and the admission policies of the test are made of. */
const ofAccess = /^(ServiceAccount|(Cluster)?Role(Binding)?|ValidatingAdmissionPolicy(Binding)?)$/;
const access = [names.velero, names.canary, names.scratch, names.test].flatMap((name) =>
    brought(name).filter(({ kind }) => ofAccess.test(kind)),
);

/** The canary, with the claim that its StatefulSet would make. */
const canary = brought(names.canary);
const [statefulSet] = canary.filter(({ kind }) => kind === "StatefulSet");
const [template] = statefulSet?.spec.volumeClaimTemplates ?? [];
const claim: KubernetesObject = {
    ...template,
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { ...template.metadata, name: `data-${names.canary}-0` },
};

/** Everything of the canary that a backup holds, what others need first. */
const backedUp: readonly KubernetesObject[] = [
    ...canary.filter((object) => object !== statefulSet),
    claim,
    ...(statefulSet ? [statefulSet] : []),
];

/** How the program is told to run in the cluster. */
const args: string[] = brought(names.test).find(({ kind }) => kind === "CronJob")?.spec.jobTemplate.spec.template.spec
    .containers[0].args;

/** Definitions of Velero: the real ones where CHARTS has its chart. */
async function definitions(helm: string): Promise<KubernetesObject[]> {
    const { CHARTS } = process.env;
    const chart = CHARTS && join(CHARTS, `velero-${charts.velero.version}.tgz`);
    const real = chart ? (await execa(helm, ["show", "crds", chart])).stdout : "";
    const ofVelero = chart
        ? parseAllDocuments(real).flatMap((document) => document.toJS() ?? [])
        : ["Backup", "Restore", "Schedule"].map((kind) => definition(["velero.io", "v1", kind]));
    console.log(chart ? "Velero's own definitions" : "definitions of Velero that take any content (set CHARTS)");
    return [
        ...ofVelero,
        definition(["external-secrets.io", "v1", "ExternalSecret"]),
        definition(["generators.external-secrets.io", "v1alpha1", "Password"]),
    ];
}

/** What a run came to. */
export interface Run {
    exitCode: number | undefined;
    /** The last word of the container. */
    word: string;
    /** What it says of each tier. */
    results: Record<string, unknown>[];
    output: string;
}

/** A real API server with what the platform brings for the restore test, and doubles for the rest. */
export class Laboratory {
    readonly cluster: Cluster;
    readonly gate: Gate;
    /** Records of the canary, by their number. */
    readonly records: ReadonlyMap<number, StoredRecord>;
    readonly velero: VeleroDouble;
    readonly #volume: string;
    readonly #port: number;
    #serving: ResultPromise;
    readonly #folder: string;
    #program: string;
    #count = 0;

    private constructor(
        all: Pick<Laboratory, "cluster" | "gate" | "records" | "velero">,
        own: { volume: string; port: number; serving: ResultPromise; folder: string; program: string },
    ) {
        this.cluster = all.cluster;
        this.gate = all.gate;
        this.records = all.records;
        this.velero = all.velero;
        this.#volume = own.volume;
        this.#port = own.port;
        this.#serving = own.serving;
        this.#folder = own.folder;
        this.#program = own.program;
    }

    /** @param program the restore test, built */
    static async open(program: (helm: string) => string): Promise<Laboratory> {
        const cluster = await Cluster.start({ ...plainShape, groups: [] }, ["helm", "restore-test"]);
        const { api } = cluster;
        const path = program(cluster.program("restore-test"));
        for (const each of await definitions(cluster.program("helm"))) {
            await api.apply(each);
            await untilServed(api, each, 60);
        }
        for (const name of Object.values(names)) await api.apply(namespace(name));
        await api.apply(priority);
        for (const object of access) await api.apply(object);
        const folder = mkdtempSync(join(tmpdir(), "restore-test-"));
        const [gatePort = 0, port = 0] = await freePorts(2);
        const gate = await Gate.open({ ...api.access, token: await tokenOf(cluster) }, gatePort);
        writeFileSync(join(folder, "kubeconfig"), JSON.stringify(kubeconfig(gate.url)));
        const volume = mkdtempSync(join(folder, "volume-"));
        const records = await writtenBy(path, 3);
        const serving = restored(path, volume, port);
        const velero = new VeleroDouble(api, { host: "127.0.0.1", port }, goodManners());
        velero.start();
        const lab = new Laboratory(
            { cluster, gate, velero, records: new Map(records.map((record) => [record.head.sequence, record])) },
            { volume, port, serving, folder, program: path },
        );
        await until("Velero's kinds to be served", 60, () =>
            Promise.all(["Backup", "Restore", "Schedule"].map((kind) => api.list("velero.io/v1", kind))).catch(
                () => undefined,
            ),
        );
        // An admission policy counts a moment after it is there.
        await until("the admission policy to be in force", 60, () => lab.refuses(foreignRestore));
        return lab;
    }

    /** Whether the account of the test is refused an object. */
    async refuses(object: KubernetesObject): Promise<boolean> {
        const { stderr } = await this.kubectl(["create", "--dry-run=server", "-f", "-"], JSON.stringify(object));
        return /restore-test/.test(stderr) && /denied|forbidden/.test(stderr);
    }

    /** Runs kubectl with the rights of the test. */
    kubectl(command: string[], input = "") {
        return execa(this.cluster.program("kubectl"), ["--kubeconfig", join(this.#folder, "kubeconfig"), ...command], {
            input,
            reject: false,
        });
    }

    /** Puts backups in the place of those that are there. */
    async backups(all: readonly KubernetesObject[]): Promise<void> {
        const { api } = this.cluster;
        for (const kind of ["Backup", "Schedule"])
            for (const each of await api.list("velero.io/v1", kind, names.velero)) await api.remove(each);
        for (const each of all) {
            await api.create(each);
            if (each.status) await api.merge(each, { status: each.status });
        }
    }

    /** Whether a canary lives in the cluster, since now. */
    async canaryIsNew(lives: boolean): Promise<void> {
        const contents = canary.filter(({ kind }) => kind === "ConfigMap");
        for (const each of contents) await (lives ? this.cluster.api.apply(each) : this.cluster.api.remove(each));
    }

    /** What the restored volume will hold. */
    restores(sequence: number, written: Date, change: (record: StoredRecord) => StoredRecord = (it) => it): void {
        const record = this.records.get(sequence);
        if (!record) throw new Error(`record ${sequence} was not written`);
        store(this.#volume, change(dated(record, written)));
    }

    /** Starts a run of the program; what it says is in `Run`. */
    start(more: readonly string[] = [], tiers = ["velero-every-6h"]): { process: ResultPromise; ended: Promise<Run> } {
        const word = join(this.#folder, `word-${++this.#count}`);
        const own = args.filter((arg) => !arg.startsWith("--tier=") || tiers.some((tier) => arg.includes(`=${tier}=`)));
        const process = execa(
            this.#program,
            [
                ...own,
                `--kubeconfig=${join(this.#folder, "kubeconfig")}`,
                `--termination-log=${word}`,
                `--port=${this.#port}`,
                "--poll=50ms",
                "--restore-limit=4s",
                "--clean-limit=20s",
                "--lease=3s",
                ...more,
            ],
            { env: { POD_NAMESPACE: names.test, POD_NAME: `run-${this.#count}` }, reject: false },
        );
        const ended = process.then(async ({ exitCode, stdout, stderr }): Promise<Run> => {
            const lines = `${stdout}`.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
            const said = await execa("cat", [word], { reject: false });
            return {
                exitCode,
                word: said.stdout,
                results: lines.flatMap(({ result }) => (result ? [result] : [])),
                output: `${stdout}\n${stderr}`,
            };
        });
        return { process, ended };
    }

    /** Does something with another program in the place of this one: as the test, and as the restored canary. */
    async with<T>(program: string, what: () => Promise<T>): Promise<T> {
        const own = this.#program;
        await this.#takes(program);
        try {
            return await what();
        } finally {
            await this.#takes(own);
            await this.sweep();
        }
    }

    async #takes(program: string): Promise<void> {
        this.#program = program;
        this.#serving.kill();
        await this.#serving;
        this.#serving = restored(program, this.#volume, this.#port);
        await until("the canary to serve", 30, () =>
            fetch(`http://127.0.0.1:${this.#port}/livez`).then(
                ({ ok }) => ok,
                () => false,
            ),
        );
    }

    /** Removes what a broken program left, by the good one. */
    async sweep(): Promise<void> {
        this.velero.manners = goodManners();
        this.restores(2, minutesAgo(65));
        await this.backups([backup("b", minutesAgo(60))]);
        await this.start().ended;
    }

    /** What the last run wrote down, by tier. */
    async recorded(): Promise<Record<string, { passed: boolean; succeeded?: number; ran: number }>> {
        const found = await this.cluster.api.get(configMap);
        return found ? JSON.parse(found.data["results.json"]) : {};
    }

    async metrics(): Promise<string> {
        return (await this.cluster.api.get(configMap))?.data.metrics ?? "";
    }

    async forget(): Promise<void> {
        await this.cluster.api.remove(configMap);
    }

    /** Everything that a run may not leave. */
    async left(): Promise<string[]> {
        const { api } = this.cluster;
        const kinds = ["Pod", "ConfigMap", "Secret", "Service", "PersistentVolumeClaim", "ServiceAccount"].map(
            (kind) => ["v1", kind, names.scratch] as const,
        );
        const all = await Promise.all(
            [
                ...kinds,
                ["apps/v1", "StatefulSet", names.scratch] as const,
                ["policy/v1", "PodDisruptionBudget", names.scratch] as const,
                ["external-secrets.io/v1", "ExternalSecret", names.scratch] as const,
                ["generators.external-secrets.io/v1alpha1", "Password", names.scratch] as const,
                ["velero.io/v1", "Restore", names.velero] as const,
                ["v1", "PersistentVolume", undefined] as const,
            ].map(([version, kind, namespace]) => api.list(version, kind, namespace)),
        );
        return all
            .flat()
            .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
            .filter((each) => !["ConfigMap kube-root-ca.crt", "ServiceAccount default"].includes(each));
    }

    events(): Promise<KubernetesObject[]> {
        return this.cluster.api.list("v1", "Event", names.test);
    }

    async close(): Promise<void> {
        await this.velero.stop();
        this.gate.close();
        this.#serving.kill();
        await this.#serving;
        await this.cluster.stop();
    }
}

export const goodManners = (): Manners => ({
    objects: structuredClone([...backedUp]),
    status: { phase: "Completed" },
    readiness: "probe",
    synced: true,
});

/** The real program, restored: it is not at home. */
const restored = (program: string, volume: string, port: number): ResultPromise =>
    execa(
        program,
        ["canary", `--home=${names.canary}`, `--volume=${volume}`, `--listen=127.0.0.1:${port}`, "--every=100ms"],
        { env: { POD_NAMESPACE: names.scratch }, reject: false },
    );

const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: results, namespace: names.test } };

const namespace = (name: string): KubernetesObject => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
});

const priority: KubernetesObject = {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "platform-critical" },
    value: 1,
};

/** One that would give back what the test has no business with. */
export const foreignRestore: KubernetesObject = {
    apiVersion: "velero.io/v1",
    kind: "Restore",
    metadata: { name: "foreign", namespace: names.velero },
    spec: {
        backupName: "any",
        includedNamespaces: ["kube-system"],
        namespaceMapping: { "kube-system": names.scratch },
    },
};

async function tokenOf({ api }: Cluster): Promise<string> {
    const path = `/api/v1/namespaces/${names.test}/serviceaccounts/${names.test}/token`;
    const answer = await api.send("POST", path, {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: { expirationSeconds: 86_400 },
    });
    return answer.status.token;
}

const kubeconfig = (server: string) => ({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "test",
    contexts: [{ name: "test", context: { cluster: "test", user: "" } }],
    clusters: [{ name: "test", cluster: { server } }],
});

/** A backup as Velero keeps it. */
export const backup = (
    name: string,
    started: Date,
    { phase = "Completed", schedule = "velero-every-6h", location = "default", errors = 0, minutes = 10 } = {},
): KubernetesObject => ({
    apiVersion: "velero.io/v1",
    kind: "Backup",
    metadata: { name, namespace: names.velero, labels: { "velero.io/schedule-name": schedule } },
    spec: { storageLocation: location },
    status: {
        phase,
        startTimestamp: seconds(started),
        completionTimestamp: seconds(new Date(started.getTime() + minutes * 60_000)),
        ...(errors > 0 && { errors }),
    },
});

export const schedule = (name: string): KubernetesObject => ({
    apiVersion: "velero.io/v1",
    kind: "Schedule",
    metadata: { name, namespace: names.velero },
    spec: { schedule: "0 */6 * * *", template: {} },
});

const seconds = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

export const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
