import { Refusal } from "../cloud.ts";
import { hexOf } from "../digest.ts";
import type { Values } from "../values.ts";
import { imageParameters, partition } from "./lookups.ts";
import type { World } from "./world.ts";

type Answer = (args: Values, world: World) => Values;

/** Look-ups that the stacks of this repository make, by the end of their token. */
export const answers: Record<string, Answer> = {
    getCallerIdentity: (_, { accountId }) => ({
        accountId,
        arn: `arn:aws:sts::${accountId}:assumed-role/sandbox-admin/sandbox`,
        userId: "AROASANDBOX:sandbox",
    }),
    getPartition: () => partition,
    getParameter: ({ name }, { region, accountId }) => {
        if (!imageParameters.test(String(name)))
            throw new Refusal(
                `the sandbox knows no parameter ${name}: see imageParameters in sandbox/providers/aws/lookups.ts`,
            );
        const value = `ami-${hexOf(region, name).slice(0, 17)}`;
        const arn = `arn:aws:ssm:${region}:${accountId}:parameter${name}`;
        return { name, arn, value, insecureValue: value, type: "String", version: 1, region };
    },
    // People keep it: it is there, whatever it is called.
    getSecret: ({ name }, { region, accountId }) => ({
        name,
        arn: `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${hexOf(region, name).slice(0, 6)}`,
        region,
    }),
    getManagedPrefixList: ({ name }, { region }) => ({
        name,
        id: `pl-${hexOf(region, name).slice(0, 8)}`,
        ownerId: "AWS",
        addressFamily: "IPv4",
        maxEntries: 55,
        region,
    }),
    getDetector: (_, world) => {
        const [detector] = world.all("guardduty.Detector");
        if (!detector) throw new Refusal(`reading GuardDuty Detector: empty result (${world.region})`);
        return { id: detector.id, arn: detector.arn, status: "ENABLED", features: [], region: world.region };
    },
    getLogGroups: ({ logGroupNamePrefix = "" }, world) => {
        const groups = world.all("cloudwatch.LogGroup").filter(({ id }) => id.startsWith(String(logGroupNamePrefix)));
        return { logGroupNames: groups.map(({ id }) => id), arns: groups.map(({ arn }) => arn), region: world.region };
    },
};

/** Answers a look-up. Throws when nobody here asks it. */
export function answer(token: string, args: Values, world: World): Values {
    const name = token.slice(token.lastIndexOf(":") + 1);
    const found = answers[name];
    if (!found) throw new Refusal(`the sandbox does not answer ${token}; it knows ${Object.keys(answers).join(", ")}`);
    return { id: `${world.region}-${name}`, ...found(args, world) };
}
