import { describe, expect, it, test } from "vitest";
import type { Addon } from "../../components/platform/addon.ts";
import { fewObjects, reach } from "../addons/reach.ts";
import { grafanaSso } from "../configuration/settings.ts";
import { linesOf } from "../policy-pack/reach-lines.ts";
import { asks, type Engine, withEngine } from "./engines.ts";

/** What people open of the platform is Argo CD and Grafana; `team` has the label of the gateway, and `blog` has not. */
const opened = { domain: "platform.example.com", grafana: { sso: grafanaSso } };
const pods = ["argocd: 8080", "monitoring: 3000", "monitoring/prometheus: 3000"];

/** Ports that a load balancer leads to and asks for health, and where the proxies of an engine go for themselves. */
const proxied: Partial<Record<Engine, { led: string; own: string[] }>> = {
    envoy: { led: "10080, 10443, 19003", own: ["envoy-gateway: 18000", "API server: 443"] },
    istio: { led: "80, 443, 15021", own: ["istio-system: 15012"] },
    nginx: { led: "80, 443, 8081", own: ["nginx-gateway: 8443", "API server: 443"] },
    traefik: { led: "80, 443, 8080", own: ["API server: 443"] },
};

async function linesWith(engine: Engine, gateway: object = {}, more: object = {}) {
    const addons = await withEngine(engine, gateway, { ...opened, ...more });
    const platform = new Set(addons.map(({ namespace }) => namespace.name));
    const lines = linesOf(reach(addons, fewObjects));
    const isOurs = (line: string) => platform.has(line.split(/ → |[:/]/)[1] ?? "");
    return { addons, lines, fromOutside: lines.filter((line) => /^(Internet|VPC) → /.test(line) && isOurs(line)) };
}

const from = (end: string, lines: readonly string[]) =>
    lines.flatMap((line) => (line.startsWith(`${end} → `) ? [line.slice(end.length + 3)] : [])).toSorted();

const callsAws = ({ traffic }: Addon) => traffic.to.some(({ peer }) => peer === "aws");

describe.each(Object.entries(proxied) as [Engine, { led: string; own: string[] }][])(
    "With the engine %s",
    async (engine, { led, own }) => {
        const { addon } = asks[engine];
        const { addons, lines, fromOutside } = await linesWith(engine);

        it("who is outside reaches the proxies alone, at what the load balancer leads to", () => {
            expect(fromOutside).toEqual([`VPC → ${addon}: ${led}`]);
        });

        it("proxies reach where routes may be, what people open, and what they need themselves", () => {
            const reached = from(addon, lines).map((line) => line.replace(/(monitoring\S*: 3000), 15008$/, "$1"));
            const expected = ["team: every port", "kube-system: 53, UDP 53", ...pods, ...own];
            expect(reached).toEqual(expected.toSorted());
        });

        it("of the platform Prometheus reaches the proxies, and who may call the endpoints of AWS in the same network", () => {
            const callers = addons.filter(callsAws).map(({ namespace }) => namespace.name);
            const calling = lines.filter((line) => line.includes(` → ${addon}: `));
            const others = calling.filter(
                (line) => !/^(VPC|API server|Link-local|team|blog|\S+-gateway) → /.test(line),
            );
            const ends = others.map((line) => line.split(" → ")[0]).filter((end) => end !== "monitoring/prometheus");
            expect(callers).toEqual(expect.arrayContaining(ends));
            for (const line of others.filter((each) => !each.startsWith("monitoring/prometheus")))
                expect(line).toMatch(/: 443$/);
        });

        it("proxies reach a namespace without the label where a weakness says so, and nowhere else", async () => {
            const open = await linesWith(engine, { allowRoutesOfAllNamespaces: true });
            expect(from(addon, open.lines)).toContain("blog: every port");
        });
    },
);

test("A load balancer that leads to pods itself reaches what people open at its port, and no other pod of the platform", async () => {
    const loadBalancerHosts = ["shop.example.com", "*.apps.example.com", "*.platform.example.com"];
    const certificates = { ...asks.alb.settings, certificates: { issuer: "internal", loadBalancerHosts } };
    const { lines, fromOutside } = await linesWith("alb", {}, certificates);
    expect(fromOutside).toEqual(pods.map((pod) => `VPC → ${pod}`));
    expect(from("alb-gateway", lines)).toEqual(["kube-system: 53, UDP 53"]);
});
