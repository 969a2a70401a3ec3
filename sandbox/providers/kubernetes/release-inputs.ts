import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { Refusal, type Resource } from "../cloud.ts";
import { asList, asRecord, isRecord, isUnknown, merge, type Values } from "../values.ts";

/** Seconds that Helm waits where a program says nothing, and awaits the release: `defaultTimeoutSeconds`. */
const standardTimeout = 300;

/**
 * What the plugin's Check returns of each field of which a program says nothing: it reads the inputs into its Go struct
 * `Release` and writes the struct out again, so that every field that is no pointer comes back as the zero of its type.
 * Read in provider/pkg/provider/helm_release.go of pulumi-kubernetes after 4.32.0 (94977969d641), as all below; 4.25.0
 * has the same fields.
 */
export const zeroValues: Values = {
    allowNullValues: false,
    atomic: false,
    chart: "",
    cleanupOnFail: false,
    createNamespace: false,
    dependencyUpdate: false,
    description: "",
    devel: false,
    disableCRDHooks: false,
    disableOpenapiValidation: false,
    disableWebhooks: false,
    forceUpdate: false,
    keyring: "",
    lint: false,
    postrender: "",
    recreatePods: false,
    renderSubchartNotes: false,
    replace: false,
    resetValues: false,
    reuseValues: false,
    skipAwait: false,
    skipCrds: false,
    timeout: 0,
    values: {},
    verify: false,
    version: "",
    waitForJobs: false,
};

/** The same of `RepositoryOpts`, which is a pointer: only where a program gives one. */
const zeroRepositoryOpts: Values = { repo: "", caFile: "", certFile: "", keyFile: "", password: "", username: "" };

/**
 * The pointers, of which nothing comes back where nothing is said. All other inputs are no fields, and do not return.
 */
const pointers = ["maxHistory", "repositoryOpts"];

/**
 * The inputs of a release as the plugin's Check returns them. What differs: the plugin loads the chart, and returns the
 * chart's own version for a range or none; and before 4.30 it dropped null, empty lists and what is unknown from
 * values.
 */
export function completedRelease(
    { name }: Resource,
    inputs: Values,
    before: Values | undefined,
    namespace: unknown,
    suffix: string,
): Values {
    const { valueYamlFiles, repositoryOpts, values } = inputs;
    const fields = [...Object.keys(zeroValues), ...pointers];
    const said = Object.entries(inputs).filter(([key, value]) => fields.includes(key) && value !== null);
    return {
        ...zeroValues,
        ...(inputs.skipAwait !== true && { timeout: standardTimeout }),
        ...Object.fromEntries(said),
        ...(isRecord(repositoryOpts) && { repositoryOpts: { ...zeroRepositoryOpts, ...repositoryOpts } }),
        values: isUnknown(values) ? values : merge(fromFiles(valueYamlFiles), asRecord(values)),
        name: inputs.name || before?.name || `${name}-${suffix}`,
        namespace: inputs.namespace || namespace || "default",
    };
}

/** What files of values say; they are not among the inputs any more. */
function fromFiles(files: unknown): Values {
    return asList(files)
        .map(asRecord)
        .map(({ text, path }) => {
            if (typeof text !== "string" && typeof path !== "string")
                throw new Refusal("the sandbox reads no values from the network: give valueYamlFiles by path or text");
            return asRecord(parse(typeof text === "string" ? text : readFileSync(String(path), "utf8")));
        })
        .reduce(merge, {});
}
