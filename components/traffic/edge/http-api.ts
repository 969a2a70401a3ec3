import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlatform } from "../../part.ts";
import { dataFacts } from "../../platform/eks-cluster.ts";
import type { Settings } from "../../settings.ts";
import { apiPatience, type EdgeSettings } from "./args.ts";
import { edgeCertificate } from "./edge-certificate.ts";
import { EdgeRecords, regionalKey } from "./edge-records.ts";
import { type Behind, Entrance } from "./entrance.ts";

/** Requests a second of a host that are taken where nobody says. */
const patience = 1000;

/**
 * A line a request, without the query, in which tokens are sent
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html).
 */
const line = JSON.stringify(
    Object.fromEntries(
        Object.entries({
            start_time: "requestTime",
            client: "identity.sourceIp",
            method: "httpMethod",
            host: "domainName",
            path: "path",
            protocol: "protocol",
            response_code: "status",
            bytes_sent: "responseLength",
            duration: "responseLatency",
            upstream_code: "integrationStatus",
            upstream_failure: "integrationErrorMessage",
            request_id: "requestId",
            user_agent: "identity.userAgent",
        }).map(([field, variable]) => [field, `$context.${variable}`]),
    ),
);

export interface HttpApisArgs {
    settings: Settings;
    edge: EdgeSettings;
    eks: EksPlatform["eks"];
    behind: Behind;
    /** A standby that waits has the records alone. */
    waits: boolean;
}

/**
 * An HTTP API of API Gateway for each host, before a load balancer that nobody else reaches, by a link into the VPC. One
 * each: an API verifies one name of the proxies' certificates.
 */
export class HttpApis extends pulumi.ComponentResource {
    /** Undefined on a standby that waits. */
    readonly entrance: Entrance | undefined;
    /** Names by which the hosts are found. */
    readonly targets: readonly { host: string; target: pulumi.Output<string> }[];

    constructor(name: string, args: HttpApisArgs) {
        super("production-cluster:index:HttpApis", name, {}, args.eks.own);
        const { settings, eks, waits } = args;
        const { clusterName } = dataFacts(eks);
        const { logGroupArn } = new EdgeRecords(
            name,
            {
                ...{ settings, eks, region: eks.profile.region, keyRole: regionalKey, delivers: false },
                logGroup: `/aws/vendedlogs/apis/${clusterName}`,
            },
            { parent: this },
        );
        const serving = waits ? undefined : this.#serving(name, args, logGroupArn);
        this.entrance = serving?.entrance;
        this.targets = serving?.targets ?? [];
        this.registerOutputs({});
    }

    #serving(
        name: string,
        { settings, edge, eks, behind }: HttpApisArgs,
        logGroupArn: pulumi.Output<string>,
    ): { entrance: Entrance; targets: HttpApis["targets"] } {
        const parent = { parent: this };
        const zones = settings.dns?.zones ?? [];
        const { requestsPerSecond: rate = patience } = edge;
        const group = new aws.ec2.SecurityGroup(
            name,
            { vpcId: eks.vpcId, description: "Edge: HTTPS to its load balancer", tags: { Name: name } },
            parent,
        );
        const entrance = new Entrance(`${eks.name}-in`, { eks, behind, from: { securityGroups: [group.id] } });
        const out = new aws.vpc.SecurityGroupEgressRule(
            name,
            {
                securityGroupId: group.id,
                referencedSecurityGroupId: entrance.securityGroupId,
                description: "HTTPS to the load balancer of the edge",
                ...{ ipProtocol: "tcp", fromPort: 443, toPort: 443 },
            },
            parent,
        );
        const link = new aws.apigatewayv2.VpcLink(
            name,
            { name, securityGroupIds: [group.id], subnetIds: eks.privateSubnetIds },
            { ...parent, dependsOn: out },
        );
        const certificateArn = edgeCertificate(name, { hosts: edge.hosts, zones }, parent);
        const { listenerArn } = entrance;
        const targets = edge.hosts.map((host) => ({
            host,
            target: httpApi(
                `${name}-${host}`,
                { host, linkId: link.id, listenerArn, logGroupArn, certificateArn, rate },
                parent,
            ),
        }));
        return { entrance, targets };
    }
}

interface HttpApiArgs {
    host: string;
    linkId: pulumi.Input<string>;
    listenerArn: pulumi.Input<string>;
    logGroupArn: pulumi.Input<string>;
    certificateArn: pulumi.Input<string>;
    /** Requests a second. */
    rate: number;
}

/** Everything that a host is asked goes to the proxies; by its own name alone, and over TLS 1.2 and newer. */
function httpApi(name: string, args: HttpApiArgs, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
    const { host, linkId, listenerArn, logGroupArn, certificateArn, rate } = args;
    const api = new aws.apigatewayv2.Api(name, { name, protocolType: "HTTP", disableExecuteApiEndpoint: true }, opts);
    const integration = new aws.apigatewayv2.Integration(
        name,
        {
            apiId: api.id,
            ...{ integrationType: "HTTP_PROXY", integrationMethod: "ANY", payloadFormatVersion: "1.0" },
            ...{ connectionType: "VPC_LINK", connectionId: linkId, integrationUri: listenerArn },
            timeoutMilliseconds: apiPatience * 1000,
            tlsConfig: { serverNameToVerify: host },
            // Without it the proxies would be asked for the name of the load balancer.
            requestParameters: { "overwrite:header.Host": host },
        },
        opts,
    );
    const route = new aws.apigatewayv2.Route(
        name,
        { apiId: api.id, routeKey: "$default", target: pulumi.interpolate`integrations/${integration.id}` },
        opts,
    );
    const stage = new aws.apigatewayv2.Stage(
        name,
        {
            ...{ apiId: api.id, name: "$default", autoDeploy: true },
            defaultRouteSettings: {
                throttlingRateLimit: rate,
                throttlingBurstLimit: Math.ceil(rate * 1.5),
                detailedMetricsEnabled: true,
            },
            accessLogSettings: { destinationArn: logGroupArn, format: line },
        },
        { ...opts, dependsOn: route },
    );
    const domain = new aws.apigatewayv2.DomainName(
        name,
        {
            domainName: host,
            domainNameConfiguration: { certificateArn, endpointType: "REGIONAL", securityPolicy: "TLS_1_2" },
        },
        opts,
    );
    new aws.apigatewayv2.ApiMapping(name, { apiId: api.id, domainName: domain.domainName, stage: stage.name }, opts);
    return domain.domainNameConfiguration.targetDomainName;
}
