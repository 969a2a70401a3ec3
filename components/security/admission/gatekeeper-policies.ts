import type { Exemption } from "../../platform/exemption.ts";
import type { Constraint, ConstraintTemplate } from "../../platform/kubernetes-object.ts";
import type { Settings } from "../../settings.ts";
import { celOf, type Named } from "./cel.ts";
import { type ExemptedPolicy, exemptedPolicies } from "./exempted-policies.ts";
import { kindsOf } from "./kinds.ts";
import { everyPolicy, isScanned } from "./policies.ts";
import { literal } from "./policy.ts";

/** Pods of the webhook, where `chartValues` says nothing else: one for each zone. */
export const replicas = 3;

/** The policies as Gatekeeper takes them: a template each, with its constraint. */
export function gatekeeperPolicies(
    settings: Pick<Settings, "accountId" | "admission" | "chartValues" | "registry">,
    exemptions: readonly Exemption[],
): (ConstraintTemplate | Constraint)[] {
    const pods: number = settings.chartValues.gatekeeper?.replicas ?? replicas;
    return exemptedPolicies(settings, exemptions).flatMap((policy) => [
        constraintTemplate(policy, pods),
        constraint(policy),
    ]);
}

/** Kind of the constraints of a policy: `res-limits` is `PlatformResLimits`. Libraries of others begin with `K8s`. */
const constraintKind = (id: string): Constraint["kind"] =>
    `Platform${id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}`;

/** Name of the template of a policy, as Gatekeeper wants it: its kind in small letters. */
export const templateName = (id: string): string => constraintKind(id).toLowerCase();

export function constraintTemplate(policy: ExemptedPolicy, pods = replicas): ConstraintTemplate {
    const { matchConditions, variables, validations } = celOf(policy);
    const kind = constraintKind(policy.id);
    return {
        apiVersion: "templates.gatekeeper.sh/v1",
        kind: "ConstraintTemplate",
        metadata: {
            name: templateName(policy.id),
            // A pod that does not know it yet refuses the constraint. The audit is one more; of several one may be away.
            annotations: { "pulumi.com/waitFor": `jsonpath={.status.byPod[${Math.max(pods, 2) - 1}]}` },
        },
        spec: {
            crd: { spec: { names: { kind } } },
            targets: [
                {
                    target: "admission.k8s.gatekeeper.sh",
                    operations: policy.operations ?? ["CREATE", "UPDATE"],
                    code: [
                        {
                            engine: "K8sNativeValidation",
                            source: {
                                failurePolicy: "Fail",
                                // The webhook judges: what the API server judges by itself is the engine `native`.
                                generateVAP: false,
                                matchCondition: [ofSubresource(policy), ...matchConditions],
                                ...(variables && { variables }),
                                validations,
                            },
                        },
                    ],
                },
            ],
        },
    };
}

/** A constraint matches by kinds alone; the webhook asks about every subresource that some policy names. */
function ofSubresource({ match }: ExemptedPolicy): Named {
    const subresources = match.flatMap(({ resources }) => resources.map((resource) => resource.split("/")[1] ?? ""));
    return {
        name: "subresource",
        expression: `request.?subResource.orValue("") in ${literal([...new Set(["", ...subresources])])}`,
    };
}

export const constraint = (policy: ExemptedPolicy): Constraint => ({
    apiVersion: "constraints.gatekeeper.sh/v1beta1",
    kind: constraintKind(policy.id),
    metadata: { name: policy.id },
    spec: {
        ...enforcement(policy),
        match: {
            kinds: policy.match.map(({ group, resources }) => ({ apiGroups: [group], kinds: kindsOf(resources) })),
        },
    },
});

/** What was there before is reported on, but for what is exempt by who made it: the audit does not know that. */
const enforcement = (
    policy: ExemptedPolicy,
): Pick<Constraint["spec"], "enforcementAction" | "scopedEnforcementActions"> =>
    isScanned(policy)
        ? { enforcementAction: policy.action }
        : {
              enforcementAction: "scoped",
              scopedEnforcementActions: [
                  {
                      action: policy.action,
                      enforcementPoints: [{ name: "validation.gatekeeper.sh" }, { name: "gator.gatekeeper.sh" }],
                  },
              ],
          };

/** Groups of Gatekeeper itself: what it could not use is refused. */
const ownGroups = ["config", "constraints", "expansion", "externaldata", "mutations", "templates"].map(
    (name) => `${name}.gatekeeper.sh`,
);

/** What the webhook is asked about, instead of everything: leases, events and reviews of rights would wait for it too. */
export const webhookRules = [
    ...Map.groupBy(
        everyPolicy([]).flatMap(({ match }) => match),
        ({ group }) => group,
    ),
]
    .map(([group, matches]) => ({ group, resources: [...new Set(matches.flatMap(({ resources }) => resources))] }))
    .concat(ownGroups.map((group) => ({ group, resources: ["*"] })))
    .map(({ group, resources }) => ({
        apiGroups: [group],
        // Kubernetes asks about the version that somebody wrote, and only where a rule names it.
        apiVersions: ["*"],
        operations: ["CREATE", "UPDATE"],
        resources,
        scope: "*",
    }));
