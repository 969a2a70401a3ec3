import { evaluate } from "../../policy-pack/evaluate.ts";
import type { Inventory } from "../../policy-pack/inventory/inventory.ts";
import type { Config } from "../../policy-pack/judgement/check-config.ts";
import type { Status } from "../../policy-pack/judgement/result.ts";

/** What one check says of one resource. */
export interface Judged {
    readonly check: string;
    readonly status: Status;
    /** URN; empty where the check is about the stack as a whole. */
    readonly resource: string;
    readonly message: string;
}

/** All that the pack says of an inventory, in an order that does not depend on the inventory's: two of them compare. */
export const judged = (inventory: Inventory, config?: Config, today?: Date): Judged[] =>
    evaluate(inventory, config, today)
        .checks.flatMap(({ id, evidence }) =>
            evidence.map(({ urn, status, message }) => ({ check: id, status, resource: urn, message })),
        )
        .sort((one, other) => order(one).localeCompare(order(other)));

const order = ({ check, resource, status, message }: Judged): string => [check, resource, status, message].join("\n");
