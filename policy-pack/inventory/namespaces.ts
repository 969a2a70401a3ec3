import { kindKey } from "./api.ts";
import type { Inventory } from "./inventory.ts";
import type { Resource } from "./resource.ts";
import { UnknownValue } from "./unknown.ts";

/** Name of the namespace that a Namespace object is, or that a release makes. */
export const namespaceName = ({ type, name, props }: Resource): string =>
    (type.includes(":helm.sh/") ? props.namespace : props.metadata?.name) || name;

/** Where the pods run of what is in no namespace itself. */
const ofOperators: Readonly<Record<string, string>> = { "operator.tigera.io/Installation": "calico-system" };

/**
 * Namespace of an object. A name that is not known yet is the one of the Namespace that the object was made from.
 * @throws UnknownValue where nothing tells.
 */
export function namespaceOf(inventory: Inventory, object: Resource): string {
    try {
        return object.props.metadata?.namespace || ofOperators[kindKey(object.type)] || "default";
    } catch (error) {
        const [made] = inventory.sources(object, "metadata").filter(({ type }) => type.endsWith(":Namespace"));
        if (!(error instanceof UnknownValue) || !made) throw error;
        return namespaceName(made);
    }
}
