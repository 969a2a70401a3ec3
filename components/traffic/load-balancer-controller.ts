import type { Input } from "@pulumi/pulumi";
import type { Part } from "../part.ts";
import type { EksProfile } from "../platform/addon.ts";
import { charts } from "../platform/charts.ts";
import { chartSecrets } from "../platform/exemption.ts";
import { budget, placement, resources, restrictedPod, spread, unprivileged } from "../platform/workload.ts";
import { GatewayEngine } from "./gateway/args.ts";
import { loadBalancerAlerts } from "./load-balancer-alerts.ts";
import { loadBalancerPolicy } from "./load-balancer-policy.ts";

/** Makes AWS load balancers of Services (of the class `service.k8s.aws/nlb`) and Ingresses (of the class `alb`). */
export const loadBalancerController: Part = {
    name: "aws-load-balancer-controller",
    namespace: { name: "aws-load-balancer-controller", podSecurity: "restricted" },
    onlyOnEks: "it makes load balancers of AWS",
    awsApis: ["ec2", "elasticloadbalancing"],
    exemptions: [
        chartSecrets("aws-load-balancer-controller", "the chart makes its webhook's certificate itself", "2027-07-31"),
    ],
    addon: ({ gateway }, { eks: { profile, vpcId, tags } }) => ({
        chart: charts.awsLoadBalancerController,
        identities: [{ serviceAccount: "aws-load-balancer-controller", statements: loadBalancerPolicy(profile) }],
        traffic: {
            from: [
                { peer: "apiServer", ports: [9443] },
                { peer: "metrics", ports: [8080] },
            ],
            to: [
                { peer: "kubeApi" },
                { peer: "aws" },
                {
                    peer: {
                        internet: "Certificates (ACM), firewalls (WAF) and Cognito have no private endpoint here.",
                    },
                    ports: [443],
                },
            ],
        },
        ownsAwsResources: true,
        answers: ["Ingress controller"],
        values: {
            ...values(profile, vpcId, tags),
            ...(gateway.engine === GatewayEngine.alb && { controllerConfig: { featureGates: gatewayFeatures } }),
        },
        rules: [loadBalancerAlerts],
    }),
};

/**
 * It looks for CRDs of the Gateway API when it starts, and turns on what it finds, unless each of these is said. Load
 * balancers of the fourth layer and listeners of teams are not the gateway's.
 */
const gatewayFeatures = { ALBGatewayAPI: true, NLBGatewayAPI: false, GatewayListenerSet: false };

/** The tags are those of every load balancer, target group and security group that it makes. */
const values = (profile: EksProfile, vpcId: Input<string>, tags: Record<string, string>) => ({
    ...placement(profile),
    priorityClassName: "system-cluster-critical",
    replicaCount: 2,
    resources: resources(100, 256),
    topologySpreadConstraints: spread(profile, {
        "app.kubernetes.io/name": "aws-load-balancer-controller",
        "app.kubernetes.io/instance": "aws-load-balancer-controller",
    }),
    podDisruptionBudget: budget,
    podSecurityContext: restrictedPod,
    securityContext: unprivileged,
    clusterName: profile.clusterName,
    region: profile.region,
    vpcId,
    defaultTags: tags,
    defaultTargetType: "ip",
    // Only what says `internet-facing` is.
    defaultLoadBalancerScheme: "internal",
    defaultSSLPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    ingressClassConfig: { default: true },
    // The Secret of the webhook's certificate outlives upgrades; a new one each time would cut off what uses the old.
    keepTLSSecret: true,
    // It would have to be up before any Service of any add-on could be made. Services name their class instead.
    enableServiceMutatorWebhook: false,
    // Shield Advanced and WAF Classic are separate contracts; WAF v2 stays.
    enableShield: false,
    enableWaf: false,
    serviceMonitor: { enabled: true },
});
