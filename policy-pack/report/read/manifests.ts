import { z } from "zod";
import { typeOf } from "../../inventory/api.ts";
import type { Resource } from "../../inventory/resource.ts";
import { seal } from "../../inventory/unknown.ts";
import { withUniqueUrns } from "../../inventory/urns.ts";
import { documentsIn, itemsOf } from "../../inventory/yaml.ts";
import { WrongUse } from "../wrong-use.ts";
import { type FileDocument, kustomized } from "./kustomize.ts";
import type { Reading } from "./reading.ts";
import { jsonLines } from "./text.ts";

/** A file, or standard input, with its text. */
export interface Source {
    readonly name: string;
    readonly text: string;
}

const kubernetesObject = z.looseObject({
    apiVersion: z.string(),
    kind: z.string(),
    metadata: z
        .looseObject({ name: z.string().optional(), namespace: z.union([z.string(), z.symbol()]).optional() })
        .nullish(),
});

/**
 * Kubernetes objects of YAML or JSON text, as the resources that Pulumi would make of them. A text that does not parse
 * is told beside `unread` and stops no other.
 * @throws WrongUse where there is no Kubernetes object at all, with every text that does not parse.
 */
export function readManifests(name: string, sources: readonly Source[], unread: readonly string[] = []): Reading {
    const mistakes: string[] = [];
    const documents = sources.flatMap((source) => {
        try {
            return parse(source.text).map((document) => ({ file: source.name, document }));
        } catch (error) {
            mistakes.push(`${source.name}: ${(error as Error).message}`);
            return [];
        }
    });
    const kustomizations = kustomized(documents);
    const resources = withUniqueUrns(kustomizations.documents.flatMap((each) => toResource(each) ?? []));
    if (resources.length === 0 && mistakes.length > 0) {
        throw new WrongUse(`not readable as YAML:\n  ${mistakes.join("\n  ")}`);
    }
    if (resources.length === 0) {
        throw new WrongUse(`${name} is no stack state, no plan, and holds no Kubernetes object`);
    }
    const left = documents.length - resources.length;
    const notes = left > 0 ? [`${left} YAML document${left > 1 ? "s" : ""} held no Kubernetes object.`] : [];
    return {
        kind: "manifests",
        name,
        resources,
        notes: [...notes, ...kustomizations.notes],
        unread: [...unread, ...mistakes],
    };
}

function parse(text: string): unknown[] {
    const documents = jsonLines(text) ?? documentsIn(text).filter((document) => document !== null);
    return documents.flatMap(flatten);
}

const flatten = (content: unknown): unknown[] => itemsOf(content)?.flatMap(flatten) ?? [content];

/** API groups of files that tools read, and no API server serves. */
const groupsOfTools = [
    "apiserver.config.k8s.io",
    "audit.k8s.io",
    "client.authentication.k8s.io",
    "credentialprovider.kubelet.k8s.io",
    "ctlptl.dev",
    "eksctl.io",
    "k3d.io",
    "kind.x-k8s.io",
    "kubeadm.k8s.io",
    "kubecontrollermanager.config.k8s.io",
    "kubelet.config.k8s.io",
    "kubeproxy.config.k8s.io",
    "kubescheduler.config.k8s.io",
    "kustomize.config.k8s.io",
    "skaffold",
];

function toResource({ file, document }: FileDocument): Resource | undefined {
    const { success, data } = kubernetesObject.safeParse(document);
    if (!success || groupsOfTools.includes(data.apiVersion.split("/")[0] ?? "")) return undefined;
    const type = typeOf(data.apiVersion, data.kind);
    const { name: own = "unnamed", namespace } = data.metadata ?? {};
    const name = typeof namespace === "string" && namespace !== "" ? `${namespace}/${own}` : own;
    return { urn: `urn:pulumi:manifests::${file}::${type}::${name}`, type, name, props: seal(data), ids: [name] };
}
