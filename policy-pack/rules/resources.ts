import { z } from "zod";
import type { Resource } from "../model.ts";
import { quantity } from "../quantity.ts";
import { rule } from "../rule.ts";
import { all, must, pass } from "../verdict.ts";
import { containerRule } from "./pod-rule.ts";
import { type Container, containers, podSpec, workloads } from "./workloads.ts";

const url = "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/";

/** What is added to a running pod has no resources of its own: the API server takes none. */
const sized = (workload: Resource) =>
    containers(workload).filter((container) => !podSpec(workload).ephemeralContainers?.includes(container));

/** Zero is none: the scheduler sets nothing aside, and the kernel limits nothing. */
const isSet = (container: Container, kind: "requests" | "limits", resource: string) =>
    quantity(container.resources?.[kind]?.[resource]) > 0;

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
            holds: (container) => isSet(container, "requests", "cpu") || isSet(container, "limits", "cpu"),
            message: "asks for no CPU",
        },
        {
            holds: (container) => isSet(container, "requests", "memory") || isSet(container, "limits", "memory"),
            message: "asks for no memory",
        },
    ],
    { containers: sized },
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
    judge: (workload, { settings }) =>
        all(
            sized(workload).flatMap((container) => [
                must(
                    () => isSet(container, "limits", "memory"),
                    `container ${container.name} may take all memory of its node`,
                ),
                must(
                    () => !settings.cpu || isSet(container, "limits", "cpu"),
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
    after: ["res-requests", "res-limits"],
    settings: z.object({
        memory: z.number().min(1).default(2).describe("Most times that a memory limit may be its request"),
        cpu: z.number().min(1).default(4).describe("Most times that a CPU limit may be its request"),
    }),
    inCharts: true,
    subjects: workloads,
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
                        isSet(container, "requests", "ephemeral-storage") &&
                        isSet(container, "limits", "ephemeral-storage"),
                    `container ${container.name} may fill the disk of its node`,
                ),
            ),
            ...((podSpec(workload).volumes ?? []) as { name: string; emptyDir?: { sizeLimit?: string } }[]).map(
                ({ name, emptyDir }) =>
                    must(() => !emptyDir || emptyDir.sizeLimit, `volume ${name} may fill the disk of its node`),
            ),
        ]),
});

export const envNoDuplicates = rule({
    id: "env-no-duplicates",
    title: "No variable is set twice, and every reference to a ConfigMap of the stack resolves",
    level: "advisory",
    severity: "low",
    mend: "Keep one value for each variable, and name a key that the ConfigMap has",
    url: "https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/",
    inCharts: true,
    subjects: workloads,
    judge: (workload, { inventory }) => {
        const maps = inventory.objects("ConfigMap", "core");
        return all(
            containers(workload).flatMap(({ name, env = [] }) => {
                const variables = env as {
                    name: string;
                    valueFrom?: { configMapKeyRef?: { name: string; key: string; optional?: boolean } };
                }[];
                const names = variables.map((variable) => variable.name);
                return [
                    must(() => new Set(names).size === names.length, `container ${name} sets a variable twice`),
                    ...variables.map(({ valueFrom }) => () => {
                        const reference = valueFrom?.configMapKeyRef;
                        const map = reference && maps.find(({ props }) => props.metadata?.name === reference.name);
                        if (!reference || !map || reference.optional) return pass();
                        return must(
                            () => reference.key in { ...map.props.data, ...map.props.binaryData },
                            `container ${name} reads a key that ConfigMap ${reference.name} does not have`,
                        )();
                    }),
                ];
            }),
        );
    },
});
