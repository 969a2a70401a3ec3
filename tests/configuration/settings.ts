import { read } from "../../components/configuration/stack.ts";

/** A right configuration, as a stack file says it. Each case breaks it in one place. */
export const right = {
    name: "shop",
    region: "eu-west-1",
    zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    access: { administratorRoleArns: ["arn:aws:iam::111122223333:role/admin"] },
    alerts: { emails: ["platform@example.com"], heartbeatUrlSecret: "shop/heartbeat" },
    gitops: { repository: "https://github.com/example/clusters" },
    ownership: { owner: "platform", environment: "production", costCenter: "4711" },
};

/** Pulumi hands text over as it is and everything else as JSON. */
export const handedOver = (settings: object): Record<string, string> =>
    Object.fromEntries(
        Object.entries(settings).map(([key, value]) => [
            `shop-clusters:${key}`,
            typeof value === "string" ? value : JSON.stringify(value),
        ]),
    );

export const mistakesOf = (settings: object): string[] =>
    read("shop-clusters", handedOver(settings)).mistakes.map(({ path, reason }) => `${path}: ${reason}`);
