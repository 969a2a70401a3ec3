import type { EksProfile, Statement } from "../platform/addon.ts";
import { partition } from "../platform/partition.ts";

const clusterTag = "elbv2.k8s.aws/cluster";

/** Set by the request, and not merely any value that was there before. */
const tagged = (key: "RequestTag" | "ResourceTag", present = true) => ({
    [`aws:${key}/${clusterTag}`]: present ? "false" : "true",
});

/**
 * The controller's published policy (docs/install/iam_policy.json of v3.5.0), less Shield and WAF Classic, which are
 * switched off. What can be limited to load balancers of this controller is: by the tag that it puts on all it makes.
 */
export function loadBalancerPolicy({ region }: EksProfile): Statement[] {
    const arn = (service: string, resource: string) => `arn:${partition(region)}:${service}:*:*:${resource}`;
    const balancing = (...resources: string[]) => resources.map((resource) => arn("elasticloadbalancing", resource));
    const owners = ["targetgroup/*/*", "loadbalancer/net/*/*", "loadbalancer/app/*/*"];
    const listeners = [
        "listener/net/*/*/*",
        "listener/app/*/*/*",
        "listener-rule/net/*/*/*",
        "listener-rule/app/*/*/*",
    ];
    const allow = (Action: string[], Resource: string | string[], Condition?: Statement["Condition"]): Statement => ({
        Effect: "Allow",
        Action,
        Resource,
        ...(Condition ? { Condition } : {}),
    });
    return [
        allow(["iam:CreateServiceLinkedRole"], "*", {
            StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
        }),
        allow(describe, "*"),
        allow(certificatesAndFirewalls, "*"),
        allow(["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress", "ec2:CreateSecurityGroup"], "*"),
        allow(["ec2:CreateTags"], arn("ec2", "security-group/*"), {
            StringEquals: { "ec2:CreateAction": "CreateSecurityGroup" },
            Null: tagged("RequestTag"),
        }),
        allow(["ec2:CreateTags", "ec2:DeleteTags"], arn("ec2", "security-group/*"), {
            Null: { ...tagged("RequestTag", false), ...tagged("ResourceTag") },
        }),
        allow(["ec2:DeleteSecurityGroup"], "*", { Null: tagged("ResourceTag") }),
        allow(["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"], "*", {
            Null: tagged("RequestTag"),
        }),
        allow(listenerActions, "*"),
        allow(["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"], balancing(...owners), {
            Null: { ...tagged("RequestTag", false), ...tagged("ResourceTag") },
        }),
        allow(["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"], balancing(...listeners)),
        allow(["elasticloadbalancing:AddTags"], balancing(...owners), {
            StringEquals: { "elasticloadbalancing:CreateAction": ["CreateTargetGroup", "CreateLoadBalancer"] },
            Null: tagged("RequestTag"),
        }),
        allow(ownActions, "*", { Null: tagged("ResourceTag") }),
        allow(
            ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
            balancing("targetgroup/*/*"),
        ),
    ];
}

const describe = [
    "ec2:DescribeAccountAttributes",
    "ec2:DescribeAddresses",
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeCoipPools",
    "ec2:DescribeInstances",
    "ec2:DescribeInternetGateways",
    "ec2:DescribeIpamPools",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeTags",
    "ec2:DescribeVpcPeeringConnections",
    "ec2:DescribeVpcs",
    "ec2:GetCoipPoolUsage",
    "ec2:GetSecurityGroupsForVpc",
    "elasticloadbalancing:DescribeCapacityReservation",
    "elasticloadbalancing:DescribeListenerAttributes",
    "elasticloadbalancing:DescribeListenerCertificates",
    "elasticloadbalancing:DescribeListeners",
    "elasticloadbalancing:DescribeLoadBalancerAttributes",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeRules",
    "elasticloadbalancing:DescribeSSLPolicies",
    "elasticloadbalancing:DescribeTags",
    "elasticloadbalancing:DescribeTargetGroupAttributes",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
    "elasticloadbalancing:DescribeTrustStores",
];

const certificatesAndFirewalls = [
    "acm:DescribeCertificate",
    "acm:ListCertificates",
    "cognito-idp:DescribeUserPoolClient",
    "iam:GetServerCertificate",
    "iam:ListServerCertificates",
    "wafv2:AssociateWebACL",
    "wafv2:DisassociateWebACL",
    "wafv2:GetWebACL",
    "wafv2:GetWebACLForResource",
];

const listenerActions = [
    "elasticloadbalancing:AddListenerCertificates",
    "elasticloadbalancing:CreateListener",
    "elasticloadbalancing:CreateRule",
    "elasticloadbalancing:DeleteListener",
    "elasticloadbalancing:DeleteRule",
    "elasticloadbalancing:ModifyListener",
    "elasticloadbalancing:ModifyRule",
    "elasticloadbalancing:RemoveListenerCertificates",
    "elasticloadbalancing:SetRulePriorities",
    "elasticloadbalancing:SetWebAcl",
];

const ownActions = [
    "elasticloadbalancing:DeleteLoadBalancer",
    "elasticloadbalancing:DeleteTargetGroup",
    "elasticloadbalancing:ModifyCapacityReservation",
    "elasticloadbalancing:ModifyIpPools",
    "elasticloadbalancing:ModifyListenerAttributes",
    "elasticloadbalancing:ModifyLoadBalancerAttributes",
    "elasticloadbalancing:ModifyTargetGroup",
    "elasticloadbalancing:ModifyTargetGroupAttributes",
    "elasticloadbalancing:SetIpAddressType",
    "elasticloadbalancing:SetSecurityGroups",
    "elasticloadbalancing:SetSubnets",
];
