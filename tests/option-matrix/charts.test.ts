import { expect, inject, test } from "vitest";
import { isOnEks } from "../../components/configuration/on-eks.ts";
import { parse } from "../../components/configuration/parse.ts";
import { isByEcr, isRelayed } from "../../components/images/relayed.ts";
import { clusterSchema, type Settings } from "../../components/settings.ts";
import { record } from "../foundation/recording.ts";
import { escapedIn, findingsIn, insideOf } from "./inside.ts";
import { rows as all, argumentsOf, fewest } from "./rows.ts";
import { strangeKeys } from "./value-keys.ts";

const { CHARTS: charts } = process.env;

/** Every value of every option at least once: a row is some twenty releases. */
const rows = fewest(all);

function settingsOf(args: object): Settings {
    const { value } = parse(clusterSchema, [], args);
    if (!value) throw new Error(`no settings: ${JSON.stringify(args)}`);
    return value;
}

/** What a setting says of itself that it weakens, and what a cluster elsewhere does not have. */
const byDesign = (settings: Settings): string[] => [
    // Which registry is the user's, the check would be told; that no image comes from elsewhere is looked at below.
    ...(isRelayed(settings) && isByEcr(settings.registry) ? [] : ["image-registry-allowed"]),
    ...(settings.gateway.allowRoutesOfAllNamespaces ? ["netpol-no-open-peers"] : []),
    // Zones to be spread over, a class of volumes of ours, somebody to be told, backups.
    ...(isOnEks(settings) ? [] : ["alertmanager-routed", "grafana-dashboards", "spread-hosts", "stateful-storage"]),
];

test.skipIf(!charts)(
    `${rows.length} of ${all.length} rows have every value of every option: their charts know every key, what they make is accepted, and its images come from the registry (only with CHARTS)`,
    async () => {
        const unseen = new Set<string>();
        const strange = new Set<string>();
        const findings = new Set<string>();
        const escaped = new Set<string>();
        const different = new Set<string>();
        let installed = 0;
        for (const row of rows) {
            const args = argumentsOf(row);
            const settings = settingsOf(args);
            const { all: planned } = await record(async () => {
                const { ProductionCluster } = await import("../../components/production-cluster.ts");
                new ProductionCluster("shop", args as never);
            });
            const inventory = await insideOf(planned, charts ?? "", inject("helm"));
            for (const { resource, unseen: why, defaults } of inventory.releases) {
                const { name, namespace, chart: reference, version, values = {} } = resource.props;
                const chart = { name: reference.split("/").at(-1), version, repository: "" };
                // The chart of a user in the examples, which is nowhere.
                if (chart.name === "web") continue;
                installed++;
                different.add(JSON.stringify([name, chart, values]));
                if (why !== undefined) unseen.add(`${chart.name}: ${why}`);
                const given = { release: { name, namespace: { name: namespace }, chart }, values, defaults };
                for (const key of await strangeKeys(given)) strange.add(`${chart.name}: ${key}`);
            }
            for (const each of findingsIn(inventory, byDesign(settings))) findings.add(each);
            if (isRelayed(settings)) for (const each of escapedIn(inventory)) escaped.add(each);
        }
        console.log(`${installed} releases, ${different.size} of them different`);
        expect.soft([...unseen]).toEqual([]);
        expect.soft([...strange]).toEqual([]);
        expect.soft([...findings]).toEqual([]);
        expect.soft([...escaped]).toEqual([]);
    },
);
