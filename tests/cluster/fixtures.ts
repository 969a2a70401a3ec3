import { join, resolve } from "node:path";

const { CHARTS = "", SETTINGS = "{}" } = process.env;

/** Where the charts of the platform are, if they are at hand; Helm runs in other folders than this process. */
export const givenCharts: readonly string[] = CHARTS ? [CHARTS.startsWith("oci://") ? CHARTS : resolve(CHARTS)] : [];

/** Folder of the charts below. They come before those of the platform: a registry is asked for every chart. */
export const fixtureCharts = join(import.meta.dirname, "charts");

const repository = "https://charts.example.com";

/** Charts of our own, planned through the same door as everybody's. */
export const operatorChart = {
    name: "operator",
    chart: "operator",
    version: "1.0.0",
    repository,
    values: { owner: "platform" },
};
export const shopChart = {
    name: "shop",
    chart: "shop",
    version: "2.3.0",
    repository,
    values: { service: { type: "ClusterIP" } },
};

/** The shop's widgets are served by the operator: it comes first and goes last. */
export const rightOrder = [operatorChart, { ...shopChart, needs: ["operator"] }];

/** A chart of a user, whose load balancer is in AWS as long as its Ingress is there. */
export const entrance = {
    name: "entrance",
    chart: "entrance",
    version: "1.0.0",
    repository,
    needs: ["aws-load-balancer-controller"],
};

/** What these charts need of admission. */
export const fixtureAdmission = {
    imageRegistries: ["registry.example.com/*"],
    exemptNamespaces: [
        {
            namespace: "shop",
            policies: ["secret-from-store"],
            reason: "the fixture makes a password of its own",
            owner: "tests",
            until: "9999-12-31",
        },
    ],
};

/** Options that are to be tried. */
export const tried: Record<string, unknown> = JSON.parse(SETTINGS);

/** What a stack needs for the fixtures. */
export const fixtureSettings: Record<string, unknown> = { ownCharts: rightOrder, admission: fixtureAdmission };

/** Settings of the stack as the tests have it: the same, and these options. */
export const stackSettings: Record<string, unknown> = { ...fixtureSettings, ...tried };
