import type { Requests } from "./pod-requests.ts";

/** What a machine has, and what of it is for pods. */
export interface Capacity {
    readonly architecture: "amd64" | "arm64";
    readonly total: Requests;
    readonly allocatable: Requests;
    readonly pods: number;
}

/** Memory by vCPU of an instance category, GiB: c 2, m 4, r 8. */
const memoryByCpu: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8 };

/** vCPUs by size, the same for every family of these categories. */
const cpuBySize: Readonly<Record<string, number>> = {
    medium: 1,
    large: 2,
    xlarge: 4,
    "2xlarge": 8,
    "4xlarge": 16,
    "8xlarge": 32,
    "12xlarge": 48,
    "16xlarge": 64,
};

/** What the hypervisor and the kernel take before Kubernetes counts, as Karpenter estimates it. */
const systemShare = 0.075;

/** MiB that the kubelet keeps for its own eviction threshold. */
const evictionThreshold = 100;

const mebibyte = 1024 ** 2;

/**
 * What a machine of this EC2 type offers to pods, by the formulas of the EKS images: the kubelet reserves 6 % of the
 * first core, 1 % of the second, 0.5 % of the next two and 0.25 % of the rest, and 255 MiB and 11 MiB for each pod.
 * With prefix delegation a node below 30 vCPUs takes 110 pods, a larger one 250.
 *
 * @throws Error for a type of another category or size.
 */
export function capacityOf(instanceType: string): Capacity {
    const [, category = "", generation, size = ""] = /^([a-z])(\d+[a-z]*)\.(\w+)$/.exec(instanceType) ?? [];
    const cores = cpuBySize[size];
    const perCore = memoryByCpu[category];
    if (cores === undefined || perCore === undefined) {
        const known = `${Object.keys(memoryByCpu).join(", ")} in sizes ${Object.keys(cpuBySize).join(", ")}`;
        throw new Error(`the capacity of ${instanceType} is not known; known are the categories ${known}`);
    }
    const pods = cores < 30 ? 110 : 250;
    const mebibytes = cores * perCore * 1024;
    const reservedMillicores =
        60 + (cores > 1 ? 10 : 0) + 5 * Math.max(0, Math.min(cores, 4) - 2) + 2.5 * Math.max(0, cores - 4);
    return {
        architecture: generation?.includes("g") ? "arm64" : "amd64",
        total: { cpu: cores, memory: mebibytes * mebibyte },
        allocatable: {
            cpu: (cores * 1000 - reservedMillicores) / 1000,
            memory: (Math.floor(mebibytes * (1 - systemShare)) - 255 - 11 * pods - evictionThreshold) * mebibyte,
        },
        pods,
    };
}
