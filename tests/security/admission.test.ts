import { describe, expect, test } from "vitest";
import { platformNamespaces } from "../../components/platform/platform-addons.ts";
import { kyvernoPolicies } from "../../components/security/admission/kyverno-policies.ts";
import { nativePolicy } from "../../components/security/admission/native.ts";
import { admissionPolicies, policyIds } from "../../components/security/admission/policies.ts";
import { rules } from "../../policy-pack/rules/index.ts";
import { addons } from "../addons/example.ts";

const unweakened = { engine: "native" as const, imageRegistries: [], auditOnly: [], exemptNamespaces: [] };
const policies = (admission: object = {}, own: object[] = []) =>
    admissionPolicies({ admission: { ...unweakened, ...admission }, addons: own as never, cluster: {} });
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

    test("exempt by the namespaces that the add-ons of the platform have", () => {
        expect([...new Set(addons.map(({ namespace }) => namespace.name))].toSorted()).toEqual(
            platformNamespaces(true).toSorted(),
        );
    });

    test("exempt nothing of an add-on or a user that is on EKS only, elsewhere", () => {
        const existing = { kubeconfig: "", nodeCidrs: [""], serviceCidr: "", nodeSelector: {} };
        const said = (cluster: object) =>
            JSON.stringify(admissionPolicies({ admission: unweakened, addons: [], cluster }).map(nativePolicy));
        const absent = platformNamespaces(true).filter((name) => !platformNamespaces(false).includes(name));
        expect(absent).toContain("velero");
        for (const name of [...absent, "velero-server", "eks:"]) {
            const exempt = new RegExp(`\\b${name}(\\b|\\W)`);
            expect(said({}), name).toMatch(exempt);
            expect(said({ existing: { ...existing, eks: {} } }), name).toMatch(exempt);
            expect(said({ existing }), name).not.toMatch(exempt);
        }
        for (const name of platformNamespaces(false)) expect(said({ existing }), name).toContain(name);
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
        const exemptNamespaces = [{ namespace: "legacy", policies: ["res-limits"], reason: "old" }];
        expect(conditions("res-limits", { exemptNamespaces }).join()).toContain('"legacy"');
        expect(conditions("res-requests", { exemptNamespaces }).join()).not.toContain('"legacy"');
    });

    test("let an add-on of the user have the Pod Security level that was asked for", () => {
        const own = [
            { name: "agent", podSecurity: "privileged" },
            { name: "shop", podSecurity: "restricted" },
        ];
        const said = conditions("ns-pss-labels", {}, own).join();
        expect(said).toContain('"agent"');
        expect(said).not.toContain('"shop"');
    });

    test("are the same CEL for both engines, made by one of them", () => {
        const settings = { admission: { ...unweakened, engine: "kyverno" as const }, addons: [], cluster: {} };
        const kyverno = kyvernoPolicies(settings);
        expect(kyvernoPolicies({ ...settings, admission: unweakened })).toEqual([]);
        for (const [index, policy] of policies().entries()) {
            const { failurePolicy, ...cel } = nativePolicy(policy).policy;
            expect(failurePolicy).toBe("Fail");
            expect(kyverno[index]?.spec).toMatchObject(cel);
        }
    });

    test("are reported on by Kyverno where it may read every kind that they judge, and Secrets are not among these", () => {
        const settings = { admission: { ...unweakened, engine: "kyverno" as const }, addons: [], cluster: {} };
        const granted = addons
            .find(({ name }) => name === "kyverno")
            ?.values.reportsController.rbac.clusterRole.extraResources.flatMap((rule: Record<string, string[]>) =>
                rule.resources?.map((resource) => `${rule.apiGroups} ${resource}`),
            );
        expect(granted).not.toContain(" secrets");
        for (const { spec, metadata } of kyvernoPolicies(settings)) {
            const judged = spec.matchConstraints?.resourceRules?.flatMap(({ apiGroups, resources }) =>
                resources?.map((resource) => `${apiGroups} ${resource}`),
            );
            const readable = judged?.every((kind) => granted.includes(kind));
            expect(spec.evaluation?.background?.enabled, metadata.name).toBe(readable);
        }
    });
});
