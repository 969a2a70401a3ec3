import { integer, json, matching, oneOf } from "../../checks.ts";
import type { Values } from "../../values.ts";
import { topicPolicyFault } from "../event-delivery.ts";
import { arn, type Kinds } from "../kind.ts";
import { policyDocument } from "../policy.ts";

const topicName = matching(/^[\w-]{1,256}(\.fifo)?$/, "1 to 256 letters, digits, - and _");
const queueName = matching(/^(?=.{1,80}$)[\w-]+(\.fifo)?$/, "1 to 80 letters, digits, - and _");

const endpoints: Record<string, RegExp> = {
    email: /^[^@\s]+@[^@\s]+$/,
    "email-json": /^[^@\s]+@[^@\s]+$/,
    https: /^https:\/\/\S+$/,
    http: /^http:\/\/\S+$/,
    sms: /^\+\d{6,15}$/,
    sqs: /^arn:aws/,
    lambda: /^arn:aws/,
    firehose: /^arn:aws/,
    application: /^arn:aws/,
};

/** Topics and queues. */
export const messaging: Kinds = {
    "sns.Topic": {
        id: "arn:aws:sns:{region}:{account}:{name}",
        arn: "sns:{region}:{account}:{name}",
        named: ["name", 256],
        immutable: ["namePrefix", "fifoTopic"],
        checks: { name: topicName, policy: policyDocument("resource"), deliveryPolicy: json },
        records: ["kmsMasterKeyId"],
        outputs: ({ account }) => ({ owner: account }),
    },
    "sns.TopicPolicy": {
        id: "{arn}",
        immutable: ["arn"],
        checks: { arn, policy: policyDocument("resource") },
        refersTo: { arn: "sns.Topic" },
        refuses: topicPolicyFault,
    },
    "sns.TopicSubscription": {
        id: "{topic}:{uuid}",
        unique: "{topic} {protocol} {endpoint}",
        immutable: ["topic", "protocol", "endpoint"],
        checks: {
            topic: arn,
            protocol: oneOf(...Object.keys(endpoints)),
            subscriptionRoleArn: arn,
            filterPolicy: json,
        },
        relations: ({ protocol, endpoint }: Values) => {
            const spelling = endpoints[String(protocol)];
            return spelling &&
                typeof endpoint === "string" &&
                !spelling.test(endpoint) &&
                !/^[0-9a-f-]{36}$/.test(endpoint)
                ? [{ property: "endpoint", reason: `${endpoint} is no address for the protocol ${protocol}` }]
                : [];
        },
        refersTo: { topic: "sns.Topic" },
        outputs: ({ id, account, protocol }) => ({
            arn: id,
            ownerId: account,
            pendingConfirmation: ["email", "email-json"].includes(String(protocol)),
        }),
    },
    "sqs.Queue": {
        id: "https://sqs.{region}.amazonaws.com/{account}/{name}",
        arn: "sqs:{region}:{account}:{name}",
        named: ["name", 80],
        immutable: ["namePrefix", "fifoQueue"],
        checks: {
            name: queueName,
            messageRetentionSeconds: integer(60, 1_209_600),
            visibilityTimeoutSeconds: integer(0, 43_200),
            delaySeconds: integer(0, 900),
            receiveWaitTimeSeconds: integer(0, 20),
            maxMessageSize: integer(1024, 1_048_576),
            kmsDataKeyReusePeriodSeconds: integer(60, 86_400),
            policy: policyDocument("resource"),
            redrivePolicy: json,
        },
        relations: ({ fifoQueue, name }) =>
            Boolean(fifoQueue) !== /\.fifo$/.test(String(name))
                ? [{ property: "name", reason: "the name of a FIFO queue, and of no other, ends with .fifo" }]
                : [],
        records: ["kmsMasterKeyId"],
        outputs: ({ id }) => ({ url: id }),
    },
    "sqs.QueuePolicy": {
        id: "{queueUrl}",
        immutable: ["queueUrl"],
        checks: { policy: policyDocument("resource") },
        refersTo: { queueUrl: "sqs.Queue" },
    },
};
