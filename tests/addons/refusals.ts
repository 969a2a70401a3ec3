import type { ExemptedPolicy } from "../../components/security/admission/exempted-policies.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { byPack } from "../cluster/admission/judges.ts";
import type { Rendered } from "./render.ts";

/** Kinds in no namespace, of those that some policy looks at. */
const clusterWide = ["Namespace", "ClusterRole", "ClusterRoleBinding", "StorageClass"];

/** What the policies refuse of a release when Pulumi installs it, as `policy: Kind name`. */
export function refusals(objects: Rendered[], namespace: string, policies: readonly ExemptedPolicy[]): string[] {
    const refusing = policies.filter(({ action }) => action === "deny");
    const placed = objects.map((object) => place(object, namespace));
    const verdicts = byPack(placed, refusing);
    return placed.flatMap((object, index) => {
        const verdict = verdicts[index] ?? [];
        const what = `${object.kind} ${object.metadata.name}`;
        if ("unjudged" in verdict) return [`${verdict.unjudged}: ${what}`];
        return refusing
            .filter(({ id, exemptions }) => verdict.includes(id) && !exemptions.some((it) => isExempt(object, it)))
            .map(({ id }) => `${id}: ${what}`);
    });
}

/** Helm puts what names no namespace into that of the release. */
function place({ apiVersion, kind, metadata, ...fields }: Rendered, namespace: string): KubernetesObject {
    const home = clusterWide.includes(kind) ? {} : { namespace: metadata.namespace ?? namespace };
    return { ...fields, apiVersion, kind, metadata: { ...metadata, ...home } };
}

/** The same as the condition in CEL, of an object that a person makes: no exemption of a user is about it. */
function isExempt(
    { kind, metadata, subjects = [] }: KubernetesObject,
    { namespaces, names, users, binds }: ExemptedPolicy["exemptions"][number],
): boolean {
    const home = kind === "Namespace" ? metadata.name : (metadata.namespace ?? "");
    const [subject] = subjects;
    return (
        !users &&
        (namespaces?.includes(home) ?? true) &&
        (names?.includes(metadata.name) ?? true) &&
        (!binds || (subjects.length === 1 && subject.name === binds.name && subject.namespace === binds.namespace))
    );
}
