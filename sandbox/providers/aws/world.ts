import type { Account, Entry } from "../account.ts";
import { isUnknown } from "../values.ts";

/** What exists in one account, seen from one region. */
export class World {
    readonly account: Account;
    readonly region: string;
    readonly accountId: string;
    readonly isGlobal: (type: string) => boolean;

    constructor(account: Account, region: string, accountId: string, isGlobal: (type: string) => boolean) {
        this.account = account;
        this.region = region;
        this.accountId = accountId;
        this.isGlobal = isGlobal;
    }

    collection(type: string, region = this.region): string {
        return `aws/${this.isGlobal(type) ? "global" : region}/${type}`;
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
