import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { inject } from "vitest";
import { type VerificationArgs, verificationPolicy } from "../../components/images/verified-images.ts";
import { type VerifiedImagesArgs, verify } from "../../components/images/verify-args.ts";
import { obtain } from "../../sandbox/tools/tools.ts";

/** The day on which policies of tests decide between reporting and refusing. */
export const today = "2026-11-29";

/** The policy of what an argument of `registry.verify` says, in place since long. */
export function policyOf(
    given: Omit<VerifiedImagesArgs, "name" | "denyFrom"> & Partial<VerifiedImagesArgs>,
    args: Partial<VerificationArgs> = {},
) {
    const [verified] = verify.parse([{ name: "shop", denyFrom: "2026-01-01", ...given }]);
    if (!verified) throw new Error("There is nothing to verify");
    return verificationPolicy(verified, { namespaces: ["argocd"], ecr: false, secrets: [], today, ...args });
}

const pod = (images: readonly string[], namespace: string) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace },
    spec: {
        initContainers: images.slice(1).map((image, index) => ({ name: `init-${index}`, image })),
        containers: [{ name: "web", image: images[0] }],
    },
});

/** Kyverno's program takes the labels of a namespace from here, which a cluster gives each namespace. */
const labels = (name: string) => ({
    apiVersion: "cli.kyverno.io/v1alpha1",
    kind: "Value",
    namespaceSelector: [{ name, labels: { "kubernetes.io/metadata.name": name } }],
});

/** What the real Kyverno says of a pod: `pass`, or why it is refused. */
export async function verdictOf(
    policy: object,
    images: readonly string[],
    namespace = "shop",
    env: Record<string, string> = {},
): Promise<string> {
    const kyverno = (await obtain(["kyverno"]))("kubectl-kyverno");
    const folder = mkdtempSync(join(inject("scratchFolder"), "verify-"));
    const write = (name: string, content: object) => {
        writeFileSync(join(folder, name), JSON.stringify(content));
        return join(folder, name);
    };
    const run = await execa(
        kyverno,
        [
            ...["apply", write("policy.yaml", policy), "--resource", write("pod.yaml", pod(images, namespace))],
            ...["--values-file", write("values.yaml", labels(namespace))],
            ...["--registry", "--policy-report", "--output-format", "json", "--remove-color"],
        ],
        { reject: false, env },
    );
    if (run.exitCode !== 0 && !run.stdout) throw new Error(`Kyverno says: ${run.stderr}`);
    const { results = [] } = JSON.parse(run.stdout || "{}");
    const [found] = results as { result: string; message: string }[];
    return found === undefined ? "not judged" : found.result === "pass" ? "pass" : found.message;
}
