import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { promtool, scratch } from "../alerts/promtool.ts";
import { alertsOf, rules } from "../alerts/rules.ts";

const folder = scratch();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const day = 24 * 60 * 60;
const replicas = ["1", "2", "3"];

test("A certificate of six days that every replica counts is one alert, of all that there are on certificates", async () => {
    const groups = rules.get("cert-manager") ?? [];
    const file = join(folder, "rules.yaml");
    writeFileSync(file, stringify({ groups }));
    const series = (labels: string, value: number) =>
        replicas.map((pod) => ({ series: labels.replace("}", `,pod="${pod}"}`), values: `${value}x60` }));
    const ofWeb = 'namespace="shop",name="web",issuer_name="letsencrypt"';
    const alerts = alertsOf(groups).map(({ alert }) => alert);
    expect(alerts).toContain("CertificateExpires");
    const content = {
        rule_files: [file],
        evaluation_interval: "1m",
        tests: [
            {
                interval: "1m",
                input_series: [
                    ...series('up{namespace="cert-manager",job="cert-manager"}', 1),
                    ...series('certmanager_clusterissuer_ready_status{name="letsencrypt",condition="False"}', 0),
                    ...series(`certmanager_certificate_ready_status{${ofWeb},condition="False"}`, 0),
                    ...series(`certmanager_certificate_expiration_timestamp_seconds{${ofWeb}}`, 6 * day),
                    // A month before its end, as cert-manager does with one of ninety days.
                    ...series(`certmanager_certificate_renewal_timestamp_seconds{${ofWeb}}`, -24 * day),
                ],
                promql_expr_test: [
                    {
                        expr: 'count by (alertname, namespace, name) (ALERTS{alertstate="firing"})',
                        eval_time: "1h",
                        exp_samples: [
                            { labels: '{alertname="CertificateExpires", namespace="shop", name="web"}', value: 1 },
                        ],
                    },
                ],
            },
        ],
    };
    const tests = join(folder, "tests.yaml");
    writeFileSync(tests, stringify(content));
    const verdict = await promtool("test", "rules", tests);
    expect(verdict.content, verdict.output).toBe(true);
});
