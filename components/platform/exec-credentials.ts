import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import type { Credentials, Exec } from "./api-access.ts";
import { Obstacle } from "./obstacle.ts";

const run = promisify(execFile);

const answerSchema = z.object({
    status: z.object({
        token: z.string().optional(),
        clientCertificateData: z.string().optional(),
        clientKeyData: z.string().optional(),
    }),
});

/** Milliseconds that a program may take: `aws` may have to renew a session first. */
const timeout = 30_000;

/**
 * Asks a program for credentials as Kubernetes' own clients do
 * (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins): found through
 * PATH, with this process's environment and the kubeconfig's. What it prints stays in here, but for the reason why it
 * failed.
 */
export async function execCredentials({ apiVersion, command, args, env }: Exec): Promise<Credentials> {
    const asked = { kind: "ExecCredential", apiVersion, spec: { interactive: false } };
    const variables = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
    const { stdout } = await run(command, args ?? [], {
        env: { ...process.env, ...variables, KUBERNETES_EXEC_INFO: JSON.stringify(asked) },
        timeout,
    }).catch((error: Failure) => {
        throw refusal(command, error);
    });
    const { data } = answerSchema.safeParse(json(stdout));
    if (!data) throw new Obstacle(`${command} answered something that is no ExecCredential`);
    const { token, clientCertificateData: certificate, clientKeyData: key } = data.status;
    return { token, certificate, key };
}

interface Failure extends Error {
    code?: string | number;
    killed?: boolean;
    stderr?: string;
}

function refusal(command: string, { code, killed, stderr = "" }: Failure): Obstacle {
    if (code === "ENOENT")
        return new Obstacle(`${command} is not in PATH: install it, or put it there`, { lasting: true });
    if (killed) return new Obstacle(`${command} gave no credentials within ${timeout / 1000} s`);
    const said = stderr.trim().split("\n").at(-1) ?? "";
    return new Obstacle(`${command} gave no credentials (${code}): ${withoutSecrets(said).slice(0, 300)}`);
}

/** Anything that is long enough to be a token or a key is left out. */
const withoutSecrets = (text: string): string => text.replace(/[\w+/=.~-]{40,}/g, "…");

function json(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
