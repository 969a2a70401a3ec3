import { type ResourceTransform, runtime } from "@pulumi/pulumi";
import { next } from "./next.ts";

/**
 * What a test asks for: how releases, and ConfigMaps beside them, differ from what is planned, and how many seconds the deletion of an object may
 * take, and that of one release.
 */
const { RELEASES = "planned", DELETION_TIMEOUT, HANGING } = process.env;

/** A value of charts that have neither requests, as Kubernetes writes them, nor annotations among their values. */
const ownValues: Readonly<Record<string, object>> = {
    base: { defaultRevision: "default" },
    "gateway-api-crds": { varied: "yes" },
    linkerd: { controllerLogLevel: "warn" },
    "linkerd-cni": { logLevel: "debug" },
    "linkerd-crds": { varied: "yes" },
    operator: { owner: "others" },
    shop: { widgets: 4 },
};

/** The quota of its namespace refuses a load balancer. */
const refused = { shop: { service: { type: "LoadBalancer" } } } as Readonly<Record<string, object>>;

/**
 * Values with every CPU figure and every map of annotations a little different; what is still to come stays as it is.
 */
function varied(value: unknown, key = ""): unknown {
    if (Array.isArray(value)) return value.map((it) => varied(it, key));
    if (typeof value === "string" && key === "cpu")
        return value.replace(/^\d+(?=m$)/, (figure) => `${Number(figure) + 1}`);
    if (!value || Object.getPrototypeOf(value) !== Object.prototype) return value;
    const inside = Object.entries(value).map(([name, it]) => [name, varied(it, name)]);
    return { ...Object.fromEntries(inside), ...(/annotations$/i.test(key) && { "example.com/varied": "yes" }) };
}

interface Props {
    readonly name?: unknown;
    readonly chart?: unknown;
    readonly version?: unknown;
    readonly values?: object;
}

/** Another value, and the next version of its chart. */
const bumped = ({ name, chart, version, values }: Props) => ({
    values: { ...(varied(values) as object), ...ownValues[String(name)] },
    chart: String(chart).replace(String(version), next(String(version))),
    version: next(String(version)),
});

const changes: Readonly<Record<string, (props: Props) => Props>> = {
    planned: () => ({}),
    bumped,
    refused: (props) => {
        const { values, ...changed } = bumped(props);
        return { ...changed, values: { ...values, ...refused[String(props.name)] } };
    },
};

const change: ResourceTransform = ({ type, props, opts }) => {
    // Real AWS takes half a minute until an association counts; the simulated one takes none.
    if (type === "aws:eks/podIdentityAssociation:PodIdentityAssociation")
        return { props, opts: { ...opts, hooks: {} } };
    if (!type.startsWith("kubernetes:")) return undefined;
    const release = type === "kubernetes:helm.sh/v3:Release";
    const configMap = type === "kubernetes:core/v1:ConfigMap" && RELEASES === "bumped";
    const deletionTimeout =
        DELETION_TIMEOUT === undefined
            ? {}
            : { customTimeouts: { ...opts.customTimeouts, delete: `${DELETION_TIMEOUT}s` } };
    // The plugin waits so long for the removal of a release, and for its installation.
    const timeout = release && props.name === HANGING ? { timeout: Number(DELETION_TIMEOUT) } : {};
    return {
        props: {
            ...props,
            ...(release && changes[RELEASES]?.(props)),
            ...(configMap && { data: { ...props.data, varied: "yes" } }),
            ...timeout,
        },
        opts: { ...opts, ...deletionTimeout },
    };
};

runtime.registerResourceTransform(change);
