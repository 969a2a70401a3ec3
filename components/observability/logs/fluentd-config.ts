import type { FluentdOutput, LogKind } from "../../offers.ts";

/** Port of the forward protocol, and of metrics, which the chart declares. */
export const ports = { forward: 24224, metrics: 24231 };

/** Where the chart mounts the volume of each pod. */
const volume = "/var/log/fluent";

/** Where the certificate is mounted, and whether there is one. */
export const certificateFolder = "/etc/fluentd-tls";

/** Variable with the key that who forwards must have too. */
export const sharedKey = "FLUENTD_SHARED_KEY";

/** A variable of the environment, as Fluentd's configuration says it: within double quotes it is Ruby. */
export const fromEnvironment = (variable: string): string => `"#{ENV['${variable}']}"`;

type Keys = Readonly<Record<string, string | number>>;

/** A section of Fluentd's configuration; what it is for stands behind its name. */
const section = (head: string, keys: Keys, ...within: string[]): string => {
    const lines = [...Object.entries(keys).map(([key, value]) => `${key} ${value}`), ...within].join("\n");
    return [`<${head}>`, ...lines.split("\n").map((line) => `  ${line}`), `</${head.split(" ")[0]}>`].join("\n");
};

/**
 * What waits lies on the pod's volume, 3 GB for each kind of log. A buffer that is full takes nothing more: Fluent Bit
 * gets no answer, and keeps the lines.
 */
const buffer = ({ apartBy = ["tag"] }: FluentdOutput): string =>
    section(`buffer ${apartBy.join(",")}`, {
        "@type": "file",
        // As Fluent Bit's: what is sent at once stays below what every store takes.
        chunk_limit_size: "2m",
        total_limit_size: "3g",
        flush_interval: "5s",
        retry_forever: "true",
        retry_max_interval: "60s",
        overflow_action: "throw_exception",
    });

const match = (kind: LogKind, output: FluentdOutput): string =>
    section(
        `match ${kind}`,
        { "@id": kind, ...output.keys },
        ...(output.labels ? [section("label", output.labels)] : []),
        buffer(output),
    );

/**
 * Files of configuration in the place of the chart's own examples, which are read in the order of their names
 * (https://docs.fluentd.org/configuration). The second is for filters of somebody else's.
 */
export const configFiles = (outputs: Readonly<Record<LogKind, FluentdOutput>>, encrypted: boolean) => ({
    "01_sources.conf": [
        section("system", { root_dir: volume, log_level: "warn" }),
        section(
            "source",
            { "@type": "forward", "@id": "forward", port: ports.forward },
            ...(encrypted
                ? [
                      section("transport tls", {
                          cert_path: `${certificateFolder}/tls.crt`,
                          private_key_path: `${certificateFolder}/tls.key`,
                      }),
                  ]
                : []),
            section("security", { self_hostname: "fluentd", shared_key: fromEnvironment(sharedKey) }),
        ),
        section("source", { "@type": "prometheus", port: ports.metrics }),
        section("source", { "@type": "prometheus_output_monitor" }),
    ].join("\n"),
    "02_filters.conf": "",
    "03_dispatch.conf": "",
    "04_outputs.conf": [
        ...(Object.entries(outputs) as [LogKind, FluentdOutput][]).map(([kind, output]) => match(kind, output)),
        // Lines that the store refuses for good. Printed they would come back as lines of Fluentd's own.
        section("label @ERROR", {}, section("match **", { "@type": "null", "@id": refused })),
    ].join("\n"),
});

/** Output that counts the lines that are lost. */
export const refused = "refused";
