import type { Tags } from "yaml";
import { isMap } from "./maps.ts";

const isTime = (tag: Tags[number]): boolean =>
    typeof tag === "object" && (tag.format === "TIME" || tag.tag === "tag:yaml.org,2002:timestamp");

/**
 * YAML as Kubernetes and Helm read it, which is 1.1 without dates and times: `yes` and `on` are true, `0644` is octal,
 * and `<<` merges. Read as 1.2, a container that is `privileged: yes` would not be.
 */
export const asKubernetes = {
    version: "1.1",
    customTags: (tags: Tags): Tags => tags.filter((tag) => !isTime(tag)),
    logLevel: "error",
} as const;

/**
 * The objects of a Kubernetes list; nothing where it is none. Items of a typed list, such as `DeploymentList`, may
 * leave out what they are.
 */
export function itemsOf(content: unknown): readonly unknown[] | undefined {
    if (!isMap(content)) return undefined;
    const { apiVersion, kind, items } = content;
    if (typeof kind !== "string" || !kind.endsWith("List") || !Array.isArray(items)) return undefined;
    const typed = kind === "List" ? {} : { apiVersion, kind: kind.slice(0, -"List".length) };
    return items.map((item) => (isMap(item) ? { ...typed, ...item } : item));
}
