import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "production-cluster-helm-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("Helm signs in with a token that is on no command line", async () => {
    const [helm, said] = [join(folder, "helm"), join(folder, "said")];
    writeFileSync(helm, `#!/bin/sh\necho "$HELM_KUBETOKEN:$*" > ${said}\n`, { mode: 0o700 });
    vi.stubEnv("PRODUCTION_CLUSTER_HELM", helm);
    const { Releases } = await import("../../sandbox/cluster/provider/releases.ts");
    const access = { server: "https://127.0.0.1", token: "sesame", authority: "", authorityFile: "ca.pem" };
    const release = { name: "loki", namespace: "loki", chart: "loki", version: "1.0.0", skipCrds: false, values: {} };
    await new Releases(access).uninstall(release, 1);
    const [token, ...line] = readFileSync(said, "utf8").split(":");
    expect(token).toBe("sesame");
    expect(line.join(":")).toMatch(/^uninstall loki .*--kube-apiserver/);
    expect(line.join(":")).not.toContain("sesame");
});
