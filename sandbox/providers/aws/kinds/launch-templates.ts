import { integer, listOf, matching, oneOf } from "../../checks.ts";
import { arn, type Kinds } from "../kind.ts";

export const instanceType = matching(
    /^[a-z][a-z0-9-]*\d[a-z0-9-]*\.(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$/,
    "an EC2 instance type such as m7g.large",
);

/** How machines are made: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html */
export const launchTemplates: Kinds = {
    "ec2.LaunchTemplate": {
        id: "lt-{hash}",
        arn: "ec2:{region}:{account}:launch-template/{id}",
        unique: "{name}",
        named: ["name", 128],
        immutable: ["namePrefix"],
        checks: {
            name: matching(/^[\w().\-/]{3,128}$/, "3 to 128 letters, digits and ( ) . - / _"),
            instanceType,
            imageId: matching(/^(ami-[0-9a-f]{8,17}|resolve:ssm:.+)$/, "an image id such as ami-0123456789abcdef0"),
            "metadataOptions.httpTokens": oneOf("required", "optional"),
            "metadataOptions.httpEndpoint": oneOf("enabled", "disabled"),
            "metadataOptions.httpPutResponseHopLimit": integer(1, 64),
            "metadataOptions.instanceMetadataTags": oneOf("enabled", "disabled"),
            "blockDeviceMappings[].ebs.volumeType": oneOf("gp2", "gp3", "io1", "io2", "st1", "sc1", "standard"),
            "blockDeviceMappings[].ebs.volumeSize": integer(1, 65_536),
            "blockDeviceMappings[].ebs.iops": integer(100, 256_000),
            "blockDeviceMappings[].ebs.throughput": integer(125, 2_000),
            "blockDeviceMappings[].ebs.encrypted": oneOf("true", "false"),
            "blockDeviceMappings[].ebs.kmsKeyId": arn,
            "tagSpecifications[].resourceType": oneOf(
                ...["instance", "volume", "network-interface", "spot-instances-request", "elastic-gpu"],
            ),
            vpcSecurityGroupIds: listOf(0, 16),
        },
        refersTo: { "vpcSecurityGroupIds[]": "ec2.SecurityGroup" },
        records: ["instanceType", "imageId"],
        recomputed: ["latestVersion", "defaultVersion"],
        outputs: ({ revision, updateDefaultVersion }) => ({
            latestVersion: revision,
            defaultVersion: updateDefaultVersion === true ? revision : 1,
        }),
    },
};
