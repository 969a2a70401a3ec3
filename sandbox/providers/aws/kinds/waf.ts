import { at, integer, matching, oneOf } from "../../checks.ts";
import type { Failure } from "../../cloud.ts";
import { isUnknown, type Values } from "../../values.ts";
import { arn, type Kinds } from "../kind.ts";
import type { World } from "../world.ts";

/** Rule groups that AWS keeps: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html */
const groups = [
    ...["CommonRuleSet", "AdminProtectionRuleSet", "KnownBadInputsRuleSet", "SQLiRuleSet", "LinuxRuleSet"],
    ...["UnixRuleSet", "WindowsRuleSet", "PHPRuleSet", "WordPressRuleSet", "AmazonIpReputationList"],
    ...["AnonymousIpList", "ACFPRuleSet", "ATPRuleSet", "BotControlRuleSet", "AntiDDoSRuleSet"],
].map((group) => `AWSManagedRules${group}`);

/** AWS WAF: https://docs.aws.amazon.com/waf/latest/APIReference/ */
export const waf: Kinds = {
    "wafv2.WebAcl": {
        id: "{uuid}",
        unique: "{scope} {name}",
        named: ["name", 128],
        immutable: ["scope"],
        checks: {
            name: matching(/^[\w-]{1,128}$/, "1 to 128 letters, digits, - and _"),
            scope: oneOf("CLOUDFRONT", "REGIONAL"),
            "rules[].statement.managedRuleGroupStatement.name": oneOf(...groups),
            "rules[].statement.rateBasedStatement.limit": integer(10, 2_000_000_000),
            "rules[].statement.rateBasedStatement.evaluationWindowSec": oneOf(60, 120, 300, 600),
            "rules[].statement.rateBasedStatement.aggregateKeyType": oneOf(
                ...["IP", "FORWARDED_IP", "CONSTANT", "CUSTOM_KEYS"],
            ),
        },
        relations: (inputs) => repeated(inputs, "priority"),
        refuses: ({ scope }, { region }: World) =>
            scope === "CLOUDFRONT" && region !== "us-east-1"
                ? `scope: CLOUDFRONT is in us-east-1 alone, not in ${region}`
                : undefined,
        outputs: ({ region, account, scope, name, id }) => ({
            arn: `arn:aws:wafv2:${region}:${account}:${scope === "CLOUDFRONT" ? "global" : "regional"}/webacl/${name}/${id}`,
            capacity: 927,
        }),
    },
    "wafv2.WebAclLoggingConfiguration": {
        id: "{resourceArn}",
        immutable: ["resourceArn"],
        checks: {
            resourceArn: arn,
            "logDestinationConfigs[]": matching(
                /^arn:aws[\w-]*:(logs:[^:]*:\d{12}:log-group:|s3:::|firehose:[^:]*:\d{12}:deliverystream\/)aws-waf-logs-.+$/,
                "the ARN of something that is called aws-waf-logs-...",
            ),
            "loggingFilter.defaultBehavior": oneOf("KEEP", "DROP"),
        },
        refersTo: { resourceArn: "wafv2.WebAcl", "logDestinationConfigs[]": "cloudwatch.LogGroup" },
    },
};

/** Each rule has a place and a name of its own. */
function repeated({ rules }: Values, field: string): Failure[] {
    const all = at({ rules }, `rules[].${field}`).map(([, value]) => value);
    return isUnknown(rules) || new Set(all).size === all.length
        ? []
        : [{ property: "rules", reason: `each rule has a ${field} of its own` }];
}
