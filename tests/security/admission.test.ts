import { describe, expect, test } from "vitest";
import type { Exemption } from "../../components/platform/exemption.ts";
import { exemptionAlerts, inForce } from "../../components/security/admission/ending-exemptions.ts";
import { exemptedPolicies } from "../../components/security/admission/exempted-policies.ts";
import {
    constraint,
    constraintTemplate,
    gatekeeperPolicies,
    webhookRules,
} from "../../components/security/admission/gatekeeper-policies.ts";
import { kyvernoPolicies } from "../../components/security/admission/kyverno-policies.ts";
import { nativePolicy } from "../../components/security/admission/native.ts";
import { policyIds } from "../../components/security/admission/policies.ts";
import { selectionOf } from "../../components/selection.ts";
import { rules } from "../../policy-pack/rules/index.ts";
import * as elsewhere from "../addons/elsewhere.ts";
import { addons, assembled, settings, settingsOfEverything } from "../addons/example.ts";

const legacy = { namespace: "legacy", policies: ["res-limits"], reason: "old", owner: "shop" };

/** Settings that differ in admission and in charts of the user's own. */
const changed = (admission: object = {}, ownCharts: object[] = []) => ({
    ...settings,
    admission: { ...settings.admission, ...admission },
    ownCharts: ownCharts as (typeof settings)["ownCharts"],
});
const policies = (...changes: Parameters<typeof changed>) => policiesOf(changed(...changes));
const policiesOf = (of: typeof settings) => exemptedPolicies(of, selectionOf(of).exemptions);
const one = (id: string, ...settings: Parameters<typeof policies>) => {
    const found = policies(...settings).find((policy) => policy.id === id);
    if (!found) throw new Error(`there is no policy ${id}`);
    return found;
};
const conditions = (...settings: Parameters<typeof one>) =>
    nativePolicy(one(...settings)).policy.matchConditions.map(({ expression }) => expression);

describe("admission policies", () => {
    test("have the ids of checks, each once", () => {
        expect(new Set(policyIds).size).toBe(policyIds.length);
        expect(policyIds.filter((id) => !rules.some((rule) => rule.id === id))).toEqual([]);
    });

    test("refuse for mandatory checks only", () => {
        const advisory = rules.filter(({ level }) => level === "advisory").map(({ id }) => id);
        const denying = policies().filter(({ action }) => action === "deny");
        expect(denying.map(({ id }) => id).filter((id) => advisory.includes(id))).toEqual([]);
    });

    test("are in nobody's way at removal", () => {
        const operations = policies().flatMap((each) =>
            nativePolicy(each).policy.matchConstraints.resourceRules.flatMap((it) => it.operations),
        );
        expect(new Set(operations)).toEqual(new Set(["CREATE", "UPDATE"]));
    });

    test("exempt nothing of a part or a user that is on EKS only, elsewhere", () => {
        const said = (of: typeof settings) => JSON.stringify(policiesOf(of).map(nativePolicy));
        const namespacesOf = (of: typeof settings) =>
            selectionOf(of).parts.flatMap(({ namespace }) => namespace?.name ?? []);
        const there = namespacesOf(elsewhere.settings);
        const absent = namespacesOf(settings).filter((name) => !there.includes(name));
        expect(absent).toContain("velero");
        for (const name of [...absent, "velero-server", "eks:"]) {
            const exempt = new RegExp(`\\b${name}(\\b|\\W)`);
            expect(said(settings), name).toMatch(exempt);
            expect(said(elsewhere.settings), name).not.toMatch(exempt);
        }
        for (const name of there) expect(said(elsewhere.settings), name).toContain(name);
    });

    test("exempt each for a reason that somebody looks at again, at a day that is near", () => {
        const year = 366 * 86_400_000;
        const unreviewed = selectionOf(settings).exemptions.filter(({ reason, review }: Exemption) => {
            const days = Date.parse(review) - Date.now();
            return reason.length < 20 || !(days > 0 && days < 1.5 * year);
        });
        expect(unreviewed).toEqual([]);
    });

    test("let cluster-admin be bound to Velero's own service account only, whatever the binding is called", () => {
        expect(conditions("rbac-no-cluster-admin").filter((it) => it.includes("velero-server"))).toEqual([
            `!((object.kind == "Namespace" ? object.metadata.name : object.metadata.?namespace.orValue("")) in [""] && ` +
                `object.metadata.?name.orValue("") in ["velero-server"] && ` +
                `dyn(object).?subjects.orValue([]).size() == 1 && dyn(object).?subjects.orValue([]).all(s, ` +
                `s.kind == "ServiceAccount" && s.name == "velero-server" && s.?namespace.orValue("") == "velero"))`,
        ]);
    });

    test("know every namespace whose Pod Security level is weaker", () => {
        const weaker = addons.filter(({ namespace }) => namespace.podSecurity !== "restricted");
        for (const { namespace } of weaker)
            expect(conditions("ns-pss-labels").join(), namespace.name).toContain(`"${namespace.name}"`);
    });

    test("only warn where the configuration says so", () => {
        expect(nativePolicy(one("res-limits")).binding.validationActions).toEqual(["Deny"]);
        const weakened = one("res-limits", { auditOnly: ["res-limits"] });
        expect(nativePolicy(weakened).binding.validationActions).toEqual(["Warn", "Audit"]);
        expect(one("res-requests", { auditOnly: ["res-limits"] }).action).toBe("deny");
    });

    test("leave out a namespace for the policies that the configuration names, and for no other", () => {
        const exemptNamespaces = [{ ...legacy, until: "9999-12-31" }];
        expect(conditions("res-limits", { exemptNamespaces }).join()).toContain('"legacy"');
        expect(conditions("res-requests", { exemptNamespaces }).join()).not.toContain('"legacy"');
    });

    test("judge a namespace again after the last day of its exemption, and tell of it before", () => {
        const today = new Date().toISOString().slice(0, 10);
        const over = [{ ...legacy, until: "2026-01-01" }];
        expect(conditions("res-limits", { exemptNamespaces: over }).join()).not.toContain('"legacy"');
        expect(inForce([{ ...legacy, until: today }])).toHaveLength(1);
        expect(inForce(over)).toEqual([]);
        const [group] = exemptionAlerts([{ ...legacy, until: "2027-06-30" }]);
        // 14 days before the last of June is over.
        expect(group?.rules).toMatchObject([{ expr: expect.stringMatching(/"legacy".* > 1813190400$/) }]);
    });

    test("let a chart of the user have the Pod Security level that was asked for", () => {
        const own = [
            { name: "agent", podSecurity: "privileged", chart: "oci://r/agent", version: "1.0.0" },
            { name: "shop", podSecurity: "restricted", chart: "oci://r/shop", version: "1.0.0" },
        ];
        const said = conditions("ns-pss-labels", {}, own).join();
        expect(said).toContain('"agent"');
        expect(said).not.toContain('"shop"');
    });

    test("are the same CEL for both engines, made by one of them", () => {
        const { exemptions } = selectionOf(settings);
        const kyverno = kyvernoPolicies(changed({ engine: "kyverno" }), exemptions);
        expect(kyvernoPolicies(settings, exemptions)).toEqual([]);
        for (const [index, policy] of policies().entries()) {
            const { failurePolicy, ...cel } = nativePolicy(policy).policy;
            expect(failurePolicy).toBe("Fail");
            expect(kyverno[index]?.spec).toMatchObject(cel);
        }
    });

    test("are the same CEL in Gatekeeper's templates, under the key that it reads, with a constraint each", () => {
        const settings = changed({ engine: "gatekeeper" });
        const { exemptions } = selectionOf(settings);
        const made = gatekeeperPolicies(settings, exemptions);
        const all = exemptedPolicies(settings, exemptions);
        expect(made.map(({ metadata }) => metadata.name)).toEqual(
            all.flatMap(({ id }) => [`platform${id.replaceAll("-", "")}`, id]),
        );
        for (const policy of all) {
            const { failurePolicy, matchConditions, matchConstraints: _, ...cel } = nativePolicy(policy).policy;
            const { spec } = constraintTemplate(policy);
            const source = spec.targets[0]?.code[0]?.source;
            expect(source).toMatchObject({ ...cel, failurePolicy, generateVAP: false });
            expect(source?.matchCondition).toEqual(expect.arrayContaining(matchConditions));
            expect(constraint(policy)).toMatchObject({ kind: spec.crd.spec.names.kind, metadata: { name: policy.id } });
        }
    });

    test.each<[typeof settings.chartValues, number]>([
        [{}, 2],
        [{ gatekeeper: { replicas: 5 } }, 4],
        [{ gatekeeper: { replicas: 2 } }, 1],
        [{ gatekeeper: { replicas: 1 } }, 1],
    ])("wait in Gatekeeper's form for its pods but one that may be away: %j", (chartValues, last) => {
        const made = gatekeeperPolicies({ ...changed({ engine: "gatekeeper" }), chartValues }, []);
        const waits = made.flatMap(({ metadata }) => metadata.annotations?.["pulumi.com/waitFor"] ?? []);
        expect(new Set(waits)).toEqual(new Set([`jsonpath={.status.byPod[${last}]}`]));
    });

    test("judge the operations and subresources that they name in Gatekeeper's form too, of what its webhook is asked", () => {
        const asked = webhookRules.flatMap(({ apiGroups, resources }) => resources.map((it) => `${apiGroups} ${it}`));
        for (const policy of policies({ engine: "gatekeeper" })) {
            const { resourceRules } = nativePolicy(policy).policy.matchConstraints;
            const named = resourceRules.flatMap(({ apiGroups, resources }) =>
                resources.map((it) => `${apiGroups} ${it}`),
            );
            expect(named.filter((it) => !asked.includes(it))).toEqual([]);
            const own = constraintTemplate(policy).spec.targets[0]?.code[0]?.source.matchCondition ?? [];
            const subresources = named.flatMap((it) => it.split("/")[1] ?? []);
            expect(own[0]?.expression).toBe(
                `request.?subResource.orValue("") in ${JSON.stringify([...new Set(["", ...subresources])])}`,
            );
            const operations = new Set(resourceRules.flatMap((it) => it.operations));
            expect(new Set(constraintTemplate(policy).spec.targets[0]?.operations)).toEqual(operations);
        }
        expect(webhookRules.flatMap(({ operations }) => operations)).not.toContain("DELETE");
    });

    test("are not audited by Gatekeeper where they judge Secrets, which controllers make, and deny and warn as native ones", () => {
        for (const policy of policies({ engine: "gatekeeper", auditOnly: ["res-limits"] })) {
            const { enforcementAction, scopedEnforcementActions: scoped } = constraint(policy).spec;
            const secrets = policy.match.some(({ resources }) => resources.includes("secrets"));
            expect(enforcementAction, policy.id).toBe(secrets ? "scoped" : policy.action);
            expect(
                scoped?.flatMap(({ action, enforcementPoints }) => [
                    action,
                    ...enforcementPoints.map(({ name }) => name),
                ]),
            ).toEqual(secrets ? [policy.action, "validation.gatekeeper.sh", "gator.gatekeeper.sh"] : undefined);
        }
    });

    test("are judged by Gatekeeper instead of Kyverno, which stays where it verifies signatures", () => {
        const engines = (of: typeof settings) =>
            selectionOf(of).parts.flatMap(({ name }) => (["gatekeeper", "kyverno"].includes(name) ? [name] : []));
        const gatekeeper = changed({ engine: "gatekeeper" });
        expect(engines(settings)).toEqual(["kyverno"]);
        expect(engines(changed({ engine: "kyverno" }))).toEqual(["kyverno"]);
        expect(engines(gatekeeper)).toEqual(["gatekeeper"]);
        expect(engines({ ...gatekeeper, registry: settingsOfEverything.registry })).toEqual(["gatekeeper", "kyverno"]);
    });

    test("of Gatekeeper are there before any other part: its webhook refuses what comes before its pods", async () => {
        const all = await assembled({ settings: { admission: { engine: "gatekeeper" } } });
        expect(all.filter(({ needs = [] }) => !needs.includes("gatekeeper")).map(({ name }) => name)).toEqual([
            "gatekeeper",
        ]);
    });

    test("are reported on by Kyverno where it may read every kind that they judge, and Secrets are not among these", () => {
        const granted = addons
            .find(({ name }) => name === "kyverno")
            ?.values.reportsController.rbac.clusterRole.extraResources.flatMap((rule: Record<string, string[]>) =>
                rule.resources?.map((resource) => `${rule.apiGroups} ${resource}`),
            );
        expect(granted).not.toContain(" secrets");
        for (const { spec, metadata } of kyvernoPolicies(changed({ engine: "kyverno" }), [])) {
            const judged = spec.matchConstraints?.resourceRules?.flatMap(({ apiGroups, resources }) =>
                resources?.map((resource) => `${apiGroups} ${resource}`),
            );
            const readable = judged?.every((kind) => granted.includes(kind));
            expect(spec.evaluation?.background?.enabled, metadata.name).toBe(readable);
        }
    });
});
