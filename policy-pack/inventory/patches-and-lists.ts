import { apiOf, typeOf } from "./api.ts";
import { isMap } from "./maps.ts";
import { partial } from "./partial.ts";
import type { Resource } from "./resource.ts";
import { isHidden } from "./unknown.ts";

/**
 * The objects that a resource is about: Pulumi's SDK has, for each kind such as `Deployment`, a `DeploymentPatch` that
 * changes an object of others, and a `DeploymentList` of several.
 */
export function objectsOf(resource: Resource): readonly Resource[] {
    const { group, version, kind } = apiOf(resource.type) ?? {};
    if (!kind) return [resource];
    const api = group === "core" ? version : `${group}/${version}`;
    const patched = kindIn(kind, "Patch");
    if (patched && stringAt(resource.props, "kind") === patched) {
        return [{ ...resource, type: typeOf(`${api}`, patched), props: partial(resource.props), isPatch: true }];
    }
    const items = kindIn(kind, "List") && !isHidden(resource.props, "items") ? resource.props.items : undefined;
    if (!Array.isArray(items) || isUnreadList(resource)) return [resource];
    const listed = { apiVersion: `${api}`, kind: kindIn(kind, "List") };
    return items.flatMap((item, index) => itemOf(resource, item, index, listed) ?? []);
}

/** Whether a resource is a list whose items are not known yet. */
export function isUnreadList({ type, props }: Resource): boolean {
    if (!kindIn(apiOf(type)?.kind ?? "", "List")) return false;
    if (isHidden(props, "items")) return true;
    const { items } = props;
    return Array.isArray(items) && Object.keys(items).some((index) => isHidden(items, index));
}

/** `Deployment` in `DeploymentPatch`; nothing in what is no such kind. */
const kindIn = (kind: string, suffix: "Patch" | "List"): string | undefined =>
    kind.endsWith(suffix) && kind !== suffix ? kind.slice(0, -suffix.length) : undefined;

const stringAt = (props: object, key: string): unknown =>
    isHidden(props, key) ? undefined : (props as Record<string, unknown>)[key];

/** An item as the resource that it would be by itself; the items of a typed list may leave out what they are. */
function itemOf(
    { urn, name, provider, parent }: Resource,
    item: unknown,
    index: number,
    listed: { apiVersion: string; kind?: string },
): Resource | undefined {
    if (!isMap(item)) return undefined;
    const apiVersion = String(stringAt(item, "apiVersion") ?? listed.apiVersion);
    const kind = String(stringAt(item, "kind") ?? listed.kind);
    const metadata = stringAt(item, "metadata") ?? {};
    const place = ["namespace", "name"].map((key) => stringAt(metadata as object, key)).filter(Boolean);
    return {
        urn: `${urn}[${index}]`,
        type: typeOf(apiVersion, kind),
        name: `${name}, ${kind} ${place.join("/")}`,
        props: item,
        provider,
        parent,
        release: urn,
    };
}
