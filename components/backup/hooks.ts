import type { Hook } from "./hook-args.ts";

/** Hooks as the spec of a Backup of Velero has them (velero.io/v1). */
export interface HookSpec {
    name: string;
    includedNamespaces: string[];
    includedResources: ["pods"];
    labelSelector?: { matchLabels: Record<string, string> };
    pre: ExecSpec[];
    post: ExecSpec[];
}

interface ExecSpec {
    exec: { command: string[]; container?: string; onError: string; timeout: string };
}

export const hookSpecs = (hooks: readonly Hook[]): HookSpec[] =>
    hooks.map(({ name, namespaces, labels, pre, post }) => ({
        name,
        includedNamespaces: namespaces,
        includedResources: ["pods"],
        ...(Object.keys(labels).length > 0 && { labelSelector: { matchLabels: labels } }),
        pre: pre.map(exec),
        post: post.map(exec),
    }));

const exec = ({ timeout, ...command }: Hook["pre"][number]): ExecSpec => ({
    exec: { ...command, timeout: `${timeout}s` },
});
