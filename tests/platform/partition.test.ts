import { expect, test } from "vitest";
import {
    endpointService,
    managedPolicyArn,
    partition,
    partitions,
    regionFault,
    serviceHost,
} from "../../components/platform/partition.ts";

/** A region of each partition, and what its hosts end in: botocore's data/partitions.json. */
const regions: [region: string, id: string, suffix: string][] = [
    ["eu-west-1", "aws", "amazonaws.com"],
    ["ap-southeast-7", "aws", "amazonaws.com"],
    ["mx-central-1", "aws", "amazonaws.com"],
    ["cn-northwest-1", "aws-cn", "amazonaws.com.cn"],
    ["us-gov-east-1", "aws-us-gov", "amazonaws.com"],
    ["eusc-de-east-1", "aws-eusc", "amazonaws.eu"],
    ["us-iso-west-1", "aws-iso", "c2s.ic.gov"],
    ["us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"],
    ["eu-isoe-west-1", "aws-iso-e", "cloud.adc-e.uk"],
    ["us-isof-south-1", "aws-iso-f", "csp.hci.ic.gov"],
];

test.each(regions)("%s is in %s, whose hosts end in %s", (region, id, suffix) => {
    expect(partition(region)).toBe(id);
    expect(serviceHost("ec2", region)).toBe(`ec2.${region}.${suffix}`);
});

test("Every partition is tried here, and no region is in two", () => {
    expect(new Set(regions.map(([, id]) => id))).toEqual(new Set(partitions.map(({ id }) => id)));
    for (const [region] of regions) expect(partitions.filter(({ regions }) => regions.test(region))).toHaveLength(1);
});

test.each(["aws", "aws-us-gov", "aws-eusc"])("A cluster can be made in %s", (taken) => {
    for (const [region] of regions.filter(([, id]) => id === taken)) expect(regionFault(region)).toBeUndefined();
});

test.each([
    ["cn-north-1", /partition aws-cn, which has other names of VPC endpoints/],
    ["us-iso-east-1", /partition aws-iso, which has no EKS Pod Identity/],
    ["us-isob-east-1", /partition aws-iso-b, which has no EKS Pod Identity/],
    ["eu-isoe-west-1", /partition aws-iso-e, which has no EKS Pod Identity/],
    ["us-isof-east-1", /partition aws-iso-f, which has no EKS Pod Identity/],
    ["eu-west", /must be an AWS region/],
    ["europe-west1", /must be an AWS region/],
])("No cluster can be made in %s, and the reason is given", (region, reason) => {
    expect(regionFault(region)).toMatch(reason);
});

test("Endpoints have the names that AWS gives them in each partition", () => {
    expect(endpointService("ecr.dkr", "eu-west-1")).toBe("com.amazonaws.eu-west-1.ecr.dkr");
    expect(endpointService("ecr.dkr", "us-gov-west-1")).toBe("com.amazonaws.us-gov-west-1.ecr.dkr");
    expect(endpointService("ecr.dkr", "eusc-de-east-1")).toBe("eu.amazonaws.eusc-de-east-1.ecr.dkr");
    expect(endpointService("sts", "eusc-de-east-1")).toBe("com.amazonaws.eusc-de-east-1.sts");
});

test("Managed policies are named as each partition has them", () => {
    const ebs = "AmazonEBSCSIDriverPolicyV2";
    expect(managedPolicyArn(ebs, "eu-west-1")).toBe(`arn:aws:iam::aws:policy/${ebs}`);
    expect(managedPolicyArn(ebs, "us-gov-west-1")).toBe(
        "arn:aws-us-gov:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy",
    );
    expect(managedPolicyArn("AmazonEKS_CNI_Policy", "eusc-de-east-1")).toBe(
        "arn:aws-eusc:iam::aws:policy/AmazonEKS_CNI_Policy",
    );
});
