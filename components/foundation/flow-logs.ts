import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface FlowLogsArgs {
    clusterName: string;
    vpcId: pulumi.Input<string>;
    /** KMS key that encrypts the records. */
    keyArn: pulumi.Input<string>;
    retentionDays: number;
}

/** Records of all traffic of a VPC, accepted and rejected, in CloudWatch Logs. */
export function flowLogs(name: string, args: FlowLogsArgs, opts: pulumi.CustomResourceOptions): aws.ec2.FlowLog {
    const group = new aws.cloudwatch.LogGroup(
        `${name}-flow-logs`,
        {
            name: `/aws/vpc/${args.clusterName}/flow-logs`,
            retentionInDays: args.retentionDays,
            kmsKeyId: args.keyArn,
        },
        opts,
    );
    const role = new aws.iam.Role(
        `${name}-flow-logs`,
        { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "vpc-flow-logs.amazonaws.com" }) },
        opts,
    );
    const policy = new aws.iam.RolePolicy(
        `${name}-flow-logs`,
        {
            role: role.id,
            policy: pulumi.jsonStringify({
                Version: "2012-10-17",
                Statement: [
                    {
                        Effect: "Allow",
                        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                        Resource: pulumi.interpolate`${group.arn}:*`,
                    },
                ],
            }),
        },
        opts,
    );
    return new aws.ec2.FlowLog(
        `${name}-flow-log`,
        {
            vpcId: args.vpcId,
            trafficType: "ALL",
            logDestinationType: "cloud-watch-logs",
            logDestination: group.arn,
            iamRoleArn: role.arn,
            tags: { Name: `${name}-flow-log` },
        },
        { ...opts, dependsOn: [policy] },
    );
}
