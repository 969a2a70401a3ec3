import type { Registration } from "../foundation/recording.ts";

/** What a resource may be called, by its type. Each has the page that says so. */
interface Limit {
    /** The name that AWS or Kubernetes gets. */
    name: (registration: Registration) => unknown;
    allowed: RegExp;
}

/** Without a name of its own a resource gets a hyphen and seven characters behind the one it has in the program. */
const named =
    (field: string) =>
    ({ name, inputs }: Registration): unknown =>
        inputs[field] ?? `${name}-1a2b3c4`;
const ofObject = ({ inputs }: Registration): unknown => inputs.metadata?.name;

const limits: Record<string, Limit> = {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    "aws:iam/role:Role": { name: named("name"), allowed: /^[\w+=,.@-]{1,64}$/ },
    "aws:iam/instanceProfile:InstanceProfile": { name: named("name"), allowed: /^[\w+=,.@-]{1,128}$/ },
    "aws:iam/rolePolicy:RolePolicy": { name: named("name"), allowed: /^[\w+=,.@-]{1,128}$/ },
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
    "aws:sqs/queue:Queue": { name: named("name"), allowed: /^[\w-]{1,80}$/ },
    // https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
    "aws:sns/topic:Topic": { name: named("name"), allowed: /^[\w-]{1,256}$/ },
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    "aws:s3/bucket:Bucket": {
        name: named("bucket"),
        allowed: /^(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    },
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
    "aws:kms/alias:Alias": { name: named("name"), allowed: /^(?=.{1,256}$)alias\/(?!aws\/)[\w/-]+$/ },
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
    "aws:cloudwatch/logGroup:LogGroup": { name: named("name"), allowed: /^[\w./#-]{1,512}$/ },
    // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
    "aws:cloudwatch/eventRule:EventRule": { name: named("name"), allowed: /^[\w.-]{1,64}$/ },
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
    "aws:ec2/securityGroup:SecurityGroup": { name: named("name"), allowed: /^(?!sg-).{1,255}$/ },
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html
    "aws:ec2/launchTemplate:LaunchTemplate": { name: named("name"), allowed: /^[\w./()-]{3,128}$/ },
    // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
    "eks:index:Cluster": { name: named("name"), allowed: /^[A-Za-z0-9][\w-]{0,99}$/ },
    // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
    "aws:eks/nodeGroup:NodeGroup": { name: named("nodeGroupName"), allowed: /^[A-Za-z0-9][\w-]{0,62}$/ },
    // https://helm.sh/docs/chart_template_guide/getting_started/
    "kubernetes:helm.sh/v3:Release": { name: named("name"), allowed: /^[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?$/ },
    // https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole": {
        name: ofObject,
        allowed: /^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$/,
    },
    "kubernetes:core/v1:Namespace": { name: ofObject, allowed: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/ },
};
const anyObject: Limit = { name: ofObject, allowed: /^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/ };

/** The names that are not allowed, and the tags and labels. */
export function beyondLimits(registration: Registration): string[] {
    const { type, urn, inputs } = registration;
    const isObject = type.startsWith("kubernetes:");
    // What is only read has no inputs.
    if (type === "kubernetes:core/v1:Namespace" && !inputs.metadata) return [];
    const limit = limits[type] ?? (isObject && inputs.metadata ? anyObject : undefined);
    const name = limit?.name(registration);
    const pairs: [string, string][] = Object.entries(isObject ? (inputs.metadata?.labels ?? {}) : (inputs.tags ?? {}));
    return [
        ...(limit && !(typeof name === "string" && limit.allowed.test(name)) ? [`${urn}: ${name}`] : []),
        ...pairs.filter(([key, value]) => !(isObject ? isLabel : isTag)(key, value)).map((pair) => `${urn}: ${pair}`),
    ];
}

const isLabel = (key: string, value: string) =>
    /^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/.test(key) &&
    /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/.test(value);
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html
const isTag = (key: string, value: string) => /^(?!aws:).{1,128}$/.test(key) && value.length <= 256;
