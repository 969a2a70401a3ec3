import { createHash } from "node:crypto";
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ignoreMissing } from "../ignore-missing.ts";
import { Refusal } from "./cloud.ts";

/** A thing that exists, and the few facts of it that other things are checked against. Never a secret. */
export interface Entry {
    id: string;
    /** Who made it. */
    urn: string;
    [fact: string]: unknown;
}

/**
 * What exists in the simulated cloud: a folder with one small JSON file for each thing, on a collection for each type.
 * It is shared by all provider processes of all stacks, without locks: a file appears whole or not at all, and of two
 * that make the same thing at once only one succeeds. Made again by the same URN, a thing is simply written again, so
 * that an update that was killed can be repeated.
 */
export class Account {
    readonly folder: string;

    constructor(folder = process.env.PRODUCTION_CLUSTER_SANDBOX ?? ".sandbox/cloud") {
        this.folder = resolve(folder);
    }

    /** Writes a new entry, over an older one of the same URN. Throws when another URN has the key. */
    put(collection: string, key: string, entry: Entry): void {
        const file = this.#file(collection, key);
        const draft = this.#draft(file, entry);
        try {
            linkSync(draft, file); // fails where there is a file: of two processes, one succeeds
        } catch (error) {
            const owner = this.get(collection, key);
            if (owner?.urn !== entry.urn) {
                unlinkSync(draft);
                throw owner ? new AlreadyExists(owner) : error;
            }
            renameSync(draft, file);
            return;
        }
        unlinkSync(draft);
    }

    /** Writes an entry over whatever has the key. */
    replace(collection: string, key: string, entry: Entry): void {
        const file = this.#file(collection, key);
        renameSync(this.#draft(file, entry), file);
    }

    get(collection: string, key: string): Entry | undefined {
        return parsed(this.#file(collection, key));
    }

    list(collection: string): Entry[] {
        const folder = join(this.folder, ...collection.split("/"));
        return names(folder)
            .filter((name) => name.endsWith(".json"))
            .flatMap((name) => parsed(join(folder, name)) ?? []);
    }

    /** The collections directly below one, such as the regions that something exists in. */
    collections(below: string): string[] {
        return names(join(this.folder, ...below.split("/"))).filter((name) => !name.includes(".json"));
    }

    remove(collection: string, key: string): void {
        rmSync(this.#file(collection, key), { force: true });
    }

    /** Removes a collection with everything on it and below it. */
    clear(collection: string): void {
        rmSync(join(this.folder, ...collection.split("/")), { recursive: true, force: true });
    }

    #draft(file: string, entry: Entry): string {
        mkdirSync(dirname(file), { recursive: true });
        const draft = `${file}.${process.pid}`;
        writeFileSync(draft, `${JSON.stringify(entry, null, 2)}\n`);
        return draft;
    }

    #file(collection: string, key: string): string {
        const name = encodeURIComponent(key);
        // File systems take names of 255 bytes; a longer key is told apart by its hash.
        const short =
            name.length < 200 ? name : `${name.slice(0, 150)}${createHash("sha256").update(key).digest("hex")}`;
        return join(this.folder, ...collection.split("/"), `${short}.json`);
    }
}

/** Somebody else has a thing of that name. */
export class AlreadyExists extends Refusal {
    readonly owner: Entry;

    constructor(owner: Entry) {
        super(`it exists already, made by ${owner.urn}`);
        this.owner = owner;
    }
}

const parsed = (file: string): Entry | undefined => ignoreMissing(() => JSON.parse(readFileSync(file, "utf8")));

const names = (folder: string): string[] => ignoreMissing(() => readdirSync(folder)) ?? [];
