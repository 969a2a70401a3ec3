import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { type Checks, failuresOf, integer, propertyFailures } from "../checks.ts";
import { type Cloud, type Difference, type Failure, Refusal, type Resource } from "../cloud.ts";
import { difference } from "../difference.ts";
import { secret, type Values } from "../values.ts";

interface Kind {
    required: string[];
    optional: string[];
    checks?: Checks;
    /** The outputs; `id` among them where it is one of them. */
    make(inputs: Values): Values & { id: string };
}

const letters = {
    lower: "abcdefghijklmnopqrstuvwxyz",
    upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    numeric: "0123456789",
    special: "!@#$%&*()-_=+[]{}<>:?",
};
const words = {
    adjectives: ["brave", "calm", "eager", "fair", "gentle", "happy", "keen", "proud", "quick", "sunny"],
    animals: ["badger", "crane", "dolphin", "falcon", "heron", "lynx", "otter", "panda", "raven", "seal"],
};

const characters = [
    ...["lower", "upper", "numeric", "special", "overrideSpecial"],
    ...["minLower", "minUpper", "minNumeric", "minSpecial", "keepers"],
];

/** As the real provider makes them, from the machine's randomness; only `bcryptHash` is missing. */
const kinds: Record<string, Kind> = {
    RandomPassword: {
        required: ["length"],
        optional: characters,
        checks: { length: integer(1, 65_536) },
        make: (inputs) => ({ id: "none", result: secret(text(inputs)) }),
    },
    RandomString: {
        required: ["length"],
        optional: characters,
        checks: { length: integer(1, 65_536) },
        make: (inputs) => {
            const result = text(inputs);
            return { id: result, result };
        },
    },
    RandomId: {
        required: ["byteLength"],
        optional: ["prefix", "keepers"],
        checks: { byteLength: integer(1, 65_536) },
        make: ({ byteLength, prefix = "" }) => {
            const bytes = randomBytes(Number(byteLength));
            const [hex, b64Std, b64Url] = [
                bytes.toString("hex"),
                bytes.toString("base64"),
                bytes.toString("base64url"),
            ];
            const shown = { hex, dec: BigInt(`0x${hex}`).toString(), b64Std, b64Url };
            const prefixed = Object.entries(shown).map(([key, value]) => [key, `${prefix}${value}`]);
            return { id: b64Url, ...Object.fromEntries(prefixed) };
        },
    },
    RandomInteger: {
        required: ["min", "max"],
        optional: ["seed", "keepers"],
        make: ({ min, max }) => {
            const result = randomInt(Number(min), Number(max) + 1);
            return { id: String(result), result };
        },
    },
    RandomUuid: {
        required: [],
        optional: ["keepers"],
        make: () => {
            const result = randomUUID();
            return { id: result, result };
        },
    },
    RandomPet: {
        required: [],
        optional: ["length", "separator", "prefix", "keepers"],
        checks: { length: integer(1, 10) },
        make: ({ length = 2, separator = "-", prefix }) => {
            const adjectives = Array.from({ length: Number(length) - 1 }, () => pick(words.adjectives));
            const parts = [prefix, ...adjectives, pick(words.animals)].filter((part) => part !== undefined);
            return { id: parts.join(String(separator)) };
        },
    },
};

/** Random values: made once, kept in the state, made anew when an input changes. */
export class RandomCloud implements Cloud {
    readonly #made = new Map<string, Values & { id: string }>();

    checkSettings(): Failure[] {
        return [];
    }

    replacesOf(): string[] {
        return [];
    }

    configure(): void {}

    check({ type }: Resource, inputs: Values) {
        const { required, optional, checks = {} } = kindOf(type);
        const facts = { inputs: [...required, ...optional], required };
        const failures = [...propertyFailures(inputs, facts, `${type} has no property`), ...failuresOf(inputs, checks)];
        return { inputs, failures };
    }

    diff(_: Resource, before: Values, after: Values): Difference {
        const { changes } = difference(before, after, []);
        return { changes, replaces: changes };
    }

    outputs({ urn, type }: Resource, _: string, inputs: Values): Values {
        const { id: _id, ...outputs } = this.#made.get(urn) ?? kindOf(type).make(inputs);
        return { ...inputs, ...outputs };
    }

    renews(): string[] {
        return [];
    }

    create({ urn, type }: Resource, inputs: Values): string {
        const made = kindOf(type).make(inputs);
        this.#made.set(urn, made);
        return made.id;
    }

    update(): void {}

    delete(): void {}

    read(_: Resource, _id: string, state: Values | undefined): Values | undefined {
        return state;
    }

    invoke(token: string): Values {
        throw new Refusal(`the random provider has no look-up ${token}`);
    }
}

function kindOf(type: string): Kind {
    const kind = kinds[type.split(":").pop() ?? ""];
    if (!kind) throw new Refusal(`the sandbox makes no ${type}; it knows ${Object.keys(kinds).join(", ")}`);
    return kind;
}

const pick = (choices: string | string[]): string => choices[randomInt(choices.length)] ?? "";

/** As many characters as asked for, with at least as many of each class as asked for. */
function text(inputs: Values): string {
    const special = String(inputs.overrideSpecial ?? letters.special);
    const classes = Object.entries({ ...letters, special }).filter(([name]) => inputs[name] !== false);
    const least = classes.flatMap(([name, choices]) => {
        const minimum = Number(inputs[`min${name[0]?.toUpperCase()}${name.slice(1)}`] ?? 0);
        return Array.from({ length: minimum }, () => pick(choices));
    });
    const length = Math.max(0, Number(inputs.length) - least.length);
    const all = classes.map(([, choices]) => choices).join("");
    const rest = Array.from({ length }, () => pick(all));
    return [...least, ...rest]
        .map((character) => ({ character, order: randomInt(2 ** 32) }))
        .sort((one, other) => one.order - other.order)
        .map(({ character }) => character)
        .join("");
}
