import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { AccountService } from "../../configuration/made-by.ts";
import type { Settings } from "../../settings.ts";

/**
 * What GuardDuty watches for a cluster. It keeps its agent on the nodes itself, as an EKS add-on, and makes the private
 * endpoint in the VPC that the agent reports to.
 */
const features = [
    { name: "EKS_AUDIT_LOGS" },
    {
        name: "RUNTIME_MONITORING",
        additionalConfigurations: [{ name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" }],
    },
];
const malware = { name: "EBS_MALWARE_PROTECTION" };

/** The detector of a region of an account, made and left there, or read as it is. */
export class GuardDuty extends pulumi.ComponentResource {
    constructor(name: string, args: Settings["detection"], opts: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:GuardDuty", name, {}, opts);
        if (args.guardDuty === AccountService.stack) this.#make(name, args);
        else this.#read(name);
        this.registerOutputs({});
    }

    #make(name: string, { malwareScans }: Settings["detection"]): void {
        // Others in the account count on it.
        const kept = { parent: this, retainOnDelete: true };
        const detector = new aws.guardduty.Detector(`${name}-detector`, { enable: true }, kept);
        for (const feature of [...features, ...(malwareScans ? [malware] : [])])
            new aws.guardduty.DetectorFeature(
                `${name}-${feature.name}`,
                { detectorId: detector.id, status: "ENABLED", ...feature },
                kept,
            );
    }

    /** Each plan shows what is on; nothing of it is changed. */
    #read(name: string): void {
        const found = aws.guardduty.getDetector({}, { parent: this }).catch((error: unknown) => {
            throw new pulumi.RunError(
                `GuardDuty has no detector in this region of the account, but detection.guardDuty is given: ${error}`,
            );
        });
        const detectorId = pulumi.output(found).apply(({ id }) => id);
        for (const feature of features)
            aws.guardduty.DetectorFeature.get(
                `${name}-${feature.name}`,
                pulumi.interpolate`${detectorId}/${feature.name}`,
                {},
                { parent: this },
            );
    }
}
