import { readFileSync } from "node:fs";
import { join } from "node:path";
import { everyPort, type PortRange } from "../../policy-pack/reading/reachability.ts";
import type { Cell, End, Reach } from "../../policy-pack/report/picture/reach.ts";
import { root } from "../../sandbox/paths.ts";

const outside: Readonly<Record<string, string>> = {
    Internet: "",
    "Private networks": "",
    VPC: "nodes, balancers, AWS",
    "API server": "and its webhooks",
    "Link-local": "agents of the node",
    "Instance metadata": "IMDS",
    "kube-system": "DNS",
};

/** Who may reach whom in `prod`, as it is written down; one namespace was not seen inside. */
export function exampleReach(unseen = "karpenter", nameOf = (name: string) => name): Reach {
    const lines = readFileSync(join(root, "tests/program/reach.txt"), "utf8").trim().split("\n");
    const allowed = new Map(
        lines.map((line): [string, PortRange[]] => {
            const [, pair = "", ports = ""] = /^(.*?): (.*)$/.exec(line) ?? [];
            return [pair, rangesOf(ports)];
        }),
    );
    const named = [...allowed.keys()].flatMap((pair) => pair.split(" → "));
    const names = [...new Set(named.filter((name) => !(name in outside))), ...Object.keys(outside)];
    const opens = (name: string) => !["kube-system", "Instance metadata"].includes(name);
    const cellOf = (from: string, to: string): Cell =>
        [from, to].includes(unseen) ? "unknown" : (allowed.get(`${from} → ${to}`) ?? []);
    return {
        ends: names.map((name): End => {
            const [first = "", detail = outside[name] ?? ""] = name.split("/");
            return { name: nameOf(first), detail, isOutside: name in outside };
        }),
        cells: names.map((from) => (opens(from) ? names.map((to) => cellOf(from, to)) : [])),
        unseen: 0,
    };
}

const rangesOf = (text: string): PortRange[] =>
    text === "every port"
        ? [...everyPort]
        : text.split(", ").map((part) => {
              const [, protocol = "TCP", first, last = first] = /^(?:(\w+) )?(\d+)(?:-(\d+))?$/.exec(part) ?? [];
              return { protocol, first: Number(first), last: Number(last) };
          });
