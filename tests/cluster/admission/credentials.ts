import { commands, credentials, harmless } from "../../policy-pack/rules/secrets/texts.ts";
import { container, type Fixture } from "./objects.ts";

const deployment = (name: string, fields: object): Fixture["object"] => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "shop" },
    spec: {
        selector: { matchLabels: { app: name } },
        template: {
            metadata: { labels: { app: name } },
            spec: { serviceAccountName: "shop", containers: [{ ...container(), env: [], ...fields }] },
        },
    },
});

const configMap = (name: string, data: Record<string, string>): Fixture["object"] => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "shop" },
    data,
});

/** What is a credential and what only looks like one, in turn in each place where somebody may write it. */
export const credentialFixtures = (): Fixture[] => [
    ...[...credentials, ...harmless].map(
        ([origin, name, value], index): Fixture => ({
            origin,
            object:
                index % 2 === 0
                    ? configMap(`text-${index}`, { "index.html": "<html>", [name]: value })
                    : deployment(`text-${index}`, {
                          env: [
                              { name: "PORT", value: "80" },
                              { name, value },
                          ],
                      }),
        }),
    ),
    ...commands.map(
        ([words], index): Fixture => ({
            origin: words.join(" "),
            object: deployment(`words-${index}`, { command: words.slice(0, index % 2), args: words.slice(index % 2) }),
        }),
    ),
];

/** So many of one thing, told apart by their number. */
const numbered = (count: number, make: (number: number) => string): string[] =>
    Array.from({ length: count }, (_, index) => make(1000 + index));

/** As much of something as fills an object up to what is looked at. */
const filling = (unit: string, characters = 16_000): string => unit.repeat(characters / unit.length);

const values: Record<string, string> = {
    plain: filling("x"),
    lines: filling("port: 8080\n"),
    "lines that name secrets": filling("the_name_of_this_very_long_token_is: $(A)\n"),
    urls: filling("a://b:$(A)@c "),
    parameters: filling("&pwd=$(A)"),
};

/**
 * What costs most among what is looked at, without a credential and with one at its end.
 *
 * @param entries how many variables, arguments or keys there are
 */
export const largest = (entries: number): Fixture["object"][] =>
    [undefined, "hunter2"].flatMap((password = "$(A)") => {
        const names = numbered(entries, (number) => `SECRET_TOKEN_OF_SHOP_${number}`);
        const last = { name: "PASSWORD", value: password };
        const id = password.replace(/\W/g, "").toLowerCase();
        return [
            ...Object.entries(values).map(([what, value]) =>
                configMap(`largest-${what.replaceAll(" ", "-")}-${id}`, { "index.txt": value, PASSWORD: password }),
            ),
            configMap(`largest-names-${id}`, {
                ...Object.fromEntries(names.map((name) => [name, "$(A)"])),
                PASSWORD: password,
            }),
            deployment(`largest-variables-${id}`, { env: [...names.map((name) => ({ name, value: "$(A)" })), last] }),
            deployment(`largest-flags-${id}`, {
                args: [...numbered(entries, (number) => `--secret-token-of-${number}=$(A)`), `--password=${password}`],
            }),
        ];
    });

/** One with a credential that is larger than what is looked at. */
export const tooLarge = (): Fixture["object"][] => [
    configMap("too-large-text", { "index.txt": "x".repeat(16_384), PASSWORD: "hunter2" }),
    configMap("too-many-keys", {
        ...Object.fromEntries(numbered(500, (number) => `key-${number}`).map((key) => [key, "x"])),
        PASSWORD: "hunter2",
    }),
];
