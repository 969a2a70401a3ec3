import type { Account, Entry } from "../account.ts";
import { Refusal } from "../cloud.ts";
import { definersOf, kindsInVpc } from "./custom-resources.ts";
import { apiVersionOf, type Gvk, preinstalled } from "./gvk.ts";

/** One object of a cluster: where it is and what it is called. */
export interface Address {
    /** Kind and group, such as `Namespace.core`. */
    kind: string;
    /** Absent where the kind belongs to the whole cluster. */
    namespace?: string;
    name: string;
}

/** Add-ons that the owner of a cluster which is not of this account is taken to have installed. */
const addonsOfOwners = ["snapshot-controller", "eks-node-monitoring-agent"];

/**
 * What exists in one simulated cluster: an EKS cluster of the account, or one of somebody else, which always answers.
 * Throws when an EKS cluster is gone: nobody answers at its address.
 */
export class Cluster {
    readonly #account: Account;
    readonly #collection: string;
    /** The EKS cluster that it is, and the collections of its region; undefined where it is somebody else's. */
    readonly #home?: { place: string; cluster: Entry };

    constructor(account: Account, host: string) {
        this.#account = account;
        this.#collection = `kubernetes/${host}`;
        const home = account
            .collections("aws")
            .flatMap((owner) => account.collections(`aws/${owner}`).map((region) => `aws/${owner}/${region}`))
            .flatMap((place) => account.list(`${place}/eks.Cluster`).map((cluster) => ({ place, cluster })))
            .find(({ cluster }) => cluster.endpoint === `https://${host}`);
        if (!home && host.endsWith(".eks.invalid")) throw new Unreachable(`no EKS cluster answers at https://${host}`);
        this.#home = home;
    }

    get(address: Address): Entry | undefined {
        const { kind, name } = address;
        const found = this.#account.get(this.#collectionOf(address), name);
        return found ?? (preinstalled[kind]?.includes(name) ? { id: name, urn: "EKS", name } : undefined);
    }

    /** Throws when another URN, or the cluster itself, made an object of that name. */
    put(address: Address, entry: Entry): void {
        if (preinstalled[address.kind]?.includes(address.name))
            throw new Refusal(`${spelled(address)} exists already: every EKS cluster has it`);
        this.#account.put(this.#collectionOf(address), address.name, entry);
    }

    replace(address: Address, entry: Entry): void {
        this.#account.replace(this.#collectionOf(address), address.name, entry);
    }

    remove(address: Address): void {
        this.#account.remove(this.#collectionOf(address), address.name);
        if (address.kind === "Namespace.core") this.#account.clear(`${this.#collection}/namespaces/${address.name}`);
    }

    /** Everything of a kind, in all namespaces. */
    all(kind: string): Entry[] {
        const namespaces = this.#account
            .collections(`${this.#collection}/namespaces`)
            .map((name) => `namespaces/${name}`);
        return [...namespaces, "cluster"].flatMap((place) =>
            this.#account.list(`${this.#collection}/${place}/${kind}`),
        );
    }

    /** Objects whose controllers made machines in the VPC. */
    inVpc(): Entry[] {
        return kindsInVpc.flatMap((kind) => this.all(kind));
    }

    clear(): void {
        this.#account.clear(this.#collection);
    }

    /** Whether a release of the chart runs, or the add-on of that name. */
    runs(chart: string): boolean {
        return this.#hasAddon(chart) || this.all("Release.helm.sh").some((release) => release.chart === chart);
    }

    /** Remembers API groups; they stay when the release that defined them goes, as custom resource definitions do. */
    define(groups: string[]): void {
        for (const group of groups) this.#account.replace(`${this.#collection}/groups`, group, { id: group, urn: "" });
    }

    /** Throws when nothing has defined the custom resource yet. */
    requireDefined(gvk: Gvk): void {
        const definers = definersOf(gvk.group);
        if (definers.length === 0 || definers.some((definer) => this.#hasAddon(definer))) return;
        if (this.#account.get(`${this.#collection}/groups`, gvk.group)) return;
        throw new Refusal(
            `no matches for kind "${gvk.kind}" in version "${apiVersionOf(gvk)}": ${definers.join(" or ")}, which defines it, is not installed yet`,
        );
    }

    requireNamespace(name: string): void {
        if (!this.get({ kind: "Namespace.core", name })) throw new Refusal(`namespaces "${name}" not found`);
    }

    #hasAddon(name: string): boolean {
        if (!this.#home) return addonsOfOwners.includes(name);
        const { place, cluster } = this.#home;
        const addons = this.#account.list(`${place}/eks.Addon`);
        return addons.some(({ clusterName, addonName }) => clusterName === cluster.id && addonName === name);
    }

    #collectionOf({ kind, namespace }: Address): string {
        return `${this.#collection}/${namespace === undefined ? "cluster" : `namespaces/${namespace}`}/${kind}`;
    }
}

export class Unreachable extends Refusal {}

export const spelled = ({ kind, namespace, name }: Address): string =>
    `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
