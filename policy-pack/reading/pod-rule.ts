import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";
import type { Rule, RuleMetadata } from "../judgement/rule.ts";
import { all, fail, must, notApplicable, pass } from "../judgement/verdict.ts";
import { type Container, containers, isLinux, podSpec, standIns, workloads } from "./workloads.ts";

// biome-ignore lint/suspicious/noExplicitAny: the fields of a pod
type Pod = any;

/** What must hold for every container; `pod` is the spec that it is in. The message names the container. */
export interface ContainerRequirement {
    readonly holds: (container: Container, pod: Pod, workload: Resource) => unknown;
    readonly message: string;
}

interface Options extends Pick<Rule, "inhibitedBy" | "settings" | "applies"> {
    /** Windows has no such thing. Default: it is judged on Windows too. */
    readonly linuxOnly?: boolean;
    readonly subjects?: Rule["subjects"];
    readonly containers?: (workload: Resource, inventory: Inventory) => readonly Container[];
}

/** A check on every container of every workload. */
export function containerRule(
    metadata: RuleMetadata,
    requirements: readonly ContainerRequirement[],
    options: Options = {},
): Rule {
    const { linuxOnly = false, subjects = workloads, containers: of = containers, ...rest } = options;
    return {
        ...metadata,
        ...(linuxOnly ? { applies: isLinux } : {}),
        ...rest,
        inCharts: true,
        subjects,
        judge: (workload, { inventory }) => {
            const pod = podSpec(workload);
            // What a stand-in leaves out, its injector says; what it says itself is judged.
            const isInjectors = (container: Container, { holds }: ContainerRequirement) =>
                standIns(workload).includes(container) && !holds({ name: container.name }, pod, workload);
            return all(
                of(workload, inventory).flatMap((container) =>
                    requirements.map((requirement) => () => {
                        if (requirement.holds(container, pod, workload)) return pass();
                        return isInjectors(container, requirement)
                            ? notApplicable(`an injector fills container ${container.name} in`)
                            : fail(`container ${container.name} ${requirement.message}`);
                    }),
                ),
            );
        },
    };
}

/** What must hold for the pod as a whole. */
export interface PodRequirement {
    readonly holds: (pod: Pod, workload: Resource) => unknown;
    readonly message: string;
}

/** A check on the pods of every workload. */
export function podRule(metadata: RuleMetadata, requirements: readonly PodRequirement[], options: Options = {}): Rule {
    const { linuxOnly = false, subjects = workloads, containers: _, ...rest } = options;
    return {
        ...metadata,
        ...(linuxOnly ? { applies: isLinux } : {}),
        ...rest,
        inCharts: true,
        subjects,
        judge: (workload) =>
            all(requirements.map(({ holds, message }) => must(() => holds(podSpec(workload), workload), message))),
    };
}
