import { describe, expect, it, test } from "vitest";
import type { Addon, Statement, Values } from "../../components/platform/addon.ts";
import { addonOf, assembled, everything } from "./example.ts";

const aggregated = { aggregator: "fluentd" };
const withStore = (store: string) => assembled({ settings: { logs: { ...aggregated, store } } });
const elasticsearch = await withStore("elasticsearch");
const cloudwatch = await withStore("cloudwatch");
const plain = await assembled({ settings: { logs: aggregated, certificates: undefined } });

const fluentBits = ["fluent-bit", "event-collector"];
const kinds = ["containers", "nodes", "events"];
const key = "FLUENTD_SHARED_KEY";

const of = ({ before = [], after = [] }: Addon, kind: string): Values[] =>
    [...before, ...after].filter((object) => object.kind === kind);
const outputsOf = (all: Addon[]) =>
    fluentBits.flatMap((name): string[] => addonOf(all, name).values.config.outputs.split("[OUTPUT]").slice(1));
const configOf = (all: Addon[]): string => Object.values(addonOf(all, "fluentd").values.fileConfigs).join("\n");
const actionsOf = (addon: Addon) =>
    (addon.identities ?? []).flatMap(({ statements }): Statement[] => statements).flatMap(({ Action }) => Action);
/** The text between `<name ...>` and its end. */
const sections = (text: string, name: string) => text.match(new RegExp(`<${name}[ >][\\s\\S]*?</${name}>`, "g")) ?? [];

describe("With Fluentd", () => {
    it.each([
        ["loki", everything],
        ["elasticsearch", elasticsearch],
        ["cloudwatch", cloudwatch],
    ])("Fluent Bit hands every line to it and calls no store, and it alone calls %s", (store, all) => {
        const outputs = outputsOf(all);
        expect(outputs.map((it) => /Tag (\w+)/.exec(it)?.[1])).toEqual(kinds);
        for (const output of outputs) {
            expect(output).toMatch(/Name forward\n[\s\S]*Host fluentd\.fluentd\.svc\.cluster\.local\n\s+Port 24224\n/);
            // A line stays with Fluent Bit until Fluentd has it.
            expect(output).toContain("Require_ack_response On");
            expect(output).toContain("Retry_Limit no_limits");
        }
        for (const name of fluentBits) {
            const { traffic, identities, needs } = addonOf(all, name);
            expect(traffic.to).toEqual([{ peer: "kubeApi" }, { peer: { namespace: "fluentd" }, ports: [24224] }]);
            expect(identities).toBeUndefined();
            expect(needs).toEqual(expect.arrayContaining(["external-secrets", "fluentd"]));
        }
        const matches = sections(configOf(all), "match");
        expect(matches.slice(0, 3).map((it) => /@type (\S+)/.exec(it)?.[1])).toEqual(
            Array(3).fill(store === "cloudwatch" ? "cloudwatch_logs" : store),
        );
        expect(matches.slice(0, 3).map((it) => /<match (\S+)>/.exec(it)?.[1])).toEqual(kinds);
    });

    it("the store lets Fluentd in, and Fluent Bit no more", () => {
        for (const [store, all] of [
            ["loki", everything],
            ["elasticsearch", elasticsearch],
        ] as const) {
            const callers = JSON.stringify(addonOf(all, store).traffic.from);
            expect(callers).toContain('"fluentd"');
            for (const name of fluentBits) expect(callers).not.toContain(`"${name}"`);
        }
        const [store] = of(addonOf(elasticsearch, "elasticsearch"), "ClusterSecretStore");
        expect(store?.spec.conditions).toEqual([{ namespaces: ["fluentd"] }]);
        expect(addonOf(elasticsearch, "fluentd").values.env.map(({ name }: Values) => name)).toContain(
            "ELASTICSEARCH_PASSWORD",
        );
        expect(configOf(elasticsearch)).toContain(`password "#{ENV['ELASTICSEARCH_PASSWORD']}"`);
    });

    it("its identity writes to the log group and finds it, and makes none", () => {
        expect(actionsOf(addonOf(cloudwatch, "fluentd")).toSorted()).toEqual([
            "logs:CreateLogStream",
            "logs:DescribeLogGroups",
            "logs:DescribeLogStreams",
            "logs:PutLogEvents",
        ]);
        expect(addonOf(everything, "fluentd").identities).toBeUndefined();
    });

    it("what waits lies on the volume of its pod, and three full buffers have room there", () => {
        const { persistence, fileConfigs } = addonOf(everything, "fluentd").values;
        const text = configOf(everything);
        expect(fileConfigs["01_sources.conf"]).toContain("root_dir /var/log/fluent\n");
        const buffers = sections(text, "buffer");
        expect(buffers).toHaveLength(3);
        const limits = buffers.map((it) => Number(/total_limit_size (\d+)g/.exec(it)?.[1]));
        expect(limits.reduce((sum, limit) => sum + limit, 0)).toBeLessThan(Number.parseInt(persistence.size, 10));
        for (const buffer of buffers) {
            expect(buffer).toMatch(/@type file\n[\s\S]*retry_forever true\n[\s\S]*overflow_action throw_exception\n/);
        }
    });

    it("what a store refuses for good is counted by the output that the alert names", () => {
        expect(sections(configOf(everything), "label @ERROR")[0] ?? configOf(everything)).toMatch(
            /<label @ERROR>\s+<match \*\*>\s+@type null\s+@id refused\s/,
        );
    });

    it.each([
        ["Loki by labels", everything, '"source":"container"}', "namespace $.kubernetes.namespace_name"],
        ["CloudWatch by streams", cloudwatch, "log_stream_name containers-$", "<buffer $.kubernetes.namespace_name,"],
        ["Elasticsearch by index", elasticsearch, "index_name logs-kubernetes.containers-default", "<buffer tag>"],
    ])("%s: lines are put apart as Fluent Bit puts them", (_, all, ...texts) => {
        const [containers = ""] = sections(configOf(all), "match");
        for (const text of texts) expect(containers).toContain(text);
    });
});

test("Every section of Fluentd's configuration is closed where it was opened", () => {
    for (const all of [everything, elasticsearch, cloudwatch, plain]) {
        const open: string[] = [];
        for (const [, end, name = ""] of configOf(all).matchAll(/^\s*<(\/)?(\w+)[^>]*>$/gm)) {
            if (end) expect(open.pop()).toBe(name);
            else open.push(name);
        }
        expect(open).toEqual([]);
    }
});

describe("The way to Fluentd", () => {
    it("is encrypted where certificates are made: its own has the name that Fluent Bit calls, each trusts the CA", () => {
        const fluentd = addonOf(everything, "fluentd");
        const [own] = of(fluentd, "Certificate");
        expect(own?.spec.dnsNames).toEqual(["fluentd.fluentd.svc.cluster.local"]);
        const [volume] = fluentd.values.volumes;
        expect(volume.secret.secretName).toBe(own?.spec.secretName);
        const [{ mountPath }] = fluentd.values.volumeMounts;
        expect(configOf(everything)).toContain(`cert_path ${mountPath}/tls.crt`);
        expect(fluentd.needs).toContain("cert-manager");
        for (const name of fluentBits) {
            const addon = addonOf(everything, name);
            const [certificate] = of(addon, "Certificate");
            expect(certificate?.spec.issuerRef).toEqual(own?.spec.issuerRef);
            // It could else be taken for Fluentd.
            expect(certificate?.spec.dnsNames).not.toEqual(own?.spec.dnsNames);
            const ca = addon.values.extraVolumes.find(({ secret }: Values) => secret);
            expect(ca.secret).toEqual({
                secretName: certificate?.spec.secretName,
                items: [{ key: "ca.crt", path: "ca.crt" }],
            });
        }
        for (const output of outputsOf(everything))
            expect(output).toMatch(/tls On\n\s+tls\.verify On\n\s+tls\.ca_file/);
    });

    it("is open only to who has the key, with certificates or without", () => {
        for (const all of [everything, plain]) {
            const fluentd = addonOf(all, "fluentd");
            expect(of(fluentd, "Password")).toHaveLength(1);
            expect(configOf(all)).toContain(`shared_key "#{ENV['${key}']}"`);
            for (const output of outputsOf(all)) expect(output).toContain(`Shared_Key $\{${key}}`);
            const [store] = of(fluentd, "ClusterSecretStore");
            expect(store?.spec.conditions).toEqual([{ namespaces: fluentBits }]);
            const [secrets] = of(fluentd, "Role");
            expect(secrets?.rules).toEqual([
                { apiGroups: [""], resources: ["secrets"], resourceNames: ["fluentd-shared-key"], verbs: ["get"] },
            ]);
            for (const name of fluentBits) {
                const addon = addonOf(all, name);
                const copies = of(addon, "ExternalSecret").map(({ spec }) => spec);
                expect(copies.map(({ secretStoreRef }) => secretStoreRef.name)).toEqual([store?.metadata.name]);
                expect(addon.values.env.map((it: Values) => [it.name, it.valueFrom.secretKeyRef.name])).toEqual([
                    [key, copies[0].target.name],
                ]);
            }
        }
    });

    it("is plain where no certificates are made", () => {
        expect(JSON.stringify(plain.map(({ before }) => before))).not.toContain('"Certificate"');
        expect(configOf(plain)).not.toContain("tls");
        for (const output of outputsOf(plain)) expect(output).not.toContain("tls");
    });
});
