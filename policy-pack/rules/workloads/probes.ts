import type { Inventory } from "../../inventory/inventory.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, must } from "../../judgement/verdict.ts";
import { containerRule } from "../../reading/pod-rule.ts";
import { selecting } from "../../reading/relations.ts";
import {
    type Container,
    podSpec,
    runningContainers,
    runs,
    services,
    standIns,
    workloads,
    workloadsOf,
} from "../../reading/workloads.ts";

const url = "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/";

/** Workloads whose pods a Service sends traffic to. */
const served = (workload: Resource, inventory: Inventory) =>
    runs(workload) && selecting(inventory, workload, "Service", "core").length > 0;

/** Containers that listen; where none says so, all of them. */
function listening(running: readonly Container[]): readonly Container[] {
    const declared = running.filter(({ ports = [] }) => ports.length > 0);
    return declared.length > 0 ? declared : running;
}

/** Containers that listen; where none says so, all of them if a Service sends traffic there. */
function reached(workload: Resource, inventory: Inventory): readonly Container[] {
    const found = listening(runningContainers(workload));
    return found.some(({ ports = [] }) => ports.length > 0) || served(workload, inventory) ? found : [];
}

/** Main containers that the workload describes itself. */
const ownContainers = (workload: Resource): readonly Container[] =>
    (podSpec(workload).containers ?? []).filter((container: Container) => !standIns(workload).includes(container));

export const probeReadiness = containerRule(
    {
        id: "probe-readiness",
        title: "Traffic goes to containers that are ready",
        level: "mandatory",
        severity: "medium",
        mend: "Set readinessProbe",
        url,
    },
    [{ holds: ({ readinessProbe }) => readinessProbe, message: "gets traffic before it is ready" }],
    { applies: runs, containers: reached },
);

export const probeLiveness = containerRule(
    {
        id: "probe-liveness",
        title: "Containers that hang are restarted",
        level: "mandatory",
        severity: "medium",
        mend: "Set livenessProbe",
        url,
    },
    [{ holds: ({ livenessProbe }) => livenessProbe, message: "is not restarted when it hangs" }],
    // Beside a container that listens, one that opens no port has nothing that a probe could ask.
    { applies: runs, containers: (workload) => listening(ownContainers(workload)) },
);

const handler = (probe: Record<string, unknown> | undefined) =>
    JSON.stringify([probe?.httpGet, probe?.tcpSocket, probe?.exec, probe?.grpc]);

/** Delays from which on a startup probe is the better wait, seconds. */
const slowStart = 60;

export const probeSane = rule({
    id: "probe-sane",
    title: "Probes tell a busy container from a dead one",
    level: "advisory",
    severity: "low",
    mend: "Let liveness wait longer than readiness or ask something else, name ports that exist, and use a startupProbe for slow starts",
    url,
    inCharts: true,
    subjects: (inventory) => [...services(inventory), ...workloadsOf("Pod")(inventory)],
    applies: runs,
    judge: (workload) =>
        all(
            runningContainers(workload).flatMap(({ name, livenessProbe, readinessProbe, startupProbe, ports = [] }) => [
                must(
                    () =>
                        !livenessProbe ||
                        !readinessProbe ||
                        handler(livenessProbe) !== handler(readinessProbe) ||
                        (livenessProbe.failureThreshold ?? 3) * (livenessProbe.periodSeconds ?? 10) >
                            (readinessProbe.failureThreshold ?? 3) * (readinessProbe.periodSeconds ?? 10),
                    `container ${name} is restarted as soon as it is not ready`,
                ),
                must(() => {
                    const names = (ports as { name?: string }[]).map((port) => port.name);
                    return [livenessProbe, readinessProbe, startupProbe]
                        .flatMap((probe) => [probe?.httpGet?.port, probe?.tcpSocket?.port])
                        .every((port) => typeof port !== "string" || /^\d+$/.test(port) || names.includes(port));
                }, `a probe of container ${name} names a port that it does not have`),
                must(
                    () => (livenessProbe?.initialDelaySeconds ?? 0) < slowStart || startupProbe,
                    `container ${name} waits ${slowStart} seconds or more before anybody notices that it hangs`,
                ),
            ]),
        ),
});

export const gracefulStop = rule({
    id: "graceful-stop",
    title: "Containers finish their requests before they stop",
    level: "advisory",
    severity: "low",
    mend: "Set terminationGracePeriodSeconds, and a preStop hook that waits until load balancers have noticed",
    url: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
    inCharts: true,
    subjects: workloads,
    applies: served,
    judge: (workload) =>
        all([
            must(() => podSpec(workload).terminationGracePeriodSeconds > 0, "no time to stop is set"),
            must(
                () => listening(runningContainers(workload)).some(({ lifecycle }) => lifecycle?.preStop),
                "pods stop while load balancers still send requests",
            ),
        ]),
});
