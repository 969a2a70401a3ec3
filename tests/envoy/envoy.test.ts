import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { parse } from "yaml";
import type { Addon } from "../../components/platform/addon.ts";
import { charts } from "../../components/platform/charts.ts";
import { type Feature, type FeatureName, features } from "../../components/traffic/gateway/features.ts";
import type { Api } from "../../kubernetes/api.ts";
import { operateGateways } from "../../kubernetes/envoy-gateway.ts";
import { until } from "../../kubernetes/until.ts";
import { evaluate } from "../../policy-pack/evaluate.ts";
import { recognise } from "../../policy-pack/report/read/read.ts";
import { addonOf, assembled } from "../addons/example.ts";
import { chartPath, type Rendered, render } from "../addons/render.ts";
import { authority } from "../authority.ts";
import { grafanaSso } from "../configuration/settings.ts";
import { inventoryOf } from "../policy-pack/judged.ts";
import { pod, type Seen } from "./backend.ts";
import { type Answer, type Asked, ask, askOn, somebody } from "./client.ts";
import { configuration, listening } from "./configuration.ts";
import { Envoy, validate, version } from "./envoy.ts";
import { grpcClient, grpcPod } from "./grpc-pod.ts";
import { hostsOf, namespaceOf, ofPlatform, ofTeamShop, secretOf, service } from "./objects.ts";
import * as login from "./provider.ts";
import { controllerImage, controllerOf, type Given, namespace, type Translation, translated } from "./translation.ts";

const shop = { host: "shop.example.com" };

/** As large and as often as somebody may ask, and as long as a route may take. */
const limits = { maxRequestKiB: 64, requestsPerSecond: 20, requestTimeout: 2 };

let ca: ReturnType<typeof authority>;
let pods: Record<"shop" | "next" | "own" | "one" | "other" | "grpc", Awaited<ReturnType<typeof pod>>>;
let provider: Awaited<ReturnType<typeof login.provider>>;
let envoy: Envoy;
let given: Given;
let told: Translation;

const platform = (gateway: object = {}): Promise<Addon> =>
    assembled({
        settings: {
            domain: "platform.example.com",
            grafana: { sso: grafanaSso },
            gateway: { hosts: ["shop.example.com", "*.apps.example.com"], ...limits, ...gateway },
        },
    }).then((all) => addonOf(all, "envoy-gateway"));

/** What a cluster has for Envoy Gateway: what the platform brings, certificates, a team, and what people open. */
async function cluster(gateway: object = {}): Promise<Given> {
    const addon = await platform(gateway);
    const own = ofPlatform(addon);
    const secrets = hostsOf(own).map(async ({ host, secret }) => secretOf(secret, await ca.sign(host)));
    const opened = own.filter(({ kind, metadata }) => kind === "HTTPRoute" && metadata.namespace !== namespace);
    const objects = [
        ...own,
        ...(await Promise.all(secrets)),
        // What a Job of its chart makes, for controller and proxies.
        secretOf("envoy", await ca.sign("envoy")),
        ...[namespace, ...opened.map(({ metadata }) => metadata.namespace)].map((name) => namespaceOf(name)),
        ...opened.flatMap(({ metadata, spec }) => {
            const [{ name, port }] = spec.rules[0].backendRefs;
            return service(name, metadata.namespace, port, [pods.one.port, pods.other.port]);
        }),
        ...ofTeamShop(
            { shop: pods.shop.port, next: pods.next.port, own: pods.own.port, grpc: pods.grpc.port },
            { listenerSet: await ca.sign("bakery.example.org") },
        ),
    ];
    return { values: addon.values, objects };
}

const started: Envoy[] = [];
async function serving(given: Given, at = provider): Promise<Envoy> {
    const outside = { ca: ca.cert, ports: { [login.host]: at.port } };
    const it = await Envoy.start(await translated(given), outside);
    started.push(it);
    return it;
}

/** What of the table of engines tests have seen, each at its end. */
const witnessed = new Set<FeatureName>();
const saw = (...names: FeatureName[]) => {
    for (const name of names) witnessed.add(name);
};

const seen = ({ body }: Answer): Seen => JSON.parse(body);

/** Who opens pages of the shop, and keeps its cookies. */
class Browser {
    readonly cookies: Map<string, string>;
    readonly #at: Envoy;

    constructor(at: Envoy, cookies = new Map<string, string>()) {
        this.#at = at;
        this.cookies = cookies;
    }

    async open(path: string): Promise<Answer> {
        const cookie = [...this.cookies].map((pair) => pair.join("=")).join("; ");
        const answer = await this.#at.ask({ ...shop, path, headers: cookie ? { cookie } : {} });
        for (const set of answer.headers["set-cookie"] ?? []) {
            const [, name = "", value = ""] = set.match(/^([^=]+)=([^;]*)/) ?? [];
            if (value === "deleted") this.cookies.delete(name);
            else this.cookies.set(name, value);
        }
        return answer;
    }
}

/** Where the provider sends somebody back who signed in. */
async function signedIn({ pathname, search }: URL, at = { ...provider, host: login.host, ca: ca.cert }): Promise<URL> {
    const path = pathname + search;
    const { headers } = await ask(at.port, { host: at.host, path, from: undefined }, at.ca);
    return new URL(headers.location ?? "");
}

beforeAll(async () => {
    ca = authority();
    pods = {
        shop: await pod("shop"),
        next: await pod("next"),
        own: await pod("own", ca.sign("own.example.org")),
        one: await pod("one"),
        other: await pod("other"),
        grpc: await grpcPod(),
    };
    provider = await login.provider(ca.sign(login.host));
    given = await cluster();
    told = await translated(given);
    envoy = await serving(given);
});

afterAll(async () => {
    for (const each of started) await each.stop();
    for (const each of [...Object.values(pods ?? {}), provider]) each?.close();
});

describe("Envoy Gateway", () => {
    it("takes each object that the platform and a team bring, and finds all that they name", () => {
        const states = Object.values(told.objects)
            .flat()
            .flatMap(({ kind, metadata, status }: Rendered) =>
                conditions(status).map(({ type, status, message }) => ({
                    object: nameOf({ kind, metadata }),
                    type,
                    status,
                    message,
                })),
            );
        expect(states.filter(({ type, status }) => status !== (asWarned.has(type) ? "False" : "True"))).toEqual([]);
        const brought = given.objects.filter(({ apiVersion, kind }) => isJudged(apiVersion, kind)).map(nameOf);
        expect(new Set(states.map(({ object }) => object))).toEqual(new Set(brought));
        expect(brought.length).toBeGreaterThan(15);
    });

    it.skipIf(!chartPath(charts.gatewayHelm))(
        "is told here what its chart tells it, but for what is not translated (with Helm and CHARTS, or it is not looked at)",
        async () => {
            const addon = await platform();
            const written = render(addon, addon.values).find(({ kind, data }) => kind === "ConfigMap" && data);
            const here = controllerOf(addon.values);
            const { kubernetes } = here.provider;
            expect(parse(written?.data["envoy-gateway.yaml"])).toEqual({
                ...here,
                provider: {
                    ...here.provider,
                    kubernetes: { ...kubernetes, rateLimitDeployment: expect.anything() },
                },
                ...{ logging: expect.anything(), extensionApis: expect.anything() },
                // By a name that the controller does not know.
                proxyTopologyInjector: { disabled: true },
            });
        },
    );

    it("says nothing of a policy whose target is not there, so that it is missed above", async () => {
        const given = await cluster();
        const policy = given.objects.find(({ kind }) => kind === "ClientTrafficPolicy");
        if (policy) policy.spec.targetRefs[0].name = "gatewya";
        const { objects: judged } = await translated(given);
        expect(conditions(judged.clientTrafficPolicies?.[0]?.status)).toEqual([]);
    });
});

describe("The proxies that Envoy Gateway makes", () => {
    const made = (kind: string) => told.proxies.find((object) => object.kind === kind);

    it("are those that stand in for them where there is no controller", async () => {
        const addon = await platform();
        const own = ofPlatform(addon);
        const containers = [{ image: controllerImage(addon.values) }];
        const controller = { spec: { template: { spec: { containers } } } };
        const all = [...own, { kind: "Deployment", metadata: { name: "envoy-gateway" }, ...controller }];
        const created: Rendered[] = [];
        await operateGateways({
            serves: async () => true,
            list: async () => own.filter(({ kind }) => kind === "Gateway"),
            get: async ({ kind, metadata }: Rendered) =>
                all.find((object) => object.kind === kind && object.metadata.name === metadata.name),
            create: async (object: Rendered) => created.push(object),
        } as unknown as Api);
        expect(created.map(({ kind }) => kind)).toEqual([
            "ServiceAccount",
            "Deployment",
            "PodDisruptionBudget",
            "Service",
        ]);
        for (const { kind, metadata, ...object } of created) {
            const { ownerReferences: _, ...named } = metadata;
            expect.soft(made(kind), kind).toMatchObject(JSON.parse(JSON.stringify({ metadata: named, ...object })));
        }
    });

    it("have the time to leave that they take: as long as a load balancer goes on to send, and as long again for requests", () => {
        const { spec }: Rendered = made("Deployment")?.spec.template ?? {};
        const starts = JSON.stringify(spec.containers.map(({ args, lifecycle }: Rendered) => [args, lifecycle]));
        const seconds = (flag: string) => Number(starts.match(new RegExp(`--${flag}=(\\d+)s`))?.[1]);
        const [least, most, answered] = ["min-drain-duration", "drain-timeout", "ready-timeout"].map(seconds);
        const service = made("Service");
        expect(least).toBe(Number(JSON.stringify(service).match(/deregistration_delay\.timeout_seconds=(\d+)/)?.[1]));
        expect(most).toBe(2 * Number(least));
        const listeners = JSON.stringify(told.xds["type.googleapis.com/envoy.config.listener.v3.Listener"]);
        expect(listeners).toContain(`"idleTimeout":"${Number(most) - Number(least)}s"`);
        expect(JSON.stringify(service)).toContain(`unhealthy.draining_interval_seconds=${most}"`);
        expect(answered).toBeGreaterThan(Number(most));
        expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(Number(answered));
        expect(starts).toContain('"--drain-strategy","immediate"');
    });

    it("break no rule of the policy pack that stops a deployment", () => {
        const list = { apiVersion: "v1", kind: "List", items: told.proxies };
        const { resources } = recognise("proxies.json", JSON.stringify(list));
        const { checks } = evaluate(inventoryOf(resources));
        const broken = checks.filter(({ level, status }) => level === "mandatory" && status === "fail");
        expect(broken.map(({ id, evidence }) => [id, evidence.map(({ message }) => message)])).toEqual([]);
    });
});

const nameOf = ({ kind, metadata }: Rendered): string => `${kind} ${metadata.namespace}/${metadata.name}`;

/** Whether Envoy Gateway says of an object what it makes of it; of its class the controller alone does. */
const isJudged = (apiVersion: string, kind: string): boolean =>
    /^gateway\.(networking\.k8s|envoyproxy)\.io\//.test(apiVersion) && kind !== "GatewayClass";

/** Conditions by which a fault is said, and not that there is none. */
const asWarned = new Set(["OverlappingTLSConfig", "Conflicted"]);

/**
 * What is said of an object, of its listeners and by each of its parents; not what the CRD says until the controller has
 * made the proxies.
 */
const conditions = (status: Rendered = {}): Rendered[] =>
    [
        ...(status.conditions ?? []),
        ...["listeners", "parents", "ancestors"].flatMap((place) =>
            (status[place] ?? []).flatMap(({ conditions }: Rendered) => conditions),
        ),
    ].filter(({ message }) => message !== "Waiting for controller");

describe("Envoy", () => {
    const whole = () => configuration(told, listening);

    it("is of the version that the platform names", async () => {
        const [image] = JSON.stringify(ofPlatform(await platform())).match(/envoyproxy\/envoy:[\w.-]+/) ?? [];
        expect(await version()).toContain(`/${image?.split("-v")[1]}/`);
    });

    it("takes what it is told", async () => {
        expect(await validate(whole())).toBeUndefined();
        // Which it would look for, to stay in a zone that nobody tells it.
        expect(whole()).not.toHaveProperty("cluster_manager");
    });

    it("takes no filter that it does not have, and no route to what is not there", async () => {
        const with_ = (from: string, to: string) => JSON.parse(JSON.stringify(whole()).replaceAll(from, to));
        expect(await validate(with_("filters.http.jwt_authn.v3", "filters.http.jwt_auth.v3"))).toContain("jwt_auth.v3");
        const [cluster] = told.xds["type.googleapis.com/envoy.config.cluster.v3.Cluster"] ?? [];
        const without = whole();
        without.static_resources.clusters = without.static_resources.clusters.filter(
            ({ name }: Rendered) => name !== cluster?.name,
        );
        expect(await validate(without)).toContain(cluster?.name);
    });
});

describe("Whoever asks", () => {
    it("in plain HTTP is sent to HTTPS, whatever the host", async () => {
        for (const host of ["shop.example.com", "nobody.example.net"]) {
            const { status, headers } = await envoy.askPlain({ host, path: "/a?b=c" });
            expect([status, headers.location]).toEqual([301, `https://${host}/a?b=c`]);
        }
        saw("redirect");
    });

    it("over TLS is answered with the certificate of the host, and by no pod for a name that nobody has", async () => {
        expect(seen(await envoy.ask(shop)).pod).toBe("shop");
        await expect(envoy.ask({ host: "nobody.example.net" })).rejects.toThrow();
        saw("tls");
    });

    it("speaks TLS 1.2 at least, or 1.3 where a setting says so", async () => {
        const only = (version: "TLSv1.1" | "TLSv1.2" | "TLSv1.3"): Asked => ({
            ...shop,
            tls: { minVersion: version, maxVersion: version, ciphers: "DEFAULT@SECLEVEL=0" },
        });
        const refused = /protocol version/;
        await expect(envoy.ask(only("TLSv1.1"))).rejects.toThrow(refused);
        expect((await envoy.ask(only("TLSv1.2"))).status).toBe(200);
        const strict = await serving(await cluster({ tlsMinVersion: "1.3" }));
        await expect(strict.ask(only("TLSv1.2"))).rejects.toThrow(refused);
        expect((await strict.ask(only("TLSv1.3"))).status).toBe(200);
        saw("tlsVersion");
    });

    it("is known by the PROXY header of the load balancer, and not by what a client says of itself", async () => {
        const headers = { "x-forwarded-for": "192.0.2.66" };
        const { headers: got } = seen(await envoy.ask({ ...shop, from: "203.0.113.7", headers }));
        expect(got["x-forwarded-for"]?.split(",").at(-1)).toBe("203.0.113.7");
        await expect(envoy.ask({ ...shop, from: undefined })).rejects.toThrow();
        await expect(envoy.askPlain({ ...shop, from: undefined })).rejects.toThrow();
        saw("clientAddress");
    });

    it("sends no header that a program would take for another one", async () => {
        expect((await envoy.ask({ ...shop, headers: { x_user: "root" } })).status).toBe(400);
    });
});

describe("What is limited", () => {
    it("is the body of a request: 413", async () => {
        const sized = (kiB: number) => envoy.ask({ ...shop, method: "POST", body: "x".repeat(kiB * 1024) });
        expect([(await sized(63)).status, (await sized(65)).status]).toEqual([200, 413]);
        saw("size");
    });

    it("is how often one address asks at once: 429, and nobody else is", async () => {
        const from = somebody();
        const asking = Array.from({ length: 40 }, () => envoy.ask({ ...shop, from }));
        const others = await Promise.all(Array.from({ length: 5 }, () => envoy.ask(shop)));
        const answers = await Promise.all(asking);
        const count = (status: number) => answers.filter((answer) => answer.status === status).length;
        expect(count(200) + count(429)).toBe(40);
        expect(count(429)).toBeGreaterThan(0);
        expect(count(200)).toBeGreaterThanOrEqual(20);
        expect(others.map(({ status }) => status)).toEqual(others.map(() => 200));
        saw("rate");
    });

    it("is how long a request takes: 504, unless its route says otherwise", async () => {
        const slow = { ...shop, headers: { "x-delay": "3000" } };
        expect((await envoy.ask(slow)).status).toBe(504);
        expect((await envoy.ask({ ...slow, path: "/patient" })).status).toBe(200);
        saw("timeout");
    });

    test("and none of it is without the policies of the platform", async () => {
        const { values, objects } = await cluster();
        const open = await serving({ values, objects: objects.filter(({ kind }) => !/TrafficPolicy$/.test(kind)) });
        const alone = { ...shop, from: undefined };
        const body = "x".repeat(65 * 1024);
        expect((await open.ask({ ...alone, method: "POST", body })).status).toBe(200);
        expect((await open.ask({ ...alone, headers: { "x-delay": "3000" } })).status).toBe(200);
        const answers = await Promise.all(Array.from({ length: 40 }, () => open.ask(alone)));
        expect(answers.map(({ status }) => status)).not.toContain(429);
        await expect(open.ask(shop)).rejects.toThrow();
    });
});

describe("HTTP/2", () => {
    it("is what TLS agrees on with who speaks it, and requests go beside each other", async () => {
        const session = await envoy.http2(shop);
        const slow = askOn(session, { path: "/patient", headers: { "x-delay": "1000" } });
        const quick = askOn(session, { path: "/quick" });
        expect(await Promise.race([slow, quick])).toBe(await quick);
        expect([(await slow).status, seen(await quick).path]).toEqual([200, "/quick"]);
        session.close();
    });
});

describe("gRPC", () => {
    const to = (port: number) => ({ ...shop, port, ca: ca.cert });
    const said = (caller: ReturnType<typeof grpcClient>, text: string) =>
        new Promise<string>((answered) =>
            caller.say(text, (error, answer) => answered(error ? `${error.code} ${error.details}` : answer)),
        );
    const watched = async (caller: ReturnType<typeof grpcClient>) => {
        const seconds: string[] = [];
        const stream = caller.watch("now");
        const end = new Promise<number>((ended) => stream.on("status", ({ code }) => ended(code)));
        stream.on("error", () => undefined).on("data", (second) => seconds.push(second));
        return { code: await end, seconds };
    };

    it("comes to pods by a GRPCRoute, with the status that they give", async () => {
        const balancer = await envoy.balanced();
        const caller = grpcClient("shop.Echo", to(balancer.port));
        expect(await said(caller, "hello")).toBe("hello");
        expect(await said(caller, "nothing")).toBe("3 nothing said");
        caller.close();
        balancer.close();
    });

    it("streams both ways, and ends as any request does unless a policy on its route says otherwise", async () => {
        const streaming = await serving(await cluster({ maxRequestKiB: undefined }));
        const balancer = await streaming.balanced();
        const [echo, clock] = [grpcClient("shop.Echo", to(balancer.port)), grpcClient("shop.Clock", to(balancer.port))];
        const talk = echo.talk();
        for (const word of ["one", "two"]) {
            talk.write(word);
            expect(await once(talk, "data")).toEqual([word]);
        }
        talk.end();
        const [cut, whole] = await Promise.all([watched(echo), watched(clock)]);
        expect(cut.code).toBe(status.INTERNAL);
        expect(cut.seconds.length).toBeLessThan(whole.seconds.length);
        expect(whole).toEqual({ code: status.OK, seconds: ["1", "2", "3", "4"] });
        // No policy of a route gives who sends without an answer more time.
        const silent = clock.talk();
        const [error] = await once(silent, "error");
        expect([error.code, error.details]).toEqual([status.UNKNOWN, "request timeout"]);
        echo.close();
        clock.close();
        balancer.close();
        saw("grpc");
    });
});

describe("A team", () => {
    it("has its JWT looked at: who has none, or one of another key or issuer, is refused", async () => {
        const asking = async (jwt?: string) =>
            (await envoy.ask({ ...shop, path: "/signed-in", headers: jwt ? { authorization: `Bearer ${jwt}` } : {} }))
                .status;
        const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
        expect(await asking()).toBe(401);
        expect(await asking(login.token(privateKey))).toBe(401);
        expect(await asking(login.token(undefined, { iss: "https://elsewhere.example.com" }))).toBe(401);
        expect(await asking(login.token(undefined, { exp: 1 }))).toBe(401);
        expect(await asking(login.token())).toBe(200);
        saw("authentication");
    });

    it("has people signed in by OIDC: who is not is sent to the provider, and comes back to what they opened", async () => {
        const browser = new Browser(envoy);
        const first = await browser.open("/people?page=2");
        const to = new URL(first.headers.location ?? "");
        expect([first.status, to.origin + to.pathname]).toEqual([302, `${login.issuer}/authorize`]);
        expect(to.searchParams.get("redirect_uri")).toBe("https://shop.example.com/people/callback");
        const back = await signedIn(to);
        const again = await browser.open(back.pathname + back.search);
        expect([again.status, again.headers.location]).toEqual([302, "https://shop.example.com/people?page=2"]);
        const kept = again.headers["set-cookie"]?.filter((cookie) => !cookie.includes("=deleted;")) ?? [];
        expect(kept.length).toBeGreaterThan(3);
        expect(kept.filter((cookie) => !/;secure;HttpOnly$/.test(cookie))).toEqual([]);
        const { status, body } = await browser.open("/people?page=2");
        expect([status, JSON.parse(body).path]).toEqual([200, "/people?page=2"]);
        saw("authentication");
    });

    it("lets nobody in by a sign-in of somebody else, by a code that is used up, or by cookies of their own", async () => {
        const [ada, mallory] = [new Browser(envoy), new Browser(envoy)];
        const to = new URL((await ada.open("/people")).headers.location ?? "");
        await mallory.open("/people");
        const back = await signedIn(to);
        // The answer of the provider in another browser: its state is not theirs.
        const forced = await mallory.open(back.pathname + back.search);
        expect([forced.status, forced.headers["set-cookie"]]).toEqual([401, undefined]);
        const other = new URL(back);
        other.searchParams.set(
            "state",
            Buffer.from(JSON.stringify({ url: "https://evil.example.net/" })).toString("base64url"),
        );
        expect((await ada.open(other.pathname + other.search)).status).toBe(401);
        expect((await ada.open(back.pathname + back.search)).status).toBe(302);
        expect((await ada.open("/people")).status).toBe(200);
        const late = new Browser(envoy);
        await late.open("/people");
        expect((await late.open(back.pathname + back.search)).status).toBe(401);
        for (const [name, value] of ada.cookies) {
            if (!/HMAC|Expires/.test(name)) continue;
            const forged = new Browser(envoy, new Map([...ada.cookies, [name, `1${value}`]]));
            expect((await forged.open("/people")).status, name).toBe(302);
        }
    });

    it("has people signed in by whoever a known CA signed for, by whatever name, and by nobody else", async () => {
        const exchange = async (by: ReturnType<typeof authority>, host: string) => {
            const other = await login.provider(by.sign(host));
            const browser = new Browser(await serving(given, other));
            const to = new URL((await browser.open("/people")).headers.location ?? "");
            const back = await signedIn(to, { ...other, host, ca: by.cert });
            const { status } = await browser.open(back.pathname + back.search);
            other.close();
            return { status, codes: other.given.length };
        };
        const unknown = authority();
        expect(await exchange(ca, "somebody.example.net")).toEqual({ status: 302, codes: 1 });
        expect(await exchange(unknown, login.host)).toEqual({ status: 401, codes: 0 });
    });

    it("answers browsers of its origins, and of no others", async () => {
        const preflight = (origin: string) =>
            envoy.ask({
                ...shop,
                path: "/apart",
                method: "OPTIONS",
                headers: { origin, "access-control-request-method": "PUT" },
            });
        const { status, headers } = await preflight("https://app.example.com");
        expect([status, headers["access-control-allow-origin"]]).toEqual([200, "https://app.example.com"]);
        expect(headers["access-control-allow-methods"]).toContain("PUT");
        const other = await preflight("https://elsewhere.example.com");
        expect(other.headers).not.toHaveProperty("access-control-allow-origin");
        saw("cors");
    });

    it("tries a new version on one request of ten", async () => {
        const times = 400;
        const count = { shop: 0, next: 0 };
        for (let index = 0; index < times; index++)
            count[seen(await envoy.ask({ ...shop, path: "/canary" })).pod as "shop" | "next"]++;
        // Five standard deviations of a tenth of 400.
        expect(count.next).toBeGreaterThan(40 - 30);
        expect(count.next).toBeLessThan(40 + 30);
        expect(count.shop + count.next).toBe(times);
        saw("canary");
    });

    it("ends TLS in its pods, or brings a name and a certificate of its own", async () => {
        expect(seen(await envoy.ask({ host: "own.example.org" })).pod).toBe("own");
        expect(seen(await envoy.ask({ host: "bakery.example.org" })).pod).toBe("shop");
        saw("passthrough", "teamCertificates");
    });
});

test("A browser stays with the pod of Grafana that it signed in to", async () => {
    const grafana = { host: "grafana.platform.example.com" };
    const first = await envoy.ask(grafana);
    const cookie = first.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
    const stays = [];
    for (let index = 0; index < 10; index++) stays.push(seen(await envoy.ask({ ...grafana, headers: { cookie } })).pod);
    expect(new Set(stays)).toEqual(new Set([seen(first).pod]));
});

test("Each request is a line, with who asked and without the query", async () => {
    await envoy.ask({ ...shop, path: "/counted?token=secret", from: "203.0.113.9" });
    const line = await envoy.line("/counted");
    const proxy = ofPlatform(await platform()).find(({ kind }) => kind === "EnvoyProxy") ?? {};
    const [{ format }] = proxy.spec.telemetry.accessLog.settings;
    expect(Object.keys(line).toSorted()).toEqual(Object.keys(format.json).toSorted());
    expect(line).toMatchObject({
        client: "203.0.113.9",
        method: "GET",
        host: "shop.example.com",
        tls_version: "TLSv1.3",
        response_code: 200,
    });
    expect(JSON.stringify(line)).not.toContain("secret");
    saw("accessLog");
});

test("Each metric that objectives, alerts and dashboards ask of the proxies is there, and requests of people are counted", async () => {
    const { after = [] } = await platform();
    const texts = after.filter(({ kind }) => ["PrometheusRule", "ConfigMap"].includes(kind));
    const names = JSON.stringify(texts).match(/(?<!\w)envoy_[a-z_]+/g) ?? [];
    const asked = new Set(names.filter((name) => !labels.has(name)));
    expect(asked.size).toBeGreaterThan(8);
    await envoy.ask(shop);
    const served = await envoy.metrics();
    expect([...asked].filter((name) => !new RegExp(`^${name}[{ ]`, "m").test(served))).toEqual([]);
    const counted = served.match(/^envoy_http_downstream_rq_xx\{.*envoy_http_conn_manager_prefix="https?-.*$/gm);
    expect(counted?.length).toBeGreaterThan(0);
});

const labels = new Set([
    ...["envoy_http_conn_manager_prefix", "envoy_response_code_class", "envoy_cluster_name"],
    "envoy_tls_certificate",
]);

test("A proxy that leaves says that it is not ready, ends what has begun, and tells each who still comes to go, until nobody is there", async () => {
    const leaving = await serving(await cluster());
    const stays = { ...shop, headers: { connection: "keep-alive" } };
    expect((await leaving.ask(stays)).headers.connection).not.toBe("close");
    const session = await leaving.http2(shop);
    const toldToGo = once(session, "goaway");
    const slow = { path: "/patient", headers: { "x-delay": "3000" } };
    const begun = [leaving.ask({ ...shop, ...slow }), askOn(session, slow)];
    await until("both to be there", 10, async () => (await leaving.connections()) === 2);
    expect(await leaving.ready()).toBe(200);
    await leaving.leave();
    expect(await leaving.ready()).toBe(503);
    const late = await leaving.ask(stays);
    expect([late.status, late.headers.connection]).toEqual([200, "close"]);
    expect((await Promise.all(begun)).map(({ status }) => status)).toEqual([200, 200]);
    await toldToGo;
    await until("nobody to be there", 20, async () => (await leaving.connections()) === 0);
    saw("drain");
});

test("The table of docs/traffic.md says of what the tests above have seen that it was, and of nothing else", () => {
    const served = Object.entries<Feature>(features).flatMap(([name, { ways }]) =>
        "how" in ways.envoy && ways.envoy.served ? [name] : [],
    );
    expect(served.toSorted()).toEqual([...witnessed].toSorted());
});
