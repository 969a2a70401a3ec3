import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";

/** A Helm that records how it is called and then is the real one; gives its path, and what it recorded. */
export function recordingHelm() {
    const folder = mkdtempSync(join(inject("scratchFolder"), "helm-"));
    const [path, log] = [join(folder, "helm"), join(folder, "log")];
    writeFileSync(
        path,
        `#!/bin/bash\nprintf '%s\\n' "$*" >> ${log}\nenv >> ${folder}/env\nexec ${inject("helm")} "$@"\n`,
    );
    chmodSync(path, 0o755);
    return { path, folder, started: () => existsSync(log), calls: () => readFileSync(log, "utf8").trim().split("\n") };
}
