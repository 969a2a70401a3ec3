import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "../../sandbox/paths.ts";
import { addonOf, assembled } from "../addons/example.ts";
import { chartPath, hasChart, type Rendered, render } from "../addons/render.ts";
import { scanJobs } from "../addons/scan-jobs.ts";
import { podSecurityViolations, workloads } from "../addons/workloads.ts";

const page = readFileSync(join(root, "docs/security.md"), "utf8");
const [, shown = ""] = /```yaml\n(chartValues:[^`]*)```/.exec(page.slice(page.indexOf("#### A CA of yours"))) ?? [];

const all = await assembled({ settings: { registry: { trivy: true }, backup: {}, ...parse(shown) } });
const objectsOf = (name: string): Rendered[] => {
    const addon = addonOf(all, name);
    return hasChart(addon) && chartPath(addon.chart) ? render(addon, addon.values) : [];
};
const [kyverno, trivy] = [objectsOf("kyverno"), objectsOf("trivy-operator")];
const atHand = kyverno.length > 0 && trivy.length > 0;

test.runIf(atHand)(
    "By what docs/security.md shows, whoever asks registries has a CA of one's own, beside those of its image",
    () => {
        const asking = /^kyverno-(admission|reports)-controller$/;
        const pods = workloads([
            ...kyverno.filter(({ kind, metadata }) => kind === "Deployment" && asking.test(metadata.name)),
            ...scanJobs(trivy),
        ]);
        expect(pods).toHaveLength(3);
        for (const workload of pods) {
            const { volumes = [] } = workload.pod;
            expect(volumes).toContainEqual({ name: "registry-ca", configMap: { name: "registry-ca", optional: true } });
            const mounts = workload.pod.containers.flatMap(({ volumeMounts = [] }: Rendered) => volumeMounts);
            // Go reads these two folders, and of /etc/ssl/certs the file of the image first (crypto/x509/root_linux.go).
            expect(mounts).toContainEqual({ name: "registry-ca", mountPath: "/etc/pki/tls/certs", readOnly: true });
            expect(mounts.filter(({ mountPath }: Rendered) => mountPath.startsWith("/etc/ssl"))).toEqual([]);
            expect(podSecurityViolations(workload, "restricted")).toEqual([]);
        }
    },
);
