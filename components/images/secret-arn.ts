import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** ARN of a secret in Secrets Manager that people keep. Where it is not there, the plan says so. */
export function secretArn(name: string, region: string, opts: { parent: pulumi.Resource }): pulumi.Output<string> {
    const found = aws.secretsmanager.getSecret({ name }, opts).catch((error: unknown) => {
        throw new pulumi.RunError(
            `The secret ${name} is not in Secrets Manager of ${region}: docs/security.md says what it holds. ${error}`,
        );
    });
    return pulumi.output(found).apply(({ arn }) => arn);
}
