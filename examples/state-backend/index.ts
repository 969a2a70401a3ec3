import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bucketReplication } from "../../components/platform/bucket-replication.ts";
import { PrivateBucket } from "../../components/platform/private-bucket.ts";

/** Days that a state which was overwritten or deleted can be brought back. */
const recoverableDays = 365;

const config = new pulumi.Config();
const here = config.require("region");
const there = config.require("copyRegion");
/** Weakness: lets the state of every stack be removed. */
const allowDeletion = config.getBoolean("allowDeletion") ?? false;

const providerIn = (region: string) => new aws.Provider(region, { region: region as aws.Region });
const [provider, copyProvider] = [providerIn(here), providerIn(there)];
const { accountId } = aws.getCallerIdentityOutput({}, { provider });

// One key in both regions: what it encrypted in the one can be read in the other.
const keyArgs = { description: "State of Pulumi, and the secrets in it", deletionWindowInDays: 30 };
const key = new aws.kms.Key(
    "state",
    { ...keyArgs, multiRegion: true, enableKeyRotation: true },
    { provider, protect: !allowDeletion },
);
const keyCopy = new aws.kms.ReplicaKey(
    "state",
    { ...keyArgs, primaryKeyArn: key.arn },
    { provider: copyProvider, protect: !allowDeletion },
);

const bucketIn = (region: string, keyArn: pulumi.Output<string>, where: aws.Provider) =>
    new PrivateBucket(
        `state-${region}`,
        {
            bucketName: { prefix: "pulumi-state-", region, accountId },
            keyArn,
            recoverableDays,
            allowDeletion,
        },
        { providers: [where] },
    );
const bucket = bucketIn(here, key.arn, provider);
const copy = bucketIn(there, keyCopy.arn, copyProvider);
bucketReplication(
    "state",
    {
        source: { region: here, bucketName: bucket.bucketName, bucketArn: bucket.bucketArn, keyArn: key.arn },
        destination: { region: there, bucketArn: copy.bucketArn, keyArn: keyCopy.arn },
    },
    { provider, after: [copy] },
);

const addressOf = ({ bucketName }: PrivateBucket, region: string) =>
    pulumi.interpolate`s3://${bucketName}?region=${region}&awssdk=v2`;
const secretsProviderOf = (keyArn: pulumi.Output<string>, region: string) =>
    pulumi.interpolate`awskms:///${keyArn}?region=${region}&awssdk=v2`;

/** For `pulumi login`, and for `pulumi stack init --secrets-provider`. */
export const backend = addressOf(bucket, here);
export const secretsProvider = secretsProviderOf(key.arn, here);

/** The same for the day that the first region is gone. */
export const copyBackend = addressOf(copy, there);
export const copySecretsProvider = secretsProviderOf(keyCopy.arn, there);
