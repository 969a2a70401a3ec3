import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { installed } from "../../bench/installed.ts";
import { openVariables, steps } from "../../components/security/vault/initialisation.ts";
import { replicas } from "../../components/security/vault/names.ts";
import { take } from "../../components/security/vault/snapshots.ts";
import { serverConfiguration } from "../../components/security/vault/vault-values.ts";
import { Cluster } from "../../kubernetes/cluster.ts";
import { freePorts } from "../../kubernetes/ports.ts";
import { plainShape } from "../../kubernetes/shape.ts";
import { until } from "../../kubernetes/until.ts";
import { authority } from "../authority.ts";
import { Aws } from "./aws.ts";

/** https://pypi.org/project/awscli: the AWS command line of version 1; its commands here are those of version 2. */
const awsVersion = "1.46.3";

export interface Said {
    code: number | undefined;
    out: string;
}

/**
 * Three real servers of Vault with a real API server, each a process on loopback. What is otherwise than in the cluster:
 * their addresses and folders; they do not say in labels who leads; and the Kubernetes method is given the files that it
 * finds in a pod.
 */
export class Rig {
    readonly aws: Aws;
    readonly cluster: Cluster;
    readonly folder: string;
    readonly addresses: readonly string[];
    readonly #binary: string;
    readonly #awscli: string;
    readonly #servers = new Map<string, ChildProcess>();

    private constructor(all: Pick<Rig, "aws" | "cluster" | "folder" | "addresses">, binary: string, awscli: string) {
        this.aws = all.aws;
        this.cluster = all.cluster;
        this.folder = all.folder;
        this.addresses = all.addresses;
        this.#binary = binary;
        this.#awscli = awscli;
    }

    static async open(): Promise<Rig> {
        const cluster = await Cluster.start({ ...plainShape, groups: [] }, ["vault"]);
        const awscli = await installed(`awscli-${awsVersion}`, `the AWS command line ${awsVersion}`, (draft) =>
            execa("python3", [...["-m", "pip", "install", "--quiet", "--target", draft], `awscli==${awsVersion}`]),
        );
        if (!awscli) throw new Error("the AWS command line could not be had: pip's reason is above");
        const folder = mkdtempSync(join(tmpdir(), "vault-"));
        writeFileSync(join(folder, "identity"), "identity");
        const aws = await Aws.open("identity");
        const ports = await freePorts(2 * replicas.length);
        const addresses = replicas.map((_, index) => `https://127.0.0.1:${ports[index]}`);
        const rig = new Rig({ aws, cluster, folder, addresses }, cluster.program("vault"), awscli);
        rig.#certificate();
        for (const [index, pod] of replicas.entries()) rig.#configure(pod, index, ports);
        rig.#programs();
        for (const namespace of ["vault", "orders", "other", "external-secrets"])
            await cluster.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
        await rig.#reviewer();
        return rig;
    }

    /** A CA, and a certificate of it for loopback. */
    #certificate(): void {
        const ca = authority();
        const { cert, key } = ca.sign("127.0.0.1", "localhost");
        for (const [file, content] of Object.entries({ "ca.crt": ca.cert, "tls.crt": cert, "tls.key": key }))
            writeFileSync(join(this.folder, file), content);
    }

    /** What the servers are told in the cluster, with their places here. */
    #configure(pod: string, index: number, ports: readonly number[]): void {
        const told = serverConfiguration({ clusterName: "shop", region: "eu-west-1" }, "alias/shop/vault");
        const { service_registration: _, ...configuration } = told;
        const [listener] = configuration.listener;
        const cluster = `127.0.0.1:${ports[replicas.length + index]}`;
        const data = join(this.folder, pod);
        mkdirSync(data);
        Object.assign(listener?.tcp ?? {}, {
            address: `127.0.0.1:${ports[index]}`,
            cluster_address: cluster,
            tls_cert_file: join(this.folder, "tls.crt"),
            tls_key_file: join(this.folder, "tls.key"),
        });
        const retry_join = configuration.storage.raft.retry_join.map((_, other) => ({
            leader_api_addr: this.addresses[other],
            leader_ca_cert_file: join(this.folder, "ca.crt"),
        }));
        const storage = { raft: { ...configuration.storage.raft, path: data, retry_join } };
        const own = { api_addr: this.addresses[index], cluster_addr: `https://${cluster}` };
        writeFileSync(join(this.folder, `${pod}.json`), JSON.stringify({ ...configuration, storage, ...own }));
    }

    /** `vault`, which gives the Kubernetes method the files of a pod, and `aws`. */
    #programs(): void {
        const bin = join(this.folder, "bin");
        mkdirSync(bin);
        const program = (name: string, text: string) => {
            writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
            chmodSync(join(bin, name), 0o755);
        };
        const files = `"kubernetes_ca_cert=@${this.folder}/kubernetes-ca.crt" "token_reviewer_jwt=@${this.folder}/reviewer"`;
        program(
            "vault",
            `[ "$1 $2" = "write auth/kubernetes/config" ] && set -- "$@" ${files}\nexec ${this.#binary} "$@"`,
        );
        program("aws", `PYTHONPATH=${this.#awscli} exec python3 -m awscli --endpoint-url ${this.aws.url} "$@"`);
        writeFileSync(join(this.folder, "kubernetes-ca.crt"), this.cluster.api.access.authority);
    }

    /** Vault's own account, which may ask the API server whose a token is. */
    async #reviewer(): Promise<void> {
        await this.account("vault", "vault");
        await this.cluster.api.create({
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind: "ClusterRoleBinding",
            metadata: { name: "vault-server-binding" },
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "system:auth-delegator" },
            subjects: [{ kind: "ServiceAccount", name: "vault", namespace: "vault" }],
        });
        writeFileSync(join(this.folder, "reviewer"), await this.token("vault", "vault", []));
    }

    account = (namespace: string, name: string) =>
        this.cluster.api.create({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } });

    /**
     * A token of a service account.
     *
     * @param audiences for whom; for nobody named is for the API server
     */
    async token(namespace: string, name: string, audiences: readonly string[] = ["vault"]): Promise<string> {
        const spec = { audiences };
        const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
        const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec };
        const { status } = await this.cluster.api.send<{ status: { token: string } }>("POST", path, body);
        return status.token;
    }

    start(pod: string): void {
        const log = openSync(join(this.folder, `${pod}.log`), "a");
        const server = spawn(this.#binary, ["server", `-config=${join(this.folder, `${pod}.json`)}`], {
            env: {
                VAULT_RAFT_NODE_ID: pod,
                AWS_KMS_ENDPOINT: this.aws.url,
                // As the Pod Identity webhook sets them.
                AWS_CONTAINER_CREDENTIALS_FULL_URI: `${this.aws.url}/credentials`,
                AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: join(this.folder, "identity"),
            },
            stdio: ["ignore", log, log],
        });
        closeSync(log);
        this.#servers.set(pod, server);
    }

    /** As the kubelet does. */
    async stop(pod: string, signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
        const server = this.#servers.get(pod);
        if (!server || server.exitCode !== null) return;
        const ended = once(server, "exit");
        server.kill(signal);
        await ended;
    }

    /** A server that has lost its volume. */
    empty(pod: string): void {
        rmSync(join(this.folder, pod), { recursive: true });
        mkdirSync(join(this.folder, pod));
    }

    log = (pod: string): string => readFileSync(join(this.folder, `${pod}.log`), "utf8");

    /** Runs a script as its container does. */
    async script(text: string, env: Record<string, string> = {}): Promise<Said> {
        const { exitCode, all } = await execa("sh", ["-c", text], {
            env: {
                PATH: `${join(this.folder, "bin")}:${process.env.PATH}`,
                VAULT_CACERT: join(this.folder, "ca.crt"),
                VAULT_ADDR: this.addresses[0] ?? "",
                KUBERNETES_HOST: this.cluster.api.access.server,
                SAID: join(this.folder, "said"),
                HOME: this.folder,
                AWS_REGION: "eu-west-1",
                // As version 1 calls it.
                AWS_DEFAULT_REGION: "eu-west-1",
                AWS_CONTAINER_CREDENTIALS_FULL_URI: `${this.aws.url}/credentials`,
                AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: join(this.folder, "identity"),
                ...env,
            },
            extendEnv: false,
            all: true,
            reject: false,
            timeout: 100_000,
        });
        return { code: exitCode, out: all };
    }

    /**
     * The steps of the first Job, in a folder of its pod.
     *
     * @param first the pod that is made ready, and asked before the others
     */
    initialisation = (keys: string, first = replicas[0] ?? "") => {
        const own = this.addresses[replicas.indexOf(first)] ?? "";
        const others = this.addresses.filter((address) => address !== own);
        const env = {
            KEYS: keys,
            SECRET: "shop-vault-recovery",
            VAULT_ADDR: own,
            REPLICAS: [own, ...others].join(" "),
            ...openVariables,
            KUBERNETES_HOST: this.cluster.api.access.server,
        };
        const step = (name: keyof typeof steps) => this.script(steps[name], env);
        return {
            reserve: () => step("reserve"),
            initialise: () => step("initialise"),
            keep: () => step("keep"),
            open: () => step("open"),
            replicated: () => step("replicated"),
        };
    };

    /** Signs in as a service account, and runs a command. */
    async as(namespace: string, account: string, role: string, command: string): Promise<Said> {
        const jwt = await this.token(namespace, account);
        const token = await this.script('vault write -field=token auth/kubernetes/login "role=$ROLE" "jwt=$JWT"', {
            ROLE: role,
            JWT: jwt,
        });
        return token.code === 0 ? this.script(command, { VAULT_TOKEN: token.out }) : token;
    }

    administrator = (command: string) => this.as("vault", "vault-administrator", "vault-administrator", command);

    async tokenFile(account: string): Promise<string> {
        const path = join(this.folder, `token-${account}`);
        writeFileSync(path, await this.token("vault", account));
        return path;
    }

    /** A snapshot, as the CronJob takes it. */
    async snapshot(name: string): Promise<string> {
        const folder = join(this.folder, name);
        mkdirSync(folder);
        const { code, out } = await this.script(take, {
            SNAPSHOTS: folder,
            VAULT_ADDR: await this.active(),
            TOKEN_FILE: await this.tokenFile("vault-snapshots"),
        });
        if (code !== 0) throw new Error(out);
        return join(folder, "snapshot");
    }

    /** Which of the servers leads. */
    leader = () =>
        until("a leader", 60, async () => {
            for (const [index, address] of this.addresses.entries()) {
                const { code, out } = await this.script("vault status -format=json", {
                    VAULT_ADDR: address,
                });
                if (code === 0 && /"is_self": true/.test(out)) return replicas[index];
            }
            return undefined;
        });

    /** Where the leader is found, as by its Service. */
    active = async (): Promise<string> => this.addresses[replicas.indexOf((await this.leader()) ?? "")] ?? "";

    async close(): Promise<void> {
        for (const pod of this.#servers.keys()) await this.stop(pod, "SIGKILL");
        await this.aws.close();
        await this.cluster.stop();
    }
}
