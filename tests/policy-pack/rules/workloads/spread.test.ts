import { expect, test } from "vitest";
import { resultOf } from "../../judged.ts";
import { object } from "../../ready/resource.ts";

const labels = { app: "web" };
const own = { labelSelector: { matchLabels: labels } };
const over = (topologyKey: string, more: object = {}) => ({
    topologySpreadConstraints: [{ topologyKey, maxSkew: 1, whenUnsatisfiable: "DoNotSchedule", ...own, ...more }],
});
const apart = (how: string, topologyKey: string) => {
    const term = { topologyKey, ...own };
    const terms = how.startsWith("preferred") ? [{ weight: 100, podAffinityTerm: term }] : [term];
    return { affinity: { podAntiAffinity: { [`${how}DuringSchedulingIgnoredDuringExecution`]: terms } } };
};
const host = "kubernetes.io/hostname";
const zone = "topology.kubernetes.io/zone";

test.each<[string, object, string, string]>([
    ["strictly over hosts", over(host), "pass", "fail"],
    ["strictly over zones", over(zone), "pass", "pass"],
    ["over racks", over("rack"), "fail", "fail"],
    ["over hosts if it can be", over(host, { whenUnsatisfiable: "ScheduleAnyway" }), "fail", "fail"],
    ["over zones if it can be", over(zone, { whenUnsatisfiable: "ScheduleAnyway" }), "fail", "fail"],
    ["with a skew of nothing", over(zone, { maxSkew: 0 }), "fail", "fail"],
    ["with a skew below its replicas", over(zone, { maxSkew: 2 }), "pass", "pass"],
    ["with a skew of all replicas", over(zone, { maxSkew: 3 }), "fail", "fail"],
    ["with the pods of others", over(zone, { labelSelector: { matchLabels: { app: "api" } } }), "fail", "fail"],
    ["by anti-affinity over hosts", apart("required", host), "pass", "fail"],
    ["by anti-affinity over zones", apart("required", zone), "pass", "pass"],
    ["by a preference", apart("preferred", host), "fail", "fail"],
])("replicas that keep apart %s", (_, pod, hosts, zones) => {
    const web = object("apps/v1:Deployment", "web", {
        metadata: { namespace: "web" },
        spec: { replicas: 3, template: { metadata: { labels }, spec: { containers: [{ name: "web" }], ...pod } } },
    });
    expect(resultOf("spread-hosts", [web])?.status).toBe(hosts);
    expect(resultOf("spread-zones", [web])?.status).toBe(zones);
});
