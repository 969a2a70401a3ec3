import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { parse } from "yaml";
import type { Addon } from "../../components/platform/addon.ts";
import { charts } from "../../components/platform/charts.ts";
import { obtain } from "../../sandbox/tools/tools.ts";
import { type Started, start } from "../alert-faults/programs.ts";
import { authority } from "../authority.ts";
import { nextCa, rootCa } from "../configuration/certificates.ts";
import { grafanaSso } from "../configuration/settings.ts";
import { alerting, configuration } from "./alertmanager.ts";
import { addonOf, args, assembled } from "./example.ts";
import { mailServer, type OwnServer, webServer } from "./own-servers.ts";
import { chartPath, render } from "./render.ts";

/** What a ConfigMap of an add-on says, by its name. */
const filesOf = ({ before = [] }: Addon, name: string): Record<string, string> | undefined => {
    const found = before.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === name);
    return found && "data" in found ? (found.data as Record<string, string>) : undefined;
};

describe("A real Alertmanager", () => {
    const folder = mkdtempSync(join(tmpdir(), "own-authorities-"));
    const [company, successor] = [authority("Company"), authority("Successor")];
    const caCertificate = company.cert;
    let [web, mail]: (OwnServer | undefined)[] = [];
    let alertmanager: Started | undefined;

    beforeAll(async () => {
        web = await webServer(company.sign("127.0.0.1"));
        mail = await mailServer(company.sign("127.0.0.1"));
        const email = {
            to: ["a@example.com"],
            from: "b@example.com",
            smarthost: `127.0.0.1:${mail.port}`,
            username: "shop",
        };
        const receivers = [
            { name: "chat", type: "slack", secretName: "alerts/chat", caCertificate },
            { name: "hook", type: "webhook", secretName: "alerts/hook", caCertificate },
            { name: "mail", type: "email", secretName: "alerts/mail", email, caCertificate },
            { name: "stranger", type: "webhook", secretName: "alerts/stranger", caCertificate: successor.cert },
        ];
        const alerts = {
            heartbeat: { caCertificate },
            receivers,
            routes: receivers.map(({ name }) => ({ receiver: name, teams: [name] })),
        };
        const monitoring = addonOf(await alerting(alerts), "monitoring");
        for (const mounted of monitoring.values.alertmanager.alertmanagerSpec.configMaps)
            write("configmaps", mounted, filesOf(monitoring, mounted) ?? {});
        const addresses = receivers.map(({ name }) => [name, `https://127.0.0.1:${web?.port}/${name}`]);
        write("secrets", "alertmanager-receivers", { ...Object.fromEntries(addresses), mail: "password" });
        write("secrets", "alertmanager-heartbeat", { url: `https://127.0.0.1:${web.port}/heartbeat` });
        const config = (await configuration(alerts))
            .replaceAll("/etc/alertmanager/", `${folder}/`)
            .replaceAll(/(group_wait|group_interval): .*/g, "$1: 1s");
        writeFileSync(join(folder, "alertmanager.yaml"), config);
        alertmanager = await start((await obtain(["alertmanager"]))("alertmanager"), [
            `--config.file=${join(folder, "alertmanager.yaml")}`,
            `--storage.path=${join(folder, "notified")}`,
            ...["--web.listen-address=127.0.0.1:0", "--cluster.listen-address="],
        ]);
    }, 600_000);

    afterAll(async () => {
        await alertmanager?.stop();
        web?.stop();
        mail?.stop();
    });

    /** As the kubelet does it. */
    function write(kind: string, name: string, files: Record<string, string>): void {
        mkdirSync(join(folder, kind, name), { recursive: true });
        for (const [key, text] of Object.entries(files)) writeFileSync(join(folder, kind, name, key), text);
    }

    async function fire(alertname: string, labels: Record<string, string>): Promise<void> {
        const response = await fetch(`http://127.0.0.1:${alertmanager?.port}/api/v2/alerts`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify([{ labels: { alertname, severity: "critical", ...labels } }]),
        });
        expect(response.status).toBe(200);
    }

    const failed = async (receiver: string): Promise<number> => {
        const metrics = await (await fetch(`http://127.0.0.1:${alertmanager?.port}/metrics`)).text();
        const found = metrics.matchAll(/^alertmanager_notification_requests_failed_total\{(.*)\} (\d+)$/gm);
        return [...found].reduce((sum, [, of, count]) => sum + (of?.includes(receiver) ? Number(count) : 0), 0);
    };

    const soon = { timeout: 20_000 };

    test("tells servers whose certificate is of the company's CA: a chat, a webhook, a dead-man switch, by mail", async () => {
        for (const team of ["chat", "hook", "mail"]) await fire("First", { team });
        await fire("Watchdog", {});
        await expect.poll(() => web?.arrived.toSorted(), soon).toEqual(["/chat", "/heartbeat", "/hook"]);
        await expect.poll(() => mail?.arrived, soon).toEqual([expect.stringContaining("First")]);
    }, 60_000);

    test("tells nothing to a server whose certificate is of another CA", async () => {
        const before = await failed("webhook");
        await fire("First", { team: "stranger" });
        await expect.poll(() => failed("webhook"), soon).toBeGreaterThan(before);
        expect(web?.arrived).not.toContain("/stranger");
    }, 60_000);

    test("takes another CA from the file, without a restart: what could not be told before is told then", async () => {
        web?.renew(successor.sign("127.0.0.1"));
        mail?.renew(successor.sign("127.0.0.1"));
        const before = [await failed("slack"), await failed("email")];
        for (const team of ["chat", "mail"]) await fire("Second", { team });
        await expect.poll(() => failed("slack"), soon).toBeGreaterThan(before[0] ?? 0);
        await expect.poll(() => failed("email"), soon).toBeGreaterThan(before[1] ?? 0);
        const both = caCertificate + successor.cert;
        for (const name of ["chat", "mail"]) write("configmaps", `alertmanager-ca-${name}`, { "ca.crt": both });
        await expect.poll(() => web?.arrived.filter((path) => path === "/chat"), soon).toHaveLength(2);
        await expect.poll(() => mail?.arrived, soon).toContainEqual(expect.stringContaining("Second"));
    }, 60_000);
});

test("Who has no CA of their own has no file, no mount and no word of it", async () => {
    const { values, before = [] } = addonOf(await assembled({ settings: {} }), "monitoring");
    expect(before.filter(({ metadata }) => /(^|-)ca-/.test(metadata.name))).toEqual([]);
    const { alertmanager, grafana, prometheus } = values;
    expect(JSON.stringify({ alertmanager, grafana, prometheus: prometheus.prometheusSpec })).not.toMatch(
        /ca_file|tls_client_ca|tlsConfig|configMaps|extraConfigmapMounts/,
    );
});

const bundle = rootCa + nextCa;

test("Grafana reads the issuer's CA from a file that is mounted, and that it finds another one in later", async () => {
    const grafana = { sso: { ...grafanaSso, caCertificate: bundle } };
    const monitoring = addonOf(await assembled({ settings: { grafana } }), "monitoring");
    const { "grafana.ini": ini, extraConfigmapMounts } = monitoring.values.grafana;
    const [mount] = extraConfigmapMounts;
    const [, folder, key = ""] = /^(.+)\/([^/]+)$/.exec(ini["auth.generic_oauth"].tls_client_ca) ?? [];
    // A file of a subPath would stay as it was.
    expect(mount).toEqual({ name: mount.configMap, configMap: mount.configMap, mountPath: folder, readOnly: true });
    expect(filesOf(monitoring, mount.configMap)).toEqual({ [key]: bundle });
});

test("Prometheus is told of a ConfigMap with the CA of each receiver of metrics that has one", async () => {
    const remote = { url: "https://mimir.example.com", authentication: "basic", secretName: "shop/mimir" };
    const remoteWrite = [
        { ...remote, name: "own", caCertificate: bundle },
        { ...remote, name: "public" },
    ];
    const monitoring = addonOf(await assembled({ settings: { metrics: { remoteWrite } } }), "monitoring");
    const [own, open] = monitoring.values.prometheus.prometheusSpec.remoteWrite;
    const { name, key } = own.tlsConfig.ca.configMap;
    expect(filesOf(monitoring, name)).toEqual({ [key]: bundle });
    expect(open).not.toHaveProperty("tlsConfig");
});

test("A CA that is taken away, or whose receiver has another name, leaves what the others read as it was", async () => {
    const hook = (name: string) => ({ name, type: "webhook", secretName: `alerts/${name}`, caCertificate: bundle });
    const mimir = (name: string) => ({
        ...{ name, url: `https://${name}.example.com`, authentication: "basic", secretName: `shop/${name}` },
        caCertificate: bundle,
    });
    const objects = async (...names: string[]) => {
        const alerts = {
            receivers: names.map(hook),
            routes: names.map((receiver) => ({ receiver, teams: [receiver] })),
        };
        const settings = { alerts: { ...args.alerts, ...alerts }, metrics: { remoteWrite: names.map(mimir) } };
        const { before = [] } = addonOf(await assembled({ settings }), "monitoring");
        return before.filter(({ kind }) => kind === "ConfigMap").map((object) => JSON.stringify(object));
    };
    const both = await objects("first", "second");
    expect(both).toHaveLength(4);
    for (const fewer of [await objects("first"), await objects("first", "renamed")])
        expect(fewer).toEqual(expect.arrayContaining(both.filter((object) => object.includes("-first"))));
});

it.skipIf(!chartPath(charts.kubePrometheusStack))("The chart mounts what is read (only with it: CHARTS)", async () => {
    const remoteWrite = [
        {
            name: "own",
            url: "https://mimir.example.com",
            secretName: "shop/mimir",
            authentication: "basic",
            caCertificate: bundle,
        },
    ];
    const settings = {
        grafana: { sso: { ...grafanaSso, caCertificate: bundle } },
        alerts: { ...args.alerts, heartbeat: { caCertificate: bundle } },
        metrics: { remoteWrite },
    };
    const monitoring = addonOf(await assembled({ settings }), "monitoring");
    const objects = render(monitoring, monitoring.values);
    const spec = (kind: string, name: string) =>
        objects.find((object) => object.kind === kind && object.metadata.name === name)?.spec;
    expect(spec("Alertmanager", "monitoring-alertmanager").configMaps).toEqual(["alertmanager-ca-heartbeat"]);
    expect(spec("Prometheus", "monitoring-prometheus").remoteWrite[0].tlsConfig).toEqual({
        ca: { configMap: { name: "remote-write-ca-own", key: "ca.crt" } },
    });
    const pod = spec("Deployment", "monitoring-grafana").template.spec;
    const [mount] = pod.containers
        .flatMap(({ volumeMounts }: { volumeMounts: object[] }) => volumeMounts)
        .filter(({ name }: { name: string }) => name === "grafana-ca-sso");
    expect(mount).toMatchObject({ mountPath: "/etc/grafana-ca-sso", readOnly: true });
    expect(pod.volumes).toContainEqual({ name: "grafana-ca-sso", configMap: { name: "grafana-ca-sso" } });
});

describe("Argo CD", () => {
    const sso = {
        ...{ issuer: "https://login.example.com", clientId: "argo-cd" },
        ...{ clientSecretName: "sso/argo-cd", administratorGroup: "platform" },
    };
    const argoCd = async (gitops: object) => addonOf(await assembled({ settings: { gitops } }), "argo-cd");

    test.each([
        ["https://git.example.com/x/y", ["git.example.com"]],
        ["https://git.example.com:8443/x/y", ["git.example.com"]],
        ["https://Git.Example.com:8443/x/y", ["Git.Example.com", "git.example.com"]],
    ])("knows the CA of %s by the server's name", async (repository, hosts) => {
        const { values } = await argoCd({ repository, caCertificate: bundle });
        expect(values.configs.tls.certificates).toEqual(Object.fromEntries(hosts.map((host) => [host, bundle])));
    });

    test("is told the issuer's CA as it was given, line by line", async () => {
        const { values } = await argoCd({
            repository: "https://git.example.com/x",
            sso: { ...sso, caCertificate: bundle },
        });
        expect(parse(values.configs.cm["oidc.config"])).toMatchObject({ issuer: sso.issuer, rootCA: bundle });
    });

    it.skipIf(!chartPath(charts.argoCd))("finds both where it looks (only with its chart: CHARTS)", async () => {
        const repository = "https://git.example.com:8443/x";
        const addon = await argoCd({ repository, caCertificate: bundle, sso: { ...sso, caCertificate: rootCa } });
        const named = (name: string) => render(addon, addon.values).find(({ metadata }) => metadata.name === name);
        expect(named("argocd-tls-certs-cm")?.data).toEqual({ "git.example.com": bundle });
        expect(parse(named("argocd-cm")?.data["oidc.config"]).rootCA).toBe(rootCa);
    });
});
