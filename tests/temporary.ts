import { chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeCluster } from "../kubernetes/leftovers.ts";
import { abandoned, ownFolder, removeFolder } from "../sandbox/owner.ts";

/** A short name: the path of a socket has 104 characters at most. */
const folders = join(tmpdir(), "pc-tests");

/** What tests, and programs that they start, leave for the system to tidy up is gone after the run. */
export default async function setup(): Promise<() => void> {
    // Clusters of a run that was killed are below its folder.
    for (const folder of abandoned(folders)) await removeCluster(folder);
    const folder = ownFolder(folders);
    // A server that must not run as root passes through it.
    chmodSync(folder, 0o711);
    process.env.TMPDIR = folder;
    return () => removeFolder(folder);
}
