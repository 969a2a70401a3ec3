import { Refusal } from "../cloud.ts";
import { type Kind, type Kinds, shortType } from "./kind.ts";
import { amp } from "./kinds/amp.ts";
import { apiGateway } from "./kinds/api-gateway.ts";
import { backup } from "./kinds/backup.ts";
import { certificates } from "./kinds/certificates.ts";
import { cloudfront } from "./kinds/cloudfront.ts";
import { cloudwatch } from "./kinds/cloudwatch.ts";
import { detection } from "./kinds/detection.ts";
import { ecr } from "./kinds/ecr.ts";
import { eksAddons } from "./kinds/eks-addons.ts";
import { eksClusters } from "./kinds/eks-clusters.ts";
import { eksNodes } from "./kinds/eks-nodes.ts";
import { firehose } from "./kinds/firehose.ts";
import { iam } from "./kinds/iam.ts";
import { kms } from "./kinds/kms.ts";
import { launchTemplates } from "./kinds/launch-templates.ts";
import { loadBalancers } from "./kinds/load-balancers.ts";
import { messaging } from "./kinds/messaging.ts";
import { network } from "./kinds/network.ts";
import { routing } from "./kinds/routing.ts";
import { s3 } from "./kinds/s3.ts";
import { secrets } from "./kinds/secrets.ts";
import { securityGroups } from "./kinds/security-groups.ts";
import { vpcEndpoints } from "./kinds/vpc-endpoints.ts";
import { waf } from "./kinds/waf.ts";

/** Every type that the stacks of this repository plan, by its short name. */
export const kinds: Kinds = {
    ...network,
    ...routing,
    ...securityGroups,
    ...vpcEndpoints,
    ...launchTemplates,
    ...detection,
    ...ecr,
    ...eksClusters,
    ...eksNodes,
    ...eksAddons,
    ...iam,
    ...kms,
    ...cloudwatch,
    ...amp,
    ...backup,
    ...firehose,
    ...s3,
    ...messaging,
    ...secrets,
    ...certificates,
    ...loadBalancers,
    ...cloudfront,
    ...apiGateway,
    ...waf,
};

/** @param type short name of a type that is known to be simulated */
export function kindOf(type: string): Kind {
    const kind = kinds[type];
    if (!kind) throw new Error(`${type} is not simulated`);
    return kind;
}

/** Refuses what is not simulated, by its type token. */
export function requireSimulated(token: string): void {
    if (!(shortType(token) in kinds))
        throw new Refusal(
            `the sandbox does not simulate ${token}: no stack of this repository plans it; it knows ${Object.keys(kinds).join(", ")}`,
        );
}

/** Which references keep a thing of a type from being deleted: by type, the properties that name it. */
export function occupantsOf(type: string): [occupant: string, properties: string[]][] {
    return Object.entries(kinds).flatMap(([occupant, { refersTo = {}, occupies = [] }]): [string, string[]][] => {
        const properties = occupies.filter((property) => refersTo[property] === type);
        return properties.length > 0 ? [[occupant, properties]] : [];
    });
}
