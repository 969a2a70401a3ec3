import { expect, test } from "vitest";
import { resultOf } from "../../judged.ts";
import { object } from "../../ready/resource.ts";

const healing = { automated: { prune: true, selfHeal: true }, retry: { limit: 5 } };
const source = { repoURL: "https://git.example.com/teams.git", targetRevision: "main", path: "{{path}}" };
const set = (application: object, more: object = {}) =>
    object("argoproj.io/v1alpha1:ApplicationSet", "teams", {
        metadata: { namespace: "argocd" },
        spec: { template: { spec: { project: "teams", source, ...application } }, ...more },
    });
const result = (...given: Parameters<typeof set>) => resultOf("gitops-self-heal", [set(...given)]);

test("the template of an ApplicationSet is judged like an Application", () => {
    expect(result({ syncPolicy: healing })?.status).toBe("pass");
    expect(result({ syncPolicy: healing, project: "default" })?.status).toBe("fail");
    const bare = result({});
    expect(bare?.status).toBe("fail");
    expect(bare?.evidence[0]?.message).toMatch(/^what is gone from Git stays; drift is not undone/);
});

test("a patch of the template may set what it lacks", () => {
    expect(result({}, { templatePatch: "spec: {}" })?.status).toBe("unknown");
    expect(result({ syncPolicy: healing }, { templatePatch: "spec: {}" })?.status).toBe("pass");
});
