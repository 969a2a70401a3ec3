import { z } from "zod";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass, undecided } from "../../judgement/verdict.ts";
import { refusesAll } from "../../reading/admission-policies.ts";
import { clusters } from "../../reading/subjects.ts";
import { readsOfOthers } from "../../reading/velero.ts";

export const iacStateRecoverable = rule({
    id: "iac-state-recoverable",
    title: "What recreates the cluster is exported, and its state can be restored",
    level: "advisory",
    severity: "medium",
    mend: "Export the cluster's name, ARN and backup location from the stack, and keep the state in a versioned backend",
    url: "https://www.pulumi.com/docs/iac/concepts/state-and-backends/",
    settings: z.object({
        exports: z
            .array(z.string())
            .default(["clusterName", "clusterArn"])
            .describe("Outputs that the stack must have"),
    }),
    subjects: clusters,
    judge: (_, { inventory, settings }) => {
        const [stack] = inventory.of("pulumi:pulumi:Stack");
        const outputs = stack?.outputs;
        if (!outputs) return undecided("the outputs of the stack are not among what is looked at");
        return all(settings.exports.map((name) => must(() => name in outputs, `the stack does not export ${name}`)));
    },
});

/** Policies of Route 53 that lead away from a region that fails. */
const policies = [
    "failoverRoutingPolicies",
    "latencyRoutingPolicies",
    "weightedRoutingPolicies",
    "geolocationRoutingPolicies",
];

export const drStandbyDeclared = rule({
    id: "dr-standby-declared",
    title: "A standby takes over when the region fails",
    level: "advisory",
    severity: "medium",
    mend: "Add a second stack in another region, whose volumes wait for a restore, and a Route 53 record with health checks; or document a cold start by the setting coldStart",
    url: "https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/",
    settings: z.object({ coldStart: z.url().optional().describe("Where the steps of a cold start are written down") }),
    subjects: clusters,
    judge: (_, { inventory, settings }) => {
        if (settings.coldStart) return pass(`a cold start is documented: ${settings.coldStart}`);
        const records = inventory
            .of("aws:route53/record:Record")
            .filter(({ props }) => policies.some((key) => key in props) && "healthCheckId" in props);
        const accelerators = inventory.of("aws:globalaccelerator/accelerator:Accelerator");
        const [found] = [...records, ...accelerators];
        if (found) return pass("", found.urn);
        if (!readsOfOthers(inventory)) return fail("nothing leads clients to another region");
        return refusesAll(inventory, "persistentvolumeclaims")
            ? pass("it is a standby, and keeps the places of the volumes for a restore")
            : fail("on this standby workloads take the places of the volumes that a restore brings");
    },
});
