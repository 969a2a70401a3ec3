import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { secretStores } from "../../components/security/secret-stores/args.ts";
import { vault } from "../../components/security/vault/args.ts";
import { configurationOf } from "../../components/security/vault/configuration.ts";
import { accounts, replicas } from "../../components/security/vault/names.ts";
import { ownPolicies } from "../../components/security/vault/policies.ts";
import { until } from "../../kubernetes/until.ts";
import { authority, type Signed } from "../authority.ts";
import { atHand, clear, server } from "../backup/postgresql.ts";
import { before, type Front, falseServer } from "../backup/tls-front.ts";
import { Rig } from "./rig.ts";

const orders = {
    name: "orders",
    host: "orders.example.com",
    database: "orders",
    credentialSecretName: "rds/orders",
    cidrs: ["10.1.0.0/24"],
    roles: [
        {
            name: "orders",
            creationStatements: [
                `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'`,
                `GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{{name}}"`,
            ],
        },
    ],
};
const asked = {
    policies: { orders: 'path "database/creds/orders" {\n  capabilities = ["read"]\n}\n' },
    roles: [{ name: "orders", namespace: "orders", serviceAccount: "orders", policies: ["orders"] }],
    databases: [orders],
};
const readers = {
    stores: secretStores.parse([{ name: "own", vault: {} }]),
    accountOf: (store: string) => ({ namespace: "external-secrets", name: `secret-store-${store}` }),
};

let rig: Rig;
let database: Awaited<ReturnType<typeof server>>;

/** The script and its files as the ConfigMap has them, with the place of the database here, which knows no TLS. */
async function configure(settings: object, env: Record<string, string> = {}) {
    const folder = mkdtempSync(join(rig.folder, "configuration-"));
    for (const [name, text] of Object.entries(configurationOf(vault.parse(settings), readers)))
        writeFileSync(
            join(folder, name),
            text.replace(
                "@orders.example.com:5432/orders?sslmode=require",
                `@/orders?host=${database?.socket}&sslmode=disable`,
            ),
        );
    return rig.script(`exec sh ${folder}/configure.sh`, {
        CONFIGURATION: folder,
        CREDENTIALS: join(rig.folder, "credentials"),
        VAULT_ADDR: await rig.active(),
        TOKEN_FILE: await rig.tokenFile(accounts.configuration),
        ...env,
    });
}

beforeAll(async () => {
    rig = await Rig.open();
    if (atHand) {
        database = await server();
        await database.sql("postgres", "CREATE DATABASE orders");
        await database.sql("orders", "CREATE TABLE orders (id int); CREATE ROLE maker LOGIN SUPERUSER");
    }
    for (const name of ["orders", "gone", "other", "renamed"]) {
        const credential = join(rig.folder, "credentials", `database-${name}`);
        mkdirSync(credential, { recursive: true });
        writeFileSync(join(credential, "username"), "maker");
        writeFileSync(join(credential, "password"), "correct-horse");
    }
    for (const name of Object.values(accounts)) await rig.account("vault", name);
    await rig.account("orders", "orders");
    await rig.account("other", "orders");
    await rig.account("external-secrets", "secret-store-own");
    for (const pod of replicas) rig.start(pod);
});
afterAll(async () => {
    await rig?.close();
    await database?.stop();
    clear();
});

/** What must be in nothing that anybody reads. */
const secrets: string[] = [];
const said: string[] = [];

describe("A Vault that is made ready", () => {
    let keys: string;
    let rootToken: string;
    const steps = () => rig.initialisation(keys);
    const runs = async (step: () => Promise<{ code: number | undefined; out: string }>) => {
        const { code, out } = await step();
        said.push(out);
        expect(code, out).toBe(0);
        return out;
    };

    beforeAll(() => {
        keys = mkdtempSync(join(rig.folder, "keys-"));
    });

    it("makes no keys where they could not be kept", async () => {
        rig.aws.refusals = 1;
        const { code, out } = await steps().reserve();
        expect([code !== 0, rig.aws.secret]).toEqual([true, []]);
        expect(out).toContain("not now");
        await runs(steps().reserve);
        expect(rig.aws.secret).toEqual(["{}"]);
    });

    it("has its keys in the memory of the pod, and says none of them", async () => {
        await runs(steps().initialise);
        rootToken = readFileSync(join(keys, "root-token"), "utf8").trim();
        const { recoveryKeys } = JSON.parse(readFileSync(join(keys, "recovery.json"), "utf8"));
        expect(rootToken).toMatch(/^hvs\./);
        expect(readdirSync(keys).toSorted()).toEqual(["recovery.json", "root-token"]);
        secrets.push(rootToken, ...recoveryKeys);
    });

    it("keeps them in Secrets Manager, which it asks until they are there", async () => {
        rig.aws.refusals = 1;
        // A container that is started again after it made them makes no others.
        await runs(steps().initialise);
        await runs(steps().keep);
        const kept = JSON.parse(rig.aws.secret.at(-1) ?? "");
        expect(kept.recoveryThreshold).toBe(3);
        expect(kept.recoveryKeys).toHaveLength(5);
        expect(new Set(kept.recoveryKeys).size).toBe(5);
        expect(readdirSync(keys)).toEqual(["root-token"]);
    });

    it("revokes its first token, and leaves no file", async () => {
        await runs(steps().open);
        const { code, out } = await rig.script("vault token lookup", { VAULT_TOKEN: rootToken });
        expect(code).not.toBe(0);
        expect(out).toContain("403");
        expect(readdirSync(keys)).toEqual([]);
    });

    it("fails where its keys do not get to the second region, and waits where they are on their way", async () => {
        const Region = "eu-central-1";
        const copy = (Status: string, StatusMessage = "") => [{ Region, Status, StatusMessage }];
        rig.aws.copies = [copy("InProgress"), copy("Failed", "no right to the key")];
        const { code, out } = await steps().replicated();
        expect([code, out]).toEqual([1, expect.stringMatching(/second region: eu-central-1\s+Failed\s+no right to/)]);
        rig.aws.copies = [copy("InProgress"), copy("InSync")];
        await runs(steps().replicated);
        // Nobody asked for a copy.
        rig.aws.copies = [[]];
        await runs(steps().replicated);
    });

    it("is not made ready again, and its keys stay", async () => {
        const before = [...rig.aws.secret];
        keys = mkdtempSync(join(rig.folder, "keys-"));
        for (const step of ["reserve", "initialise", "keep", "open", "replicated"] as const) await runs(steps()[step]);
        expect(rig.aws.secret).toEqual(before);
        expect(readdirSync(keys)).toEqual([]);
    });

    it("has three replicas, which joined and were unsealed by KMS", async () => {
        for (const address of rig.addresses)
            await until("a replica to be unsealed", 60, async () => {
                const { code } = await rig.script("vault status", { VAULT_ADDR: address });
                return code === 0;
            });
        expect(rig.aws.asked).toContain("Decrypt");
    });
});

describe("Its configuration", () => {
    it("is written by a pod's own identity, and is the same when it is written again", async () => {
        const first = await configure(asked);
        expect(first.code, first.out).toBe(0);
        const second = await configure(asked);
        said.push(first.out, second.out);
        expect(second.code, second.out).toBe(0);
        const wrote = (out: string) => out.split("\n").filter((line) => line.startsWith("wrote "));
        expect(wrote(second.out)).toEqual(wrote(first.out));
        expect(second.out).not.toMatch(/Success|removed/);
    });

    it("has the policies as they are given", async () => {
        for (const [name, rules] of Object.entries({ ...asked.policies, ...ownPolicies })) {
            const { out } = await rig.administrator(`vault policy read ${name}`);
            expect(out.trim()).toBe(rules.trim());
        }
    });

    it("writes down who asked for what, secrets as sums", async () => {
        const lines = replicas.flatMap((pod) => rig.log(pod).split("\n"));
        const audited = lines.filter((line) => line.includes('"type":"request"')).map((line) => JSON.parse(line));
        const login = audited.find(({ request }) => request.path === "auth/kubernetes/login");
        expect(login.request.data.jwt).toMatch(/^hmac-sha256:/);
        expect(lines.join("\n")).not.toContain("correct-horse");
    });

    it("takes away a role that nobody names any more", async () => {
        const { code, out } = await configure({ ...asked, roles: [] });
        expect(code, out).toBe(0);
        expect(out).toContain("removed auth/kubernetes/role/orders");
        expect((await rig.as("orders", "orders", "orders", "true")).code).not.toBe(0);
        await configure(asked);
        expect((await rig.as("orders", "orders", "orders", "true")).code).toBe(0);
    });

    it.each([
        ["list", "auth/kubernetes/role", "auth/kubernetes/role"],
        ["delete", "auth/kubernetes/role", "auth/kubernetes/role"],
        ["list", "sys/leases/lookup", "database/config"],
        ["list", "database/config", "database/config"],
    ])("fails where Vault refuses `%s %s`, and does not take it for nothing to do", async (verb, path, kept) => {
        const bin = mkdtempSync(join(rig.folder, "bin-"));
        const refusing = `#!/bin/sh\ncase "$*" in "${verb} "*"${path}"*) exit 2 ;; esac\nexec ${rig.folder}/bin/vault "$@"\n`;
        writeFileSync(join(bin, "vault"), refusing, { mode: 0o755 });
        const PATH = `${bin}:${rig.folder}/bin:${process.env.PATH}`;
        const { code, out } = await configure({ ...asked, roles: [], databases: [] }, { PATH });
        expect(code, out).not.toBe(0);
        expect(out).not.toContain(`removed ${kept}`);
        await configure(asked);
    });

    it("goes on where a database does not answer, and fails in the end", async () => {
        const gone = {
            ...orders,
            name: "gone",
            host: "127.0.0.1",
            port: 1,
            roles: [{ ...orders.roles[0], name: "gone" }],
        };
        const { code, out } = await configure({ ...asked, databases: [gone, orders] });
        said.push(out);
        expect(code).toBe(1);
        expect(out).toContain("wrote database/config/orders");
        expect(out).toContain("wrote database/roles/orders");
        await configure(asked);
    });
});

describe("Who signs in", () => {
    it("is the account that a role names, with a token for Vault", async () => {
        const login = 'vault write auth/kubernetes/login role=orders "jwt=$JWT"';
        const tries = {
            "another namespace": await rig.token("other", "orders"),
            "another account": await rig.token("vault", accounts.snapshots),
            "a token for the API server": await rig.token("orders", "orders", []),
        };
        for (const [who, JWT] of Object.entries(tries)) {
            const { code, out } = await rig.script(login, { JWT });
            expect(code, who).not.toBe(0);
            expect(out, who).toMatch(/Code: 4\d\d/);
        }
    });

    it("may do what its policies say, and no more", async () => {
        const { out } = await rig.as("orders", "orders", "orders", "vault read sys/mounts; vault policy list");
        expect(out.match(/permission denied/g)).toHaveLength(2);
    });

    it("reads an engine as the store of external-secrets does", async () => {
        await rig.administrator("vault kv put -mount=secret orders/mail password=seen");
        const store = (command: string) => rig.as("external-secrets", "secret-store-own", "secret-store-own", command);
        expect((await store("vault kv get -mount=secret -field=password orders/mail")).out).toBe("seen");
        expect((await store("vault kv put -mount=secret orders/mail password=other")).out).toContain(
            "permission denied",
        );
    });
});

describe.skipIf(!atHand)("A user of PostgreSQL (only where PyPI has PostgreSQL for this machine)", () => {
    it("is made when somebody asks, and is gone with the lease", async () => {
        const read = await rig.as("orders", "orders", "orders", "vault read -format=json database/creds/orders");
        expect(read.code, read.out).toBe(0);
        const { lease_id, lease_duration, data } = JSON.parse(read.out);
        expect(lease_duration).toBe(3600);
        await database.sql("orders", `SET ROLE "${data.username}"; SELECT count(*) FROM orders`);
        await rig.administrator(`vault lease revoke -sync ${lease_id}`);
        await expect(database.sql("orders", `SET ROLE "${data.username}"`)).rejects.toThrow(/does not exist/);
    });
});

describe.skipIf(!atHand)("A database over TLS (only where PyPI has PostgreSQL for this machine)", () => {
    const [company, stranger] = [authority("Company"), authority("Stranger")];
    const issuing = authority("Issuing", company);
    const fronts: Front[] = [];
    afterAll(async () => {
        for (const front of fronts) front.stop();
        // Vault keeps a CA that is no longer given, and the server of the others knows no TLS.
        await rig.administrator("vault delete database/config/orders");
        await configure(asked);
    });

    /** Its server is the one that this front shows. */
    async function told(front: Front, given: object) {
        fronts.push(front);
        const there = { ...orders, host: "127.0.0.1", port: front.port, ...given };
        const { code, out } = await configure({ ...asked, databases: [there] });
        said.push(out);
        return { code, out };
    }
    const own = (signed: Signed) => before(database.socket, signed);
    const known = { caCertificate: company.cert };
    const read = () => rig.as("orders", "orders", "orders", "vault read -format=json database/creds/orders");

    it("makes users where a CA says that it is the one that is named", async () => {
        const { code, out } = await told(await own(company.sign("127.0.0.1")), known);
        expect(code, out).toBe(0);
        const user = await read();
        expect(user.code, user.out).toBe(0);
    });

    it("is reached by either of two CAs, while one takes the place of the other", async () => {
        const caCertificate = company.cert + stranger.cert;
        const { code, out } = await told(await own(stranger.sign("127.0.0.1")), { caCertificate });
        expect(code, out).toBe(0);
    });

    it.each([
        ["of another CA", stranger.sign("127.0.0.1"), /certificate signed by unknown authority/],
        [
            "of the CA, for another server",
            company.sign("blog.example.com"),
            /cannot validate certificate for 127\.0\.0\.1/,
        ],
    ])("is not taken where the certificate is %s, and the password stays", async (_, signed, reason) => {
        const front = await falseServer(signed);
        const { code, out } = await told(front, known);
        expect([code, out]).toEqual([1, expect.stringMatching(reason)]);
        expect(front.said()).toBe("");
    });

    it("is taken by an intermediate alone", async () => {
        const { code, out } = await told(await own(issuing.sign("127.0.0.1")), { caCertificate: issuing.cert });
        expect(code, out).toBe(0);
    });

    it("goes on without a CA, where one is added that refuses it, until its connection is deleted", async () => {
        const server = await own(stranger.sign("127.0.0.1"));
        expect((await told(server, {})).code).toBe(0);
        expect((await told(server, known)).code).toBe(1);
        const goesOn = await read();
        expect(goesOn.code, goesOn.out).toBe(0);
        await rig.administrator("vault delete database/config/orders");
        expect((await told(server, known)).code).toBe(1);
        expect((await read()).code).not.toBe(0);
    });

    it("is taken with any certificate once no CA is given any more, and then a false server has the password", async () => {
        const { code, out } = await told(await own(stranger.sign("blog.example.com")), {});
        expect(code, out).toBe(0);
        const front = await falseServer(stranger.sign("blog.example.com"));
        expect((await told(front, {})).code).toBe(1);
        expect(front.said()).toContain("correct-horse");
    });
});

describe.skipIf(!atHand)("A database that leaves (only where PyPI has PostgreSQL for this machine)", () => {
    const made = async () => {
        const { out } = await rig.as("orders", "orders", "orders", "vault read -format=json database/creds/orders");
        return JSON.parse(out).data.username as string;
    };
    const there = (user: string) =>
        database.sql("orders", `SET ROLE "${user}"`).then(
            () => true,
            () => false,
        );
    const databases = () => rig.administrator("vault list -format=json database/config").then(({ out }) => out);

    it("takes its users with it, and others keep theirs", async () => {
        const user = await made();
        const other = { ...orders, name: "other", roles: [{ ...orders.roles[0], name: "other" }] };
        const both = await configure({ ...asked, databases: [orders, other] });
        expect(both.code, both.out).toBe(0);
        expect(await there(user)).toBe(true);
        const { code, out } = await configure({ ...asked, databases: [other] });
        expect(code, out).toBe(0);
        expect(await there(user)).toBe(false);
        expect(await databases()).not.toContain("orders");
        await configure(asked);
    });

    it("takes them too where another one has its role from now on", async () => {
        const user = await made();
        const { code, out } = await configure({ ...asked, databases: [{ ...orders, name: "renamed" }] });
        expect(code, out).toBe(0);
        expect(await there(user)).toBe(false);
        await configure(asked);
    });

    it("stays until they can be taken away, makes no more of them, and holds up nothing else", async () => {
        const user = await made();
        await database.sql("orders", `CREATE TABLE owned (); ALTER TABLE owned OWNER TO "${user}"`);
        const first = await configure({ ...asked, databases: [] });
        expect(first.code, first.out).toBe(1);
        expect(await there(user)).toBe(true);
        expect(await databases()).toContain("orders");
        expect(first.out).toContain("removed database/roles/orders");
        await database.sql("orders", "DROP TABLE owned");
        const second = await configure({ ...asked, databases: [] });
        expect(second.code, second.out).toBe(0);
        expect(await there(user)).toBe(false);
        await configure(asked);
    });
});

describe("A Vault in trouble", () => {
    it("gives the lead to another one when its leader goes, which comes back unsealed", async () => {
        const before = (await rig.leader()) as string;
        await rig.stop(before);
        const after = await until("another leader", 60, async () => {
            const found = await rig.leader();
            return found !== before && found;
        });
        expect(replicas).toContain(after);
        rig.start(before);
        const address = rig.addresses[replicas.indexOf(before)] ?? "";
        await until(
            "it to be unsealed",
            60,
            async () => (await rig.script("vault status", { VAULT_ADDR: address })).code === 0,
        );
    });

    it("takes back a replica that lost its volume, and nobody makes a second Vault of it", async () => {
        const leader = await rig.leader();
        const lost = replicas.find((pod) => pod !== leader) ?? "";
        await rig.stop(lost, "SIGKILL");
        rig.empty(lost);
        rig.start(lost);
        const keys = mkdtempSync(join(rig.folder, "keys-"));
        const { code, out } = await rig.initialisation(keys, lost).initialise();
        expect([code, readdirSync(keys)]).toEqual([0, []]);
        expect(out).toContain("initialised already");
        const address = rig.addresses[replicas.indexOf(lost)] ?? "";
        await until(
            "it to be unsealed",
            60,
            async () => (await rig.script("vault status", { VAULT_ADDR: address })).code === 0,
        );
    });

    it("tells Prometheus of every replica, whoever asks", async () => {
        const told = `for address in ${rig.addresses.join(" ")}; do
            curl -sS --cacert "$VAULT_CACERT" "$address/v1/sys/metrics?format=prometheus"
        done`;
        // A replica that has just come says it within ten seconds.
        const text = await until("every replica to tell", 30, async () => {
            const { out } = await rig.script(told);
            const all = ["vault_core_unsealed", "vault_core_active"].every(
                (name) => out.match(new RegExp(`^${name}\\{.*\\} [01]$`, "gm"))?.length === replicas.length,
            );
            return all && out;
        });
        expect(text.match(/^vault_core_active\{.*\} 1$/gm)).toHaveLength(1);
        for (const metric of ["vault_autopilot_failure_tolerance", "vault_audit_log_request_failure"])
            expect(text).toMatch(new RegExp(`^${metric}`, "m"));
    });
});

describe("A snapshot", () => {
    it("is taken by an account that may do nothing else", async () => {
        await rig.administrator("vault kv put -mount=secret kept value=before");
        const path = await rig.snapshot("snapshot");
        expect(readFileSync(path).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
        const { out } = await rig.as(
            "vault",
            accounts.snapshots,
            accounts.snapshots,
            "vault kv get -mount=secret kept",
        );
        expect(out).toContain("403");
    });

    it("is no file that anybody reads without the key", () => {
        expect(readFileSync(join(rig.folder, "snapshot", "snapshot")).includes("before")).toBe(false);
    });

    it("brings back what was there, into a Vault that is new, unsealed by the same key", async () => {
        for (const pod of replicas) await rig.stop(pod, "SIGKILL");
        for (const pod of replicas) rig.empty(pod);
        for (const pod of replicas) rig.start(pod);
        const keys = mkdtempSync(join(rig.folder, "keys-"));
        const steps = rig.initialisation(keys);
        for (const step of [steps.reserve, steps.initialise, steps.keep, steps.open])
            expect((await step()).code).toBe(0);
        await configure({ keyValue: ["secret"] });
        expect((await rig.administrator("vault kv get -mount=secret kept")).code).not.toBe(0);
        const restored = await rig.administrator(
            `vault operator raft snapshot restore -force ${rig.folder}/snapshot/snapshot`,
        );
        expect(restored.code, restored.out).toBe(0);
        await until("what was there", 60, async () => {
            const { out } = await rig.administrator("vault kv get -mount=secret -field=value kept");
            return out === "before";
        });
    });
});

describe("What was said all the while", () => {
    it("has no key and no token in it", () => {
        const logs = replicas.map((pod) => rig.log(pod));
        expect(secrets.length).toBeGreaterThan(5);
        for (const secret of secrets) for (const text of [...said, ...logs]) expect(text.includes(secret)).toBe(false);
        for (const text of said) expect(text).not.toMatch(/hvs\.|correct-horse/);
    });
});
