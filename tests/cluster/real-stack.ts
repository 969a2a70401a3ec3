import { join } from "node:path";
import { inject } from "vitest";
import type { Cluster } from "../../kubernetes/cluster.ts";
import { describe } from "../../kubernetes/kubernetes-object.ts";
import { realKubernetes } from "../../kubernetes/plugin.ts";
import { objectOf, releaseOf } from "../../kubernetes/stack-objects.ts";
import { settingsOf } from "../../sandbox/engine/stack-files.ts";
import { root } from "../../sandbox/paths.ts";
import { releaseType } from "../../sandbox/providers/kubernetes/releases.ts";
import type { Operation } from "../engine/operations.ts";
import { type Preview, TestStack } from "../engine/stack.ts";

/** What a stack's file and a test decide. */
export interface RealStackArgs {
    /** Settings by their short name: `name`, `addons`. */
    settings: Record<string, unknown>;
    /** Stack file that the settings are laid over. Default: none. */
    file?: string;
    /** The cluster that the simulated EKS cluster of the stack stands for. Default: the one that the settings name. */
    controlPlane?: Cluster;
}

/** How a run differs from what the program plans; see `program/changes.ts`. */
export interface Change {
    /** Default: `planned`. */
    releases?: "planned" | "bumped" | "refused";
    /** Seconds that the deletion of an object may take. Default: as the program says. */
    deletionTimeout?: number;
    /** Name of a release whose removal may not take longer either. Default: none. */
    hanging?: string;
}

/** The program of this repository, whose Kubernetes is real, its plugin too, and whose AWS is simulated. */
export async function realStack({ settings, file, controlPlane }: RealStackArgs): Promise<TestStack> {
    return new TestStack({
        program: { file: join(root, "tests/cluster/program/index.ts") },
        config: configOf({ file, settings }),
        ...(await realKubernetes(controlPlane?.controlPlane)),
    });
}

/** A stack's configuration: its file, with settings laid over it. */
export function configOf({ file, settings }: Pick<RealStackArgs, "file" | "settings">): Record<string, unknown> {
    const own = { chartSource: inject("charts"), ...settings };
    const given = Object.entries(own).map(([key, value]) => [`production-cluster:${key}`, value]);
    return { ...(file && settingsOf(file).config), ...Object.fromEntries(given) };
}

/** From now on the stack's program differs so from what it plans. */
export function change(stack: TestStack, { releases = "planned", deletionTimeout, hanging }: Change): void {
    const { RELEASES: _, DELETION_TIMEOUT: __, HANGING: ___, ...env } = stack.args.env ?? {};
    stack.args.env = {
        ...env,
        RELEASES: releases,
        ...(deletionTimeout !== undefined && { DELETION_TIMEOUT: `${deletionTimeout}` }),
        ...(hanging !== undefined && { HANGING: hanging }),
    };
}

/** What a plan would do beside reading: `same` alone where nothing changes. */
export const changesOf = ({ plan }: Preview): string[] =>
    Object.keys(plan.changeSummary ?? {}).filter((change) => !["read", "refresh"].includes(change));

/** What the last command did on the cluster, beside reading. */
export const operationsOnCluster = (stack: TestStack): Operation[] =>
    stack.operations().filter(({ type, verb }) => type.startsWith("kubernetes:") && /create|update|delete/.test(verb));

/** What a resource is called for people: `Release karpenter/karpenter`, `karpenter.sh/v1 NodePool general`. */
export function nameOf({ type, inputs }: Pick<Operation, "type"> & { readonly inputs?: Operation["inputs"] }): string {
    if (type !== releaseType) return describe(objectOf(inputs));
    const { name, namespace } = releaseOf(inputs);
    return `Release ${namespace}/${name}`;
}
