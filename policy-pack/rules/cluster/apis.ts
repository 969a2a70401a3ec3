import { z } from "zod";
import { apiOf } from "../../inventory/api.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { resourcePolicy } from "../../inventory/release.ts";
import type { Resource } from "../../inventory/resource.ts";
import { assumedKubernetes, clusterOf } from "../../inventory/scope.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass } from "../../judgement/verdict.ts";
import { removedApis } from "../../reading/removed-apis.ts";
import { isDefined, notServed } from "../../reading/served-apis.ts";
import { workloadsOf } from "../../reading/workloads.ts";

/** Minor version of the object's cluster, or the assumed one where the cluster is not in the stack. */
function minorVersion(inventory: Inventory, object: Resource, assumed: string): number {
    return Number(String(clusterOf(inventory, object)?.props.version ?? assumed).split(".")[1]);
}

/** API groups that Kubernetes itself serves; CRDs and files of tools are in others that end in `k8s.io`. */
const builtIn =
    /^(core|apps|batch|autoscaling|policy|extensions|(admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|internal\.apiserver|networking|node|rbac\.authorization|resource|scheduling|storage|storagemigration)\.k8s\.io)$/;

const docs = "https://kubernetes.io/docs";

export const apiNotDeprecated = rule({
    id: "api-not-deprecated",
    title: "Objects use APIs that the cluster's version and the next ones serve",
    level: "mandatory",
    severity: "high",
    mend: "Use the stable version of the API",
    url: `${docs}/reference/using-api/deprecation-guide/`,
    settings: z.object({
        version: z
            .string()
            .regex(/^1\.\d+$/)
            .default(assumedKubernetes)
            .describe("Kubernetes version where the stack has no cluster"),
    }),
    inCharts: true,
    subjects: (inventory) =>
        inventory.resources.filter((object) => {
            const group = apiOf(object.type)?.group;
            return group !== undefined && (builtIn.test(group) || isDefined(inventory, object));
        }),
    judge: (object, { inventory, settings }) => {
        const unserved = notServed(inventory, object);
        if (unserved) return fail(unserved);
        const { group, version, kind } = apiOf(object.type) ?? { group: "", version: "", kind: "" };
        const api = group === "core" ? version : `${group}/${version}`;
        const removed = removedApis[`${api} ${kind}`];
        const minor = minorVersion(inventory, object, settings.version);
        if (removed !== undefined && removed <= minor)
            return fail(`${api} ${kind} is gone since Kubernetes 1.${removed}`);
        if (removed !== undefined) return fail(`${api} ${kind} will be gone in Kubernetes 1.${removed}`);
        return /alpha/.test(version) && builtIn.test(group)
            ? fail(`${api} may change or go with every version`)
            : pass();
    },
});

/** Bytes of a ConfigMap from which on every change weighs on etcd; Kubernetes refuses 1 MiB. */
const hugeConfigMap = 512 * 1024;

export const apfEtcdFriendly = rule({
    id: "apf-etcd-friendly",
    title: "Objects spare the control plane's database",
    level: "advisory",
    severity: "low",
    mend: "Set revisionHistoryLimit to 10 or less, and keep big files out of ConfigMaps",
    url: "https://docs.aws.amazon.com/eks/latest/best-practices/scale-control-plane.html",
    inCharts: true,
    subjects: (inventory) => [
        ...workloadsOf("Deployment", "StatefulSet", "DaemonSet")(inventory),
        ...inventory.objects("ConfigMap", "core"),
    ],
    judge: ({ type, props }) => {
        if (type.endsWith(":ConfigMap")) {
            return all([
                must(
                    () => JSON.stringify([props.data ?? {}, props.binaryData ?? {}]).length < hugeConfigMap,
                    "the ConfigMap is bigger than 512 KiB",
                ),
            ]);
        }
        return (props.spec?.revisionHistoryLimit ?? 10) <= 10 ? pass() : fail("more than 10 old revisions are kept");
    },
});

export const crdsKept = rule({
    id: "crds-kept",
    title: "CRDs outlive the release that brings them, and with them everybody's objects",
    level: "mandatory",
    severity: "high",
    mend: `Annotate the CRDs with ${resourcePolicy}: keep, by the value that the chart has for it (crds.annotations, crds.keep)`,
    url: "https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource",
    inCharts: true,
    subjects: (inventory) =>
        inventory.objects("CustomResourceDefinition", "apiextensions.k8s.io").filter(({ release }) => release),
    judge: ({ props }) =>
        props.metadata?.annotations?.[resourcePolicy] === "keep"
            ? pass()
            : fail("it goes with its release, and takes every object of its kind along, whoever made it"),
});
