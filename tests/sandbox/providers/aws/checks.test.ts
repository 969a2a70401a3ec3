import { expect, test } from "vitest";
import type { Values } from "../../../../sandbox/providers/values.ts";
import { unknownValue } from "../../../../sandbox/providers/values.ts";
import { aws, trust } from "../clouds.ts";

const allow = (statement: Values) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", ...statement }] });
const identity = allow({ Resource: "*" });
const resource = allow({ Resource: "*", Principal: "*" });

/** Inputs that AWS takes, one for each type of the tables below. */
const good: Record<string, Values> = {
    "aws:ec2/vpc:Vpc": { cidrBlock: "10.0.0.0/16" },
    "aws:ec2/subnet:Subnet": { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" },
    "aws:ec2/route:Route": { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" },
    "aws:ec2/natGateway:NatGateway": { subnetId: "subnet-1", allocationId: "eipalloc-1" },
    "aws:ec2/vpcEndpoint:VpcEndpoint": {
        vpcId: "vpc-1",
        serviceName: "com.amazonaws.eu-west-1.sts",
        vpcEndpointType: "Interface",
    },
    "aws:ec2/flowLog:FlowLog": {
        vpcId: "vpc-1",
        trafficType: "ALL",
        logDestination: "arn:aws:logs:eu-west-1:000000000000:log-group:x",
        iamRoleArn: "arn:aws:iam::000000000000:role/x",
    },
    "aws:ec2/securityGroup:SecurityGroup": { vpcId: "vpc-1", description: "Nodes" },
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
        securityGroupId: "sg-1",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4: "10.0.0.0/8",
    },
    "aws:ec2/launchTemplate:LaunchTemplate": {
        metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [{ ebs: { volumeType: "gp3", volumeSize: 20 } }],
    },
    "aws:ecr/repository:Repository": { name: "shop/web", imageTagMutability: "IMMUTABLE" },
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": {
        ecrRepositoryPrefix: "docker.io",
        upstreamRegistryUrl: "registry-1.docker.io",
        credentialArn: "arn:aws:secretsmanager:eu-west-1:000000000000:secret:ecr-pullthroughcache/docker-hub-a1b2c3",
    },
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": {
        prefix: "docker.io",
        appliedFors: ["PULL_THROUGH_CACHE"],
        customRoleArn: "arn:aws:iam::111122223333:role/ecr",
        encryptionConfigurations: [{ encryptionType: "KMS" }],
        imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters: [{ filter: "latest", filterType: "WILDCARD" }],
    },
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": {
        scanType: "ENHANCED",
        rules: [{ scanFrequency: "CONTINUOUS_SCAN", repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }] }],
    },
    "aws:ecr/replicationConfiguration:ReplicationConfiguration": {
        replicationConfiguration: {
            rules: [{ destinations: [{ region: "eu-central-1", registryId: "000000000000" }] }],
        },
    },
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
        url: "https://token.actions.githubusercontent.com",
        clientIdLists: ["sts.amazonaws.com"],
    },
    "aws:iam/role:Role": { assumeRolePolicy: trust("ec2.amazonaws.com") },
    "aws:iam/rolePolicy:RolePolicy": { role: "x", policy: identity },
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
        role: "x",
        policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
    },
    "aws:kms/key:Key": { deletionWindowInDays: 30, policy: resource },
    "aws:kms/alias:Alias": { name: "alias/shop", targetKeyId: "k" },
    "aws:cloudwatch/logGroup:LogGroup": { retentionInDays: 365 },
    "aws:cloudwatch/eventRule:EventRule": { eventPattern: JSON.stringify({ source: ["aws.ec2"] }) },
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        comparisonOperator: "GreaterThanThreshold",
        evaluationPeriods: 3,
        namespace: "AWS/NATGateway",
        metricName: "ErrorPortAllocation",
        statistic: "Sum",
        period: 300,
        threshold: 0,
    },
    "aws:s3/bucket:Bucket": { bucket: "shop-backups" },
    "aws:s3/bucketVersioning:BucketVersioning": {
        bucket: "shop-backups",
        versioningConfiguration: { status: "Enabled" },
    },
    "aws:s3/bucketPolicy:BucketPolicy": { bucket: "shop-backups", policy: resource },
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
        bucket: "shop-backups",
        rules: [{ id: "a", status: "Enabled", expiration: { days: 30 } }],
    },
    "aws:sns/topicSubscription:TopicSubscription": {
        topic: "arn:aws:sns:eu-west-1:000000000000:x",
        protocol: "email",
        endpoint: "me@example.com",
    },
    "aws:sqs/queue:Queue": { messageRetentionSeconds: 300 },
    "aws:secretsmanager/secret:Secret": { name: "shop/db" },
    "aws:eks/cluster:Cluster": {
        name: "shop",
        version: "1.35",
        roleArn: "arn:aws:iam::000000000000:role/x",
        vpcConfig: { subnetIds: ["subnet-1", "subnet-2"], endpointPrivateAccess: true },
    },
    "aws:eks/addon:Addon": { clusterName: "shop", addonName: "coredns", configurationValues: "{}" },
    "aws:eks/nodeGroup:NodeGroup": {
        clusterName: "shop",
        nodeRoleArn: "arn:aws:iam::000000000000:role/x",
        subnetIds: ["subnet-1"],
        amiType: "BOTTLEROCKET_ARM_64",
        instanceTypes: ["m7g.large"],
        scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 3 },
    },
    "aws:eks/accessEntry:AccessEntry": { clusterName: "shop", principalArn: "arn:aws:iam::000000000000:role/x" },
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
        clusterName: "shop",
        principalArn: "arn:aws:iam::000000000000:role/x",
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
        accessScope: { type: "cluster" },
    },
};

test.each(Object.entries(good))("%s is accepted as it should be", (type, inputs) => {
    expect(aws().check(type, inputs)).toEqual([]);
});

/** One thing wrong in each: type, the change, the property that is named, a word of what is allowed. */
const refused: [type: string, change: Values, property: string, says: RegExp][] = [
    ["aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/8" }, "cidrBlock", /between \/16 and \/28/],
    ["aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.300/16" }, "cidrBlock", /an IPv4 range/],
    ["aws:ec2/vpc:Vpc", { cidrBlock: "10.0.1.0/16" }, "cidrBlock", /first address of its range, 10\.0\.0\.0\/16/],
    ["aws:ec2/vpc:Vpc", { instanceTenancy: "shared" }, "instanceTenancy", /default, dedicated/],
    ["aws:ec2/vpc:Vpc", { cidr: "10.0.0.0/16" }, "cidr", /no property cidr/],
    ["aws:ec2/vpc:Vpc", { region: "eu-west-9" }, "region", /one of .*eu-west-1/],
    ["aws:ec2/vpc:Vpc", { tags: { "aws:name": "x" } }, "tags.aws:name", /aws:/],
    [
        "aws:ec2/vpc:Vpc",
        { tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`t${i}`, ""])) },
        "tags",
        /at most 50/,
    ],
    ["aws:ec2/vpc:Vpc", { tags: { a: "x".repeat(257) } }, "tags.a", /at most 256/],
    ["aws:ec2/subnet:Subnet", { cidrBlock: "10.0.0.0/29" }, "cidrBlock", /between \/16 and \/28/],
    ["aws:ec2/subnet:Subnet", { vpcId: undefined }, "vpcId", /required/],
    ["aws:ec2/route:Route", { natGatewayId: undefined }, "gatewayId", /exactly one of/],
    ["aws:ec2/route:Route", { gatewayId: "igw-1" }, "gatewayId", /not gatewayId and natGatewayId/],
    ["aws:ec2/natGateway:NatGateway", { allocationId: undefined }, "allocationId", /Elastic IP/],
    [
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        { routeTableIds: ["rtb-1"] },
        "routeTableIds",
        /type Interface has no routeTableIds/,
    ],
    ["aws:ec2/flowLog:FlowLog", { trafficType: "SOME" }, "trafficType", /ACCEPT, REJECT, ALL/],
    ["aws:ec2/flowLog:FlowLog", { iamRoleArn: undefined }, "iamRoleArn", /role/],
    ["aws:ec2/securityGroup:SecurityGroup", { name: "sg-mine" }, "name", /not starting with sg-/],
    ["aws:ec2/securityGroup:SecurityGroup", { description: "naïve" }, "description", /letters/],
    [
        "aws:ec2/securityGroup:SecurityGroup",
        { ingress: [{ protocol: "tcp", fromPort: 0, toPort: 99999 }] },
        "ingress[0].toPort",
        /65535/,
    ],
    ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", { prefixListId: "pl-1" }, "cidrIpv4", /exactly one/],
    [
        "aws:ec2/launchTemplate:LaunchTemplate",
        { metadataOptions: { httpTokens: "yes" } },
        "metadataOptions.httpTokens",
        /required, optional/,
    ],
    [
        "aws:ec2/launchTemplate:LaunchTemplate",
        { blockDeviceMappings: [{ ebs: { volumeType: "gp9" } }] },
        "blockDeviceMappings[0].ebs.volumeType",
        /gp3/,
    ],
    ["aws:ecr/repository:Repository", { name: "Shop" }, "name", /small letters/],
    ["aws:ecr/repository:Repository", { imageTagMutability: "FIXED" }, "imageTagMutability", /IMMUTABLE/],
    [
        "aws:ecr/repository:Repository",
        { imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" },
        "imageTagMutabilityExclusionFilters",
        /one to five/,
    ],
    [
        "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
        { ecrRepositoryPrefix: "registry.example.com/a-long-name" },
        "ecrRepositoryPrefix",
        /30 characters/,
    ],
    [
        "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
        { upstreamRegistryUrl: "docker.elastic.co" },
        "upstreamRegistryUrl",
        /ECR relays/,
    ],
    [
        "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
        { credentialArn: undefined },
        "credentialArn",
        /asks for credentials/,
    ],
    [
        "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
        { credentialArn: "arn:aws:secretsmanager:eu-west-1:000000000000:secret:docker-hub-a1b2c3" },
        "credentialArn",
        /begins with ecr-pullthroughcache/,
    ],
    [
        "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
        { customRoleArn: undefined },
        "customRoleArn",
        /KMS key/,
    ],
    ["aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", { scanType: "BASIC" }, "rules", /ENHANCED/],
    [
        "aws:ecr/replicationConfiguration:ReplicationConfiguration",
        {
            replicationConfiguration: {
                rules: [{ destinations: [{ region: "eu-west-1", registryId: "000000000000" }] }],
            },
        },
        "replicationConfiguration",
        /own region/,
    ],
    ["aws:iam/openIdConnectProvider:OpenIdConnectProvider", { url: "gitlab.com" }, "url", /https/],
    ["aws:iam/role:Role", { name: "x".repeat(65) }, "name", /1 to 64/],
    ["aws:iam/role:Role", { assumeRolePolicy: "{" }, "assumeRolePolicy", /policy document/],
    ["aws:iam/role:Role", { maxSessionDuration: 60 }, "maxSessionDuration", /3600/],
    ["aws:iam/rolePolicy:RolePolicy", { policy: allow({}) }, "policy", /either Resource or NotResource/],
    ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: "ReadOnlyAccess" }, "policyArn", /an ARN/],
    ["aws:kms/key:Key", { deletionWindowInDays: 3 }, "deletionWindowInDays", /7 to 30/],
    ["aws:kms/alias:Alias", { name: "alias/aws/ebs" }, "name", /not alias\/aws\//],
    ["aws:cloudwatch/logGroup:LogGroup", { retentionInDays: 366 }, "retentionInDays", /365, 400/],
    ["aws:cloudwatch/eventRule:EventRule", { eventPattern: "source" }, "eventPattern", /JSON/],
    ["aws:cloudwatch/eventRule:EventRule", { eventPattern: undefined }, "eventPattern", /scheduleExpression/],
    ["aws:cloudwatch/metricAlarm:MetricAlarm", { period: 90 }, "period", /multiple of 60/],
    ["aws:cloudwatch/metricAlarm:MetricAlarm", { statistic: "p99" }, "statistic", /Average/],
    ["aws:cloudwatch/metricAlarm:MetricAlarm", { comparisonOperator: ">" }, "comparisonOperator", /GreaterThan/],
    ["aws:cloudwatch/metricAlarm:MetricAlarm", { metricName: undefined }, "metricName", /what is measured is needed/],
    ["aws:cloudwatch/metricAlarm:MetricAlarm", { datapointsToAlarm: 4 }, "datapointsToAlarm", /no more data points/],
    ["aws:s3/bucket:Bucket", { bucket: "Shop_Backups" }, "bucket", /small letters/],
    ["aws:s3/bucket:Bucket", { bucket: "192.168.0.1" }, "bucket", /3 to 63/],
    [
        "aws:s3/bucketVersioning:BucketVersioning",
        { versioningConfiguration: { status: "On" } },
        "versioningConfiguration.status",
        /Enabled/,
    ],
    ["aws:s3/bucketPolicy:BucketPolicy", { policy: identity }, "policy", /either Principal or NotPrincipal/],
    [
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        {
            rules: [
                { id: "a", status: "Enabled" },
                { id: "a", status: "Enabled" },
            ],
        },
        "rules",
        /id of its own/,
    ],
    ["aws:sns/topicSubscription:TopicSubscription", { endpoint: "nobody" }, "endpoint", /protocol email/],
    ["aws:sns/topicSubscription:TopicSubscription", { protocol: "fax" }, "protocol", /email, .*https/],
    ["aws:sqs/queue:Queue", { messageRetentionSeconds: 10 }, "messageRetentionSeconds", /60 to 1209600/],
    ["aws:sqs/queue:Queue", { fifoQueue: true }, "name", /\.fifo/],
    ["aws:secretsmanager/secret:Secret", { recoveryWindowInDays: 5 }, "recoveryWindowInDays", /0, 7, 8/],
    ["aws:eks/cluster:Cluster", { version: "1.20" }, "version", /1\.35/],
    ["aws:eks/cluster:Cluster", { name: "-shop" }, "name", /first a letter or digit/],
    ["aws:eks/cluster:Cluster", { enabledClusterLogTypes: ["audits"] }, "enabledClusterLogTypes[0]", /audit/],
    [
        "aws:eks/cluster:Cluster",
        { accessConfig: { authenticationMode: "IAM" } },
        "accessConfig.authenticationMode",
        /API/,
    ],
    [
        "aws:eks/cluster:Cluster",
        { vpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true, publicAccessCidrs: ["1.2.3.4/32"] } },
        "vpcConfig.publicAccessCidrs",
        /this one is private/,
    ],
    [
        "aws:eks/cluster:Cluster",
        { kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/8" } },
        "kubernetesNetworkConfig.serviceIpv4Cidr",
        /172\.0\.0\.0\/8/,
    ],
    ["aws:eks/addon:Addon", { addonName: "core-dns" }, "addonName", /coredns/],
    ["aws:eks/addon:Addon", { configurationValues: "a: 1" }, "configurationValues", /JSON/],
    ["aws:eks/nodeGroup:NodeGroup", { amiType: "AL2" }, "amiType", /AL2023_ARM_64_STANDARD/],
    ["aws:eks/nodeGroup:NodeGroup", { instanceTypes: ["m7i.large"] }, "instanceTypes", /m7i\.large cannot boot/],
    ["aws:eks/nodeGroup:NodeGroup", { instanceTypes: ["large"] }, "instanceTypes[0]", /m7g\.large/],
    ["aws:eks/nodeGroup:NodeGroup", { capacityType: "CHEAP" }, "capacityType", /ON_DEMAND/],
    [
        "aws:eks/nodeGroup:NodeGroup",
        { scalingConfig: { minSize: 3, desiredSize: 2, maxSize: 3 } },
        "scalingConfig.desiredSize",
        /between minSize 3/,
    ],
    ["aws:eks/nodeGroup:NodeGroup", { diskSize: 20, launchTemplate: { id: "lt-1" } }, "diskSize", /launch template/],
    ["aws:eks/accessEntry:AccessEntry", { kubernetesGroups: ["system:masters"] }, "kubernetesGroups[0]", /system:/],
    [
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        { policyArn: "arn:aws:eks::aws:cluster-access-policy/Admin" },
        "policyArn",
        /AmazonEKSViewPolicy/,
    ],
];

test.each(refused)("%s is refused with %j, and %s is named", (type, change, property, says) => {
    const failures = aws().check(type, { ...good[type], ...change });
    const named = failures.filter((failure) => failure.property === property);
    expect(named, JSON.stringify(failures)).toHaveLength(1);
    expect(named[0]?.reason).toMatch(says);
});

const changed = refused.filter(([type, change]) =>
    Object.keys(change).every((key) => key in (good[type] ?? {}) && change[key]),
);

test.each(changed)("%s is let through while what replaces %j is unknown", (type, change) => {
    const unknown = Object.fromEntries(Object.keys(change).map((key) => [key, unknownValue]));
    expect(aws().check(type, { ...good[type], ...unknown })).toEqual([]);
});

test("a type that AWS does not have is refused", () => {
    expect(() => aws().check("aws:ec2/vpcs:Vpcs", {})).toThrow("AWS has no resources of type aws:ec2/vpcs:Vpcs");
});

test("a type that no stack plans is refused, and named", () => {
    for (const type of ["aws:glue/trigger:Trigger", "aws:rds/instance:Instance"])
        expect(() => aws().check(type, {})).toThrow(`the sandbox does not simulate ${type}: no stack`);
});

test("a type is held to what its SDK says", () => {
    const properties = aws()
        .check("aws:ec2/internetGateway:InternetGateway", { kind: "x" })
        .map(({ property }) => property);
    expect(properties).toEqual(["kind"]);
});

test("a name made from a long one is refused where AWS has no room for it", () => {
    expect(() => aws().check("aws:iam/role:Role", good["aws:iam/role:Role"] ?? {}, "x".repeat(60))).toThrow(
        /longer than 64/,
    );
});

test("default tags of the provider lie below the resource's own, and the region is the provider's", () => {
    const driver = aws(undefined, { defaultTags: { tags: { team: "a", stage: "b" } } });
    const { inputs } = driver.cloud.check(
        driver.resource("aws:ec2/vpc:Vpc", "it"),
        { cidrBlock: "10.0.0.0/16", tags: { team: "c" } },
        undefined,
    );
    expect(inputs).toMatchObject({ region: "eu-west-1", tags: { team: "c" }, tagsAll: { team: "c", stage: "b" } });
});
