import { type Account, AlreadyExists, type Entry } from "../account.ts";
import { at, failuresOf, propertyFailures } from "../checks.ts";
import { type Cloud, type Difference, type Failure, Refusal, type Resource } from "../cloud.ts";
import { difference } from "../difference.ts";
import { typeFacts } from "../sdk.ts";
import { asList, isUnknown, merge, type Values } from "../values.ts";
import { answer } from "./answers.ts";
import { completed, isGenerated } from "./defaults.ts";
import { factsOf, idOf, keyOf } from "./identity.ts";
import { type Facts, filled, immutable, shortType } from "./kind.ts";
import { kindOf, requireSimulated } from "./kinds.ts";
import { accountId, regions } from "./lookups.ts";
import { remove } from "./removal.ts";
import { tagFailures } from "./tags.ts";
import { World } from "./world.ts";

/** AWS as far as a plan and its errors go. */
export class AwsCloud implements Cloud {
    readonly #account: Account;
    #settings: Values = {};

    constructor(account: Account) {
        this.#account = account;
    }

    checkSettings({ region }: Values): Failure[] {
        return region === undefined || isUnknown(region) ? [] : failuresOf({ region }, { region: knownRegion });
    }

    replacesOf(): string[] {
        return [];
    }

    configure(settings: Values): void {
        this.#settings = settings;
    }

    check(resource: Resource, inputs: Values, before: Values | undefined) {
        const { type } = resource;
        const sdk = sdkFacts(type);
        if (!sdk) throw new Refusal(`AWS has no resources of type ${type}`);
        requireSimulated(type);
        const kind = kindOf(shortType(type));
        const complete = completed(resource, inputs, before, kind, sdk.inputs, this.#settings);
        const failures = [
            ...propertyFailures(
                complete,
                { inputs: [...sdk.inputs, "tagsAll"], required: sdk.required },
                `${type} has no property`,
            ),
            ...failuresOf(complete, { region: knownRegion, ...kind.checks }),
            ...(kind.relations?.(complete) ?? []),
            ...tagFailures(complete),
        ];
        return { inputs: complete, failures };
    }

    diff(resource: Resource, before: Values, after: Values): Difference {
        const kind = kindOf(shortType(resource.type));
        const found = difference(before, after, immutable(kind));
        const [old, young] = [before, after].map((inputs) => keyOf(resource, this.#facts(resource, inputs)));
        // A name that was made is made anew for the replacement, so that both can stand side by side.
        const named = old?.named === true && !isGenerated(resource, kind, before);
        return { ...found, deleteFirst: named && old.text === young?.text };
    }

    outputs(resource: Resource, id: string, inputs: Values): Values {
        return this.#outputs(resource, id, inputs, this.#entry(resource, id, inputs));
    }

    recomputed({ type }: Resource): string[] {
        return kindOf(shortType(type)).recomputed ?? [];
    }

    create(resource: Resource, inputs: Values): string {
        const facts = this.#facts(resource, inputs);
        const id = idOf(resource, facts);
        this.#record(resource, id, inputs);
        const { createsAlong = {} } = kindOf(shortType(resource.type));
        for (const [type, name] of Object.entries(createsAlong)) {
            const other = filled(name, facts);
            this.#world(inputs).put(type, other, { id: other, urn: resource.urn, createdAlongWith: id });
        }
        return id;
    }

    update(resource: Resource, id: string, inputs: Values): void {
        this.#record(resource, id, inputs, this.#entry(resource, id, inputs));
    }

    delete(resource: Resource, id: string, state: Values): void {
        const type = shortType(resource.type);
        const world = this.#world(state);
        const entry = world.find(type, id);
        if (entry) remove(world, type, entry);
    }

    read(resource: Resource, id: string, state: Values | undefined): Values | undefined {
        requireSimulated(resource.type);
        const type = shortType(resource.type);
        const world = this.#world(state ?? {});
        const entry = world.find(type, id);
        if (!entry) return undefined;
        if (state) return state;
        const sdk = sdkFacts(resource.type);
        const known = ([property]: [string, unknown]) => sdk?.inputs.has(property) || sdk?.outputs.has(property);
        return Object.fromEntries(Object.entries({ ...entry, region: world.region }).filter(known));
    }

    invoke(token: string, args: Values): Values {
        return answer(token, args, this.#world(args));
    }

    get #accountId(): string {
        return String(asList(this.#settings.allowedAccountIds)[0] ?? accountId);
    }

    #world({ region }: Values): World {
        const place = region ?? this.#settings.region;
        if (place === undefined) throw new Refusal("the aws provider needs a region (aws:region)");
        if (gone().includes(String(place))) throw new Refusal(`no endpoint of ${place} answers`);
        return new World(this.#account, String(place), this.#accountId, (type) => kindOf(type).scope ?? "region");
    }

    #facts(resource: Resource, inputs: Values, made?: Entry): Facts {
        const region = String(inputs.region ?? this.#settings.region ?? "");
        return factsOf(resource, inputs, { region, account: this.#accountId }, made);
    }

    #outputs(resource: Resource, id: string, inputs: Values, made: Entry | undefined): Values {
        const kind = kindOf(shortType(resource.type));
        const facts = { ...this.#facts(resource, inputs, made), id };
        const { arn = `${resource.type.split(/[:/]/)[1]}:{region}:{account}:{id}` } = kind;
        const named = sdkFacts(resource.type)?.outputs.has("arn") ? { arn: filled(`arn:aws:${arn}`, facts) } : {};
        return merge({ ...named, ...kind.outputs?.(facts) }, inputs);
    }

    /** What is remembered of a thing: by its key, which is quick, or under the id that it had before a change. */
    #entry(resource: Resource, id: string, inputs: Values): Entry | undefined {
        if (isUnknown(id)) return undefined;
        const [world, type] = [this.#world(inputs), shortType(resource.type)];
        const entry = this.#account.get(world.collection(type), keyOf(resource, this.#facts(resource, inputs)).text);
        return entry?.id === id ? entry : world.find(type, id);
    }

    #record(resource: Resource, id: string, inputs: Values, before?: Entry): void {
        const type = shortType(resource.type);
        const [world, kind] = [this.#world(inputs), kindOf(type)];
        for (const [path, target] of Object.entries(kind.refersTo ?? {}))
            for (const [property, reference] of at(inputs, path))
                if (world.lacks(target, String(reference)))
                    throw new Refusal(`${property}: ${reference} does not exist (${target} in ${world.region})`);
        const refused = kind.refuses?.(inputs, world, id);
        if (refused) throw new Refusal(refused);

        const { text: key } = keyOf(resource, this.#facts(resource, inputs));
        const outputs = this.#outputs(resource, id, inputs, before);
        const remembered = ["arn", "endpoint", ...Object.keys(kind.refersTo ?? {}), ...(kind.records ?? [])];
        const facts = remembered
            .map((path) => path.replace(/[[.].*/, ""))
            .map((property) => [property, outputs[property]]);
        try {
            const { hex, revision } = this.#facts(resource, inputs, before);
            const own = { id, urn: resource.urn, hex, revision: before ? revision + 1 : revision };
            world.put(type, key, { ...Object.fromEntries(facts), ...own }, before);
        } catch (error) {
            if (!(error instanceof AlreadyExists)) throw error;
            throw new Refusal(`${type} ${key} exists already: it was made by ${error.owner.urn}`);
        }
    }
}

/** Regions that answer no call, separated by commas, as somebody tries the loss of one. Default: none. */
const gone = (): string[] => (process.env.SANDBOX_REGIONS_GONE ?? "").split(",");

const sdkFacts = (type: string) => typeFacts("@pulumi/aws", type, type.split(":")[1] ?? "");

const knownRegion = (region: unknown): string | undefined =>
    String(region) in regions ? undefined : `one of ${Object.keys(regions).join(", ")}`;
