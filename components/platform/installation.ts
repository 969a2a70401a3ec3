import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type CustomResourceOptions, type Resource } from "@pulumi/pulumi";
import type { Addon, KubernetesObject } from "./addon.ts";
import { chartLocation } from "./chart-source.ts";
import type { Chart } from "./charts.ts";
import type { Host } from "./host.ts";
import { namespace } from "./namespace.ts";
import { networkPolicies } from "./network-policies.ts";
import { podIdentityRole } from "./pod-identity-role.ts";

/** Seconds that Helm waits for a release to become ready, hooks included, before it rolls back. */
const releaseTimeout = 900;

export interface InstallationArgs {
    addon: Addon;
    host: Host;
    /** Installations of the add-ons that this one needs. */
    needs: Installation[];
}

/** One add-on on the cluster: namespace, quota, network policies, AWS identities, CRDs, release, custom resources. */
export class Installation extends ComponentResource {
    constructor(name: string, { addon, host, needs }: InstallationArgs, opts: { parent: Resource }) {
        super("production-cluster:index:Installation", name, {}, opts);
        const inAws = { parent: this, provider: host.aws };
        const inCluster: CustomResourceOptions = {
            parent: this,
            provider: host.kubernetes,
            deletedWith: addon.ownsAwsResources ? undefined : host.cluster,
        };
        const dependsOn: Resource[] = [...host.ready, ...needs];

        const home = namespace(name, addon.namespace, host, { ...inCluster, dependsOn });
        const inNamespace = { ...inCluster, dependsOn: [home, ...dependsOn] };
        const policies = networkPolicies(addon, host).map(
            ({ name: policy, annotations, spec }) =>
                new k8s.networking.v1.NetworkPolicy(
                    `${name}-${policy}`,
                    { metadata: { name: policy, namespace: addon.namespace.name, annotations }, spec },
                    inNamespace,
                ),
        );
        const identities = (addon.identities ?? []).map(({ serviceAccount, statements }) => {
            const namespace = addon.namespace.name;
            const role = { clusterArn: host.clusterArn, namespace, serviceAccount, statements };
            const roleArn = podIdentityRole(`${name}-${serviceAccount}`, role, inAws);
            return new aws.eks.PodIdentityAssociation(
                `${name}-${serviceAccount}`,
                { clusterName: host.clusterName, namespace, serviceAccount, roleArn },
                inAws,
            );
        });
        const crds = addon.crds
            ? [release(`${name}-crds`, addon.crds, {}, addon, host, { ...inNamespace, retainOnDelete: true })]
            : [];
        const before = objects(name, addon.before, { ...inCluster, dependsOn: [...inNamespace.dependsOn, ...crds] });
        const installed = release(name, addon.chart, addon.values, addon, host, {
            ...inCluster,
            dependsOn: [...inNamespace.dependsOn, ...policies, ...identities, ...crds, ...before],
        });
        objects(name, addon.after, { ...inCluster, dependsOn: installed });
        this.registerOutputs({});
    }
}

function release(
    name: string,
    chart: Chart,
    values: Addon["values"],
    addon: Addon,
    host: Host,
    opts: CustomResourceOptions,
): k8s.helm.v3.Release {
    return new k8s.helm.v3.Release(
        name,
        {
            name: chart === addon.crds ? `${addon.name}-crds` : addon.name,
            namespace: addon.namespace.name,
            ...chartLocation(chart, host.chartSource),
            values,
            atomic: true,
            timeout: releaseTimeout,
            maxHistory: 5,
            skipCrds: addon.crds !== undefined,
        },
        opts,
    );
}

const objects = (name: string, all: KubernetesObject[] | undefined, opts: CustomResourceOptions): Resource[] =>
    (all ?? []).map(
        (object) =>
            new k8s.apiextensions.CustomResource(
                `${name}-${object.kind.toLowerCase()}-${object.metadata.name}`,
                object,
                opts,
            ),
    );
