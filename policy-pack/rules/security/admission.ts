import { z } from "zod";
import type { Inventory } from "../../inventory/inventory.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { fail, must, pass, undecided, type Verdict } from "../../judgement/verdict.ts";
import { constraintsOfCel, enforces } from "../../reading/admission-policies.ts";
import { absent, replicas, replicated, requirePart } from "../../reading/candidates.ts";
import { wordsOf } from "../../reading/installed.ts";
import { clusters } from "../../reading/subjects.ts";

export const policyEnginePresent = rule({
    id: "policy-engine-present",
    title: "A policy engine judges every object before it is stored",
    level: "mandatory",
    severity: "high",
    mend: "Install Kyverno with admissionController.replicas 3, or Gatekeeper with validatingWebhookFailurePolicy Fail",
    url: "https://kyverno.io/docs/installation/methods/#high-availability-installation",
    subjects: clusters,
    judge: (_, { inventory }) =>
        requirePart(inventory, {
            missing: "no policy engine judges what is stored",
            systems: {
                kyverno: {
                    chart: (release) => [
                        replicas(release, "admissionController.replicas"),
                        must(
                            () => release.value("features.forceFailurePolicyIgnore.enabled", false) !== true,
                            letThrough("Kyverno"),
                        ),
                    ],
                    workloads: (workloads) => [
                        ...replicated(inventory)(workloads),
                        must(
                            () =>
                                !workloads.some((each) =>
                                    /--forceFailurePolicyIgnore(=true)?(\s|$)/.test(wordsOf(each)),
                                ),
                            letThrough("Kyverno"),
                        ),
                    ],
                },
                gatekeeper: {
                    chart: (release) => [
                        replicas(release, "replicas"),
                        must(
                            () => release.value("validatingWebhookFailurePolicy", "Ignore") === "Fail",
                            letThrough("Gatekeeper"),
                        ),
                    ],
                    workloads: (workloads) => [
                        ...replicated(inventory)(workloads),
                        () => refusing(gatekeeperWebhooks(inventory)),
                    ],
                },
            },
        }),
});

const letThrough = (engine: string) => `objects that ${engine} cannot judge are let through`;

interface Webhook {
    readonly name?: string;
    readonly failurePolicy?: string;
}

/** The webhook that refuses; another one of Gatekeeper's only watches labels of namespaces. */
const gatekeeperWebhooks = (inventory: Inventory): Webhook[] =>
    inventory
        .objects("ValidatingWebhookConfiguration", "admissionregistration.k8s.io")
        .flatMap(({ props }) => (props.webhooks ?? []) as Webhook[])
        .filter(({ name }) => name === "validation.gatekeeper.sh");

const refusing = (webhooks: readonly Webhook[]): Verdict =>
    webhooks.length === 0
        ? undecided("the webhook of Gatekeeper is not among what is seen")
        : webhooks.every(({ failurePolicy = "Fail" }) => failurePolicy === "Fail")
          ? pass()
          : fail(letThrough("Gatekeeper"));

export const policySetComplete = rule({
    id: "policy-set-complete",
    title: "The admission policies that the checks need are installed and deny",
    level: "mandatory",
    severity: "high",
    mend: "Install an admission policy of the same name that denies, for each one that is missing",
    url: "https://kyverno.io/docs/policy-types/validating-policy/",
    inhibitedBy: ["policy-engine-present"],
    settings: z.object({
        required: z
            .array(z.string())
            .default([
                "res-requests",
                "res-limits",
                "probe-readiness",
                "probe-liveness",
                "image-tag-fixed",
                "image-registry-allowed",
                "ns-not-default",
                "svc-type-restricted",
                "rbac-no-user-subjects",
                "rbac-no-wildcards",
                "secret-from-store",
            ])
            .describe("Names of admission policies; each is also a check on the objects of a stack"),
    }),
    subjects: clusters,
    judge: (_, { inventory, settings }) => {
        const kyverno = inventory.objects("ValidatingPolicy", "policies.kyverno.io").filter(judges);
        const native = inventory.objects("ValidatingAdmissionPolicy", "admissionregistration.k8s.io").filter(judges);
        const judging = new Set(native.map(({ props }) => props.metadata?.name));
        const bound = inventory
            .objects("ValidatingAdmissionPolicyBinding", "admissionregistration.k8s.io")
            .filter(({ props }) => judging.has(props.spec?.policyName));
        const names = new Set([
            ...kyverno.filter(enforces).map(({ props }) => props.metadata?.name),
            ...bound.filter(enforces).map(({ props }) => props.spec.policyName),
            ...constraintsOfCel(inventory, judgesBy).map(({ props }) => props.metadata?.name),
        ]);
        const missing = settings.required.filter((name) => !names.has(name));
        if (missing.length === 0) return pass();
        return absent(inventory, [], `no admission policy denies: ${missing.join(", ")}`);
    },
});

/** Whether a policy says anything, and refuses what it cannot evaluate. */
const judges = ({ props }: Resource): boolean => judgesBy(props.spec);

// biome-ignore lint/suspicious/noExplicitAny: the fields of a policy
const judgesBy = (spec: any): boolean => (spec?.validations ?? []).length > 0 && spec.failurePolicy !== "Ignore";
