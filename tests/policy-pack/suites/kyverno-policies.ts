import { dirname, join } from "node:path";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { answers, areas, settings } from "./kyverno-answers.ts";
import { type Case, documents, files, objectsOf, type Suite } from "./suite.ts";

/** Policies of Kyverno: a `kyverno-test.yaml` a policy, which names objects of its files and what becomes of them. */
export const kyvernoPolicies: Suite = {
    name: "kyverno-policies",
    answers,
    read: (folder) =>
        files(folder, `{${areas.join()}}/**/.kyverno-test/kyverno-test.yaml`).flatMap((path) => {
            const policy = dirname(dirname(path));
            const base = join(folder, dirname(path));
            const [test] = documents(base, "kyverno-test.yaml") as [Test];
            const objects = (test.resources ?? []).flatMap((file) => objectsOf(base, file));
            const ruleOf = (name?: string) => (`${policy} ${name}` in answers ? `${policy} ${name}` : policy);
            return verdicts(test, ruleOf).flatMap(({ rule, name, results }): Case[] => {
                const about = objects.filter((object) => isCalled(object, name));
                if (about.length === 0 || !results.some((result) => result !== "skip")) return [];
                const expected = results.includes("fail") ? "fail" : "pass";
                return [{ name: `${rule}/${name}`, rule, expected, objects: about, config: settings[rule] }];
            });
        }),
};

interface Test {
    resources?: string[];
    results?: { kind?: string; rule?: string; resource?: string; resources?: string[]; result: string }[];
}

/**
 * What a policy, or one rule of it where it has an answer of its own, says of an object: by the object's kind and name.
 */
function verdicts({ results = [] }: Test, ruleOf: (name?: string) => string) {
    const each = results.flatMap(({ kind, rule, resource, resources = [], result }) =>
        [...resources, ...(resource ? [resource] : [])].map((path) => {
            return { rule: ruleOf(rule), name: `${kind} ${path}`, result };
        }),
    );
    return [...Map.groupBy(each, ({ rule, name }) => `${rule}/${name}`).values()].map((same) => {
        const [{ rule, name } = { rule: "", name: "" }] = same;
        return { rule, name, results: same.map(({ result }) => result) };
    });
}

function isCalled({ type, props }: Resource, key: string): boolean {
    const [kind, path = ""] = key.split(" ");
    const [name, namespace] = path.split("/").reverse();
    const { metadata } = props;
    return (
        type.endsWith(`:${kind?.split("/").at(-1)}`) &&
        metadata?.name === name &&
        (namespace === undefined || (metadata?.namespace ?? "default") === namespace)
    );
}
