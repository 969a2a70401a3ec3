import type { Severity } from "../../../components/platform/severity.ts";
import type { Case } from "../case.ts";

const labels = { slo: "shop", service: "web" };
const of = (name: string) => `${name}{slo="shop",service="web"}`;
const ratio = (window: string) => of(`slo:errors:ratio_rate${window}`);

/** An objective of 99.9 %: the budget is one request of a thousand. Each pair of windows just above, then just below. */
function burns(severity: Severity, [long, short]: [string, string], rate: number, above: string): Case {
    const below = String(rate * 0.00099);
    return {
        alert: "ErrorBudgetBurn",
        severity,
        labels: { ...labels, window: long },
        says: `shop of web uses up its error budget ${rate} times as fast as it may: ${above} of the requests of ${long} were not good.`,
        fires: {
            [of("slo:objective:ratio")]: "0.999",
            [ratio(long)]: String(rate * 0.00101),
            [ratio(short)]: String(rate * 0.00101),
        },
        silent: [
            { [ratio(long)]: below },
            { [ratio(short)]: below },
            { [ratio(short)]: null },
            { [of("slo:objective:ratio")]: "0.99" },
        ],
        otherwise: { 'service="web"}': 'service="web",alerted_by="another"}' },
    };
}

export const slos: Case[] = [
    burns("critical", ["1h", "5m"], 14.4, "1.454%"),
    burns("critical", ["6h", "30m"], 6, "0.606%"),
    burns("warning", ["1d", "2h"], 3, "0.303%"),
    burns("warning", ["3d", "6h"], 1, "0.101%"),
];
