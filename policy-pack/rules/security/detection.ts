import { rule } from "../../judgement/rule.ts";
import { all, any, fail, must, pass } from "../../judgement/verdict.ts";
import { requirePart } from "../../reading/candidates.ts";
import { addon, clusters } from "../../reading/subjects.ts";

interface Feature {
    name?: string;
    status?: string;
    additionalConfigurations?: { name?: string; status?: string }[];
}

export const guarddutyEks = rule({
    id: "guardduty-eks",
    title: "GuardDuty watches audit logs and what runs on nodes",
    level: "advisory",
    severity: "high",
    mend: "Add aws.guardduty.DetectorFeature for EKS_AUDIT_LOGS and RUNTIME_MONITORING with EKS_ADDON_MANAGEMENT",
    url: "https://docs.aws.amazon.com/guardduty/latest/ug/kubernetes-protection.html",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const features: Feature[] = inventory
            .of("aws:guardduty/detectorFeature:DetectorFeature")
            .map(({ props }) => props);
        const on = features.filter(({ status }) => status === "ENABLED");
        const runtime = on.find(({ name }) => name === "RUNTIME_MONITORING");
        return all([
            must(() => on.some(({ name }) => name === "EKS_AUDIT_LOGS"), "audit logs are not watched"),
            must(() => runtime, "what runs on nodes is not watched"),
            must(
                () =>
                    !runtime ||
                    runtime.additionalConfigurations?.some(
                        ({ name, status }) => name === "EKS_ADDON_MANAGEMENT" && status === "ENABLED",
                    ),
                "the agent of GuardDuty is not kept on the nodes",
            ),
        ]);
    },
});

export const inspectorEnabled = rule({
    id: "inspector-enabled",
    title: "Inspector scans machines and images",
    level: "advisory",
    severity: "medium",
    mend: "Add an aws.inspector2.Enabler with resourceTypes EC2 and ECR",
    url: "https://docs.aws.amazon.com/inspector/latest/user/what-is-inspector.html",
    subjects: clusters,
    judge: (_, { inventory }) =>
        any(
            inventory
                .of("aws:inspector2/enabler:Enabler")
                .map(({ urn, props }) =>
                    must(
                        () => ["EC2", "ECR"].every((type) => props.resourceTypes.includes(type)),
                        "Inspector leaves out EC2 or ECR",
                        urn,
                    ),
                ),
            () => fail("Inspector is off"),
        ),
});

export const runtimeDetection = rule({
    id: "runtime-detection",
    title: "Attacks on running pods are noticed",
    level: "advisory",
    severity: "high",
    mend: "Turn GuardDuty's runtime monitoring on, or install Falco or Tetragon",
    url: "https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring.html",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const agent = addon(inventory, "aws-guardduty-agent");
        const features = inventory.of("aws:guardduty/detectorFeature:DetectorFeature").map(({ urn, props }) => ({
            urn,
            requirements: [
                must(
                    () =>
                        props.status === "ENABLED" &&
                        ["RUNTIME_MONITORING", "EKS_RUNTIME_MONITORING"].includes(props.name),
                    "nothing watches what runs in pods",
                ),
            ],
        }));
        if (agent) return pass("", agent.urn);
        return requirePart(inventory, {
            missing: "nothing watches what runs in pods",
            systems: { falco: {}, tetragon: {} },
            others: features,
        });
    },
});
