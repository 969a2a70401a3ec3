import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type CustomResourceOptions, type Resource, RunError } from "@pulumi/pulumi";
import type { Addon, Identity } from "./addon.ts";
import { isDashboard } from "./dashboard.ts";
import type { Host } from "./host.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { namespace } from "./namespace.ts";
import { networkPolicies } from "./network-policies.ts";
import { podIdentityRole } from "./pod-identity-role.ts";
import { release } from "./release.ts";

export interface InstallationArgs {
    addon: Addon;
    host: Host;
    /** What must be there before it: nodes, CRDs, the add-ons that it needs. */
    dependsOn: Resource[];
    /**
     * It owns things in AWS, by itself or by what it needs: a chart with an Ingress needs who makes its load balancer.
     */
    ownsAwsResources: boolean;
}

/**
 * What custom resources own in AWS may take to go: machines are drained one by one. The plugin's default is 10 minutes.
 */
const drainTimeout = "1h";

/** One add-on on the cluster: namespace, quota, network policies, AWS identities, release, custom resources. */
export class Installation extends ComponentResource {
    readonly ownsAwsResources: boolean;
    /** What who needs the add-on comes after: all but what only watches it. */
    readonly needed: Resource[];

    constructor(name: string, args: InstallationArgs, opts: { parent: Resource }) {
        super("production-cluster:index:Installation", name, {}, opts);
        const { addon, host, dependsOn, ownsAwsResources } = args;
        this.ownsAwsResources = ownsAwsResources;
        const inCluster: CustomResourceOptions = {
            parent: this,
            provider: host.kubernetes,
            deletedWith: ownsAwsResources ? undefined : host.cluster,
        };
        const home = namespace(name, addon.namespace, host, inCluster);
        const policies = networkPolicies(addon, host).map(
            ({ name: policy, annotations, spec }) =>
                new k8s.networking.v1.NetworkPolicy(
                    `${name}-${policy}`,
                    { metadata: { name: policy, namespace: addon.namespace.name, annotations }, spec },
                    { ...inCluster, dependsOn: home },
                ),
        );
        const identities = (addon.identities ?? []).map((identity) =>
            associate(name, identity, addon.namespace.name, host, { parent: this }),
        );
        const before = objects(name, addon.before, { ...inCluster, dependsOn: [home, ...dependsOn] });
        const { chart } = addon;
        const own = [home, ...policies, ...identities, ...before];
        const ready = [...own, ...dependsOn];
        const installed = chart
            ? [release(name, { ...addon, chart }, host, { ...inCluster, dependsOn: ready })]
            : ready;
        const patience = ownsAwsResources ? { customTimeouts: { delete: drainTimeout } } : {};
        const after = { ...inCluster, ...patience, dependsOn: installed };
        const {
            watching = [],
            rest = [],
            defined = [],
            inTurn = [],
            atWork = [],
        } = Object.groupBy(addon.after ?? [], begins);
        objects(name, watching, after);
        const made = [objects(name, rest, after)];
        const next = () => ({ ...after, dependsOn: [...installed, ...(made.at(-1) ?? [])] });
        if (defined.length > 0) made.push(objects(name, defined, next()));
        for (const each of inTurn) made.push(objects(name, [each], next()));
        made.push(objects(name, atWork, next()));
        this.needed = [...own, ...installed, ...made.flat()];
        this.registerOutputs({});
    }
}

/**
 * Gives the pods of one service account their AWS permissions. IAM allows 64 characters in the name that Pulumi makes
 * of this one, so a service account that is called like its add-on is not named twice.
 */
function associate(
    addon: string,
    { serviceAccount, statements }: Identity,
    namespace: string,
    { eks }: Host,
    { parent }: CustomResourceOptions,
): Resource {
    if (!eks) throw new RunError(`Add-on "${addon}" asks for AWS permissions on a cluster that is not on EKS`);
    const { clusterName, clusterArn, associations: hooks } = eks;
    const opts = { parent, provider: eks.aws };
    const name = addon.endsWith(`-${serviceAccount}`) ? addon : `${addon}-${serviceAccount}`;
    const roleArn = podIdentityRole(name, { clusterArn, namespace, serviceAccount, statements }, opts);
    const association = { clusterName, namespace, serviceAccount, roleArn };
    return new aws.eks.PodIdentityAssociation(name, association, { ...opts, hooks });
}

/**
 * An Application is at work as soon as it is there: what it is held to must be there before. Restores wait for each other:
 * what the second one brings may be defined by the first. The kind of a constraint is defined by its template.
 */
function begins({
    apiVersion,
    kind,
    metadata,
}: KubernetesObject): "watching" | "rest" | "defined" | "inTurn" | "atWork" {
    if (apiVersion === "constraints.gatekeeper.sh/v1beta1") return "defined";
    if (kind === "Application") return "atWork";
    if (kind === "PrometheusRule" || isDashboard(metadata)) return "watching";
    return kind === "Restore" ? "inTurn" : "rest";
}

const objects = (name: string, all: KubernetesObject[] | undefined, opts: CustomResourceOptions): Resource[] =>
    (all ?? []).map((object) => made(`${name}-${object.kind.toLowerCase()}-${object.metadata.name}`, object, opts));

/**
 * For kinds of the core group the class of any kind makes a type that the plugin refuses: it has no group. A ConfigMap whose
 * data changes is replaced, under the same name. The plugin says that the old one goes first; a user's transform that gives
 * options back would say otherwise.
 */
function made(name: string, object: KubernetesObject, opts: CustomResourceOptions): Resource {
    switch (object.kind) {
        case "ConfigMap":
            return new k8s.core.v1.ConfigMap(name, object, { ...opts, deleteBeforeReplace: true });
        case "Service":
            return new k8s.core.v1.Service(name, object, opts);
        case "ServiceAccount":
            return new k8s.core.v1.ServiceAccount(name, object, opts);
        default:
            return new k8s.apiextensions.CustomResource(name, object, opts);
    }
}
