import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { RunError } from "@pulumi/pulumi";
import { afterAll, expect, test, vi } from "vitest";
import { requireContext } from "../../components/foundation/kubeconfig.ts";

const folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    vi.unstubAllEnvs();
});

const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
};
const users = "users: [{ name: me, user: { token: c2VjcmV0 } }]";
const right = file("right", `apiVersion: v1\ncontexts: [{ name: kind-laptop }, { name: kind-other }]\n${users}\n`);

test("A file with the context is as it should be", () => {
    expect(() => requireContext("shop", right, "kind-other")).not.toThrow();
});

test.each([
    ["that is not there", join(folder, "absent"), "kubeconfig", /absent cannot be read \(ENOENT\)/],
    ["that is a folder", folder, "kubeconfig", /cannot be read \(EISDIR\)/],
    [
        "in the home of the user, whatever HOME says",
        "~/absent/x",
        "kubeconfig",
        `${userInfo().homedir}/absent/x cannot`,
    ],
    ["that is no YAML", file("broken", `${users}\n  - {`), "kubeconfig", /broken cannot be read \(/],
    ["of an unknown YAML tag", file("tag", `${users}\nx: !c2VjcmV0 y`), "kubeconfig", /tag is no kubeconfig/],
    ["that is no kubeconfig", file("text", "c2VjcmV0"), "kubeconfig", /text is no kubeconfig/],
    ["of no context", file("none", `contexts: []\n${users}`), "kubeconfig", /none is no kubeconfig with contexts/],
    [
        "without contexts",
        file("empty", `contexts: null\n${users}`),
        "kubeconfig",
        /empty is no kubeconfig with contexts/,
    ],
    ["without the context", right, "context", /"kind-lptop" is not in .*right: give one of kind-laptop, kind-other$/],
])("A file %s is one mistake, which repeats no credential", (_, path, setting, reason) => {
    vi.stubEnv("HOME", folder);
    const attempt = () => requireContext("shop", path, "kind-lptop");
    expect(attempt).toThrow(RunError);
    expect(attempt).toThrow(reason);
    expect(attempt).toThrow(
        new RegExp(`^ProductionCluster "shop" cannot be built:\n {2}cluster\\.existing\\.${setting}: `),
    );
    expect(attempt).not.toThrow(/c2Vj/);
});
