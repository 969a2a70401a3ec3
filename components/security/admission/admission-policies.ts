import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { nativePolicy } from "./native.ts";
import { type AdmissionSettings, admissionPolicies } from "./policies.ts";

/**
 * What the API server judges by itself. It needs no pod, so it is there before the first add-on. Nothing is made where
 * Kyverno judges instead.
 */
export class AdmissionPolicies extends pulumi.ComponentResource {
    constructor(name: string, settings: AdmissionSettings, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:AdmissionPolicies", name, {}, opts);
        const policies = settings.admission.engine === "native" ? admissionPolicies(settings) : [];
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
