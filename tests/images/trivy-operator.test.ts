import { describe, expect, it, test } from "vitest";
import { addonOf, addons, assembled, everything } from "../addons/example.ts";
import { chartPath, hasChart, render } from "../addons/render.ts";
import { scanJobs } from "../addons/scan-jobs.ts";
import { podSecurityViolations, workloads } from "../addons/workloads.ts";

const trivy = addonOf(everything, "trivy-operator");
const leftOut = ({ values }: typeof trivy): string[] => values.excludeNamespaces.split(",").filter(Boolean);
const scanner = async (registry: object, more: object = {}) =>
    addonOf(
        await assembled({ settings: { registry: { trivy: true, ...registry }, backup: {}, ...more } }),
        "trivy-operator",
    );

test("Nobody asked for the Trivy operator, and it is not there", () => {
    expect(addons.map(({ name }) => name)).not.toContain("trivy-operator");
});

describe("The Trivy operator leaves out", () => {
    it("what Inspector scans of the platform, and what AWS keeps in a registry of its own", () => {
        const own = everything.map(({ namespace }) => namespace.name);
        expect(leftOut(trivy)).toEqual(expect.arrayContaining([...own, "kube-system"]));
    });

    it("nothing of the platform where its images do not come through ECR", async () => {
        for (const registry of [{ allowUpstream: true }, { existing: { host: "images.example.com" } }])
            expect(leftOut(await scanner(registry))).toEqual(["amazon-guardduty", "kube-system"]);
    });

    it("no namespace of a chart of the user's own", async () => {
        const shop = { name: "shop", chart: "shop", version: "1.0.0", repository: "https://charts.example.com" };
        const settings = { registry: { trivy: true }, ownCharts: [shop] };
        const assembledShop = await assembled({ settings });
        expect(assembledShop.map(({ namespace }) => namespace.name)).toContain("shop");
        expect(leftOut(addonOf(assembledShop, "trivy-operator"))).not.toContain("shop");
    });
});

test("It reads no Secret of another namespace, and the images of the account alone, which it cannot change", () => {
    expect(trivy.values.operator.accessGlobalSecretsAndServiceAccount).toBe(false);
    const statements = trivy.identities?.flatMap(({ statements }) => statements) ?? [];
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^ecr:(Get|BatchGet|BatchCheck)/.test(action))).toEqual([]);
    expect(statements.at(-1)?.Resource).toBe("arn:aws:ecr:eu-west-1:123456789012:repository/*");
});

test("A scan goes to the Internet by HTTPS, and says what for", () => {
    const out = trivy.traffic.to.flatMap(({ peer, ports }) =>
        typeof peer === "object" && "internet" in peer ? [{ ...peer, ports }] : [],
    );
    expect(out).toEqual([{ internet: expect.stringContaining("mirror.gcr.io"), ports: [443] }]);
});

test("A scan reaches the user's registry at its port, and in a private network by its ranges", async () => {
    const existing = { host: "images.example.com:8443" };
    const privateHosts = [{ ...existing, cidrs: ["10.20.0.0/24"] }];
    const ways = async (registry: object, more: object = {}) =>
        (await scanner(registry, more)).traffic.to.filter(({ peer }) => typeof peer === "object");
    const outside = (ports: number[]) => ({ peer: { internet: expect.anything() }, ports });
    expect(await ways({ existing })).toEqual([outside([443, 8443])]);
    expect(await ways({ existing, privateHosts })).toEqual([
        { peer: { cidrs: ["10.20.0.0/24"] }, ports: [443, 8443] },
        outside([443]),
    ]);
    const admission = { imageRegistries: ["images.example.com:8443/*", "busybox@sha256:ab*", "nginx:1.25"] };
    expect(await ways({}, { admission })).toEqual([outside([443, 8443])]);
    expect(await ways({ privateHosts }, { admission })).toEqual([
        { peer: { cidrs: ["10.20.0.0/24"] }, ports: [443, 8443] },
        outside([443]),
    ]);
});

const objects = hasChart(trivy) && chartPath(trivy.chart) ? render(trivy, trivy.values) : [];

describe.runIf(objects.length > 0)("A Job that scans", () => {
    const [scan] = workloads(scanJobs(objects));
    if (!scan && objects.length > 0) throw new Error("there is none");

    it("keeps to the level restricted, and holds no token of the cluster", () => {
        expect(scan && podSecurityViolations(scan, "restricted")).toEqual([]);
        expect(scan?.pod.automountServiceAccountToken).toBe(false);
    });

    it("asks for what it needs and takes no more, on any node that workloads run on, and in front of none of them", () => {
        for (const { resources } of scan?.containers ?? [])
            for (const amount of [resources.requests, resources.limits])
                expect(Object.values(amount).filter((it) => !/^\d+(m|Mi|Gi)$/.test(String(it)))).toEqual([]);
        const { nodeSelector, tolerations, priorityClassName } = scan?.pod ?? {};
        expect({ nodeSelector, tolerations, priorityClassName }).toEqual({});
    });

    it("runs the image of Trivy from the private registry", () => {
        const images = scan?.containers.map(({ image }) => image) ?? [];
        expect(
            images.every((image) => image.includes(".dkr.ecr.eu-west-1.amazonaws.com/docker.io/aquasec/trivy:")),
        ).toBe(true);
    });
});
