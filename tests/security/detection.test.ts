import { beforeAll, describe, expect, it, test } from "vitest";
import type { ProductionClusterArgs } from "../../components/arguments.ts";
import { findingRules } from "../../components/security/detection/finding-rules.ts";
import { addonOf, args, everything } from "../addons/example.ts";
import { record } from "../foundation/recording.ts";

const cluster = (detection: ProductionClusterArgs["detection"]) =>
    record(async () => {
        const { ProductionCluster } = await import("../../components/production-cluster.ts");
        new ProductionCluster("shop", { ...args, detection });
    });

const features = "aws:guardduty/detectorFeature:DetectorFeature";
/** As it is called, and as one that is older may be called still. */
const trailArns = ["shop-eu-west-1-audit", "shop-audit"].map(
    (name) => `arn:aws:cloudtrail:eu-west-1:111122223333:trail/${name}`,
);

test("GuardDuty watches audit logs and what runs, with its agent on the nodes, and stays when the stack goes", async () => {
    const { of, one } = await cluster(undefined);
    expect(one("aws:guardduty/detector:Detector")).toMatchObject({ inputs: { enable: true }, kept: true });
    expect(of(features).map(({ inputs }) => [inputs.name, inputs.status])).toEqual([
        ["EKS_AUDIT_LOGS", "ENABLED"],
        ["RUNTIME_MONITORING", "ENABLED"],
    ]);
    expect(one(features, "RUNTIME_MONITORING").inputs.additionalConfigurations).toEqual([
        { name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" },
    ]);
    expect(of(features).every(({ kept }) => kept)).toBe(true);
    const told = of("aws:cloudwatch/eventTarget:EventTarget").filter(({ name }) => /threats|unwatched/.test(name));
    expect(told.map(({ inputs }) => inputs.arn)).toEqual([
        "arn:aws:sns:eu-west-1:111122223333:shop-alerts",
        "arn:aws:sns:eu-west-1:111122223333:shop-alerts",
    ]);
    for (const type of ["aws:securityhub/account:Account", "aws:cloudtrail/trail:Trail"]) expect(of(type)).toEqual([]);
});

describe("With all of it by argument", () => {
    let built: Awaited<ReturnType<typeof cluster>>;
    beforeAll(async () => {
        built = await cluster({ malwareScans: true, securityHub: "stack", auditTrail: true });
    });

    it("volumes are scanned, and Security Hub gathers without standards, which are the account's", () => {
        const { one } = built;
        expect(one(features, "EBS_MALWARE_PROTECTION")).toMatchObject({ inputs: { status: "ENABLED" }, kept: true });
        expect(one("aws:securityhub/account:Account")).toMatchObject({
            inputs: { enableDefaultStandards: false },
            kept: true,
        });
    });

    it("a trail of all regions records objects of the backups and their copies, and reads of secrets", () => {
        const { inputs } = built.one("aws:cloudtrail/trail:Trail");
        expect(inputs).toMatchObject({ enableLogFileValidation: true, isMultiRegionTrail: true });
        const [objects, management] = inputs.advancedEventSelectors;
        expect(objects.fieldSelectors).toContainEqual({
            field: "resources.ARN",
            startsWiths: ["arn:aws:s3:::shop-backups-", "arn:aws:s3:::shop-replica-"],
        });
        const backups = built.one("aws:s3/bucket:Bucket", "backups-bucket").inputs.bucket;
        expect(`arn:aws:s3:::${backups}/x`).toMatch(/^arn:aws:s3:::shop-backups-/);
        expect(management.fieldSelectors).toContainEqual({ field: "eventCategory", equals: ["Management"] });
        expect(JSON.stringify(management)).not.toContain("secretsmanager");
    });

    it("this trail alone writes to its bucket and uses its key", () => {
        const { one } = built;
        const statements = (type: string, end: string) => JSON.parse(one(type, end).inputs.policy).Statement;
        const ofTrail = [
            ...statements("aws:s3/bucketPolicy:BucketPolicy", "audit-policy"),
            ...statements("aws:kms/key:Key", "audit"),
        ].filter(({ Principal }) => Principal.Service === "cloudtrail.amazonaws.com");
        expect(ofTrail.map(({ Action }) => [Action].flat()[0])).toEqual([
            "s3:GetBucketAcl",
            "s3:PutObject",
            "kms:GenerateDataKey*",
        ]);
        for (const { Condition } of ofTrail) expect(Condition.StringEquals["aws:SourceArn"]).toEqual(trailArns);
        const { inputs, ignoreChanges } = one("aws:cloudtrail/trail:Trail");
        expect([inputs.name, ignoreChanges]).toEqual(["shop-eu-west-1-audit", ["name"]]);
    });
});

test("In development Falco can stand in for GuardDuty, of which nothing is made: fewer rules, in half the memory", async () => {
    const { all, one } = await cluster({ guardDuty: "none", falco: { profile: "light" } });
    expect(all.filter(({ type, name }) => /guardduty/.test(type) || /threats|unwatched/.test(name))).toEqual([]);
    const light = one("kubernetes:helm.sh/v3:Release", "-falco").inputs.values;
    expect(light.falco).toMatchObject({ priority: "warning", base_syscalls: { repair: true } });
    const full = addonOf(everything, "falco").values;
    expect(full.falco.priority).toBeUndefined();
    const memory = ({ resources }: typeof full) => Number.parseInt(resources.requests.memory, 10);
    expect(memory(light) * 2).toBe(memory(full));
});

/** Whether EventBridge matches an event: of a list one must, a list in the event matches by any of its entries. */
function matches(pattern: unknown, event: unknown): boolean {
    if (Array.isArray(event)) return event.some((entry) => matches(pattern, entry));
    if (Array.isArray(pattern)) return pattern.some((condition) => holds(condition, event));
    return Object.entries(pattern as object).every(([key, inner]) =>
        matches(inner, (event as Record<string, unknown> | undefined)?.[key]),
    );
}
function holds(condition: unknown, value: unknown): boolean {
    if (typeof condition !== "object" || condition === null) return condition === value;
    const { numeric, "anything-but": not } = condition as { numeric?: [string, number]; "anything-but"?: unknown[] };
    if (numeric?.[0] === ">=") return Number(value) >= numeric[1];
    if (not) return value !== undefined && !not.includes(value);
    throw new Error(`no such condition: ${JSON.stringify(condition)}`);
}

const finding = (severity: number, name?: string) => ({
    source: "aws.guardduty",
    "detail-type": "GuardDuty Finding",
    detail: { severity, resource: name ? { resourceType: "EKSCluster", eksClusterDetails: { name } } : {} },
});
const unwatched = (clusterName: string) => ({
    source: "aws.guardduty",
    "detail-type": "GuardDuty Runtime Protection Unhealthy",
    detail: { resourceDetails: { resourceType: "EKS", eksClusterDetails: { clusterName } }, issue: "x" },
});
const ofHub = (more: object = {}, Label = "HIGH") => ({
    source: "aws.securityhub",
    "detail-type": "Security Hub Findings - Imported",
    detail: {
        findings: [
            {
                ProductName: "Macie",
                Severity: { Label },
                Workflow: { Status: "NEW" },
                RecordState: "ACTIVE",
                ...more,
            },
        ],
    },
});

type Service = "stack" | "given" | "none";
test.each<[string, object, Service, Service, string[]]>([
    ["a severe finding of the account", finding(7), "stack", "none", ["threats"]],
    ["a severe finding of another cluster", finding(8.5, "other"), "stack", "none", ["threats"]],
    ["a medium finding", finding(6.9, "shop"), "stack", "none", []],
    ["a severe finding, where another stack tells of the account's", finding(8), "given", "none", []],
    ["one of this cluster there", finding(8, "shop"), "given", "none", ["threats"]],
    ["one of another cluster there", finding(8, "other"), "given", "none", []],
    ["an agent of this cluster that fell silent", unwatched("shop"), "given", "none", ["unwatched"]],
    ["an agent of another cluster that fell silent", unwatched("other"), "stack", "none", []],
    ["a finding of another service", ofHub(), "stack", "none", []],
    ["a finding of another service, with Security Hub", ofHub(), "stack", "given", ["hub-findings"]],
    ["one of GuardDuty there, which is told already", ofHub({ ProductName: "GuardDuty" }), "stack", "stack", []],
    ["one that somebody looks at", ofHub({ Workflow: { Status: "NOTIFIED" } }), "stack", "stack", []],
    ["one that is over", ofHub({ RecordState: "ARCHIVED" }), "stack", "stack", []],
    ["a medium one", ofHub({}, "MEDIUM"), "stack", "stack", []],
    ["anything, with nothing on", finding(9, "shop"), "none", "none", []],
])("Of %s people hear as they should", (_, event, guardDuty, securityHub, told) => {
    const rules = findingRules({ guardDuty, securityHub, malwareScans: false, auditTrail: false }, "shop");
    expect(rules.filter(({ pattern }) => matches(pattern, event)).map(({ name }) => name)).toEqual(told);
});

test("Each sentence has the words that it names, and no other", () => {
    for (const { sentence, words } of findingRules(
        { guardDuty: "stack", securityHub: "stack", malwareScans: false, auditTrail: false },
        "shop",
    ))
        expect(sentence.match(/(?<=<)\w+(?=>)/g)?.toSorted()).toEqual(Object.keys(words).toSorted());
});

test("Falco fetches nothing when it starts, and reaches nobody", () => {
    const { traffic, values } = addonOf(everything, "falco");
    expect(traffic.to).toEqual([]);
    expect(values.falcoctl.artifact).toEqual({ install: { enabled: false }, follow: { enabled: false } });
});
