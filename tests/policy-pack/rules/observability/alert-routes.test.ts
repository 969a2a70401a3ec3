import { describe, expect, test } from "vitest";
import { evaluate } from "../../../../policy-pack/evaluate.ts";
import { type AlertRoute, receiversOf } from "../../../../policy-pack/reading/alert-routes.ts";
import { changed, set } from "../../stack.ts";

const labels = { alertname: "Slow", severity: "critical", namespace: "shop" };
const told = (...routes: AlertRoute[]) => receiversOf({ receiver: "people", routes }, labels).join(" ");
const to = (receiver: string, route: AlertRoute) => ({ receiver, ...route });

describe("An alert is led as Alertmanager leads it", () => {
    test.each<[string, AlertRoute[], string]>([
        ["by a label", [to("a", { matchers: ['severity = "critical"'] })], "a"],
        ["without quotes", [to("a", { matchers: ["severity=critical"] })], "a"],
        ["by what it is not", [to("a", { matchers: ['severity != "critical"'] })], "people"],
        ["by an expression, which is about the whole value", [to("a", { matchers: ['severity =~ "crit"'] })], "people"],
        ["by alternatives", [to("a", { matchers: ['severity =~ "warning|critical"'] })], "a"],
        ["by what an expression is not", [to("a", { matchers: ['namespace !~ "kube-.*"'] })], "a"],
        ["by several at once", [to("a", { matchers: ['{severity="critical", namespace=~"shop,?|x"}'] })], "a"],
        ["by several of which one fails", [to("a", { matchers: ['{severity="critical",namespace="x"}'] })], "people"],
        ["by a label that it lacks", [to("a", { matchers: ['team = ""'] })], "a"],
        ["in older words", [to("a", { match: { severity: "critical" }, match_re: { namespace: "s.*" } })], "a"],
        [
            "in the operator's words",
            [to("a", { matchers: [{ name: "severity", value: "crit.*", matchType: "=~" }] })],
            "a",
        ],
        ["by the first that fits", [to("a", {}), to("b", {})], "a"],
        ["by more where the first says so", [to("a", { continue: true }), to("b", {})], "a b"],
        ["below a route", [to("a", { routes: [to("b", { matchers: ["namespace=shop"] })] })], "b"],
        ["to the receiver of the route above", [{ routes: [{ matchers: ["namespace=shop"] }] }], "people"],
    ])("%s: %o → %s", (_, routes, receivers) => {
        expect(told(...routes)).toBe(receivers);
    });
});

test.each<[string, string, AlertRoute[]]>([
    ["a route by severity leads to somebody", "pass", [to("oncall", { matchers: ['severity = "critical"'] })]],
    ["a route of information leads to nobody", "pass", [to("nobody", { matchers: ['severity = "info"'] })]],
    ["a route of one alert leads to nobody", "pass", [to("nobody", { matchers: ['alertname = "Noise"'] })]],
    ["a route of a team leads to nobody", "fail", [to("nobody", { matchers: ['team = "shop"'] })]],
    [
        "a route of a team below another one does",
        "fail",
        [to("oncall", { routes: [to("nobody", { match: { team: "shop" } })] })],
    ],
    ["a receiver is not defined", "fail", [to("forgotten", { matchers: ['severity = "critical"'] })]],
])("Where %s, alerts are routed: %s", (_, status, routes) => {
    const config = {
        route: { receiver: "people", routes: [to("switch", { matchers: ['alertname = "Watchdog"'] }), ...routes] },
        receivers: [
            { name: "nobody" },
            ...["people", "oncall", "switch"].map((name) => ({ name, webhook_configs: [{ url_file: `/${name}` }] })),
        ],
    };
    const { checks } = evaluate(changed(set("Release monitoring", "values.alertmanager.config", config)));
    expect(checks.find(({ id }) => id === "alertmanager-routed")?.status).toBe(status);
});
