import type { Inventory } from "../inventory/inventory.ts";
import { namespaceOf } from "../inventory/namespaces.ts";
import type { Resource } from "../inventory/resource.ts";
import { within, workload } from "./relations.ts";

/** The workload that an autoscaler names, where it is in the stack. */
export function targetOf(inventory: Inventory, hpa: Resource): Resource | undefined {
    const { kind = "Deployment", name } = hpa.props.spec?.scaleTargetRef ?? hpa.props.spec?.targetRef ?? {};
    return workload(inventory, namespaceOf(inventory, hpa), kind, name);
}

/** Whether an object that an autoscaler names is there, of a kind that holds no pod template. */
export function isTargetThere(inventory: Inventory, hpa: Resource): boolean {
    const { apiVersion = "", kind = "", name } = hpa.props.spec?.scaleTargetRef ?? {};
    const [group = ""] = apiVersion.includes("/") ? apiVersion.split("/") : ["core"];
    const objects = within(inventory, namespaceOf(inventory, hpa), kind, group);
    return objects.some(({ props }) => props.metadata?.name === name);
}
