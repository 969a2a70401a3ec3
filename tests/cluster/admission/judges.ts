import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import type { ExemptedPolicy } from "../../../components/security/admission/exempted-policies.ts";
import { constraint, constraintTemplate } from "../../../components/security/admission/gatekeeper-policies.ts";
import { kyvernoPolicy } from "../../../components/security/admission/kyverno-policies.ts";
import type { Cluster } from "../../../kubernetes/cluster.ts";
import type { KubernetesObject } from "../../../kubernetes/kubernetes-object.ts";
import { inventory } from "../../../policy-pack/inventory/inventory.ts";
import { seal } from "../../../policy-pack/inventory/unknown.ts";
import { configOf, defaults } from "../../../policy-pack/judgement/check-config.ts";
import { judge } from "../../../policy-pack/judgement/judge.ts";
import { rules } from "../../../policy-pack/rules/index.ts";
import { gatewayCrd } from "./objects.ts";

/** Ids of the policies that an object breaks, in the order of the alphabet; or why nothing can be said. */
export type Verdict = readonly string[] | { readonly unjudged: string };

const sorted = (ids: Iterable<string>): string[] => [...new Set(ids)].toSorted();

/** What the rules of the policy pack say of each object, looked at alone. */
export const byPack = (objects: readonly KubernetesObject[], policies: readonly ExemptedPolicy[]): Verdict[] =>
    objects.map((object) => {
        const { apiVersion, kind, ...props } = object;
        const group = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
        const { name } = object.metadata;
        const alone = inventory([{ urn: name, name, type: `kubernetes:${group}:${kind}`, props: seal(props) }]);
        const statuses = policies.map(({ id }) => {
            const rule = rules.find((it) => it.id === id);
            if (!rule) throw new Error(`the policy pack has no check ${id}`);
            return { id, status: judge(rule, alone, configOf(defaults, rule), new Map(), "2026-11-21").result.status };
        });
        // What an object leaves open of others, such as the level of its namespace, is not for the policy of these.
        const matching = idsFor(kind, policies);
        const open = statuses
            .filter(({ id, status }) => status === "unknown" && matching.includes(id))
            .map(({ id }) => id);
        if (open.length > 0) return { unjudged: `unknown: ${open.join(" ")}` };
        return sorted(statuses.filter(({ status }) => status === "fail").map(({ id }) => id));
    });

/** Plural of a kind, as resources are called. */
const plural = (kind: string): string => (kind.endsWith("s") ? `${kind}es` : `${kind}s`).toLowerCase();

/** Policies that judge objects of a kind. */
const idsFor = (kind: string, policies: readonly ExemptedPolicy[]): string[] =>
    policies.filter(({ match }) => match.some(({ resources }) => resources.includes(plural(kind)))).map(({ id }) => id);

/** What the Kyverno CLI says of each object by Kyverno's form of the policies; no two objects may share a name. */
export async function byKyverno(
    cluster: Pick<Cluster, "folder" | "run">,
    objects: readonly KubernetesObject[],
    policies: readonly ExemptedPolicy[],
): Promise<Verdict[]> {
    const said = new Map<string, KyvernoResult[]>();
    // Every policy is compiled again for every object, so only those that match are given.
    for (const [ids, group] of Map.groupBy(objects, ({ kind }) => idsFor(kind, policies).join(" "))) {
        const some = policies.filter(({ id }) => ids.split(" ").includes(id));
        for (const [key, results] of await kyverno(cluster, group, some)) said.set(key, results);
    }
    return objects.map((object) => {
        const results = said.get(nameOf(object)) ?? [];
        const errors = results.filter(({ result }) => !["pass", "fail", "skip"].includes(result));
        if (errors.length > 0)
            return { unjudged: errors.map(({ policy, message }) => `${policy}: ${message}`).join("; ") };
        if (results.length === 0) return { unjudged: "Kyverno says nothing" };
        return sorted(results.filter(({ result }) => result === "fail").map(({ policy }) => policy));
    });
}

interface KyvernoResult {
    policy: string;
    result: string;
    message: string;
    resources: { kind: string; namespace?: string; name: string }[];
}

const nameOf = ({ kind, metadata }: KubernetesObject) => `${kind} ${metadata.namespace ?? ""} ${metadata.name}`;

async function kyverno(
    cluster: Pick<Cluster, "folder" | "run">,
    objects: readonly KubernetesObject[],
    policies: readonly ExemptedPolicy[],
): Promise<Map<string, KyvernoResult[]>> {
    const write = (name: string, documents: readonly object[]) => {
        const file = join(cluster.folder, name);
        writeFileSync(file, documents.map((document) => JSON.stringify(document)).join("\n---\n"));
        return file;
    };
    // Only a policy that denies is reported as failed.
    const denying = policies.map((policy) => kyvernoPolicy({ ...policy, action: "deny" }));
    const { stdout, stderr } = await cluster.run("kubectl-kyverno", [
        ...["apply", write("policies.yaml", denying), "--resource", write("objects.yaml", objects)],
        ...["--crd-paths", write("crds.yaml", [gatewayCrd])],
        ...["--policy-report", "--output-format", "json", "--remove-color"],
    ]);
    if (!stdout.startsWith("{")) throw new Error(`Kyverno said: ${stdout}${stderr}`);
    const { results } = JSON.parse(stdout) as { results: KyvernoResult[] };
    return Map.groupBy(results, ({ resources: [it] }) => `${it?.kind} ${it?.namespace ?? ""} ${it?.name}`);
}

/** What `gator test` says of each object by Gatekeeper's form of the policies; no two objects may share a name. */
export async function byGatekeeper(
    cluster: Pick<Cluster, "folder" | "run">,
    objects: readonly KubernetesObject[],
    policies: readonly ExemptedPolicy[],
): Promise<Verdict[]> {
    const file = join(cluster.folder, "gatekeeper.yaml");
    const documents = [...policies.map(constraintTemplate), ...policies.map(constraint), ...objects];
    writeFileSync(file, documents.map((document) => JSON.stringify(document)).join("\n---\n"));
    const { stdout, stderr } = await cluster.run("gator", ["test", "--filename", file, "--output", "json"]);
    if (!/^(\[|null)/.test(stdout)) throw new Error(`gator said: ${stdout}${stderr}`);
    const results = (JSON.parse(stdout) ?? []) as GatorResult[];
    const said = Map.groupBy(results, ({ violatingObject }) => nameOf(violatingObject));
    return objects.map((object) => {
        const found = said.get(nameOf(object)) ?? [];
        const errors = found.filter(({ msg }) => broken.test(msg));
        if (errors.length > 0) return { unjudged: errors.map(({ msg }) => msg).join("; ") };
        return sorted(found.map(({ constraint }) => constraint.metadata.name));
    });
}

interface GatorResult {
    msg: string;
    constraint: KubernetesObject;
    violatingObject: KubernetesObject;
}

/** What is said of an expression that could not be evaluated. */
const broken = /resulted in error|cost limit|budget/;

/** What the API server answers to a dry run. */
export interface Answer {
    readonly code: number;
    readonly message: string;
    /** What it warns of, in its own words. */
    readonly warnings: readonly string[];
}

/** Asks the real API server to create an object, or to change it, without keeping it. Default: as an administrator. */
export async function ask(
    { api }: Cluster,
    object: KubernetesObject,
    { user, update = false }: { user?: string; update?: boolean } = {},
): Promise<Answer> {
    const path = await (update ? api.path(object) : api.collection(object, object.metadata.namespace));
    const answer = await api.request(
        update ? "PUT" : "POST",
        `${path}?dryRun=All&fieldValidation=Strict`,
        object,
        user ? { "impersonate-user": user, "impersonate-group": "system:masters" } : {},
    );
    const { message = "" } = (await json(answer)) as { message?: string };
    const warnings = [answer.headers.warning ?? []].flat().flatMap((text) => text.split(/, (?=299 )/));
    return { code: answer.statusCode ?? 0, message, warnings };
}

/** Judges each object on the real API server, whose bindings must warn: a refusal would name one policy only. */
export async function byApiServer(
    cluster: Cluster,
    objects: readonly KubernetesObject[],
): Promise<{ verdicts: Verdict[]; warnings: string[] }> {
    const verdicts: Verdict[] = [];
    const all: string[] = [];
    for (const object of objects) {
        const { code, message, warnings } = await ask(cluster, object);
        all.push(...warnings);
        const errors = warnings.filter((text) => broken.test(text));
        if (errors.length > 0) verdicts.push({ unjudged: errors.join("; ") });
        // What exists already is judged all the same.
        else if (code >= 300 && code !== 409) verdicts.push({ unjudged: message });
        else
            verdicts.push(
                sorted(warnings.flatMap((text) => /ValidatingAdmissionPolicy '([^']+)'/.exec(text)?.[1] ?? [])),
            );
    }
    return { verdicts, warnings: all };
}
