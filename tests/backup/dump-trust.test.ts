import { X509Certificate } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Values } from "../../components/platform/addon.ts";
import { addonOf, assembled } from "../addons/example.ts";
import { authority, type Signed } from "../authority.ts";
import { libpq } from "./libpq.ts";
import { atHand, clear, folder, run, server } from "./postgresql.ts";
import { before, type Front, falseServer } from "./tls-front.ts";

const orders = {
    name: "orders",
    engine: "postgresql",
    host: "127.0.0.1",
    database: "orders",
    credentialSecretName: "rds/orders",
    cidrs: ["10.1.0.0/24"],
};
const tls = atHand ? libpq() : undefined;
const [company, stranger] = [authority("Company"), authority("Stranger")];
const issuing = authority("Issuing", company);

/** ConfigMaps and pods that the settings make of databases. */
async function partOf(dumps: object[]) {
    const part = addonOf(await assembled({ settings: { backup: { dumps } } }), "database-dumps");
    const ofKind = (wanted: string) =>
        [...(part.before as Values[]), ...(part.after as Values[])].filter(({ kind }) => kind === wanted);
    return {
        configMaps: ofKind("ConfigMap"),
        pods: ofKind("CronJob").map(({ spec }) => spec.jobTemplate.spec.template.spec),
    };
}

/** What the settings make of a database, and its first dump. */
async function dumpOf(settings: object) {
    const { configMaps, pods } = await partOf([{ ...orders, ...settings }]);
    const [pod] = pods;
    return { pod, dump: pod.initContainers[0] as Values, configMaps };
}

const withoutPyPi = "(only where PyPI has PostgreSQL and its libpq with TLS for this machine)";

describe.skipIf(!tls)(`A dump of PostgreSQL over TLS ${withoutPyPi}`, () => {
    let database: Awaited<ReturnType<typeof server>>;
    let credential: string;
    const fronts: Front[] = [];

    beforeAll(async () => {
        database = await server();
        await database.sql("postgres", "CREATE ROLE dumper LOGIN SUPERUSER; CREATE DATABASE orders");
        await database.sql("orders", "CREATE TABLE orders AS SELECT generate_series(1, 9) id");
        credential = folder("credential");
        writeFileSync(join(credential, "username"), "dumper");
        writeFileSync(join(credential, "password"), "correct-horse");
        chmodSync(credential, 0o755);
    }, 60_000);
    afterAll(async () => {
        for (const front of fronts) front.stop();
        await database?.stop();
        clear();
    });

    /** Runs what the container runs, with its variables and with the files that it is given, or others, at their places here. */
    async function dumped(front: Front, settings: object = {}, files?: Record<string, string>) {
        fronts.push(front);
        const { pod, dump, configMaps } = await dumpOf({ ...settings, port: front.port });
        const root = folder("pod");
        chmodSync(root, 0o755);
        for (const { name, mountPath } of dump.volumeMounts) {
            mkdirSync(join(root, mountPath), { mode: 0o777 });
            chmodSync(join(root, mountPath), 0o777);
            const { configMap } = pod.volumes.find((volume: Values) => volume.name === name);
            const { data = {} } = configMaps.find(({ metadata }) => metadata.name === configMap?.name) ?? {};
            for (const [key, text] of Object.entries<string>(files ?? data))
                writeFileSync(join(root, mountPath, key), text);
        }
        const env = Object.fromEntries(
            dump.env.map(({ name, value }: Values) => [name, value.startsWith("/") ? join(root, value) : value]),
        );
        const ended = await run(dump.command.at(-1), { ...env, ...tls, CREDENTIAL: credential });
        const made = existsSync(env.DUMP) && statSync(env.DUMP).size > 0;
        return { ...ended, made };
    }

    const own = (signed: Signed) => before(database.socket, signed);

    it("is made of a server that a CA says to be the one that is named", async () => {
        const { code, said, made } = await dumped(await own(company.sign("127.0.0.1")), {
            caCertificate: company.cert,
        });
        expect([code, said, made]).toEqual([0, "", true]);
    });

    it("is made by either of two CAs, while one takes the place of the other", async () => {
        const caCertificate = company.cert + stranger.cert;
        for (const ca of [company, stranger])
            expect(await dumped(await own(ca.sign("127.0.0.1")), { caCertificate })).toMatchObject({
                code: 0,
                made: true,
            });
    });

    it("is made of a server of an intermediate, which stands beside its root or is sent by the server", async () => {
        const signed = issuing.sign("127.0.0.1");
        const both = { caCertificate: issuing.cert + company.cert };
        expect(await dumped(await own(signed), both)).toMatchObject({ code: 0, made: true });
        const chain = await own({ ...signed, cert: signed.cert + issuing.cert });
        expect(await dumped(chain, { caCertificate: company.cert })).toMatchObject({ code: 0, made: true });
    });

    it.each([
        [
            "an intermediate without its root, which a plan refuses,",
            { "ca.crt": issuing.cert },
            /certificate verify failed/,
        ],
        ["no file, as a Job that outlives its CA", {}, /root certificate file .* does not exist/],
    ])("is not made with %s, and the password stays", async (_, files, reason) => {
        const front = await falseServer(issuing.sign("127.0.0.1"));
        const { code, said, made } = await dumped(front, { caCertificate: company.cert }, files);
        expect(said).toMatch(reason);
        expect([code === 0, made]).toEqual([false, false]);
        expect(front.said()).toBe("");
    });

    it("is made of a server that is called by its name", async () => {
        const known = { caCertificate: company.cert, host: "localhost" };
        expect((await dumped(await own(company.sign("localhost")), known)).code).toBe(0);
    });

    it.each([
        ["of another CA", stranger.sign("127.0.0.1"), /certificate verify failed/],
        ["of the CA, for another server", company.sign("blog.example.com"), /does not match host name "127.0.0.1"/],
        ["by no CA at all, its own", { cert: stranger.cert, key: stranger.key }, /certificate verify failed/],
    ])("is not made where the certificate is %s, and the password stays", async (_, signed, reason) => {
        const front = await falseServer(signed);
        const { code, said, made } = await dumped(front, { caCertificate: company.cert });
        expect(said).toMatch(reason);
        expect([code === 0, made]).toEqual([false, false]);
        expect(front.said()).toBe("");
    });

    it("takes any certificate where no CA is given, and then a false server has the password", async () => {
        expect((await dumped(await own(stranger.sign("blog.example.com")))).code).toBe(0);
        const front = await falseServer(stranger.sign("blog.example.com"));
        expect((await dumped(front)).code).not.toBe(0);
        expect(front.said()).toContain("correct-horse");
    });
});

describe("A dump whose database has a CA of its own", () => {
    it("has that CA alone, and the others have none", async () => {
        const { pod, dump, configMaps } = await dumpOf({ caCertificate: company.cert });
        expect(configMaps.map(({ data }) => data)).toEqual([{ "ca.crt": `${new X509Certificate(company.cert)}` }]);
        expect(pod.volumes.at(-1).configMap).toEqual({ name: configMaps[0]?.metadata.name, optional: true });
        expect(dump.volumeMounts.at(-1)).toEqual({ name: "ca", mountPath: "/ca", readOnly: true });
        for (const { volumeMounts } of [pod.initContainers[1], ...pod.containers])
            expect(JSON.stringify(volumeMounts)).not.toContain('"ca"');
    });

    it("has its own, and not that of another database", async () => {
        const tiers = ["weekly"];
        const { configMaps, pods } = await partOf([
            { ...orders, tiers, name: "first", caCertificate: company.cert },
            { ...orders, tiers, name: "second" },
            { ...orders, tiers, name: "third", caCertificate: stranger.cert },
        ]);
        const mounted = pods.map(({ volumes }) =>
            volumes.flatMap(({ configMap }: Values) =>
                configMap ? configMaps.filter(({ metadata }) => metadata.name === configMap.name) : [],
            ),
        );
        expect(mounted.map((each) => each.map(({ data }: Values) => data["ca.crt"]))).toEqual([
            [`${new X509Certificate(company.cert)}`],
            [],
            [`${new X509Certificate(stranger.cert)}`],
        ]);
        expect(configMaps.map(({ metadata }) => metadata.name)).toEqual(["database-ca-first", "database-ca-third"]);
    });

    it("is asked for by mysqldump as MySQL calls it", async () => {
        const { dump } = await dumpOf({ engine: "mysql", caCertificate: company.cert });
        expect(dump.command.at(-1)).toContain(' --ssl-mode=VERIFY_IDENTITY --ssl-ca="$CA" ');
        expect(dump.env).toContainEqual({ name: "CA", value: "/ca/ca.crt" });
    });

    it("is nowhere where it is not given", async () => {
        const { pod, configMaps } = await dumpOf({});
        expect(configMaps).toEqual([]);
        expect(JSON.stringify(pod)).not.toMatch(/verify|configMap|"CA"/);
    });
});
