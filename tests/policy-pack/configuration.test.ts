import { describe, expect, test } from "vitest";
import { parseConfig } from "../../policy-pack/configuration.ts";
import { evaluate } from "../../policy-pack/evaluate.ts";
import { object } from "./ready/resource.ts";
import { add, changed, hide, set } from "./stack.ts";

const check = "ns-pss-labels";
const weaker = set("Namespace shop", ["metadata", "labels", "pod-security.kubernetes.io/enforce"], "baseline");
const exception = { resource: "shop", owner: "team", reason: "hostPath", expires: "2026-12-31" };
const debt = { owner: "team", reason: "not yet", until: "2026-12-31" };

const judged = (config: object, day: string, ...changes: Parameters<typeof changed>) => {
    const report = evaluate(changed(...changes), parseConfig(config), new Date(day));
    const one = (id: string) => report.checks.find((each) => each.id === id);
    return { check: one(check), entries: one("configuration"), rows: report.rows };
};

describe("an exception", () => {
    test("takes the resource it names out of the check, and says who accepted it, until when and why", () => {
        const { check, entries } = judged(
            { [`${"ns-pss-labels"}`]: { exceptions: [exception] } },
            "2026-12-31",
            weaker,
        );
        expect(check?.status).toBe("pass");
        expect(check?.evidence.find(({ status }) => status === "not-applicable")?.message).toMatch(
            /accepted by team until 2026-12-31: hostPath/,
        );
        expect(entries).toBeUndefined();
    });

    test.each([
        ["the resource's name", "shop"],
        ["a part of the URN", "urn:*:Namespace::shop"],
        ["any characters", "sh*p"],
    ])("names a resource by %s", (_, resource) => {
        expect(
            judged({ [check]: { exceptions: [{ ...exception, resource }] } }, "2026-12-01", weaker).check?.status,
        ).toBe("pass");
    });

    test("does not cover what it does not name", () => {
        const { check: result } = judged(
            { [check]: { exceptions: [{ ...exception, resource: "kyverno" }] } },
            "2026-12-01",
            weaker,
        );
        expect(result?.status).toBe("fail");
    });

    test("fails by itself after its last day, and the finding is back", () => {
        const { check: result, entries } = judged({ [check]: { exceptions: [exception] } }, "2027-01-01", weaker);
        expect(result?.status).toBe("fail");
        expect(entries).toMatchObject({ level: "mandatory", status: "fail" });
        expect(entries?.evidence[0]?.message).toMatch(
            /ns-pss-labels: the exception of team for shop expired on 2026-12-31/,
        );
    });
});

describe("a debt", () => {
    test("leaves the check and its row failed, marked as debt", () => {
        const { check: result } = judged({ [check]: { debt } }, "2026-12-31", weaker);
        expect(result).toMatchObject({ status: "fail", level: "mandatory", debt });
    });

    test("is no longer one after its last day", () => {
        const { check: result, entries } = judged({ [check]: { debt } }, "2027-01-01", weaker);
        expect(result?.debt).toBeUndefined();
        expect(entries?.evidence[0]?.message).toMatch(/ns-pss-labels: the debt of team expired on 2026-12-31/);
    });

    test("is not marked where the check passes", () => {
        expect(judged({ [check]: { debt } }, "2026-12-01").check).not.toHaveProperty("debt");
    });
});

describe("an enforcement level", () => {
    test.each([
        ["advisory", { level: "advisory", status: "fail" }],
        [{ enforcementLevel: "mandatory" }, { level: "mandatory", status: "fail" }],
        ["disabled", { level: "mandatory", status: "not-applicable" }],
    ])("%j is taken", (entry, expected) => {
        expect(judged({ [check]: entry }, "2026-12-01", weaker).check).toMatchObject(expected);
    });
});

test("the mistakes of a configuration are told all at once, each with its path", () => {
    const mistaken = () =>
        parseConfig({
            "eks-auth-mod-api": {},
            "eks-secrets-kms": { exceptions: [{ resource: "*", owner: " ", reason: "x" }] },
            "nodes-min-count": { minimum: "three", maximum: 4 },
            "ns-default-deny": { debt: { owner: "team", reason: "x", until: "next year" } },
            "kms-key-rotation": "loud",
            "vpc-flow-logs": 7,
            "unknown-checks": "mandatory",
        });
    for (const expected of [
        /eks-auth-mod-api: there is no such check; did you mean eks-auth-mode-api\?/,
        /eks-secrets-kms\.exceptions\.0\.owner: must not be empty/,
        /eks-secrets-kms\.exceptions\.0\.expires: is missing/,
        /nodes-min-count\.minimum: .*expected number, received string/,
        /nodes-min-count: Unrecognized key: "maximum"/,
        /ns-default-deny\.debt\.until: must be a day, YYYY-MM-DD/,
        /kms-key-rotation\.enforcementLevel: .*"mandatory"\|"advisory"\|"disabled"/,
        /vpc-flow-logs: .*expected object, received number/,
    ]) {
        expect(mistaken).toThrow(expected);
    }
    expect(mistaken).not.toThrow(/unknown-checks/);
});

test.each(["disabled", { enforcementLevel: "disabled" }])("the inventory cannot be switched off by %j", (entry) => {
    expect(() => parseConfig({ inventory: entry })).toThrow(
        /inventory: cannot be disabled: it records what all checks/,
    );
    expect(parseConfig({ inventory: "advisory", "open-debts": "disabled" }).size).toBe(0);
});

describe("a check that comes after another one", () => {
    const gone = add(object("storage.k8s.io/v1:StorageClass", "other", {}));

    test("says nothing where the other one fails for the same subject", () => {
        const report = evaluate(changed(set("Release velero", "values.deployNodeAgent", false)), parseConfig({}));
        const tiers = report.checks.find(({ id }) => id === "backup-schedule-tiers");
        expect(tiers).toMatchObject({ status: "not-applicable", evidence: [{ message: "see backup-tool-present" }] });
    });

    test("is judged where the other one is only unknown", () => {
        const report = evaluate(changed(hide("Release velero", "values.deployNodeAgent"), gone), parseConfig({}));
        expect(report.checks.find(({ id }) => id === "backup-schedule-tiers")?.status).toBe("pass");
    });
});
