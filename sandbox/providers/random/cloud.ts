import { randomBytes, randomInt } from "node:crypto";
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

/** As the real provider makes them, from the machine's randomness; only `bcryptHash` is missing. */
export const kinds: Record<string, Kind> = {
    "random:index/randomPassword:RandomPassword": {
        required: ["length"],
        optional: [
            ...["lower", "upper", "numeric", "special", "overrideSpecial"],
            ...["minLower", "minUpper", "minNumeric", "minSpecial", "keepers"],
        ],
        checks: { length: integer(1, 65_536) },
        make: (inputs) => ({ id: "none", result: secret(text(inputs)) }),
    },
    "random:index/randomId:RandomId": {
        required: ["byteLength"],
        optional: ["keepers", "prefix"],
        checks: { byteLength: integer(1, 65_536) },
        make: ({ byteLength, prefix = "" }) => {
            const bytes = randomBytes(Number(byteLength));
            const [hex, b64Std, b64Url] = (["hex", "base64", "base64url"] as const).map((form) => bytes.toString(form));
            const dec = BigInt(`0x${hex}`).toString();
            return {
                id: String(b64Url),
                hex: `${prefix}${hex}`,
                b64Std: `${prefix}${b64Std}`,
                b64Url: `${prefix}${b64Url}`,
                dec: `${prefix}${dec}`,
            };
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

    recomputed(): string[] {
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
    const kind = kinds[type];
    if (!kind) throw new Refusal(`the sandbox does not simulate ${type}; it knows ${Object.keys(kinds).join(", ")}`);
    return kind;
}

const pick = (choices: string): string => choices[randomInt(choices.length)] ?? "";

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
