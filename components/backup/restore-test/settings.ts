import type { Settings } from "../../settings.ts";

/** The image of the restore test. The parts of it are there only where it is set. */
export function imageOf({ backup }: Pick<Settings, "backup">): string {
    if (!backup.restoreTest) throw new Error("backup.restoreTest is not set");
    return backup.restoreTest.image;
}

/** Of workloads that run its image: nobody waits for them, as the same update may make the repository that it is pushed to. */
export const unawaited = { "pulumi.com/skipAwait": "true" };
