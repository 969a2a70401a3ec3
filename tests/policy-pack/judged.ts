import { evaluate } from "../../policy-pack/evaluate.ts";
import { type Inventory, inventory } from "../../policy-pack/inventory/inventory.ts";
import type { Resource } from "../../policy-pack/inventory/resource.ts";
import { seal } from "../../policy-pack/inventory/unknown.ts";
import type { Config } from "../../policy-pack/judgement/check-config.ts";
import type { CheckResult, Status } from "../../policy-pack/judgement/result.ts";

/** What one check says of one resource. */
export interface Judged {
    readonly check: string;
    readonly status: Status;
    /** URN; empty where the check is about the stack as a whole. */
    readonly resource: string;
    readonly message: string;
}

/** The inventory of hand-made resources, sealed like those that are read. */
export const inventoryOf = (resources: readonly Resource[]): Inventory =>
    inventory(resources.map((each) => ({ ...each, props: seal(each.props) })));

/** The same, where nothing is hidden in a release: what it brings is among the resources. */
export const rendered = (resources: readonly Resource[]): Inventory => {
    const releases = resources.filter(({ type }) => type.includes(":helm.sh/"));
    const sealed = resources.map((each) => ({ ...each, props: seal(each.props) }));
    return inventory(sealed, new Map(releases.map(({ urn }) => [urn, { defaults: undefined }])));
};

/** What a check says of hand-made resources. */
export const resultOf = (check: string, resources: readonly Resource[]): CheckResult | undefined =>
    evaluate(inventoryOf(resources)).checks.find(({ id }) => id === check);

/** All that the pack says of an inventory, in an order that does not depend on the inventory's: two of them compare. */
export const judged = (inventory: Inventory, config?: Config, today?: Date): Judged[] =>
    evaluate(inventory, config, today)
        .checks.flatMap(({ id, evidence }) =>
            evidence.map(({ urn, status, message }) => ({ check: id, status, resource: urn, message })),
        )
        .sort((one, other) => order(one).localeCompare(order(other)));

const order = ({ check, resource, status, message }: Judged): string => [check, resource, status, message].join("\n");
