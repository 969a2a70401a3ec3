import { z } from "zod";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, must } from "../../judgement/verdict.ts";
import { containerRule } from "../../reading/pod-rule.ts";
import { quantity } from "../../reading/quantity.ts";
import { type Container, containers, podSpec, standIns, workloads } from "../../reading/workloads.ts";

/** What is added to a running pod has no resources of its own: the API server takes none. */
const sized = (workload: Resource) =>
    containers(workload).filter(
        (container) =>
            !podSpec(workload).ephemeralContainers?.includes(container) && !standIns(workload).includes(container),
    );

const isSized = (workload: Resource) => sized(workload).length > 0;

/**
 * What a container sets, or its pod for all of them (Kubernetes 1.34 and up). Zero is none: the scheduler sets nothing
 * aside, and the kernel limits nothing.
 */
const isSet = (pod: Partial<Container>, container: Container, kind: "requests" | "limits", resource: string) =>
    [container, pod].some(({ resources }) => quantity(resources?.[kind]?.[resource]) > 0);

const url = "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/";

export const resRequests = containerRule(
    {
        id: "res-requests",
        title: "Every container asks for CPU and memory",
        level: "mandatory",
        severity: "medium",
        mend: "Set resources.requests.cpu and resources.requests.memory",
        url,
    },
    [
        {
            holds: (container, pod) =>
                isSet(pod, container, "requests", "cpu") || isSet(pod, container, "limits", "cpu"),
            message: "asks for no CPU",
        },
        {
            holds: (container, pod) =>
                isSet(pod, container, "requests", "memory") || isSet(pod, container, "limits", "memory"),
            message: "asks for no memory",
        },
    ],
    { applies: isSized, containers: sized },
);

export const resLimits = rule({
    id: "res-limits",
    title: "Every container has a limit",
    level: "mandatory",
    severity: "medium",
    mend: "Set resources.limits.memory and resources.limits.cpu",
    url,
    settings: z.object({ cpu: z.boolean().default(true).describe("CPU must be limited too, not memory alone") }),
    inCharts: true,
    subjects: workloads,
    applies: isSized,
    judge: (workload, { settings }) =>
        all(
            sized(workload).flatMap((container) => [
                must(
                    () => isSet(podSpec(workload), container, "limits", "memory"),
                    `container ${container.name} may take all memory of its node`,
                ),
                must(
                    () => !settings.cpu || isSet(podSpec(workload), container, "limits", "cpu"),
                    `container ${container.name} may take all CPU of its node`,
                ),
            ]),
        ),
});

export const resRatio = rule({
    id: "res-ratio",
    title: "Limits are not far above requests",
    level: "advisory",
    severity: "low",
    mend: "Raise the request or lower the limit: a node that is overcommitted kills pods",
    url,
    inhibitedBy: ["res-requests", "res-limits"],
    settings: z.object({
        memory: z.number().min(1).default(2).describe("Most times that a memory limit may be its request"),
        cpu: z.number().min(1).default(4).describe("Most times that a CPU limit may be its request"),
    }),
    inCharts: true,
    subjects: workloads,
    applies: isSized,
    judge: (workload, { settings }) =>
        all(
            sized(workload).flatMap(({ name, resources }) =>
                (["memory", "cpu"] as const).map((resource) =>
                    must(() => {
                        const limit = quantity(resources?.limits?.[resource]);
                        const request = quantity(resources?.requests?.[resource] ?? resources?.limits?.[resource]);
                        return !(limit / request > settings[resource]);
                    }, `the ${resource} limit of container ${name} is more than ${settings[resource]} times its request`),
                ),
            ),
        ),
});

export const resEphemeral = rule({
    id: "res-ephemeral",
    title: "Local disk is asked for and limited",
    level: "advisory",
    severity: "low",
    mend: "Set requests and limits of ephemeral-storage, and sizeLimit of every emptyDir",
    url: "https://kubernetes.io/docs/concepts/storage/ephemeral-storage/",
    inCharts: true,
    subjects: workloads,
    judge: (workload) =>
        all([
            ...sized(workload).map((container) =>
                must(
                    () =>
                        isSet({}, container, "requests", "ephemeral-storage") &&
                        isSet({}, container, "limits", "ephemeral-storage"),
                    `container ${container.name} may fill the disk of its node`,
                ),
            ),
            ...((podSpec(workload).volumes ?? []) as { name: string; emptyDir?: { sizeLimit?: string } }[]).map(
                ({ name, emptyDir }) =>
                    must(() => !emptyDir || emptyDir.sizeLimit, `volume ${name} may fill the disk of its node`),
            ),
        ]),
});
