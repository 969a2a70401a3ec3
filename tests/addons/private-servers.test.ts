import { describe, expect, test } from "vitest";
import type { Egress } from "../../components/platform/addon.ts";
import { rootCa } from "../configuration/certificates.ts";
import { mistakesOf, right } from "../configuration/settings.ts";
import { addonOf, args, assembled } from "./example.ts";

const cidrs = ["10.20.0.0/24", "10.21.0.0/24"];
const repository = "https://git.example.com/platform/clusters";

/** The ways of an add-on that lead out of the cluster. */
async function waysOut(addon: string, settings: Record<string, unknown>): Promise<Egress[]> {
    const { traffic } = addonOf(await assembled({ settings }), addon);
    return traffic.to.filter(({ peer }) => typeof peer === "object" && ("internet" in peer || "cidrs" in peer));
}

const internet = (...ports: number[]): Egress => ({ peer: { internet: expect.any(String) }, ports });
const hidden = (...ports: number[]): Egress => ({ peer: { cidrs }, ports });

const sso = (more: object) => ({
    ...{ issuer: "https://login.example.com:8443/realms/shop", clientId: "argo-cd" },
    ...{ clientSecretName: "sso/argo-cd", administratorGroup: "platform", ...more },
});

test.each<[string, object, Egress[]]>([
    ["public Git at its port", { repository }, [internet(443, 22)]],
    ["public Git at another port", { repository: "https://git.example.com:8443/x" }, [internet(443, 22, 8443)]],
    ["Git over ssh at another port", { repository: "ssh://git@git.example.com:2222/x" }, [internet(443, 22, 2222)]],
    ["Git by the short form of ssh", { repository: "git@git.example.com:x/y.git" }, [internet(443, 22)]],
    ["Git in a private network", { repository, cidrs }, [internet(443, 22), hidden(443, 22)]],
    [
        "Git in a private network at another port",
        { repository: "https://git.example.com:8443/x", cidrs },
        [internet(443, 22), hidden(443, 22, 8443)],
    ],
    ["a public issuer at another port", { repository, sso: sso({}) }, [internet(443, 22, 8443)]],
    ["an issuer in a private network", { repository, sso: sso({ cidrs }) }, [internet(443, 22), hidden(8443)]],
    [
        "Git and issuer in private networks",
        { repository, cidrs, sso: sso({ cidrs }) },
        [internet(443, 22), hidden(443, 22), hidden(8443)],
    ],
])("Argo CD reaches %s, and charts on the Internet", async (_, gitops, ways) => {
    expect(await waysOut("argo-cd", { gitops })).toEqual(ways);
});

const receiver = (more: object) => ({ name: "team", type: "webhook", secretName: "alerts/team", ...more });
const email = { to: ["a@example.com"], from: "b@example.com", smarthost: "smtp.example.com:587", username: "shop" };
const remote = { name: "mimir", url: "https://mimir.example.com:8443/push", secretName: "metrics/mimir" };
const grafanaSso = {
    authorizationUrl: "https://login.example.com/authorize",
    tokenUrl: "https://login.example.com:8443/token",
    userInfoUrl: "https://login.example.com/userinfo",
    ...{ clientId: "grafana", clientSecretName: "sso/grafana", administratorGroup: "platform" },
};
const alerts = (one: object) => ({ alerts: { ...args.alerts, receivers: [one], routes: [{ receiver: "team" }] } });

test.each<[string, (more: object) => Record<string, unknown>, number[]]>([
    ["A webhook", (more) => alerts(receiver(more)), [443]],
    ["A mail server", (more) => alerts(receiver({ type: "email", email, ...more })), [587]],
    [
        "A receiver of metrics",
        (more) => ({ metrics: { remoteWrite: [{ ...remote, authentication: "basic", ...more }] } }),
        [8443],
    ],
    ["The issuer that Grafana asks", (more) => ({ grafana: { sso: { ...grafanaSso, ...more } } }), [8443, 443]],
])(
    "%s is reached over the Internet, or by its ranges in private networks alone, at its port",
    async (_, settings, ports) => {
        const ways = (more: object) =>
            waysOut("monitoring", { metrics: {}, grafana: {}, alerts: args.alerts, ...more });
        const without = (await ways({})).length;
        expect((await ways(settings({}))).slice(without)).toEqual([internet(...ports)]);
        expect((await ways(settings({ cidrs }))).slice(without)).toEqual([hidden(...ports)]);
    },
);

test("Ranges are networks that hosts can be in, not all of the Internet", () => {
    const gitops = { repository, cidrs: ["0.0.0.0/0", "10.20.0.1/24"], sso: sso({ cidrs: ["127.0.0.0/8"] }) };
    expect(mistakesOf({ ...right, gitops })).toEqual([
        expect.stringMatching(/^gitops\.cidrs\[0\]: .*from \/8 to \/32/),
        expect.stringMatching(/^gitops\.cidrs\[1\]: .*first address/),
        expect.stringMatching(/^gitops\.sso\.cidrs\[0\]: .*range of hosts/),
    ]);
});

describe.each(["https://example.com:0/x", "https://example.com:65536/x", "https://1.2.3.4.5/x"])("%s", (url) => {
    const given: Record<string, object> = {
        "gitops.repository": { gitops: { repository: url } },
        "gitops.sso.issuer": { gitops: { repository, sso: { ...sso({}), issuer: url } } },
        "grafana.sso.tokenUrl": { grafana: { sso: { ...grafanaSso, tokenUrl: url } } },
        "metrics.remoteWrite[0].url": { metrics: { remoteWrite: [{ ...remote, authentication: "basic", url }] } },
    };
    test.each(Object.entries(given))("is refused as %s, in one message that does not repeat it", (path, settings) => {
        const mistakes = mistakesOf({ ...right, ...settings });
        expect(mistakes).toEqual([expect.stringMatching(/^[^:]+: is not allowed: give (an|the)/)]);
        expect(mistakes[0]?.startsWith(`${path}: `)).toBe(true);
        expect(mistakes[0]).not.toContain(url);
    });
});

test.each(["ssh://git@example.com:0/x", "ssh://git@example.com:70000/x"])("%s is no repository", (url) => {
    expect(mistakesOf({ ...right, gitops: { repository: url } })).toEqual([
        expect.stringMatching(/^gitops\.repository: is not allowed/),
    ]);
});

test.each(["pagerduty", "msteams"])("%s is at its vendor, never in a private network", (type) => {
    expect(mistakesOf({ ...right, ...alerts(receiver({ type, cidrs, caCertificate: rootCa })) })).toEqual([
        expect.stringMatching(/^alerts\.receivers\[0\]\.cidrs: has no effect/),
        expect.stringMatching(/^alerts\.receivers\[0\]\.caCertificate: has no effect/),
    ]);
});

test("The dead-man switch is reached over the Internet, or by its ranges alone", async () => {
    const ways = async (heartbeat?: object) =>
        (await waysOut("monitoring", { alerts: { ...args.alerts, heartbeat } })).filter(
            ({ peer }) =>
                JSON.stringify(peer).includes("dead-man") || JSON.stringify(peer) === JSON.stringify({ cidrs }),
        );
    expect(await ways()).toEqual([internet(443)]);
    expect(await ways({ cidrs })).toEqual([hidden(443)]);
});

test("A range around a private one is none", () => {
    const wide = { repository, cidrs: ["172.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "53.0.0.0/8"] };
    expect(mistakesOf({ ...right, gitops: wide })).toEqual([
        expect.stringMatching(/^gitops\.cidrs\[0\]: .*within one of 10\.0\.0\.0\/8/),
    ]);
});
