import { type Checks, integer, ipRange, ipv4Range, matching } from "../../checks.ts";
import { exactlyOne, type Kind, type Kinds } from "../kind.ts";

const port = integer(-1, 65_535);
const protocol = matching(/^(-1|all|tcp|udp|icmp|icmpv6|\d{1,3})$/, "tcp, udp, icmp, icmpv6, a protocol number, or -1");
const characters = "\\w .:/()#,@\\[\\]+=&;{}!$*-";
const spelled = "letters, digits, spaces and _ . - : / ( ) # , @ [ ] + = & ; { } ! $ *";
const description = matching(new RegExp(`^[${characters}]{0,255}$`), `at most 255 ${spelled}`);

const rules = (direction: "ingress" | "egress"): Checks => ({
    [`${direction}[].protocol`]: protocol,
    [`${direction}[].fromPort`]: port,
    [`${direction}[].toPort`]: port,
    [`${direction}[].cidrBlocks[]`]: ipv4Range(),
    [`${direction}[].ipv6CidrBlocks[]`]: ipRange,
    [`${direction}[].description`]: description,
});

const peers = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

const rule = (peer: string): Kind => ({
    id: "sgr-{hash}",
    arn: "ec2:{region}:{account}:security-group-rule/{id}",
    unique: `{securityGroupId} {ipProtocol} {fromPort} {toPort} ${peers.map((each) => `{${each}}`).join("")}`,
    immutable: ["securityGroupId"],
    checks: {
        ipProtocol: protocol,
        fromPort: port,
        toPort: port,
        cidrIpv4: ipv4Range(),
        cidrIpv6: ipRange,
        description,
    },
    relations: (inputs) => exactlyOne(inputs, peer, peers),
    refersTo: { securityGroupId: "ec2.SecurityGroup", referencedSecurityGroupId: "ec2.SecurityGroup" },
    occupies: ["referencedSecurityGroupId"],
    outputs: ({ id }) => ({ securityGroupRuleId: id }),
});

/** Security groups and their rules: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html */
export const securityGroups: Kinds = {
    "ec2.SecurityGroup": {
        id: "sg-{hash}",
        arn: "ec2:{region}:{account}:security-group/{id}",
        unique: "{vpcId} {name}",
        immutable: ["vpcId", "namePrefix", "description"],
        checks: {
            name: matching(new RegExp(`^(?!sg-)[${characters}]{1,255}$`), `1 to 255 ${spelled}, not starting with sg-`),
            description,
            ...rules("ingress"),
            ...rules("egress"),
        },
        refersTo: { vpcId: "ec2.Vpc" },
        occupies: ["vpcId"],
        outputs: ({ account }) => ({ ownerId: account }),
    },
    "ec2.DefaultSecurityGroup": {
        id: ({ vpcId }) => `sg-${String(vpcId).slice("vpc-".length)}`,
        arn: "ec2:{region}:{account}:security-group/{id}",
        immutable: ["vpcId"],
        checks: { ...rules("ingress"), ...rules("egress") },
        refersTo: { vpcId: "ec2.Vpc" },
        outputs: ({ account }) => ({ ownerId: account, name: "default", description: "default VPC security group" }),
    },
    "vpc.SecurityGroupIngressRule": rule("a source"),
    "vpc.SecurityGroupEgressRule": rule("a destination"),
};
