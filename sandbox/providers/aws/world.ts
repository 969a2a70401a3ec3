import type { Account, Entry } from "../account.ts";
import { isUnknown } from "../values.ts";

/** Where something is known: in one region, in all regions of its account, or in all accounts. */
export type Scope = "region" | "account" | "world";

/** What exists in one account, seen from one region. */
export class World {
    readonly account: Account;
    readonly region: string;
    readonly accountId: string;
    readonly #scopeOf: (type: string) => Scope;

    constructor(account: Account, region: string, accountId: string, scopeOf: (type: string) => Scope) {
        this.account = account;
        this.region = region;
        this.accountId = accountId;
        this.#scopeOf = scopeOf;
    }

    collection(type: string, region = this.region): string {
        const scope = this.#scopeOf(type);
        const place = scope === "world" ? scope : `${this.accountId}/${scope === "account" ? "global" : region}`;
        return `aws/${place}/${type}`;
    }

    all(type: string): Entry[] {
        return this.account.list(this.collection(type));
    }

    /** Writes an entry; `before` is the entry that it updates. */
    put(type: string, key: string, entry: Entry, before?: Entry): void {
        const collection = this.collection(type);
        if (before?.key === key) this.account.replace(collection, key, { ...entry, key });
        else this.account.put(collection, key, { ...entry, key });
        if (before && before.key !== key) this.remove(type, String(before.key));
    }

    remove(type: string, key: string): void {
        this.account.remove(this.collection(type), key);
    }

    /** A thing by its id, name or ARN; an ARN may lead to another region. */
    find(type: string, reference: string): Entry | undefined {
        const [, , , region] = reference.startsWith("arn:") ? reference.split(":") : [];
        const collection = this.collection(type, region || this.region);
        const direct = this.account.get(collection, reference);
        if (direct?.id === reference) return direct;
        const names = (entry: Entry) => [entry.id, entry.arn, entry.name, entry.keyId].includes(reference);
        return this.account.list(collection).find(names);
    }

    /**
     * Whether a thing that is referred to does not exist; what belongs to AWS or to another account cannot be known.
     */
    lacks(type: string, reference: string): boolean {
        const [, , , , owner] = reference.startsWith("arn:") ? reference.split(":") : [];
        if (isUnknown(reference) || (owner && owner !== this.accountId)) return false;
        return this.find(type, reference) === undefined;
    }
}
