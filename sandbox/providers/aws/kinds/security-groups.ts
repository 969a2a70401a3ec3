import { type Checks, integer, ipRange, ipv4Range, matching, oneOf } from "../../checks.ts";
import { exactlyOne, type Kind, type Kinds } from "../kind.ts";

const port = integer(-1, 65_535);
const protocol = matching(/^(-1|all|tcp|udp|icmp|icmpv6|\d{1,3})$/, "tcp, udp, icmp, icmpv6, a protocol number, or -1");
const characters = "\\w .:/()#,@\\[\\]+=&;{}!$*-";
const spelled = "letters, digits, spaces and _ . - : / ( ) # , @ [ ] + = & ; { } ! $ *";
const description = matching(new RegExp(`^[${characters}]{0,255}$`), `at most 255 ${spelled}`);

const rule = (prefix: string): Checks => ({
    [`${prefix}protocol`]: protocol,
    [`${prefix}fromPort`]: port,
    [`${prefix}toPort`]: port,
    [`${prefix}cidrBlocks[]`]: ipv4Range(),
    [`${prefix}ipv6CidrBlocks[]`]: ipRange,
    [`${prefix}description`]: description,
});

const sources = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];
const standaloneRule: Kind = {
    id: "sgr-{hash}",
    arn: "ec2:{region}:{account}:security-group-rule/{id}",
    unique: `{securityGroupId} {ipProtocol} {fromPort} {toPort} ${sources.map((source) => `{${source}}`).join("")}`,
    immutable: ["securityGroupId"],
    checks: {
        ipProtocol: protocol,
        fromPort: port,
        toPort: port,
        cidrIpv4: ipv4Range(),
        cidrIpv6: ipRange,
        description,
    },
    relations: (inputs) => exactlyOne(inputs, "a source or target", sources),
    refersTo: { securityGroupId: "ec2.SecurityGroup", referencedSecurityGroupId: "ec2.SecurityGroup" },
    occupies: ["referencedSecurityGroupId"],
    outputs: ({ id }) => ({ securityGroupRuleId: id }),
};

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
            ...rule("ingress[]."),
            ...rule("egress[]."),
        },
        refersTo: { vpcId: "ec2.Vpc" },
        occupies: ["vpcId"],
        outputs: ({ account }) => ({ ownerId: account }),
    },
    "ec2.DefaultSecurityGroup": {
        id: ({ vpcId }) => `sg-${String(vpcId).slice("vpc-".length)}`,
        arn: "ec2:{region}:{account}:security-group/{id}",
        immutable: ["vpcId"],
        checks: { ...rule("ingress[]."), ...rule("egress[].") },
        refersTo: { vpcId: "ec2.Vpc" },
        outputs: ({ account }) => ({ ownerId: account, name: "default", description: "default VPC security group" }),
    },
    "ec2.SecurityGroupRule": {
        id: "sgrule-{hash}",
        unique: "{securityGroupId} {type} {protocol} {fromPort} {toPort} {cidrBlocks} {ipv6CidrBlocks} {prefixListIds} {sourceSecurityGroupId} {self}",
        immutable: [
            ...["securityGroupId", "type", "protocol", "fromPort", "toPort", "cidrBlocks", "ipv6CidrBlocks"],
            ...["prefixListIds", "sourceSecurityGroupId", "self"],
        ],
        checks: { type: oneOf("ingress", "egress"), ...rule("") },
        relations: (inputs) =>
            ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "sourceSecurityGroupId", "self"].some(
                (key) => inputs[key],
            )
                ? []
                : [{ property: "cidrBlocks", reason: "a rule needs ranges, prefix lists, a security group or self" }],
        refersTo: { securityGroupId: "ec2.SecurityGroup", sourceSecurityGroupId: "ec2.SecurityGroup" },
        occupies: ["sourceSecurityGroupId"],
        outputs: ({ hash }) => ({ securityGroupRuleId: `sgr-${hash}` }),
    },
    "vpc.SecurityGroupIngressRule": standaloneRule,
    "vpc.SecurityGroupEgressRule": standaloneRule,
};
