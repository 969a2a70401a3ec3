import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const pem = z.base64().transform((data) => Buffer.from(data, "base64").toString());

const clusterSchema = z.object({
    server: z.url(),
    "certificate-authority-data": pem.optional(),
    "certificate-authority": z.string().optional(),
    "insecure-skip-tls-verify": z.boolean().optional(),
    "tls-server-name": z.string().optional(),
    "proxy-url": z.string().optional(),
});

const execSchema = z.object({
    apiVersion: z.string(),
    command: z.string(),
    args: z.array(z.string()).nullish(),
    env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
});

const userSchema = z.object({
    token: z.string().optional(),
    tokenFile: z.string().optional(),
    "client-certificate-data": pem.optional(),
    "client-certificate": z.string().optional(),
    "client-key-data": pem.optional(),
    "client-key": z.string().optional(),
    exec: execSchema.optional(),
});

const kubeconfigSchema = z.object({
    "current-context": z.string().optional(),
    contexts: z.array(z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string() }) })),
    clusters: z.array(z.object({ name: z.string(), cluster: clusterSchema })),
    users: z.array(z.object({ name: z.string(), user: userSchema })),
});

/** A program that a kubeconfig asks for credentials. */
export type Exec = z.infer<typeof execSchema>;

/** What somebody shows an API server, or the program that is asked for it. */
export interface Credentials {
    token?: string;
    certificate?: string;
    key?: string;
    exec?: Exec;
}

/** One API server as one user of a kubeconfig sees it. */
export interface ApiAccess extends Credentials {
    server: URL;
    authority?: string;
    /** The certificate of the server is not looked at. */
    insecure?: boolean;
    serverName?: string;
    proxy?: string;
}

/**
 * What a kubeconfig, or the file of that path, says of a context. Throws where it says nothing of it, without a word of
 * what it holds.
 */
export function apiAccess(kubeconfig: string, context?: string, path?: string): ApiAccess {
    const { data } = kubeconfigSchema.safeParse(parsed(kubeconfig));
    const wanted = context ?? data?.["current-context"];
    const names = data?.contexts.find(({ name }) => name === wanted)?.context;
    const cluster = data?.clusters.find(({ name }) => name === names?.cluster)?.cluster;
    const user = data?.users.find(({ name }) => name === names?.user)?.user;
    if (!cluster || !user) throw new Error("the kubeconfig names no cluster and user for its context");

    const inFolder = (file: string) => (path === undefined ? file : resolve(dirname(path), file));
    const read = (file: string | undefined) => (file === undefined ? undefined : readFileSync(inFolder(file), "utf8"));
    const { exec } = user;
    return {
        server: new URL(cluster.server),
        authority: cluster["certificate-authority-data"] ?? read(cluster["certificate-authority"]),
        insecure: cluster["insecure-skip-tls-verify"],
        serverName: cluster["tls-server-name"],
        proxy: cluster["proxy-url"],
        token: user.token ?? read(user.tokenFile)?.trim(),
        certificate: user["client-certificate-data"] ?? read(user["client-certificate"]),
        key: user["client-key-data"] ?? read(user["client-key"]),
        // A bare name is looked up in PATH.
        exec: exec && { ...exec, command: /[/\\]/.test(exec.command) ? inFolder(exec.command) : exec.command },
    };
}

/** A fault of YAML would quote the line that it is in. */
function parsed(kubeconfig: string): unknown {
    try {
        return parse(kubeconfig, { logLevel: "error" });
    } catch {
        return undefined;
    }
}
