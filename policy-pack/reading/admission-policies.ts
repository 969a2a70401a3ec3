import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";
import { must } from "../judgement/verdict.ts";
import type { Candidate } from "./candidates.ts";

/** Whether an admission policy of Kyverno refuses what breaks it, which it does unless it says otherwise. */
export const enforces = ({ props }: Pick<Resource, "props">): boolean =>
    (props.spec?.validationActions ?? ["Deny"]).includes("Deny");

/** Constraints of Gatekeeper that refuse what breaks them, whose templates judge by CEL that holds this. */
export function constraintsOfCel(
    inventory: Inventory,
    // biome-ignore lint/suspicious/noExplicitAny: the fields of a policy
    holds: (source: any) => boolean,
): Resource[] {
    const templates = inventory.objects("ConstraintTemplate", "templates.gatekeeper.sh");
    return templates.flatMap(({ props: { spec } }) => {
        const kind = spec?.crd?.spec?.names?.kind;
        const code: { engine?: string; source?: unknown }[] = spec?.targets?.[0]?.code ?? [];
        const cel = code.find(({ engine }) => engine === "K8sNativeValidation");
        if (typeof kind !== "string" || !cel || !holds(cel.source)) return [];
        return inventory.objects(kind, "constraints.gatekeeper.sh").filter(denies);
    });
}

interface ScopedAction {
    action?: string;
    enforcementPoints?: { name?: string }[];
}

/** Whether a constraint refuses at admission, which it does unless it says otherwise. */
const denies = ({ props: { spec } }: Resource): boolean =>
    spec?.enforcementAction === "scoped"
        ? ((spec.scopedEnforcementActions ?? []) as ScopedAction[]).some(
              ({ action, enforcementPoints }) =>
                  action === "deny" &&
                  (enforcementPoints ?? []).some(({ name }) => name === "validation.gatekeeper.sh" || name === "*"),
          )
        : (spec?.enforcementAction ?? "deny") === "deny";

/** Whether the API server refuses whatever is made of a kind, such as `pods`, but for what a policy excepts. */
export function refusesAll(inventory: Inventory, kind: string): boolean {
    const api = "admissionregistration.k8s.io";
    const refusing = inventory
        .objects("ValidatingAdmissionPolicyBinding", api)
        .filter(enforces)
        .map(({ props }) => props.spec?.policyName);
    return inventory.objects("ValidatingAdmissionPolicy", api).some(({ props: { metadata, spec } }) => {
        const rules: ResourceRule[] = spec?.matchConstraints?.resourceRules ?? [];
        const validations: { expression?: string }[] = spec?.validations ?? [];
        return (
            refusing.includes(metadata?.name) &&
            rules.some(({ operations, resources }) => operations?.includes("CREATE") && resources?.includes(kind)) &&
            validations.some(({ expression }) => expression?.trim() === "false")
        );
    });
}

interface ResourceRule {
    operations?: string[];
    resources?: string[];
}

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
