import { describe, expect, it } from "vitest";
import { exemptedPolicies } from "../../components/security/admission/exempted-policies.ts";
import { selectionOf } from "../../components/selection.ts";
import { everything as addons, settingsOfEverything as settings } from "./example.ts";
import { refusals } from "./refusals.ts";
import { hasChart, type Rendered } from "./render.ts";
import { podSecurityViolations, workloads } from "./workloads.ts";

const policies = exemptedPolicies(settings, selectionOf(settings).exemptions);
const plain = addons.filter((addon) => !hasChart(addon));

it("There are add-ons without a chart", () => {
    expect(plain.map(({ name }) => name)).toEqual([
        "database-dumps",
        "backup-canary",
        "restore-scratch",
        "restore-test",
        "istio-egress",
    ]);
});

describe.each(plain)("The objects of $name", ({ before = [], after = [], namespace }) => {
    const objects = [...before, ...after] as Rendered[];

    it("are nothing that an admission policy in force refuses", () => {
        expect(refusals(objects, namespace.name, policies)).toEqual([]);
    });

    it("are no pod that the Pod Security level of their namespace refuses", () => {
        const refused = workloads(objects).flatMap((each) =>
            podSecurityViolations(each, namespace.podSecurity).map((rule) => `${each.name}: ${rule}`),
        );
        expect(refused).toEqual([]);
    });
});
