import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { parse, stringify } from "yaml";
import { obtain } from "../../sandbox/tools/tools.ts";
import { type Started, start } from "./programs.ts";
import type { WrittenGroup } from "./rules.ts";
import { openMetrics, type Series } from "./series.ts";
import { sink, type Told } from "./sink.ts";

export interface Scene {
    /** Alertmanager's configuration, as the product gives it. */
    config: string;
    groups: readonly WrittenGroup[];
    /** What was measured until now. */
    series: readonly Series[];
    /** Length of the history. */
    minutes: number;
    /**
     * How much faster time goes for every duration of the rules and of Alertmanager. What a query looks back on is not
     * shortened: that is in the history. Default 60: a minute is a second, and the 30 s between two evaluations half a
     * second.
     */
    speed?: number;
    /**
     * How often Prometheus repeats an alert, which is over for Alertmanager after four times as long. Default 10 minutes,
     * and not its minute: in fast time a machine that does something else for seconds would end an alert.
     */
    repeats?: string;
}

/** A real Prometheus with the rules and a history, and a real Alertmanager that it tells of its alerts. */
export interface Rig extends AsyncDisposable {
    /** What arrived so far, with minutes since Prometheus was ready. */
    told(): (Told & { minutes: number })[];
    /** Waits so many minutes of the rules. */
    pass(minutes: number): Promise<void>;
    stopPrometheus(): Promise<void>;
}

export async function rig({ config, groups, series, minutes, speed = 60, repeats = "10m" }: Scene): Promise<Rig> {
    const fast = clock(speed);
    const folder = mkdtempSync(join(tmpdir(), "alert-faults-"));
    const program = await obtain(["prometheus", "alertmanager"]);
    const people = await sink();
    const at = (name: string) => join(folder, name);
    mkdirSync(at("secrets"));
    writeFileSync(at("alertmanager.yaml"), pointedAt(people.url, config, at("secrets"), fast));
    writeFileSync(at("rules.yaml"), stringify({ groups: groups.map(faster(fast)) }));
    writeFileSync(at("history"), openMetrics(series, Math.floor(Date.now() / 1000), minutes));
    await promisify(execFile)(program("promtool"), [
        ...["tsdb", "create-blocks-from", "openmetrics", "--quiet", at("history"), at("data")],
    ]);

    const running: Started[] = [];
    const started = async (name: string, ...args: string[]) => {
        const each = await start(program(name), args, credentials);
        running.push(each);
        return each;
    };
    const alertmanager = await started(
        "alertmanager",
        `--config.file=${at("alertmanager.yaml")}`,
        `--storage.path=${at("notified")}`,
        "--web.listen-address=127.0.0.1:0",
        "--cluster.listen-address=",
    );
    writeFileSync(at("prometheus.yaml"), stringify(prometheusConfig(alertmanager.port, at("rules.yaml"), fast)));
    const prometheus = await started(
        "prometheus",
        `--config.file=${at("prometheus.yaml")}`,
        `--storage.tsdb.path=${at("data")}`,
        "--web.listen-address=127.0.0.1:0",
        `--rules.alert.resend-delay=${fast(repeats)}`,
    );
    const begin = Date.now();
    return {
        told: () => people.told.map((each) => ({ ...each, minutes: ((each.at - begin) / 60_000) * speed })),
        pass: (duration) => setTimeout((duration * 60_000) / speed),
        stopPrometheus: prometheus.stop,
        async [Symbol.asyncDispose]() {
            await Promise.all(running.map(({ stop }) => stop()));
            people.close();
        },
    };
}

/** SNS takes no message that is not signed. */
const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

/** The product's configuration with its durations shortened, and every system at the same address. */
function pointedAt(url: string, config: string, secrets: string, fast: Clock): string {
    const { global, route, receivers, ...rest } = parse(config);
    for (const [, receiver, key] of config.matchAll(/\/etc\/alertmanager\/secrets\/([\w-]+)\/([\w-]+)/g))
        writeFileSync(join(secrets, `${receiver}-${key}`), `${url}/${key}\n`);
    const written = stringify({
        ...rest,
        global: { ...global, resolve_timeout: fast("5m"), pagerduty_url: `${url}/pagerduty` },
        route: routed(route, fast),
        receivers: receivers.map(({ sns_configs, ...receiver }: { sns_configs?: object[] }) => ({
            ...receiver,
            ...(sns_configs && { sns_configs: sns_configs.map((each) => ({ ...each, api_url: `${url}/sns` })) }),
        })),
    });
    return written.replaceAll(/\/etc\/alertmanager\/secrets\/([\w-]+)\/([\w-]+)/g, join(secrets, "$1-$2"));
}

interface Route {
    routes?: Route[];
    [key: string]: unknown;
}

const routed = ({ routes = [], ...route }: Route, fast: Clock): Route => ({
    ...Object.fromEntries(
        Object.entries(route).map(([key, value]) => [key, /_(wait|interval)$/.test(key) ? fast(`${value}`) : value]),
    ),
    routes: routes.map((child) => routed(child, fast)),
});

const faster =
    (fast: Clock) =>
    ({ interval, rules, ...group }: WrittenGroup) => ({
        ...group,
        ...(interval && { interval: fast(interval) }),
        rules: rules.map((rule) => ({
            ...rule,
            ...(rule.for && { for: fast(rule.for) }),
            ...(rule.keep_firing_for && { keep_firing_for: fast(rule.keep_firing_for) }),
        })),
    });

const prometheusConfig = (alertmanager: number, rules: string, fast: Clock) => ({
    global: {
        evaluation_interval: fast("30s"),
        external_labels: { cluster: "shop", region: "eu-west-1" },
    },
    rule_files: [rules],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${alertmanager}`] }] }] },
});

/** Milliseconds in each unit of a duration. */
const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration such as `1h30m` in fast time. */
type Clock = (duration: string) => string;

const clock =
    (speed: number): Clock =>
    (duration) => {
        const parts = [...duration.matchAll(/(\d+)([smhd])/g)];
        const whole = parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (units[unit] ?? 0), 0);
        return `${Math.round(whole / speed)}ms`;
    };
