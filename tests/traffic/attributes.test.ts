import { describe, expect, it } from "vitest";
import type { Addon } from "../../components/platform/addon.ts";
import { args } from "../addons/example.ts";
import type { Rendered } from "../addons/render.ts";
import { grafanaSso } from "../configuration/settings.ts";
import { asks, type Engine, hosts, objectsOf, withEngine } from "./engines.ts";

/**
 * The controller hands on the attributes that are named, and sets none back that is no longer: whatever settings say, the same
 * are named (v3.5.0, `pkg/deploy/elbv2/target_group_attributes_reconciler.go`, `load_balancer_attributes_reconciler.go`).
 */
interface Named {
    /** Where they stand. */
    readonly of: string;
    readonly keys: readonly string[];
}

const keysOf = (attributes: readonly { key: string }[]) => attributes.map(({ key }) => key).sort();

/** Those of load balancers that Services ask for, wherever an add-on writes them. */
const ofServices = (addon: Addon): Named[] =>
    [...JSON.stringify(addon).matchAll(/aws-load-balancer-((?:target-group-)?attributes)\\*":\s*\\*"([^"\\]*)/g)].map(
        ([, of = "", written = ""]) => ({
            of,
            keys: written
                .split(",")
                .map((each) => each.split("=")[0] ?? "")
                .sort(),
        }),
    );

/** Those of the load balancers of Gateways: what a Service has of its own is merged over what all have (`tg_config_constructor.go`). */
function ofGateways(addon: Addon): Named[] {
    const targets = objectsOf(addon, "TargetGroupConfiguration").map(({ spec }) => spec);
    const attributesOf = (spec: Rendered) => spec.defaultConfiguration.targetGroupAttributes;
    const all = targets.filter(({ targetReference }) => !targetReference).flatMap(attributesOf);
    const merged = (own: { key: string }[]) =>
        keysOf([...new Map([...all, ...own].map((it) => [it.key, it])).values()]);
    return [
        ...targets.map((spec) => ({ of: "target-group-attributes", keys: merged(attributesOf(spec)) })),
        ...objectsOf(addon, "LoadBalancerConfiguration").map(({ spec }) => ({
            of: "attributes",
            keys: keysOf(spec.loadBalancerAttributes),
        })),
    ];
}

const dns = { zones: [{ id: "Z0PUBLIC", domain: "example.com" }] };
const opened = { domain: "example.com", grafana: { sso: grafanaSso }, dns };

const edge = { ...opened, certificates: { issuer: "letsencrypt" }, edge: { engine: "cloudfront", hosts } };

/** Settings of the gateway, and of others that change what it is made of; `by` the engines that have them, or by all. */
const variants: readonly { gateway?: object; more?: object; by?: readonly Engine[] }[] = [
    {},
    { gateway: { tlsMinVersion: "1.3" }, by: ["alb", "envoy", "traefik"] },
    { gateway: { requestTimeout: 300 }, by: ["envoy", "traefik"] },
    { more: opened },
    { more: edge, by: ["envoy", "istio"] },
];

describe.each(Object.keys(asks) as Engine[])("Load balancers of %s", (engine) => {
    it("have the same attributes by whatever settings", async () => {
        const named: Named[] = [];
        for (const { gateway, more = {}, by = [engine] } of variants) {
            if (!by.includes(engine)) continue;
            const certificates =
                engine === "alb" ? { ...args.certificates, loadBalancerHosts: [...hosts, "*.example.com"] } : {};
            const all = await withEngine(engine, gateway, { ...more, ...(engine === "alb" && { certificates }) });
            named.push(...all.flatMap((addon) => [...ofServices(addon), ...ofGateways(addon)]));
        }
        const targets = named.filter(({ of }) => of === "target-group-attributes");
        expect(targets.length).toBeGreaterThan(1);
        for (const [of, found] of Map.groupBy(named, ({ of }) => of))
            expect([of, ...new Set(found.map(({ keys }) => keys.join()))]).toHaveLength(2);
    });
});
