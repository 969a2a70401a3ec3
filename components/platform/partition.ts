/** One of the separate worlds that AWS consists of: accounts, ARNs and names of services of its own. */
interface Partition {
    /** The second part of every ARN. */
    id: string;
    regions: RegExp;
    /** What the hosts of its services end in. */
    dnsSuffix: string;
    /** Why nothing is made there. Default: it can be. */
    refused?: string;
}

const noPodIdentity =
    "has no EKS Pod Identity (eks-auth is not among its endpoints), which every part of the platform signs in by";

/**
 * All of them, as botocore 1.43 has them in `data/partitions.json`; which services they have is in its
 * `endpoints.json`. https://github.com/boto/botocore/blob/1.43.11/botocore/data/partitions.json
 */
export const partitions: Partition[] = [
    { id: "aws", regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/, dnsSuffix: "amazonaws.com" },
    {
        id: "aws-cn",
        regions: /^cn-\w+-\d+$/,
        dnsSuffix: "amazonaws.com.cn",
        refused: "has other names of VPC endpoints, that of eks-auth unpublished",
    },
    { id: "aws-us-gov", regions: /^us-gov-\w+-\d+$/, dnsSuffix: "amazonaws.com" },
    { id: "aws-eusc", regions: /^eusc-(de)-\w+-\d+$/, dnsSuffix: "amazonaws.eu" },
    { id: "aws-iso", regions: /^us-iso-\w+-\d+$/, dnsSuffix: "c2s.ic.gov", refused: noPodIdentity },
    { id: "aws-iso-b", regions: /^us-isob-\w+-\d+$/, dnsSuffix: "sc2s.sgov.gov", refused: noPodIdentity },
    { id: "aws-iso-e", regions: /^eu-isoe-\w+-\d+$/, dnsSuffix: "cloud.adc-e.uk", refused: noPodIdentity },
    { id: "aws-iso-f", regions: /^us-isof-\w+-\d+$/, dnsSuffix: "csp.hci.ic.gov", refused: noPodIdentity },
];

/** Nothing where there is no such region. */
export const partitionOf = (region: string): Partition | undefined =>
    partitions.find(({ regions }) => regions.test(region));

function known(region: string): Partition {
    const found = partitionOf(region);
    if (!found) throw new RangeError(`"${region}" is no AWS region`);
    return found;
}

/** Why no cluster can be made in a region, or nothing. */
export function regionFault(region: string): string | undefined {
    const found = partitionOf(region);
    if (!found) return "must be an AWS region, such as eu-west-1";
    return found.refused && `${region} is in the partition ${found.id}, which ${found.refused}`;
}

/** AWS partition of a region. */
export const partition = (region: string): string => known(region).id;

/** Host of a service in a region, as `kms:ViaService` names it. */
export const serviceHost = (service: string, region: string): string =>
    `${service}.${region}.${known(region).dnsSuffix}`;

/**
 * Services whose endpoint in a VPC is named after the partition's own domain. AWS publishes the names in no list; these
 * are the AWS CDK's (aws-cdk-lib/aws-ec2/lib/vpc-endpoint.ts), as far as the platform calls the service.
 */
const ownNames: Record<string, { prefix: string; services: string[] }> = {
    "aws-eusc": { prefix: "eu.amazonaws", services: ["ecr.api", "ecr.dkr"] },
};

/** Name of the endpoint of a service that a VPC in this region can have. */
export function endpointService(service: string, region: string): string {
    const own = ownNames[partition(region)];
    const prefix = own?.services.includes(service) ? own.prefix : "com.amazonaws";
    return `${prefix}.${region}.${service}`;
}

/**
 * Managed policies that stand elsewhere than under their own name. That of the EBS CSI driver has a second version
 * without a path, which the driver recommends and the reference has for `aws` alone
 * (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEBSCSIDriverPolicyV2.html); the first is
 * everywhere, below `service-role/`, and allows the same on more volumes.
 */
const elsewhere: Record<string, string> = {
    AmazonEBSCSIDriverPolicyV2: "service-role/AmazonEBSCSIDriverPolicy",
};

/** ARN of a policy that AWS manages. */
export function managedPolicyArn(policy: string, region: string): string {
    const id = partition(region);
    return `arn:${id}:iam::aws:policy/${id === "aws" ? policy : (elsewhere[policy] ?? policy)}`;
}
