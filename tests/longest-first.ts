import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest, by its file below `tests/`, in this order: none of it may begin when all else is done. */
const longest = [
    "program/lifecycle",
    "program/existing",
    "engine/stack",
    "program/waiting",
    "engine/interruption",
    "program/mutants",
    "option-matrix/option-matrix",
    "package/published",
    "backup/dump-proof",
    "package/policy-pack",
    "report/page",
    "cluster/existing",
    "cluster/updates",
    "cluster/removal",
    "cluster/admission",
    "cluster/platform",
    "cluster/interruption",
    "cluster/cluster",
    "cluster/standby",
];

const placeOf = ({ moduleId }: TestSpecification): number => {
    const place = longest.findIndex((name) => moduleId.endsWith(`tests/${name}.test.ts`));
    return place < 0 ? longest.length : place;
};

/** The order of a checkout that has run no tests yet: Vitest goes by the size of files, which says nothing of their time. */
export class LongestFirst extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
        return (await super.sort(files)).toSorted((one, other) => placeOf(one) - placeOf(other));
    }
}
