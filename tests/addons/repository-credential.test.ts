import { describe, expect, it, test } from "vitest";
import { mistakesOf, right } from "../configuration/settings.ts";
import { addonOf, assembled } from "./example.ts";

const https = "https://github.com/example/clusters";
const ssh = "git@github.com:example/clusters.git";
const gitops = (repository: string, kind: string) => ({ repository, credential: { kind, secretName: "git/clusters" } });

describe("The credential of a private repository", () => {
    test.each([
        ["https", https, ["username", "password"]],
        ["githubApp", https, ["githubAppID", "githubAppInstallationID", "githubAppPrivateKey"]],
        ["ssh", ssh, ["sshPrivateKey"]],
    ])("is copied from the store with Argo CD's own keys: %s", async (kind, repository, keys) => {
        const addons = await assembled({ settings: { gitops: gitops(repository, kind) } });
        const { before = [], needs } = addonOf(addons, "argo-cd");
        const [secret] = before.filter(({ metadata }) => metadata.name === "git-repository");
        expect(secret).toMatchObject({
            kind: "ExternalSecret",
            metadata: { namespace: "argocd" },
            spec: {
                target: {
                    template: {
                        metadata: { labels: { "argocd.argoproj.io/secret-type": "repository" } },
                        mergePolicy: "Merge",
                        data: { type: "git", url: repository },
                    },
                },
                data: keys.map((key) => ({ secretKey: key, remoteRef: { key: "git/clusters", property: key } })),
            },
        });
        expect(needs).toContain("external-secrets");
        const { identities = [] } = addonOf(addons, "external-secrets");
        expect(JSON.stringify(identities)).toContain("secret:git/clusters-??????");
    });

    test.each([
        ["https://github.com/example/clusters", undefined],
        ["https://git.example.com/example/clusters", "https://git.example.com/api/v3"],
        ["https://git.example.com:8443/example/clusters", "https://git.example.com:8443/api/v3"],
        ["https://example.ghe.com/example/clusters", "https://api.example.ghe.com"],
    ])("of an app of %s is asked for at %s", async (repository, api) => {
        const addons = await assembled({ settings: { gitops: gitops(repository, "githubApp") } });
        const { before = [] } = addonOf(addons, "argo-cd");
        expect(before.map((it) => it.kind === "ExternalSecret" && it.spec?.target?.template?.data)).toContainEqual({
            ...{ type: "git", url: repository },
            ...(api && { githubAppEnterpriseBaseUrl: api }),
        });
    });

    it("is not there for a public one", async () => {
        const { before = [] } = addonOf(await assembled({ settings: { gitops: { repository: https } } }), "argo-cd");
        expect(before).toEqual([]);
    });

    test.each([
        [https, "ssh", /^gitops\.credential\.kind: .* give https or githubApp$/],
        [ssh, "https", /^gitops\.credential\.kind: .* give ssh$/],
        [ssh, "githubApp", /^gitops\.credential\.kind: .* give ssh$/],
        [https, "token", /^gitops\.credential\.kind: .*https, ssh, githubApp$/],
    ])("opens no other kind of URL: %s by %s", (repository, kind, mistake) => {
        expect(mistakesOf({ ...right, gitops: gitops(repository, kind) })).toEqual([expect.stringMatching(mistake)]);
    });
});

test("An account is named by its 12 digits", () => {
    expect(mistakesOf({ ...right, accountId: "111122223333" })).toEqual([]);
    expect(mistakesOf({ ...right, accountId: "1111-2222-3333" })).toEqual([
        expect.stringMatching(/^accountId: .*12 digits/),
    ]);
});
