import * as aws from "@pulumi/aws";
import { AccountService } from "../../configuration/made-by.ts";
import type { Part } from "../../part.ts";
import { findingRules } from "./finding-rules.ts";
import { GuardDuty } from "./guardduty.ts";

/** What AWS has against attacks, for the cluster and the account around it. */
export const threatDetection: Part = {
    name: "threat-detection",
    onlyOnEks: "GuardDuty watches clusters on EKS",
    offers: () => ({ findings: findingRules }),
    addon: ({ detection }, { eks }) => {
        const { guardDuty, securityHub } = detection;
        if (guardDuty !== AccountService.none) new GuardDuty(eks.name, detection, eks.own);
        if (securityHub === AccountService.stack)
            // Its standards are the account's owner's: they need AWS Config.
            new aws.securityhub.Account(
                `${eks.name}-security-hub`,
                { enableDefaultStandards: false, controlFindingGenerator: "SECURITY_CONTROL" },
                { ...eks.own, retainOnDelete: true },
            );
        return undefined;
    },
};
