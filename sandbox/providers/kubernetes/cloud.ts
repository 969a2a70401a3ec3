import { type Account, AlreadyExists } from "../account.ts";
import { at } from "../checks.ts";
import { type Cloud, type Difference, type Failure, Refusal, type Resource } from "../cloud.ts";
import { difference } from "../difference.ts";
import { hexOf, uuidOf } from "../digest.ts";
import { asRecord, isUnknown, type Values } from "../values.ts";
import { chartName } from "./chart-name.ts";
import { type Address, Cluster, spelled, Unreachable } from "./cluster.ts";
import { finalizedBy } from "./custom-resources.ts";
import { gvkOf, isPatch } from "./gvk.ts";
import { hostOf, isAnotherCluster } from "./kubeconfig.ts";
import { addressOf, completed, kindOf, objectFailures, objectOutputs, withSecretData } from "./objects.ts";
import { completedRelease } from "./release-inputs.ts";
import {
    addressOfRelease,
    groupsOf,
    immutableOfReleases,
    releaseFailures,
    releaseOutputs,
    releaseType,
} from "./releases.ts";

/** The API servers of the simulated clusters, and Helm, as far as a plan and its errors go. */
export class KubernetesCloud implements Cloud {
    readonly #account: Account;
    #settings: Values = {};
    /** Of the API server; undefined where the kubeconfig leads to none. */
    #host: string | undefined;

    constructor(account: Account) {
        this.#account = account;
    }

    checkSettings(settings: Values): Failure[] {
        if (settings.kubeconfig !== undefined) return []; // what leads nowhere is a cluster that does not answer
        return [{ property: "kubeconfig", reason: "the sandbox does not look for a kubeconfig of yours: give one" }];
    }

    /**
     * As the real provider does: a cluster of which the kubeconfig says anything else is another one, with other
     * objects, unless `clusterIdentifier` says it is the same. Throws where the kubeconfig of before is a path to a
     * file that is gone, which the engine passes over.
     */
    replacesOf(before: Values, after: Values): string[] {
        const moved = isUnknown(after.kubeconfig) || isAnotherCluster(before, after);
        const [old, young] = [before.clusterIdentifier, after.clusterIdentifier];
        if (young !== undefined && old === young) return [];
        const renamed = old !== undefined && young !== undefined;
        return [...(renamed ? ["clusterIdentifier"] : []), ...(moved ? ["kubeconfig"] : [])];
    }

    configure(settings: Values): void {
        this.#settings = settings;
        this.#host = hostOf(settings);
    }

    check(resource: Resource, inputs: Values, before: Values | undefined) {
        const identity = immutableOf(resource.type).map((path) => at(inputs, path));
        const suffix = hexOf(resource.urn, identity).slice(0, 8);
        const { namespace } = this.#settings;
        if (resource.type === releaseType) {
            const release = completedRelease(resource, inputs, before, namespace, suffix);
            const { name, namespace: home } = release;
            return { inputs: release, failures: releaseFailures({ ...inputs, name, namespace: home }) };
        }
        if (isPatch(resource.type) && isOff(this.#settings.enableServerSideApply))
            throw new Refusal(
                "patch resources require Server-Side Apply mode, which is enabled using the `enableServerSideApply` Provider config",
            );
        const object = completed(resource, inputs, before, namespace, suffix);
        return { inputs: withSecretData(resource.type, object), failures: objectFailures(resource.type, object) };
    }

    diff({ type }: Resource, before: Values, after: Values): Difference {
        const own = type === releaseType ? immutableOfReleases : ["metadata.name", "metadata.namespace"];
        const found = difference(before, after, [...own, ...immutableOf(type)]);
        const named = asRecord(asRecord(before.metadata).annotations)["pulumi.com/autonamed"] !== "true";
        return { ...found, deleteFirst: named && idOf(address(type, before)) === idOf(address(type, after)) };
    }

    outputs({ type }: Resource, _id: string, inputs: Values): Values {
        const { revision = 1 } = this.#known(type, inputs);
        if (type === releaseType) return releaseOutputs(inputs, Number(revision));
        return objectOutputs(type, inputs, uuidOf(hexOf(this.#host, address(type, inputs))));
    }

    recomputed({ type }: Resource): string[] {
        return type === releaseType ? ["status"] : [];
    }

    create(resource: Resource, inputs: Values): string {
        const [where, cluster] = [address(resource.type, inputs), this.#cluster()];
        this.#admit(resource, inputs, cluster, where);
        // The object is another's, and any number of field managers have a part in it.
        if (isPatch(resource.type)) return idOf(where);
        try {
            cluster.put(where, entryOf(resource, inputs, where, 1));
        } catch (error) {
            throw error instanceof AlreadyExists
                ? new Refusal(`${spelled(where)} exists already: it was made by ${error.owner.urn}`)
                : error;
        }
        if (resource.type === releaseType) cluster.define(groupsOf(inputs));
        return idOf(where);
    }

    update(resource: Resource, _id: string, inputs: Values, before: Values): void {
        if (isPatch(resource.type)) return;
        const gvk = gvkOf(resource.type);
        const { replaces } = difference(before, inputs, kindOf(gvk).frozen ?? []);
        if (replaces.length > 0)
            throw new Refusal(`updates to ${replaces.join(" and ")} of a ${gvk.kind} are forbidden`);
        const [where, cluster] = [address(resource.type, inputs), this.#cluster()];
        const revision = Number(cluster.get(where)?.revision ?? 0) + 1;
        cluster.replace(where, entryOf(resource, inputs, where, revision));
        if (resource.type === releaseType) cluster.define(groupsOf(inputs));
    }

    delete({ type }: Resource, id: string, state: Values): void {
        // The fields are given up, and the object stays.
        if (isPatch(type)) return;
        const where = address(type, state);
        const cluster = this.#reach();
        const entry = cluster?.get(where);
        if (!cluster || !entry) return;
        if (entry.urn === "EKS") throw new Refusal(`${spelled(where)} is forbidden: this object may not be deleted`);
        const controller = finalizedBy[gvkOf(type).group];
        if (controller && !cluster.runs(controller))
            throw new Refusal(
                `${id} does not go: its finalizer is removed by ${controller}, which does not run any more. Delete it first.`,
            );
        cluster.remove(where);
    }

    read(resource: Resource, id: string, state: Values | undefined): Values | undefined {
        const { type } = resource;
        const [name = "", namespace] = id.split("/").reverse();
        const where = state ? address(type, state) : address(type, { name, namespace, metadata: { name, namespace } });
        const cluster = this.#reach();
        if (!cluster) return undefined;
        if (!isPatch(type) && !cluster.get(where)) return undefined;
        return state ?? this.outputs(resource, id, { metadata: { name, namespace } });
    }

    invoke(token: string): Values {
        throw new Refusal(`the sandbox does not answer ${token}: it renders no charts and reads no manifests`);
    }

    /** What the API server refuses because of what is in the cluster. */
    #admit({ urn, type }: Resource, object: Values, cluster: Cluster, where: Address): void {
        if (where.namespace !== undefined) {
            const namespace: Address = { kind: "Namespace.core", name: where.namespace };
            const makes = type === releaseType && object.createNamespace === true && !cluster.get(namespace);
            if (makes) cluster.replace(namespace, { id: where.namespace, urn });
            cluster.requireNamespace(where.namespace);
        }
        if (type !== releaseType) cluster.requireDefined(gvkOf(type));
        const standard = where.kind === "PriorityClass.scheduling.k8s.io" && object.globalDefault === true;
        const other =
            standard &&
            cluster.all(where.kind).find((entry) => entry.globalDefault === true && entry.id !== where.name);
        if (other) throw new Refusal(`globalDefault: PriorityClass ${other.id} is the default already`);
    }

    #cluster(): Cluster {
        if (!this.#host)
            throw new Unreachable(
                "configured Kubernetes cluster is unreachable: failed to parse kubeconfig data in `kubernetes:config:kubeconfig`",
            );
        return new Cluster(this.#account, this.#host);
    }

    /** The cluster, or nothing when it is gone and `deleteUnreachable` says that this is all right. */
    #reach(): Cluster | undefined {
        try {
            return this.#cluster();
        } catch (error) {
            const accepted =
                this.#settings.deleteUnreachable === true || process.env.PULUMI_K8S_DELETE_UNREACHABLE === "true";
            if (error instanceof Unreachable && accepted) return undefined;
            throw error;
        }
    }

    #known(type: string, inputs: Values): Values {
        try {
            return this.#cluster().get(address(type, inputs)) ?? {};
        } catch {
            return {}; // a plan is made before there is a cluster
        }
    }
}

const address = (type: string, values: Values): Address =>
    type === releaseType ? addressOfRelease(values) : addressOf(type, values);

const immutableOf = (type: string): string[] => (isPatch(type) ? [] : (kindOf(gvkOf(type)).immutable ?? []));

/** A setting of a provider is a boolean, or a text that says one. */
const isOff = (setting: unknown): boolean => setting === false || setting === "false";

const idOf = ({ namespace, name }: Address): string => (namespace === undefined ? name : `${namespace}/${name}`);

/** The few facts that others are checked against. */
function entryOf({ urn, type }: Resource, inputs: Values, where: Address, revision: number) {
    return {
        id: idOf(where),
        urn,
        revision,
        ...(type === releaseType && { chart: chartName(String(inputs.chart)), version: inputs.version }),
        ...(inputs.globalDefault === true && { globalDefault: true }),
    };
}
