import type { Tags } from "yaml";

const isTime = (tag: Tags[number]): boolean =>
    typeof tag === "object" && (tag.format === "TIME" || tag.tag === "tag:yaml.org,2002:timestamp");

/**
 * YAML as Kubernetes and Helm read it, which is 1.1 without dates and times: `yes` and `on` are true, `0644` is octal, and
 * `<<` merges. Read as 1.2, a container that is `privileged: yes` would not be.
 */
export const asKubernetes = {
    version: "1.1",
    customTags: (tags: Tags): Tags => tags.filter((tag) => !isTime(tag)),
    logLevel: "error",
} as const;
