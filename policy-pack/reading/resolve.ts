import type { Inventory } from "../inventory/inventory.ts";
import { namespaceOf } from "../inventory/namespaces.ts";
import type { Resource } from "../inventory/resource.ts";
import { hiddenBy } from "../inventory/unknown.ts";
import { all, fail, must, notApplicable, pass, undecided, type Verdict } from "../judgement/verdict.ts";
import { mayMake } from "./operators.ts";
import type { Reference } from "./references.ts";
import { called, isHeld, within } from "./relations.ts";
import { hasCluster } from "./subjects.ts";
import { keysMade, makersOf, namesMade, targetOf } from "./targets.ts";

/** Whether what an object names is there, with the port and the keys that it asks for. */
export function resolve(inventory: Inventory, from: Resource, reference: Reference): Verdict {
    const { to, name, keys = [] } = reference;
    if (targetOf(to).always?.test(name)) return pass();
    const found = objectOf(inventory, reference);
    if (found)
        return all([
            () => portOf(found, reference),
            () => keysOf(found, reference),
            () => grant(inventory, from, reference),
        ]);
    const maker = madeBy(inventory, reference);
    if (!maker) return missing(inventory, reference);
    const made = keysMade(maker);
    return all(keys.map((key) => must(() => !made || made.has(key), lacks(reference, `the key ${key}`))));
}

const said = ({ to, name }: Reference): string => `${to.split("/")[1]} ${name}`;
const lacks = (reference: Reference, what: string) =>
    `${reference.how} names ${said(reference)}, which does not have ${what}`;

function objectOf(inventory: Inventory, { to, name, namespace }: Reference): Resource | undefined {
    const [group = "", kind = ""] = to.split("/");
    return called(inventory, kind, group, name, targetOf(to).made === "of the cluster" ? undefined : namespace);
}

function portOf({ props }: Resource, reference: Reference): Verdict {
    const { to, port } = reference;
    if (to !== "core/Service" || port === undefined || props.spec?.type === "ExternalName") return pass();
    const ports: { name?: string; port?: number }[] = props.spec?.ports ?? [];
    return ports.some((each) => [each.name, String(each.port)].includes(String(port)))
        ? pass()
        : fail(lacks(reference, `the port ${port}`));
}

const dataFields = ["data", "stringData", "binaryData"];

function keysOf({ props, isPatch }: Resource, reference: Reference): Verdict {
    const { keys = [] } = reference;
    // What a program keeps secret is not shown, keys and all.
    if (keys.length === 0 || isPatch || dataFields.some((field) => hiddenBy(props, field) === "secret")) return pass();
    const there = dataFields.flatMap((field) => Object.keys(props[field] ?? {}));
    if (there.length === 0) return undecided(`${reference.how} names ${said(reference)}, which others fill`);
    return all(keys.map((key) => must(() => there.includes(key), lacks(reference, `the key ${key}`))));
}

/** The Gateway API leads nobody into another namespace that does not say so. */
function grant(inventory: Inventory, from: Resource, reference: Reference): Verdict {
    const { to, name, namespace = "", granted } = reference;
    const home = namespaceOf(inventory, from);
    if (!granted || namespace === home) return pass();
    const [group, kind] = to.split("/");
    const [, , own] = from.type.split(":");
    const grants = within(inventory, namespace, "ReferenceGrant", "gateway.networking.k8s.io");
    const isGranted = grants.some(({ props }) => {
        const sources: { kind?: string; namespace?: string }[] = props.spec?.from ?? [];
        const targets: { group?: string; kind?: string; name?: string }[] = props.spec?.to ?? [];
        return (
            sources.some((each) => each.kind === own && each.namespace === home) &&
            targets.some(
                (each) => (each.group || "core") === group && each.kind === kind && (each.name ?? name) === name,
            )
        );
    });
    if (isGranted) return pass();
    const message = `${reference.how} names ${said(reference)} of the namespace ${namespace}, which no ReferenceGrant allows`;
    return inventory.unrendered.length > 0 ? undecided(message) : fail(message);
}

/** The object of an operator that makes what is named. */
function madeBy(inventory: Inventory, { to, name, namespace = "" }: Reference): Resource | undefined {
    for (const maker of makersOf(to)) {
        const [group = "", kind = ""] = maker.by.split("/");
        const objects = maker.isEverywhere ? inventory.objects(kind, group) : within(inventory, namespace, kind, group);
        const found = objects.find((object) => namesMade(maker, object).includes(name));
        if (found) return found;
    }
    return undefined;
}

/**
 * What is not there may be where nobody looked. It is missing where the stack makes such objects itself; and a name is
 * wrong where something of the same name with a prefix is there, as charts give it.
 */
function missing(inventory: Inventory, reference: Reference): Verdict {
    const { to, name, namespace = "", how } = reference;
    const { made, usual } = targetOf(to);
    const message = `${how} names ${said(reference)}, which`;
    const outside = `${message} is not in this stack`;
    const dangling = `${message} does not exist`;
    if (made === "of the cluster") {
        if (hasCluster(inventory)) return unseen(inventory, dangling);
        return usual?.test(name) ? pass() : undecided(outside);
    }
    const [group = "", kind = ""] = to.split("/");
    const names = within(inventory, namespace, kind, group).map(({ props }) => String(props.metadata?.name));
    const namesake = names.find((candidate) => candidate.endsWith(`-${name}`));
    if (namesake) return fail(`${dangling}: ${namesake} does`);
    if (reference.mayMake) return pass();
    if (namespace === "kube-system") return notApplicable("what EKS runs in kube-system is not in the stack");
    const operator = mayMake(inventory, namespace, name);
    if (operator) return undecided(`${outside}, and which an operator may make of ${operator.name}`);
    if (made === "elsewhere") return undecided(outside);
    return names.length > 0 || isHeld(inventory, namespace) ? unseen(inventory, dangling) : undecided(outside);
}

/** What is not there may be in a release that nobody looked into. */
export const unseen = ({ unrendered }: Inventory, message: string): Verdict =>
    unrendered.length > 0 ? undecided(`${message}, unless it is in a release that is not rendered`) : fail(message);
