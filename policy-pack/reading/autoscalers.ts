import type { Inventory } from "../inventory/inventory.ts";
import { namespaceOf } from "../inventory/namespaces.ts";
import type { Resource } from "../inventory/resource.ts";
import type { Reference } from "./references.ts";
import { workload } from "./relations.ts";

/** The workload that an autoscaler names, where it is in the stack. */
export function targetOf(inventory: Inventory, hpa: Resource): Resource | undefined {
    const { kind = "Deployment", name } = hpa.props.spec?.scaleTargetRef ?? hpa.props.spec?.targetRef ?? {};
    return workload(inventory, namespaceOf(inventory, hpa), kind, name);
}

/** The workload that an autoscaler names, as a reference. */
export function targetReference(inventory: Inventory, hpa: Resource): Reference {
    const { apiVersion = "apps/v1", kind = "Deployment", name = "" } = hpa.props.spec?.scaleTargetRef ?? {};
    const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "core";
    return { to: `${group}/${kind}`, name, namespace: namespaceOf(inventory, hpa), how: "the autoscaler" };
}
