import type { Kind, Kinds } from "./kind.ts";
import { cloudwatch } from "./kinds/cloudwatch.ts";
import { eksAddons } from "./kinds/eks-addons.ts";
import { eksClusters } from "./kinds/eks-clusters.ts";
import { eksNodes } from "./kinds/eks-nodes.ts";
import { iam } from "./kinds/iam.ts";
import { kms } from "./kinds/kms.ts";
import { launchTemplates } from "./kinds/launch-templates.ts";
import { messaging } from "./kinds/messaging.ts";
import { network } from "./kinds/network.ts";
import { routing } from "./kinds/routing.ts";
import { s3 } from "./kinds/s3.ts";
import { securityGroups } from "./kinds/security-groups.ts";
import { stores } from "./kinds/stores.ts";
import { vpcEndpoints } from "./kinds/vpc-endpoints.ts";

/** Every type that is more than its SDK says, by its short name. */
const kinds: Kinds = {
    ...network,
    ...routing,
    ...securityGroups,
    ...vpcEndpoints,
    ...launchTemplates,
    ...eksClusters,
    ...eksNodes,
    ...eksAddons,
    ...iam,
    ...kms,
    ...cloudwatch,
    ...s3,
    ...messaging,
    ...stores,
};

const plainKind: Kind = {};

/** A type without an entry has an id, an ARN and the checks that hold for everything. */
export const kindOf = (type: string): Kind => kinds[type] ?? plainKind;

/** Which references keep a thing of a type from being deleted: by type, the properties that name it. */
export function occupantsOf(type: string): [occupant: string, properties: string[]][] {
    return Object.entries(kinds).flatMap(([occupant, { refersTo = {}, occupies = [] }]): [string, string[]][] => {
        const properties = occupies.filter((property) => refersTo[property] === type);
        return properties.length > 0 ? [[occupant, properties]] : [];
    });
}
