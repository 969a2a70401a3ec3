import { inventory } from "../../policy-pack/inventory/inventory.ts";
import type { Report } from "../../policy-pack/judgement/result.ts";
import { pictureOf } from "../../policy-pack/report/picture/picture.ts";
import { recognise } from "../../policy-pack/report/read/read.ts";
import { type View, viewOf } from "../../policy-pack/report/view.ts";
import { exampleReach } from "./example-reach.ts";
import { descriptions, report } from "./report.ts";
import { entry, stack, stateOf, urn } from "./stack.ts";

/** What runs `attack` in each place where text of a stack could end up in a page. */
export const payloads = [
    "<script>attack()</script>",
    '"><img src=x onerror=attack()>',
    "'-attack()-'",
    "</style><script>attack()</script>",
    "</title><svg onload=attack()>",
    "javascript:attack()",
    "{{constructor.constructor('attack()')()}}",
    "\u001b[2J\u001b[31mred\u0007\u202Egnirts\u0000",
    "| a | b |\n# heading [link](https://example.com) @everyone `code`",
];

export function viewOfStack(content: Report = report(), entries = stack(), title = "shop/prod"): View {
    const reading = recognise("state.json", stateOf(entries));
    const picture = pictureOf(inventory(reading.resources), content.checks);
    return viewOf(reading, content, descriptions, "2026-11-21", { title, picture, reach: exampleReach() });
}

/** The same report with a payload for every name, message, owner and value that a stack or a rule decides. */
export function hostileView(payload: string): View {
    const content = report();
    const checks = content.checks.map((check) => ({
        ...check,
        evidence: check.evidence.map(({ status }) => ({
            urn: urn("kubernetes:helm.sh/v3:Release", payload),
            status,
            message: payload,
        })),
        ...(check.debt && { debt: { ...check.debt, owner: payload, reason: payload } }),
    }));
    const entries = stack().map((each) =>
        entry(each.type, payload, {
            ...each.inputs,
            name: payload,
            version: payload,
            ...(each.inputs.availabilityZone ? { availabilityZone: payload } : {}),
            ...(each.inputs.cidrBlock ? { cidrBlock: payload } : {}),
            ...(each.inputs.chart ? { chart: payload } : {}),
            ...(each.inputs.addonName ? { addonName: payload } : {}),
            ...(each.inputs.instanceTypes ? { instanceTypes: [payload] } : {}),
        }),
    );
    const hostile = { ...content, checks };
    const described = descriptions.map((each) => ({ ...each, title: payload, mend: payload, url: payload }));
    const reading = recognise("state.json", stateOf(entries));
    const picture = pictureOf(inventory(reading.resources), checks);
    return viewOf({ ...reading, notes: [payload] }, hostile, described, "2026-11-21", {
        title: payload,
        picture,
        reach: exampleReach("karpenter", () => payload),
    });
}
