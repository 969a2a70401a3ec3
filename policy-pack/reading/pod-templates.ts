import { apiOf, kindKey } from "../inventory/api.ts";
import { isInstaller } from "../inventory/installers.ts";
import { isMap } from "../inventory/maps.ts";
import { once } from "../inventory/once.ts";
import { partial } from "../inventory/partial.ts";
import type { Resource, StandIn } from "../inventory/resource.ts";
import { isHidden } from "../inventory/unknown.ts";

/** Kinds of others that do what a Deployment or a StatefulSet does, with `spec.replicas` of `spec.template`. */
export const likeDeployment = [
    "apps.kruise.io/CloneSet",
    "apps.kruise.io/StatefulSet",
    "apps.openshift.io/DeploymentConfig",
    "argoproj.io/Rollout",
];

/** API groups whose objects speak of pods and make none: Kubernetes' own, Helm releases, and those of policies. */
const speaking =
    /^[^.]+$|^helm\.sh$|^(admissionregistration|apiextensions|apiregistration|autoscaling|rbac\.authorization|storage)\.k8s\.io$|(^|\.)(gatekeeper\.sh|kyverno\.io|kubewarden\.(io|dev)|polaris\.fairwinds\.com)$/;

export const isLikeDeployment = (workload: Resource): boolean => likeDeployment.includes(kindKey(workload.type));

// biome-ignore lint/suspicious/noExplicitAny: the fields of a pod
type Template = { metadata?: any; spec?: any };

const templates = new WeakMap<Resource, () => Template>();

/**
 * The pod template that an object of a kind of others counts by; nothing for Kubernetes' own kinds.
 * @throws UnknownValue where it cannot be read.
 */
export const templateOf = (workload: Resource): Template | undefined => templates.get(workload)?.();

/** Objects of kinds that are not Kubernetes' own, once for each pod template in them. */
export const customWorkloads = once((inventory): readonly Resource[] =>
    inventory.resources.flatMap((resource) => {
        const { group } = apiOf(resource.type) ?? {};
        if (!group || speaking.test(group) || isInstaller(resource)) return [];
        const inside = templatesIn(resource.props);
        if (inside.length === 0 && isLikeDeployment(resource) && isTemplateHidden(resource))
            return [workloadOf(resource, () => resource.props.spec.template)];
        return inside.map(({ template, isPatch }) =>
            workloadOf(isPatch ? { ...resource, standIn: onlyFaults } : resource, () => template),
        );
    }),
);

/** What changes the pods that an operator makes says nothing of all that it leaves alone. */
const onlyFaults: StandIn = { replaces: ["pass", "unknown", "not-applicable"] };

function workloadOf(resource: Resource, template: () => Template): Resource {
    const workload = { ...resource };
    templates.set(workload, template);
    return workload;
}

const isTemplateHidden = ({ props }: Resource): boolean =>
    isHidden(props, "spec") || (isMap(props.spec) && isHidden(props.spec, "template"));

/** Deeper than any kind nests its templates. */
const deepest = 12;

/** A template, and whether it is part of a patch, such as that of an EnvoyProxy for the Deployment made for it. */
interface Found {
    readonly template: Template;
    readonly isPatch: boolean;
}

/** Pod templates anywhere in an object, under keys such as `template`, `podTemplate` or `workerTemplate`. */
function templatesIn(value: unknown, key = "", depth = 0, patched = false): Found[] {
    if (typeof value !== "object" || value === null || depth > deepest) return [];
    const isPatch = patched || /^patch(es)?$/i.test(key);
    if (/templates?$/i.test(key) && isPodTemplate(value))
        return [{ template: isPatch ? partial(value) : asGiven(value), isPatch }];
    const steps = stepsOf(value, key);
    if (steps) return [{ template: partial({ metadata: { labels: {} }, spec: steps }), isPatch }];
    return Object.keys(value).flatMap((child) => {
        if (isHidden(value, child)) return [];
        const name = Array.isArray(value) ? key : child;
        return templatesIn((value as Record<string, unknown>)[child], name, depth + 1, isPatch);
    });
}

function isPodTemplate(value: object): value is { spec: { containers: unknown[] } } {
    const spec = isHidden(value, "spec") ? undefined : (value as Template).spec;
    return isMap(spec) && !isHidden(spec, "containers") && Array.isArray(spec.containers);
}

/** Fields of a container, one of which tells it from other things with a name. */
const fields = ["image", "command", "args", "env", "ports", "resources", "securityContext", "volumeMounts"];

const isContainer = (item: unknown): item is Record<string, unknown> =>
    isMap(item) && fields.some((field) => field in item);

/**
 * Containers without a template, which an operator puts into pods of its own: sidecars of a Prometheus, the predictor of
 * an InferenceService, steps of a Tekton Task, a template of an Argo Workflow.
 */
function stepsOf(value: object, key: string): object | undefined {
    const at = (name: string): unknown =>
        isHidden(value, name) ? undefined : (value as Record<string, unknown>)[name];
    const isList = (list: unknown): list is unknown[] =>
        Array.isArray(list) &&
        list.length > 0 &&
        Object.keys(list).every((i) => !isHidden(list, i) && isContainer(list[+i]));
    if (isList(at("containers"))) return value;
    const steps = at("steps");
    if (isList(steps)) return { containers: steps };
    const only = key === "templates" ? (at("container") ?? at("script")) : undefined;
    // The template has the name.
    const named = () => Object.defineProperties({ name: at("name") }, Object.getOwnPropertyDescriptors(only));
    return isContainer(only) ? { containers: [named()] } : undefined;
}

/** A template that leaves the image of a container to its operator leaves other things to it too. */
function asGiven(template: { spec: { containers: unknown[] } }): Template {
    const isWhole = template.spec.containers.every((container) => isMap(container) && "image" in container);
    return isWhole ? template : partial(template);
}
