import { expect, test } from "vitest";
import { resultOf } from "../../judged.ts";
import { object, release } from "../../ready/resource.ts";

const claim = object("core/v1:PersistentVolumeClaim", "data", {
    metadata: { namespace: "web", labels: { backup: "yes" } },
});

/** What the check says of the claim where the only schedule has these filters. */
const statusOf = (template: object) =>
    resultOf("backup-covers-stateful", [
        release("velero", "velero", { schedules: { daily: { schedule: "0 1 * * *", template } } }),
        claim,
    ])?.evidence.find(({ urn }) => urn === claim.urn)?.status;

test.each<[string, object, "pass" | "fail"]>([
    ["everything", {}, "pass"],
    ["claims among others", { includedResources: ["deployments", "persistentvolumeclaims"] }, "pass"],
    ["claims by their short name", { includedResources: ["pvc"] }, "pass"],
    ["no claims", { includedResources: ["deployments", "configmaps"] }, "fail"],
    ["everything but claims", { excludedResources: ["persistentvolumeclaims"] }, "fail"],
    ["another namespace", { includedNamespaces: ["shop"] }, "fail"],
    ["no volumes", { snapshotVolumes: false }, "fail"],
    ["what has its label", { labelSelector: { matchLabels: { backup: "yes" } } }, "pass"],
    ["what has another label", { labelSelector: { matchLabels: { backup: "no" } } }, "fail"],
    [
        "what has one of two labels",
        { orLabelSelectors: [{ matchLabels: { a: "b" } }, { matchLabels: { backup: "yes" } }] },
        "pass",
    ],
])("a schedule of %s covers a claim: %j %s", (_, template, status) => {
    expect(statusOf(template)).toBe(status);
});
