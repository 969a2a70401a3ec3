import { type Checks, failuresOf, integer, matching, oneOf, propertyFailures } from "../checks.ts";
import type { Failure } from "../cloud.ts";
import { typeFacts } from "../sdk.ts";
import { asRecord, merge, type Values } from "../values.ts";
import { chartName } from "./chart-name.ts";
import type { Address } from "./cluster.ts";
import { groupsOfCharts } from "./custom-resources.ts";
import { dnsLabel } from "./names.ts";

/** A Helm release, `helm.sh/v3:Release`. The chart is not fetched and not rendered. */
export const releaseType = "kubernetes:helm.sh/v3:Release";
export const immutableOfReleases = ["name", "namespace"];

const checks: Checks = {
    name: matching(
        /^(?=.{1,53}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
        "at most 53 small letters, digits, - and .",
    ),
    namespace: dnsLabel,
    version: matching(/^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/, "one exact version such as 1.2.3"),
    timeout: integer(0, 86_400),
    maxHistory: integer(0, 1_000),
    atomic: oneOf(true, false),
    "repositoryOpts.repo": matching(
        /^https?:\/\/\S+$/,
        "the https:// URL of a repository (an oci:// reference is the chart itself)",
    ),
};

/** What is wrong with what a program says of a release. */
export function releaseFailures(release: Values): Failure[] {
    const { inputs = [], required = [] } = typeFacts("@pulumi/kubernetes", releaseType, "helm/v3/release") ?? {};
    return [
        ...propertyFailures(release, { inputs: [...inputs, "compat"], required }, "a Release has no field"),
        ...failuresOf(release, checks),
    ];
}

export const addressOfRelease = ({ name, namespace }: Values): Address => ({
    kind: "Release.helm.sh",
    name: String(name),
    namespace: String(namespace ?? "default"),
});

/** API groups that the release brings. */
export const groupsOf = (release: Values): string[] =>
    release.skipCrds === true ? [] : (groupsOfCharts[chartName(String(release.chart))] ?? []);

export function releaseOutputs(release: Values, revision: number): Values {
    const { name, namespace, version, chart } = release;
    const status = { name, namespace, version, chart: chartName(String(chart)), revision, status: "deployed" };
    return merge({ status, resourceNames: {}, values: {} }, asRecord(release));
}
