import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import * as reachability from "../../../policy-pack/reading/reachability.ts";
import { root } from "../../../sandbox/paths.ts";
import { obtain } from "../../../sandbox/tools/tools.ts";
import { Modules } from "../mutation/modules.ts";
import { mutantsOf } from "../mutation/mutators.ts";
import { type NetworkCase, networkCase } from "./network-cases.ts";

/** What Cyclonus says, and what it says of the pods and namespaces that Kubernetes' own code selects. */
interface Answer {
    readonly cyclonus: boolean;
    readonly kubernetes: boolean;
}

const count = 10_000;
const cases = fc.sample(networkCase, { numRuns: count, seed: 1 });
let answers: Answer[];

beforeAll(async () => {
    const program = (await obtain(["cyclonus"]))("may-reach");
    const { stdout } = await execa(program, { input: JSON.stringify(cases.map(asked)), maxBuffer: 2 ** 26 });
    answers = JSON.parse(stdout);
});

/** Policies as objects of the API; Cyclonus knows of no node, and not whether two pods are one. */
const asked = ({ policies, from, to, ...rest }: NetworkCase) => ({
    ...rest,
    policies: policies.map(({ namespace, spec }) => ({ metadata: { namespace }, spec })),
    from: { ...from, node: undefined },
    to: { ...to, node: undefined },
});

/** No policy keeps a pod from itself, or from its node: what Cyclonus has no words for. */
const isWithin = ({ from, to }: NetworkCase): boolean =>
    from === to ||
    ([from, to].some(({ namespace }) => namespace === undefined) && from.node !== undefined && from.node === to.node);

/** One after the other, as somebody asks for them: a fault is noticed by the first. */
function* disagreements({ mayReach, reachablePorts }: typeof reachability): Generator<NetworkCase> {
    for (const [index, each] of cases.entries()) {
        const { from, to, port, protocol } = each;
        if (mayReach(each, from, to, port, protocol) !== (isWithin(each) || answers[index]?.kubernetes)) yield each;
    }
    yield* cases.filter((each) => reachablePorts(each, each.from, each.to).some(({ first, last }) => first > last));
    yield* unreadable.filter((each) => mayReach(each, each.from, each.to, each.port));
}

/** What is no range, and which the API server refuses. */
const unreadable: NetworkCase[] = ["10.0.0.0/99", "everybody"].map((cidr) => ({
    policies: [{ namespace: "shop", spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr } }] }] } }],
    namespaces: {},
    from: { ip: "10.0.0.5" },
    to: { ip: "10.0.0.6", namespace: "shop" },
    port: 80,
    protocol: "TCP",
}));

describe(`Who may reach whom, in ${count} generated cases`, () => {
    test("The function says what Cyclonus says", () => {
        expect(answers).toHaveLength(count);
        const shortest = [...disagreements(reachability)].map((each) => JSON.stringify(each));
        expect(shortest.sort((one, other) => one.length - other.length).slice(0, 1)).toEqual([]);
        const allowed = answers.filter(({ kubernetes }) => kubernetes).length;
        console.log(`${count} cases: ${allowed} allowed, ${count - allowed} denied`);
        expect(Math.min(allowed, count - allowed)).toBeGreaterThan(count / 5);
    });

    /** NotIn selects what lacks the label (pkg/labels/selector.go), and an empty value is no missing label. */
    test("Cyclonus and Kubernetes select others only by a label that is missing", () => {
        const apart = cases.filter((_, index) => answers[index]?.cyclonus !== answers[index]?.kubernetes);
        expect(apart.length).toBeGreaterThan(0);
        console.log(`${apart.length} of ${count} cases are others by Cyclonus' own reading of selectors`);
        expect(
            apart.map((each) => JSON.stringify(each)).filter((text) => !/NotIn|"matchLabels":\{[^}]*""/.test(text)),
        ).toEqual([]);
    });

    test("No policy keeps a pod from itself or from its node, though Cyclonus says so", () => {
        const within = cases.filter((each, index) => isWithin(each) && !answers[index]?.kubernetes);
        console.log(`${within.length} of ${count} cases are within a pod, or between it and its node`);
        expect(within.filter(({ from, to }) => from === to).length).toBeGreaterThan(0);
        expect(within.filter(({ from, to }) => from !== to).length).toBeGreaterThan(0);
    });
});

describe("A fault in the function is noticed by the cases", () => {
    const reading = join(root, "policy-pack/reading");
    const entry = join(reading, "reachability.ts");
    const modules = new Modules();
    modules.load(entry);
    /** The parts of these files that decide. */
    const parts: Readonly<Record<string, RegExp>> = {
        "reachability.ts": /./,
        "label-selectors.ts": /^matches/,
        "network-policies.ts": /^directions/,
        "cidr.ts": /^contains/,
    };
    const mutants = Object.entries(parts).flatMap(([name, part]) => {
        const file = join(reading, name);
        return mutantsOf(file, readFileSync(file, "utf8"))
            .filter((mutant) => part.test(mutant.name))
            .map((mutant) => ({ file, ...mutant }));
    });

    test.each(mutants)("$name", ({ file, source }) => {
        const mutated = modules.change(file, source).load(entry) as typeof reachability;
        expect(notices(mutated)).toBe(true);
    });

    const notices = (mutated: typeof reachability): boolean => {
        try {
            return !disagreements(mutated).next().done;
        } catch {
            return true;
        }
    };
});
