import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Exemption } from "../../platform/exemption.ts";
import type { Settings } from "../../settings.ts";
import { exemptedPolicies } from "./exempted-policies.ts";
import { nativePolicy } from "./native.ts";

export interface AdmissionPoliciesArgs {
    settings: Pick<Settings, "accountId" | "admission" | "registry">;
    /** What the parts are exempt from. */
    exemptions: readonly Exemption[];
}

/**
 * What the API server judges by itself. It needs no pod, so it is there before the first add-on. Nothing is made where
 * Kyverno or Gatekeeper judges instead.
 */
export class AdmissionPolicies extends pulumi.ComponentResource {
    constructor(name: string, args: AdmissionPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:AdmissionPolicies", name, {}, opts);
        const { settings, exemptions } = args;
        const policies = settings.admission.engine === "native" ? exemptedPolicies(settings, exemptions) : [];
        for (const each of policies) {
            const { policy, binding } = nativePolicy(each);
            const metadata = { name: each.id };
            const made = new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
                `${name}-policy-${each.id}`,
                { metadata, spec: policy },
                { parent: this },
            );
            new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
                `${name}-binding-${each.id}`,
                { metadata, spec: binding },
                { parent: this, dependsOn: made },
            );
        }
        this.registerOutputs({});
    }
}
