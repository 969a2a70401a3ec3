import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";
import { must } from "../judgement/verdict.ts";
import type { Candidate } from "./candidates.ts";

/** Whether an admission policy of Kyverno refuses what breaks it, which it does unless it says otherwise. */
export const enforces = ({ props }: Pick<Resource, "props">): boolean =>
    (props.spec?.validationActions ?? ["Deny"]).includes("Deny");

/** Policies of Kyverno that judge images by who signed or scanned them: each must hold this, and deny. */
export const imagePolicies = (
    inventory: Inventory,
    // biome-ignore lint/suspicious/noExplicitAny: the fields of a policy
    holds: (spec: any) => boolean,
    message: string,
): Candidate[] =>
    inventory.objects("ImageValidatingPolicy", "policies.kyverno.io").map(({ urn, props }) => ({
        urn,
        requirements: [
            must(() => holds(props.spec), message),
            must(() => enforces({ props }), "the policy only audits images"),
        ],
    }));
