import { type Case, down } from "../case.ts";

const rule = "Drop and execute new binary in container";
const labels = { pod: "falco-1", rule_name: rule };
const matched = (priority: number) =>
    `falcosecurity_falco_rules_matches_total{pod="falco-1",priority="${priority}",rule_name="${rule}"}`;
const counted = (what: string) => `falcosecurity_scap_n_${what}_total{pod="falco-1"}`;

/** The first match of a rule, one more, and one long ago. */
const first = "_x15 1x1";
const again = "2x15 3x1";
const long = "2x16";

const onMatch = (all: Pick<Case, "alert" | "severity" | "says">, priorities: number[], others: number[]): Case[] =>
    priorities.flatMap((priority) =>
        [first, again].map((values) => ({
            ...all,
            labels,
            settled: "16m",
            fires: { [matched(priority)]: values },
            silent: [
                { [matched(priority)]: long },
                ...others.map((other) => ({ [matched(priority)]: null, [matched(other)]: values })),
            ],
        })),
    );

export const falco: Case[] = [
    ...down(
        { job: "falco-metrics", namespace: "falco" },
        {
            alert: "FalcoDown",
            severity: "warning",
            after: "15m",
            says: "No pod of falco-metrics answers: Falco sees nothing of what runs.",
        },
    ),
    ...onMatch(
        {
            alert: "FalcoAttackSuspected",
            severity: "critical",
            says: `Falco on falco-1 suspects an attack: ${rule}.`,
        },
        [0, 2, 3],
        [4, 5],
    ),
    ...onMatch(
        {
            alert: "FalcoSuspiciousActivity",
            severity: "warning",
            says: `Falco on falco-1 finds suspicious: ${rule}.`,
        },
        [4],
        [3, 5],
    ),
    {
        alert: "FalcoMissesEvents",
        severity: "warning",
        after: "15m",
        settled: "5m",
        labels: { pod: "falco-1" },
        says: "Falco on falco-1 misses 11% of what happens on its node.",
        fires: { [counted("drops")]: "0+11", [counted("evts")]: "0+100" },
        silent: [{ [counted("drops")]: "0+9" }, { [counted("drops")]: "0" }],
    },
];
