import type { PolicyComplianceFramework } from "@pulumi/policy";
import references from "./frameworks.json" with { type: "json" };

const byId: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = references;

/** The CIS Amazon EKS Benchmark controls that a check answers, for CrossGuard's one framework field. */
export function frameworkOf(id: string): PolicyComplianceFramework | undefined {
    const controls = byId[id]?.cis;
    return (
        controls && {
            name: "CIS Amazon EKS Benchmark",
            version: "1.8.0",
            reference: controls.join(", "),
            specification: "",
        }
    );
}

/** Rules of other tools with the same intent, as `checkov:CKV_AWS_39`. */
export function tagsOf(id: string): string[] {
    return Object.entries(byId[id] ?? {}).flatMap(([tool, names]) => names.map((name) => `${tool}:${name}`));
}
