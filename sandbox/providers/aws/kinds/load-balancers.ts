import { integer, matching, oneOf } from "../../checks.ts";
import { arn, type Kinds } from "../kind.ts";

const name = matching(
    /^(?!-|internal-)[A-Za-z0-9-]{1,32}(?<!-)$/,
    "1 to 32 letters, digits and -, not beginning with internal-",
);
const port = integer(1, 65_535);
const protocol = oneOf("TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC", "HTTP", "HTTPS", "GENEVE");

/** Elastic Load Balancing: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/ */
export const loadBalancers: Kinds = {
    "lb.LoadBalancer": {
        id: "arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/net/{name}/{hash}",
        arn: "elasticloadbalancing:{region}:{account}:loadbalancer/net/{name}/{hash}",
        unique: "{name}",
        named: ["name", 32],
        immutable: ["internal", "loadBalancerType"],
        checks: { name, loadBalancerType: oneOf("application", "network", "gateway") },
        refersTo: { "subnets[]": "ec2.Subnet", "securityGroups[]": "ec2.SecurityGroup" },
        occupies: ["subnets[]", "securityGroups[]"],
        outputs: ({ name, hash, region }) => ({ dnsName: `${name}-${hash}.elb.${region}.amazonaws.com` }),
    },
    "lb.TargetGroup": {
        id: "arn:aws:elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hash}",
        arn: "elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hash}",
        unique: "{name}",
        named: ["name", 32],
        immutable: ["port", "protocol", "targetType", "vpcId"],
        checks: {
            ...{ name, port, protocol, targetType: oneOf("instance", "ip", "lambda", "alb") },
            "healthCheck.protocol": oneOf("TCP", "HTTP", "HTTPS"),
            "healthCheck.interval": integer(5, 300),
            "healthCheck.healthyThreshold": integer(2, 10),
            "healthCheck.unhealthyThreshold": integer(2, 10),
            deregistrationDelay: integer(0, 3600),
            "targetHealthStates[].unhealthyDrainingInterval": integer(0, 360_000),
        },
        refersTo: { vpcId: "ec2.Vpc" },
    },
    "lb.Listener": {
        id: "arn:aws:elasticloadbalancing:{region}:{account}:listener/net/{hash}",
        arn: "elasticloadbalancing:{region}:{account}:listener/net/{hash}",
        unique: "{loadBalancerArn} {port}",
        immutable: ["loadBalancerArn"],
        checks: { port, protocol, "defaultActions[].targetGroupArn": arn },
        refersTo: { loadBalancerArn: "lb.LoadBalancer", "defaultActions[].targetGroupArn": "lb.TargetGroup" },
        occupies: ["defaultActions[].targetGroupArn"],
        records: ["protocol"],
    },
};
