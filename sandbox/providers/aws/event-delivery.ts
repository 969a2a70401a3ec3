import { isRecord, isUnknown, type Values } from "../values.ts";
import { listOf, statementsOf } from "./policy.ts";
import type { World } from "./world.ts";

/*
 * AWS takes policies by which no event ever arrives, and says nothing when one is lost. The simulation refuses them
 * instead, by what AWS documents:
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
 */
const eventBridge = "events.amazonaws.com";
const alarms = "cloudwatch.amazonaws.com";

/** Whom a service asks for; EventBridge does not say it to KMS. */
const onBehalf = /^aws:Source(Account|Arn|OrgID)$/i;

/** What an event needs of the key of the queue or topic that it goes to. */
const needed = ["kms:Decrypt", "kms:GenerateDataKey"];

/** The policy of a topic lets EventBridge in, but on a condition; or the topic's key does not. */
export function topicPolicyFault({ arn, policy }: Values, world: World): string | undefined {
    const admitting = statementsOf(policy).filter(admitsEventBridge);
    if (admitting.length === 0) return undefined;
    if (admitting.every(({ Condition }) => Condition !== undefined))
        return `policy: events are lost: ${eventBridge} meets no Condition in the policy of a topic`;
    return targetFault({ arn }, world);
}

/** The key of what a rule sends events to does not let EventBridge encrypt them. */
export function targetFault({ arn }: Values, world: World): string | undefined {
    const fault = keyFault(arn, world, (statement) => admitsEventBridge(statement) && !namesSource(statement));
    return (
        fault &&
        `arn: events are lost: the policy of ${fault.keyId} does not let ${eventBridge} do ${fault.missing} without a condition on aws:Source*`
    );
}

/** The key of a topic that an alarm tells does not let CloudWatch encrypt. */
export function alarmFault({ alarmActions, okActions }: Values, world: World): string | undefined {
    const faults = [...listOf(alarmActions), ...listOf(okActions)].map((arn) => keyFault(arn, world, admits(alarms)));
    const fault = faults.find((each) => each !== undefined);
    return (
        fault &&
        `alarmActions: alarms are lost: the policy of ${fault.keyId} does not let ${alarms} do ${fault.missing}`
    );
}

/** What nobody may do with the key of a queue or topic by the statements that count. */
function keyFault(arn: unknown, world: World, counts: (statement: Values) => boolean) {
    if (isUnknown(arn)) return undefined;
    const target = world.find("sqs.Queue", String(arn)) ?? world.find("sns.Topic", String(arn));
    const keyId = target?.kmsMasterKeyId;
    const policy = keyId === undefined ? undefined : world.find("kms.Key", String(keyId))?.policy;
    if (policy === undefined) return undefined;
    const allowed = statementsOf(policy)
        .filter(counts)
        .flatMap(({ Action }) => listOf(Action).map(String));
    const missing = needed.find((action) => !allowed.some((pattern) => covers(pattern, action)));
    return missing === undefined ? undefined : { keyId, missing };
}

const admits =
    (service: string) =>
    ({ Effect, Principal }: Values): boolean =>
        Effect === "Allow" && isRecord(Principal) && listOf(Principal.Service).includes(service);

const admitsEventBridge = admits(eventBridge);

const namesSource = ({ Condition }: Values): boolean =>
    isRecord(Condition) &&
    Object.values(Condition).some((keys) => isRecord(keys) && Object.keys(keys).some((key) => onBehalf.test(key)));

const covers = (pattern: string, action: string): boolean =>
    pattern === action || (pattern.endsWith("*") && action.startsWith(pattern.slice(0, -1)));
