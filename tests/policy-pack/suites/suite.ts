import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { documentsIn } from "../../../policy-pack/inventory/yaml.ts";
import { readManifests } from "../../../policy-pack/report/read/manifests.ts";
import { WrongUse } from "../../../policy-pack/report/wrong-use.ts";

/** A check, or the part of it that has the meaning of a foreign rule, told by what its finding says. */
export type Finding = string | { readonly check: string; readonly says: RegExp };

/** Checks that ask for more than the foreign rule, and why: what they flag beyond it is no false alarm. */
export interface Stricter {
    readonly stricter: string;
    readonly checks: readonly Finding[];
}

/** What answers a foreign rule: checks, any of which may find the fault; or the reason why none does. */
export type Answer = readonly Finding[] | Stricter | string;

/** Answers by foreign rule. */
export type Answers = Readonly<Record<string, Answer>>;

/** One test case of a foreign suite. */
export interface Case {
    /** Unique in the suite: the foreign rule, and what the suite calls the case. */
    readonly name: string;
    readonly rule: string;
    readonly expected: "pass" | "fail";
    readonly objects: readonly Resource[];
    /** URN of the object that the case is about. Default: any of them. */
    readonly about?: string;
    /** Configuration of our checks with the meaning of the foreign rule's parameters. */
    readonly config?: object;
}

/** A public test suite. */
export interface Suite {
    readonly name: string;
    readonly answers: Answers;
    /** Cases that are none here, as the cluster never holds what they are about: the reason, and what such are called. */
    readonly leftOut?: Readonly<Record<string, RegExp>>;
    /** Reads the checkout of the suite. */
    readonly read: (folder: string) => readonly Case[];
}

export const stricter = (reason: string, ...checks: Finding[]): Stricter => ({ stricter: reason, checks });

export const part = (check: string, says: RegExp): Finding => ({ check, says });

/** Files below a folder that match a pattern, by their path from there, in order. */
export const files = (folder: string, pattern: string): string[] => globSync(pattern, { cwd: folder }).sort();

export const text = (...path: string[]): string => readFileSync(join(...path), "utf8");

/** Documents of a YAML file. */
// biome-ignore lint/suspicious/noExplicitAny: formats of others
export const documents = (...path: string[]): any[] => [...documentsIn(text(...path), { repeatedKeys: true })];

/** Objects of a file, read as the report reads them; none where it holds none, or is broken on purpose. */
export function objectsOf(...path: string[]): readonly Resource[] {
    const file = join(...path);
    return existsSync(file) ? objectsIn(file, text(file)) : [];
}

/** Objects in namespaces that are made with them; those that name none are in one that whoever applies them names. */
export function inNamespaces(objects: readonly Resource[]): readonly Resource[] {
    const placed = objects.map((object) => {
        const { props } = object;
        return { ...object, props: { ...props, metadata: { namespace: "app", ...props.metadata } } };
    });
    const names = new Set(placed.map(({ props }) => props.metadata.namespace));
    const namespaces = [...names].map((name) => `{ apiVersion: v1, kind: Namespace, metadata: { name: ${name} } }`);
    return [...objectsIn("namespaces.yaml", namespaces.join("\n---\n")), ...placed];
}

/** Workloads that do not say how often they run, run twice: cases about budgets leave it out. */
export const runTwice = (objects: readonly Resource[]): readonly Resource[] =>
    objects.map((object) =>
        /:(Deployment|StatefulSet)$/.test(object.type)
            ? { ...object, props: { ...object.props, spec: { replicas: 2, ...object.props.spec } } }
            : object,
    );

export function objectsIn(name: string, yaml: string): readonly Resource[] {
    try {
        return readManifests(name, [{ name, text: yaml }]).resources;
    } catch (error) {
        if (error instanceof WrongUse) return [];
        throw error;
    }
}
