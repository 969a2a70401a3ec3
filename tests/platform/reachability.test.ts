import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { apiAccess } from "../../components/platform/api-access.ts";
import { reach } from "../../components/platform/reachability.ts";
import { authority } from "../authority.ts";

const folder = mkdtempSync(join(tmpdir(), "reachability-"));
const ca = authority();
const token = `k8s-aws-v1.${"c2VzYW1l".repeat(8)}`;
const patience = { total: 1, between: 0.05, reports: 0 };
const ways = { ways: ["by door", "by window", "by chimney"], docs: "docs/ways.md" } satisfies Parameters<
    typeof reach
>[1];

interface Asked {
    url: string | undefined;
    authorization: string | undefined;
    body: string;
}

/** What the server answers, one after the other; the last one for ever. */
let answers: [status: number, body: object][] = [];
let asked: Asked[] = [];
let told: string[] = [];
let server: Server;

const allowed = { status: { allowed: true } };
const denied = { status: { allowed: false } };

beforeAll(async () => {
    server = createServer(ca.sign("127.0.0.1"), (request, response) => {
        let body = "";
        request.on("data", (part) => {
            body += part;
        });
        request.on("end", () => {
            asked.push({ url: request.url, authorization: request.headers.authorization, body });
            const [status, answer] = (answers.length > 1 ? answers.shift() : answers[0]) ?? [500, {}];
            response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
        });
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
});

beforeEach(() => {
    [answers, asked, told] = [[[201, allowed]], [], []];
});
afterEach(() => void vi.unstubAllEnvs());

const url = () => `https://127.0.0.1:${(server.address() as AddressInfo).port}`;

function kubeconfig(user: object, cluster: object = {}): string {
    return JSON.stringify({
        "current-context": "aws",
        contexts: [{ name: "aws", context: { cluster: "it", user: "me" } }],
        clusters: [{ name: "it", cluster: { server: url(), "certificate-authority-data": btoa(ca.cert), ...cluster } }],
        users: [{ name: "me", user }],
    });
}

const tryReach = (config: string, context?: string, path?: string) =>
    reach(apiAccess(config, context, path), ways, (why) => told.push(why), patience);

const reasonWhy = async (config: string): Promise<string> => {
    const error = await tryReach(config).then(
        () => expect.unreachable("it was let in"),
        (reason: Error) => reason,
    );
    return error.message;
};

/** A program in PATH that prints an ExecCredential, or fails. */
function program(name: string, script: string): void {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
    vi.stubEnv("PATH", `${folder}${delimiter}${process.env.PATH}`);
}

const exec = (command: string, extra: object = {}) => ({
    exec: { apiVersion: "client.authentication.k8s.io/v1beta1", command, ...extra },
});

test("An API server that lets its user make namespaces is asked once, with the kubeconfig's token", async () => {
    await tryReach(kubeconfig({ token }));
    expect(asked.map(({ url, authorization }) => [url, authorization])).toEqual([
        ["/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", `Bearer ${token}`],
    ]);
    expect(JSON.parse(asked[0]?.body ?? "{}").spec.resourceAttributes).toEqual({
        verb: "create",
        resource: "namespaces",
    });
    expect(told).toEqual([]);
});

test("A user who is unknown, then forbidden, then known without rights is waited for, and each reason is told", async () => {
    answers = [
        [401, {}],
        [403, {}],
        [201, denied],
        [201, allowed],
    ];
    await tryReach(kubeconfig({ token }));
    expect(told.map((why) => /: (401|403|it knows who asks, who may not)/.exec(why)?.[1])).toEqual([
        "401",
        "403",
        "it knows who asks, who may not",
    ]);
});

test("Between two reports it keeps silent", async () => {
    answers = [
        [401, {}],
        [401, {}],
        [401, {}],
        [201, allowed],
    ];
    await reach(apiAccess(kubeconfig({ token })), ways, (why) => told.push(why), { ...patience, reports: 60 });
    expect(told).toHaveLength(1);
});

test("What is refused until patience ends stops the update, with the last reason and the three ways in", async () => {
    answers = [[401, {}]];
    const message = await reasonWhy(kubeconfig({ token }));
    for (const part of ["401: it does not know who asks", ...ways.ways, ways.docs]) expect(message).toContain(part);
});

test.each([
    ["a name that does not exist", { server: "https://api.example.invalid" }, /DNS: nobody knows the name/],
    ["a port where nothing listens", { server: "https://127.0.0.1:1" }, /the connection is refused/],
    ["a certificate of somebody else", { "certificate-authority-data": undefined }, /TLS: .*\(UNABLE_TO_VERIFY/],
    ["an answer that is none", {}, /it answered 503/],
])("The reason is said: %s", async (_, cluster, reason) => {
    answers = [[503, {}]];
    expect(await reasonWhy(kubeconfig({ token }, cluster))).toMatch(reason);
});

test("Credentials are asked of the kubeconfig's program, found through PATH, with its arguments and environment", async () => {
    const credential = `{"kind":"ExecCredential","status":{"token":"'$1-$STAGE'"}}`;
    program("aws-stub", `test -n "$KUBERNETES_EXEC_INFO" || exit 1\necho '${credential}'`);
    await tryReach(kubeconfig(exec("aws-stub", { args: ["shop"], env: [{ name: "STAGE", value: "prod" }] })));
    expect(asked[0]?.authorization).toBe("Bearer shop-prod");
});

test("A program that gives no credentials yet is asked again", async () => {
    const marker = join(folder, "asked-before");
    program(
        "aws-late",
        `test -e ${marker} || { touch ${marker}; echo 'Unable to locate credentials' >&2; exit 253; }
echo '{"status":{"token":"t"}}'`,
    );
    await tryReach(kubeconfig(exec("aws-late")));
    expect(told).toEqual([expect.stringContaining("aws-late gave no credentials (253): Unable to locate credentials")]);
});

test("A program that is not there is not waited for", async () => {
    const start = Date.now();
    expect(await reasonWhy(kubeconfig(exec("no-such-aws")))).toContain("no-such-aws is not in PATH");
    expect(Date.now() - start).toBeLessThan(patience.total * 1000);
});

test.each([
    ["a program that prints it where it fails", `echo "${token}"; echo "bad ${token}" >&2; exit 1`],
    ["a program that prints it alone", `echo "${token}"`],
    ["a server that knows it not", `echo '{"status":{"token":"${token}"}}'`],
])("No message holds a token: %s", async (_, script) => {
    answers = [[401, { message: token }]];
    program("aws-leaky", script);
    const message = await reasonWhy(kubeconfig(exec("aws-leaky")));
    for (const text of [message, ...told]) expect(text).not.toContain(token.slice(0, 20));
});

test("A kubeconfig by path gives its context, and its files are looked for beside it", async () => {
    const path = join(folder, "config");
    writeFileSync(join(folder, "token"), `${token}\n`);
    writeFileSync(join(folder, "ca.pem"), ca.cert);
    const files = { "certificate-authority-data": undefined, "certificate-authority": "ca.pem" };
    const config = kubeconfig({ tokenFile: "token" }, files).replace(
        '"current-context":"aws"',
        '"current-context":"x"',
    );
    await tryReach(config, "aws", path);
    expect(asked[0]?.authorization).toBe(`Bearer ${token}`);
});

test("A kubeconfig that leads nowhere is refused without a word of what it holds", () => {
    expect(() => apiAccess(kubeconfig({ token }), "other")).toThrow(/^the kubeconfig names no cluster and user/);
    for (const broken of [`token: ${token}`, `token: "${token}`])
        expect(() => apiAccess(broken)).toThrow(/^the kubeconfig names no cluster and user/);
});
