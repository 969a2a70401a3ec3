import type { Input } from "@pulumi/pulumi";
import type { EksProfile } from "../../platform/addon.ts";
import { awsCli } from "../../platform/aws-cli.ts";
import type { ConfigMap, CronJob, Job } from "../../platform/kubernetes-object.ts";
import { placement, resources, restrictedPod, unprivileged } from "../../platform/workload.ts";
import { audience, certificateSecret, image, name, namespace } from "./names.ts";
import { imageUser } from "./vault-values.ts";

/** Where a script finds what it runs with. */
const folders = { certificate: "/certificate", token: "/token" };

/** Functions of every script that speaks to Vault; its token is in no argument, and in no line that is printed. */
const signIn = `sign_in() {
    until VAULT_TOKEN="$(vault write -field=token auth/kubernetes/login role="$1" jwt="@$TOKEN_FILE" 2> "$SAID")"; do
        cat "$SAID" >&2
        sleep 5
    done
    export VAULT_TOKEN
    trap 'vault token revoke -self > /dev/null' EXIT
}`;

/** A script for Vault's image, after the function by which it signs in. */
export const vaultScript = (script: string): string => `set -eu\n${signIn}\n${script}`;

type PodSpec = NonNullable<NonNullable<Job["spec"]>["template"]["spec"]>;
type Container = NonNullable<PodSpec["containers"]>[number];

type Variable = NonNullable<Container["env"]>[number];

/** Variables of a container, by their names. */
export const variables = (values: Record<string, Input<string>>): Variable[] =>
    Object.entries(values).map(([name, value]) => ({ name, value }));

const bare = {
    securityContext: { ...unprivileged, readOnlyRootFilesystem: true },
    resources: resources(50, 128),
};

/** A container that speaks to Vault at an address, and one that speaks to AWS. */
export const ofVault = (
    name: string,
    {
        address,
        script,
        env = [],
        mounts = [],
    }: { address: string; script: string; env?: Variable[]; mounts?: object[] },
): Container => ({
    ...bare,
    name,
    image,
    command: ["sh", "-c", script],
    env: [
        ...variables({
            VAULT_ADDR: address,
            VAULT_CACERT: `${folders.certificate}/ca.crt`,
            TOKEN_FILE: `${folders.token}/token`,
            SAID: "/tmp/said",
            HOME: "/tmp",
        }),
        ...env,
    ],
    volumeMounts: [
        { name: "certificate", mountPath: folders.certificate, readOnly: true },
        { name: "token", mountPath: folders.token, readOnly: true },
        { name: "tmp", mountPath: "/tmp" },
        ...mounts,
    ] as Container["volumeMounts"],
});

export const ofAws = (
    name: string,
    { region, script, env, mounts }: { region: string; script: string; env: Variable[]; mounts: object[] },
): Container => ({
    ...bare,
    name,
    image: awsCli,
    command: ["sh", "-c", script],
    env: [...variables({ AWS_REGION: region, HOME: "/tmp" }), ...env],
    volumeMounts: [{ name: "tmp", mountPath: "/tmp" }, ...mounts] as Container["volumeMounts"],
});

/** A pod that does one thing, as a service account, which Vault knows by a token for nobody else. */
export const podSpec = (
    profile: EksProfile,
    account: string,
    { volumes = [], ...spec }: Pick<PodSpec, "initContainers" | "containers"> & { volumes?: object[] },
): PodSpec => ({
    ...placement(profile),
    ...spec,
    serviceAccountName: account,
    automountServiceAccountToken: false,
    // A container that failed is started again in the same pod, where what the one before it left still is.
    restartPolicy: "OnFailure",
    securityContext: { ...restrictedPod, ...imageUser },
    volumes: [
        // Of the certificate its CA alone.
        {
            name: "certificate",
            secret: { secretName: certificateSecret, items: [{ key: "ca.crt", path: "ca.crt" }] },
        },
        {
            name: "token",
            projected: { sources: [{ serviceAccountToken: { path: "token", audience, expirationSeconds: 3600 } }] },
        },
        { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "16Mi" } },
        ...volumes,
    ] as PodSpec["volumes"],
});

const halfAnHour = 1800;

const labels = { "app.kubernetes.io/name": "vault-job", "app.kubernetes.io/part-of": name };

const jobSpec = (spec: PodSpec, activeDeadlineSeconds: number): NonNullable<Job["spec"]> => ({
    backoffLimit: 6,
    activeDeadlineSeconds,
    template: { metadata: { labels }, spec },
});

export const job = (name: string, spec: PodSpec, seconds = halfAnHour): Job => ({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace },
    spec: jobSpec(spec, seconds),
});

/** One that failed is there until two more should have been: who looks finds it, and it does not tell of what is mended. */
export const cronJob = (
    name: string,
    { schedule, everyHours }: { schedule: string; everyHours: number },
    spec: PodSpec,
): CronJob => ({
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name, namespace },
    spec: {
        schedule,
        timeZone: "Etc/UTC",
        startingDeadlineSeconds: 3600,
        concurrencyPolicy: "Forbid",
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: { spec: { ...jobSpec(spec, halfAnHour), ttlSecondsAfterFinished: 2 * everyHours * 3600 } },
    },
});

export const configMap = (name: string, data: Record<string, string>): ConfigMap => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace },
    data,
});
