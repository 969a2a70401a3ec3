import { isDefinition } from "./apis.ts";
import { type File, textOf } from "./archive.ts";
import { type KubernetesObject, objectsIn, readYaml } from "./manifests.ts";

/** What the files of a chart tell without a rendering. */
export interface Contents extends Told {
    /** The values that it comes with. */
    readonly values: unknown;
    /** The CRDs that lie in its `crds/`. */
    readonly definitions: readonly KubernetesObject[];
}

/** What templates may do; where it cannot be told they may. */
export interface Told {
    /** They may give something else each time. */
    readonly isRandom: boolean;
    /** What they give depends on which APIs the cluster serves. */
    readonly asksForApis: boolean;
    /** CRDs may be among what they give. */
    readonly definesKinds: boolean;
}

/** @throws NotRendered where its files cannot be read as YAML. */
export function contentsOf(files: readonly File[]): Contents {
    const own = (folder: RegExp) => files.filter(({ name }) => folder.test(name)).map(textOf);
    const [values] = own(/^values\.yaml$/);
    const definitions = own(/^crds\//).flatMap((text) => objectsIn(text, new Map()).filter(isDefinition));
    const told = files.filter(({ name }) => !/^crds\/|\.md$/.test(name)).map((file) => toldBy(textOf(file)));
    return { values: values === undefined ? undefined : readYaml(values), definitions, ...together(told) };
}

/** What is so of one of them is so of all. */
export const together = (told: readonly Told[]): Told => ({
    isRandom: told.some(({ isRandom }) => isRandom),
    asksForApis: told.some(({ asksForApis }) => asksForApis),
    definesKinds: told.some(({ definesKinds }) => definesKinds),
});

/** Functions of templates that answer otherwise each time: https://masterminds.github.io/sprig and Helm's own. */
const random =
    /\b(rand\w+|uuidv4|gen[A-Z]\w*|shuffle|htpasswd|bcrypt|encryptAES|now|ago|durationRound|(html|must)?[dD]ate\w*)\b/;

/** What a text tells: a template, or a value that a chart may take as one. */
export const toldBy = (text: string): Told => ({
    isRandom: actionsIn(text).some((action) => random.test(action)),
    asksForApis: text.includes("APIVersions"),
    definesKinds: text.includes("CustomResourceDefinition"),
});

/** What stands in double braces. */
const actionsIn = (text: string): readonly string[] =>
    text
        .split("{{")
        .slice(1)
        .map((rest) => rest.split("}}", 1)[0] ?? "");
