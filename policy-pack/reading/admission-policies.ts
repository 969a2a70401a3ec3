import type { Resource } from "../inventory/resource.ts";

/** Whether an admission policy of Kyverno refuses what breaks it, which it does unless it says otherwise. */
export const enforces = ({ props }: Pick<Resource, "props">): boolean =>
    (props.spec?.validationActions ?? ["Deny"]).includes("Deny");
