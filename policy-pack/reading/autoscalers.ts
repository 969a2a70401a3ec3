import type { Inventory } from "../inventory/inventory.ts";
import { namespaceOf } from "../inventory/namespaces.ts";
import type { Resource } from "../inventory/resource.ts";
import { workload } from "./relations.ts";

/** The workload that an autoscaler names, where it is in the stack. */
export function targetOf(inventory: Inventory, hpa: Resource): Resource | undefined {
    const { kind = "Deployment", name } = hpa.props.spec?.scaleTargetRef ?? hpa.props.spec?.targetRef ?? {};
    return workload(inventory, namespaceOf(inventory, hpa), kind, name);
}
