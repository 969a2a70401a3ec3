import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { required } from "../../components/configuration/required.ts";
import { alertmanager } from "../../components/observability/alertmanager.ts";
import type { Values } from "../../components/platform/addon.ts";
import { obtain } from "../../sandbox/tools/tools.ts";
import { alerting, configuration, receivers, routes } from "./alertmanager.ts";
import { addonOf, args, profile, settingsOf } from "./example.ts";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "alert-routes-"));
let amtool: string;
beforeAll(async () => {
    amtool = (await obtain(["alertmanager"]))("amtool");
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, config: string): string {
    const path = join(folder, `${name}.yaml`);
    writeFileSync(path, config);
    return path;
}

const subsets = <Item>(items: readonly Item[]): Item[][] =>
    Array.from({ length: 2 ** items.length }, (_, set) => items.filter((_, place) => (set >> place) % 2 === 1));
const ofReceivers = (some: typeof receivers) => ({
    receivers: some,
    routes: routes.filter(({ receiver }) => some.some(({ name }) => name === receiver)),
});

describe("Alertmanager takes the configuration", () => {
    it.each([{ some: receivers }, { some: [] }])("with $some.length receivers", async ({ some }) => {
        const { stdout } = await run(amtool, ["check-config", written("all", await configuration(ofReceivers(some)))]);
        expect(stdout).toContain("SUCCESS");
        expect(stdout).toContain(` - ${3 + some.length} receivers`);
    });

    it("with every set of receivers", async () => {
        const paths = subsets(receivers).map((some, index) => {
            const settings = settingsOf({ name: "shop", ...args, alerts: { ...args.alerts, ...ofReceivers(some) } });
            const facts = { region: "eu-west-1", topicArn: "arn:aws:sns:eu-west-1:123456789012:shop-alerts" };
            const { config } = alertmanager(profile, { ...facts, ...required(settings, "alerts").alerts });
            return written(`some-${index}`, stringify(config));
        });
        expect(paths).toHaveLength(32);
        const { stdout } = await run(amtool, ["check-config", ...paths]);
        expect(stdout.match(/SUCCESS/g)).toHaveLength(32);
    });
});

/** What an alert is labelled, and who is told. */
const table: [string, Record<string, string>, string][] = [
    ["the dead-man switch hears the Watchdog", { alertname: "Watchdog", severity: "none" }, "heartbeat"],
    ["nobody hears the InfoInhibitor", { alertname: "InfoInhibitor", severity: "none", namespace: "shop" }, "nobody"],
    ["nobody hears information", { alertname: "CPUThrottlingHigh", severity: "info", namespace: "shop" }, "nobody"],
    ["nor that of a team", { alertname: "X", severity: "info", team: "checkout", namespace: "shop" }, "nobody"],
    ["but who asks for it does", { alertname: "X", severity: "info", namespace: "etl" }, "data"],
    ["where all that is asked for holds", { severity: "info", namespace: "kyverno", team: "security" }, "auditors"],
    ["and not a part of it", { severity: "info", namespace: "kyverno" }, "nobody"],
    ["nor another part", { severity: "info", team: "security" }, "nobody"],
    ["critical gets somebody up", { alertname: "ZoneDown", severity: "critical", zone: "eu-west-1a" }, "oncall"],
    ["of a node", { alertname: "KubeNodeNotReady", severity: "critical", node: "ip-10-0-0-1" }, "oncall"],
    ["of a namespace of the platform", { severity: "critical", namespace: "kyverno" }, "oncall"],
    ["of a namespace with a route behind", { severity: "critical", namespace: "velero" }, "oncall"],
    ["of a team that nobody knows", { severity: "critical", team: "stock" }, "oncall"],
    ["a team gets its own", { severity: "critical", team: "checkout" }, "checkout"],
    ["of both severities", { severity: "warning", team: "checkout" }, "checkout"],
    ["wherever it runs", { severity: "warning", team: "checkout", namespace: "velero" }, "checkout"],
    ["a namespace does", { severity: "warning", namespace: "warehouse" }, "data"],
    ["and one alone", { severity: "warning", namespace: "warehouse-2" }, "topic"],
    [
        "a warning goes by its namespace",
        { alertname: "VeleroSlow", severity: "warning", namespace: "velero" },
        "tickets",
    ],
    ["the topic takes the rest", { alertname: "KubePodNotReady", severity: "warning", namespace: "shop" }, "topic"],
    ["of no namespace", { alertname: "KubeClientErrors", severity: "warning" }, "topic"],
    ["of no severity", { alertname: "Homemade", namespace: "shop" }, "topic"],
    ["of a severity that nobody knows", { alertname: "Homemade", severity: "page" }, "topic"],
    [
        "a receiver is not told that it cannot be told",
        { alertname: "AlertmanagerFailedToSendAlerts", severity: "critical", integration: "pagerduty" },
        "topic",
    ],
    ["of all Alertmanagers", { alertname: "AlertmanagerClusterFailedToSendAlerts", severity: "critical" }, "topic"],
];

describe("An alert has one receiver", () => {
    let config: string;
    beforeAll(async () => {
        config = written("routes", await configuration({ receivers, routes }));
    });

    it.each(table)("%s: %o → %s", async (_, labels, receiver) => {
        const values = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
        const { stdout } = await run(amtool, ["config", "routes", "test", `--config.file=${config}`, ...values]);
        expect(stdout.trim()).toBe(receiver);
    });
});

describe("Receivers", () => {
    it("have their credentials in files that are copied from the store, and nowhere else", async () => {
        const { values, before = [] } = addonOf(await alerting({ receivers, routes }), "monitoring");
        const files = [...JSON.stringify(values.alertmanager.config).matchAll(/"(\w+)_file":"([^"]+)"/g)];
        expect(files.map(([, key]) => key)).toEqual([
            "url",
            "api_url",
            "routing_key",
            "webhook_url",
            "auth_password",
            "url",
        ]);
        const { secrets } = values.alertmanager.alertmanagerSpec;
        const mounted = before.flatMap((object) =>
            object.kind === "ExternalSecret" && secrets.includes(object.metadata.name)
                ? ((object.spec as Values).data as Values[]).map(
                      ({ secretKey }) => `/etc/alertmanager/secrets/${object.metadata.name}/${secretKey}`,
                  )
                : [],
        );
        expect(mounted).toEqual(files.map(([, , path]) => path));
    });

    it("have the way out that they need, and the store serves their secrets; without them there is neither", async () => {
        const open = async (alerts?: object) =>
            addonOf(await alerting(alerts), "monitoring").traffic.to.flatMap(({ peer, ports }) =>
                typeof peer === "object" && "internet" in peer ? [[peer.internet, ports?.[0]]] : [],
            );
        const heartbeat = ["Alertmanager reports to the dead-man switch.", 443];
        expect(await open()).toEqual([heartbeat]);
        expect(await open({ receivers, routes })).toEqual([
            heartbeat,
            ["Alertmanager tells checkout of alerts (slack).", 443],
            ["Alertmanager tells oncall of alerts (pagerduty).", 443],
            ["Alertmanager tells data of alerts (msteams).", 443],
            ["Alertmanager tells auditors of alerts (email).", 587],
            ["Alertmanager tells tickets of alerts (webhook).", 443],
        ]);
    });

    it("are readable in the store, secret by secret", async () => {
        const { identities = [] } = addonOf(await alerting({ receivers, routes }), "external-secrets");
        const [read] = identities.flatMap(({ statements }) => statements);
        for (const { secretName } of receivers)
            expect(read?.Resource).toContain(`arn:aws:secretsmanager:eu-west-1:*:secret:${secretName}-??????`);
    });
});
