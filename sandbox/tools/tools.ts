import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../console.ts";
import { cache } from "../paths.ts";
import { goBuild } from "./go-build.ts";

/** A Go module in a folder here: what is built from it, and from which module its version is read. */
interface Tool {
    /** Folder of the Go module, from this one. Default: the one of its name. */
    readonly folder?: string;
    /** The module whose version it is. */
    readonly module: string;
    /** Programs, as `go build` names them after the last element of their import path. */
    readonly programs: readonly string[];
    /** How long a cold build takes on two cores, for people. */
    readonly duration: string;
    /** Variables that the linker sets. Default: none. */
    variables?(version: string): Record<string, string>;
    /** Build tags. Default: none. */
    readonly tags?: readonly string[];
}

export const tools = {
    pulumi: {
        module: "github.com/pulumi/pulumi/pkg/v3",
        programs: ["pulumi"],
        duration: "5 minutes",
        variables: (version) => ({ "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": version }),
    },
    kubernetes: {
        module: "k8s.io/kubernetes",
        programs: ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"],
        duration: "6 minutes",
        variables: (version) => {
            const [major = "", minor = ""] = version.slice(1).split(".");
            const variable = (name: string) => `k8s.io/component-base/version.${name}`;
            return {
                [variable("gitVersion")]: version,
                [variable("gitMajor")]: major,
                [variable("gitMinor")]: minor,
                [variable("gitTreeState")]: "clean",
            };
        },
    },
    // `go build` names etcd after its import path: `server`.
    etcd: { module: "go.etcd.io/etcd/server/v3", programs: ["server"], duration: "1 minute" },
    kwok: { module: "sigs.k8s.io/kwok", programs: ["kwok"], duration: "3 minutes" },
    helm: { module: "helm.sh/helm/v3", programs: ["helm"], duration: "2 minutes" },
    // Pulumi's plugin for Kubernetes; the version that it says it is comes from the environment.
    "kubernetes-plugin": {
        module: "github.com/pulumi/pulumi-kubernetes/provider/v4",
        programs: ["pulumi-resource-kubernetes"],
        duration: "11 minutes",
    },
    // What charts are fetched from in the tests; it keeps them in memory.
    registry: { module: "github.com/google/go-containerregistry", programs: ["registry"], duration: "10 seconds" },
    // What runs in the user's cluster is built here for the tests alone.
    "restore-test": {
        folder: "../../restore-test",
        module: "k8s.io/client-go",
        programs: ["restore-test"],
        duration: "1 minute",
    },
    gatekeeper: {
        module: "github.com/open-policy-agent/gatekeeper/v3",
        programs: ["gator", "gatekeeper"],
        duration: "3 minutes",
    },
    kyverno: {
        module: "github.com/kyverno/kyverno",
        programs: ["kubectl-kyverno", "kyverno"],
        duration: "8 minutes",
    },
    // Its targets are found in files here: the service discoveries of clouds are half of the build.
    prometheus: {
        module: "github.com/prometheus/prometheus",
        programs: ["prometheus", "promtool"],
        duration: "3 minutes",
        tags: ["remove_all_sd"],
    },
    // What the tests ask who may reach whom, beside the policy pack.
    cyclonus: { module: "github.com/mattfenwick/cyclonus", programs: ["may-reach"], duration: "3 minutes" },
    // What `make bench` compares `readiness` with.
    "kube-score": { module: "github.com/zegl/kube-score", programs: ["kube-score"], duration: "30 seconds" },
    alertmanager: {
        module: "github.com/prometheus/alertmanager",
        programs: ["alertmanager", "amtool"],
        duration: "1 minute",
    },
    // What `make dr-exercise` backs up and restores with: the server, its plugin for S3, and an S3 on loopback.
    velero: {
        module: "github.com/vmware-tanzu/velero",
        programs: ["velero"],
        duration: "8 minutes",
        variables: (version) => ({
            "github.com/vmware-tanzu/velero/pkg/buildinfo.Version": version,
            // A port that no flag of it moves, and that only one process of a machine can have.
            "sigs.k8s.io/controller-runtime/pkg/metrics/server.DefaultBindAddress": "0",
        }),
    },
    "velero-plugin-for-aws": {
        module: "github.com/vmware-tanzu/velero-plugin-for-aws",
        programs: ["velero-plugin-for-aws"],
        duration: "3 minutes",
    },
    // What `make test-vault` runs the scripts of the cluster's own Vault with: 1.21.3 and later need an SDK that is nowhere
    // published.
    vault: { module: "github.com/hashicorp/vault", programs: ["vault"], duration: "5 minutes", tags: ["minimal"] },
    // What `make test-envoy` has the gateway's objects translated by: the controller's own code.
    "envoy-gateway": {
        module: "github.com/envoyproxy/gateway",
        programs: ["translate-gateway"],
        duration: "10 minutes, 21 beside much else",
    },
    versitygw: { module: "github.com/versity/versitygw", programs: ["versitygw"], duration: "3 minutes" },
} as const satisfies Record<string, Tool>;

export type ToolName = keyof typeof tools;

/** Minor version of the Kubernetes that is built, such as `1.35`. */
export const kubernetesMinor = version("kubernetes").slice(1).split(".").slice(0, 2).join(".");

/** Version that is built, with its leading `v`. */
export function version(name: ToolName): string {
    const found = requirements(name).match(new RegExp(`^(?:require|\\s)\\s*${tools[name].module} (v\\S+)`, "m"))?.[1];
    if (!found) throw new Error(`tools/${name}/go.mod does not require ${tools[name].module}`);
    return found;
}

/**
 * Paths of the programs of these tools. What was built before is used again; what is missing is built from the Go
 * module proxy, one tool after the other.
 *
 * @throws Failure where Go is missing or a build fails.
 */
export async function obtain(names: readonly ToolName[]): Promise<(program: string) => string> {
    const paths = new Map<string, string>();
    for (const name of names) {
        const output = outputOf(name);
        const obstacle = existsSync(output) ? undefined : await build(name);
        if (obstacle) throw new Failure(`${name} ${version(name)} cannot be built: ${obstacle}`);
        for (const program of tools[name].programs) paths.set(program, join(output, program));
    }
    return (program) => {
        const path = paths.get(program);
        if (!path) throw new Error(`${program} was not asked for; there are ${[...paths.keys()].join(", ")}`);
        return path;
    };
}

/** Path of a program of a tool that was built before. */
export function built(name: ToolName, program: string): string | undefined {
    const path = join(outputOf(name), program);
    return existsSync(path) ? path : undefined;
}

/** Builds a tool, whatever was built before. Gives the reason where it cannot. */
export function build(name: ToolName): Promise<string | undefined> {
    const tool: Tool = tools[name];
    return goBuild({
        name: `${tool.programs.join(", ")} ${version(name)}`,
        duration: `about ${tool.duration}`,
        module: folder(name),
        variables: tool.variables?.(version(name)) ?? {},
        tags: tool.tags ?? [],
        output: outputOf(name),
    });
}

const outputOf = (name: ToolName): string => join(cache, `${name}-${version(name)}-${fingerprint(name)}`);

function folder(name: ToolName): string {
    const { folder = name }: Tool = tools[name];
    return join(import.meta.dirname, folder);
}

function requirements(name: ToolName): string {
    return readFileSync(join(folder(name), "go.mod"), "utf8");
}

/** Another requirement, checksum, source of ours or linker variable is another build. */
function fingerprint(name: ToolName): string {
    const tool: Tool = tools[name];
    const sources = globSync("**/*.go", { cwd: folder(name) }).toSorted();
    const hash = createHash("sha256");
    for (const file of ["go.mod", "go.sum", ...sources]) hash.update(readFileSync(join(folder(name), file)));
    const flags = [tool.variables?.(version(name)) ?? {}, ...(tool.tags ? [tool.tags] : [])];
    return hash
        .update(flags.map((flag) => JSON.stringify(flag)).join(""))
        .digest("hex")
        .slice(0, 12);
}
