import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlatform } from "../../part.ts";
import type { TargetGroupBinding } from "../../platform/kubernetes-object.ts";
import { takeover } from "../gateway/network-load-balancer.ts";

/** What takes the requests in the cluster. */
export interface Behind {
    /** Namespace of the Service and its pods. */
    namespace: string;
    /** The Service, which has port 443. */
    service: string;
    /** Ports of the pods: TLS, and the one by which a pod says that it takes requests. */
    pods: { tls: number; health: number };
    /** Path of the latter. */
    path: string;
    /** Seconds that a pod that leaves goes on, which says by the latter at once that it takes no more. */
    drain: number;
}

/** Who may come in; a group of the VPC, or a list that AWS keeps. */
export type Source = { securityGroups: pulumi.Input<string>[] } | { prefixListIds: pulumi.Input<string>[] };

/**
 * A private load balancer for the edge alone, beside the one of the gateway, to the same pods. It and its targets are
 * the stack's: their ARNs are known before the cluster is, and they go in order with all that names them. The load
 * balancer controller only keeps the pods among the targets. TLS ends in the pods, which learn by the PROXY protocol who
 * connects.
 */
export class Entrance extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly host: pulumi.Output<string>;
    readonly listenerArn: pulumi.Output<string>;
    readonly securityGroupId: pulumi.Output<string>;
    /** What brings the pods among its targets. */
    readonly binding: TargetGroupBinding;

    constructor(name: string, { eks, behind, from }: { eks: EksPlatform["eks"]; behind: Behind; from: Source }) {
        super("production-cluster:index:Entrance", name, {}, eks.own);
        const parent = { parent: this };
        const [nodes = ""] = eks.securityGroupIds;
        const { tls, health } = behind.pods;

        const group = new aws.ec2.SecurityGroup(
            name,
            {
                vpcId: eks.vpcId,
                description: "Edge: HTTPS from it, on to the proxies of the gateway",
                ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, ...from }],
                egress: [tls, health].map((port) => ({
                    ...{ protocol: "tcp", fromPort: port, toPort: port },
                    securityGroups: [nodes],
                })),
                tags: { Name: name },
            },
            parent,
        );
        const letIn = [tls, health].map(
            (port) =>
                new aws.vpc.SecurityGroupIngressRule(
                    `${name}-${port}`,
                    {
                        securityGroupId: nodes,
                        referencedSecurityGroupId: group.id,
                        description: "Proxies of the gateway from the edge",
                        ...{ ipProtocol: "tcp", fromPort: port, toPort: port },
                    },
                    parent,
                ),
        );
        const balancer = new aws.lb.LoadBalancer(
            name,
            {
                loadBalancerType: "network",
                internal: true,
                securityGroups: [group.id],
                subnets: eks.privateSubnetIds,
            },
            { ...parent, dependsOn: letIn },
        );
        const targets = new aws.lb.TargetGroup(
            name,
            {
                vpcId: eks.vpcId,
                ...{ targetType: "ip", protocol: "TCP", port: tls },
                ...{ proxyProtocolV2: true, preserveClientIp: "false", deregistrationDelay: takeover },
                targetHealthStates: [
                    { enableUnhealthyConnectionTermination: false, unhealthyDrainingInterval: behind.drain },
                ],
                healthCheck: {
                    ...{ protocol: "HTTP", port: String(health), path: behind.path },
                    ...{ interval: 10, healthyThreshold: 2, unhealthyThreshold: 2 },
                },
            },
            parent,
        );
        const listener = new aws.lb.Listener(
            name,
            {
                loadBalancerArn: balancer.arn,
                ...{ port: 443, protocol: "TCP" },
                defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
            },
            parent,
        );
        this.arn = balancer.arn;
        this.host = balancer.dnsName;
        this.listenerArn = listener.arn;
        this.securityGroupId = group.id;
        this.binding = {
            apiVersion: "elbv2.k8s.aws/v1beta1",
            kind: "TargetGroupBinding",
            metadata: { name: "edge", namespace: behind.namespace },
            spec: {
                serviceRef: { name: behind.service, port: 443 },
                targetGroupARN: targets.arn,
                targetType: "ip",
            },
        };
        this.registerOutputs({ arn: this.arn });
    }
}
