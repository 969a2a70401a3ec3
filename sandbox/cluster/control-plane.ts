import { join } from "node:path";
import type { Job } from "./keeper.ts";

/** What the five programs have to know of each other. */
export interface Settings {
    /** Folder of the cluster; every path below is in it. */
    readonly folder: string;
    readonly program: (name: string) => string;
    readonly ports: { readonly api: number; readonly etcd: number; readonly etcdPeers: number };
    readonly serviceCidr: string;
}

/** Files in the folder of a cluster. */
export const files = {
    kubeconfig: "kubeconfig",
    /** Static token of the one user. */
    tokens: "tokens.csv",
    serviceAccountKey: "service-account.key",
    serviceAccountPublicKey: "service-account.pub",
    certificates: "certificates",
    /** Written by the API server, which makes its own certificate authority. */
    authority: "certificates/apiserver.crt",
} as const;

/**
 * What starts first. Every program is given the folder's whole path: leftovers are known by it. etcd keeps nothing that
 * has to survive: it need not wait for the disk.
 */
export const storeAndApi = ({ folder, program, ports, serviceCidr }: Settings): Job[] => [
    {
        name: "etcd",
        command: program("server"),
        args: flags({
            "data-dir": join(folder, "etcd"),
            "listen-client-urls": `http://127.0.0.1:${ports.etcd}`,
            "advertise-client-urls": `http://127.0.0.1:${ports.etcd}`,
            "listen-peer-urls": `http://127.0.0.1:${ports.etcdPeers}`,
            "initial-advertise-peer-urls": `http://127.0.0.1:${ports.etcdPeers}`,
            "initial-cluster": `default=http://127.0.0.1:${ports.etcdPeers}`,
            "unsafe-no-fsync": "true",
            "log-level": "warn",
        }),
    },
    {
        name: "kube-apiserver",
        command: program("kube-apiserver"),
        args: flags({
            "etcd-servers": `http://127.0.0.1:${ports.etcd}`,
            "bind-address": "127.0.0.1",
            "advertise-address": "127.0.0.1",
            "secure-port": `${ports.api}`,
            "cert-dir": join(folder, files.certificates),
            // The address of the Service `kubernetes` would be loopback, which the API refuses; no pod is there to use it.
            "endpoint-reconciler-type": "none",
            "service-cluster-ip-range": serviceCidr,
            "service-account-issuer": "https://kubernetes.default.svc",
            "service-account-key-file": join(folder, files.serviceAccountPublicKey),
            "service-account-signing-key-file": join(folder, files.serviceAccountKey),
            "token-auth-file": join(folder, files.tokens),
            "authorization-mode": "Node,RBAC",
            "allow-privileged": "true",
        }),
    },
];

/** Requests a second. With the controller manager's default of 20, each cluster's first 4 s go into waiting. */
const unthrottled = { "kube-api-qps": "500", "kube-api-burst": "500" };

/** What starts when the API server is ready. Port 0 serves nothing: several clusters run side by side. */
export const controllers = ({ folder, program }: Settings): Job[] => [
    {
        name: "kube-controller-manager",
        command: program("kube-controller-manager"),
        args: flags({
            kubeconfig: join(folder, files.kubeconfig),
            "service-account-private-key-file": join(folder, files.serviceAccountKey),
            "root-ca-file": join(folder, files.authority),
            // Each controller has a name of its own, as on every real cluster: admission tells them apart.
            "use-service-account-credentials": "true",
            // On a busy machine kwok is late with its word that a node is well; a pod that is then marked is never healed.
            "node-monitor-grace-period": "24h",
            ...unthrottled,
            "leader-elect": "false",
            "secure-port": "0",
        }),
    },
    {
        name: "kube-scheduler",
        command: program("kube-scheduler"),
        args: flags({
            kubeconfig: join(folder, files.kubeconfig),
            "leader-elect": "false",
            "secure-port": "0",
            ...unthrottled,
        }),
    },
    {
        name: "kwok",
        command: program("kwok"),
        args: flags({
            kubeconfig: join(folder, files.kubeconfig),
            "manage-nodes-with-annotation-selector": "kwok.x-k8s.io/node=fake",
            "node-port": "0",
        }),
    },
];

const flags = (values: Readonly<Record<string, string>>): string[] =>
    Object.entries(values).map(([name, value]) => `--${name}=${value}`);
