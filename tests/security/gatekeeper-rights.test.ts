import { expect, test } from "vitest";
import type { ClusterRole, KubernetesObject } from "../../components/platform/kubernetes-object.ts";
import { gatekeeperPolicies } from "../../components/security/admission/gatekeeper-policies.ts";
import { everyPolicy } from "../../components/security/admission/policies.ts";
import { gatekeeperRights } from "../../components/security/gatekeeper-rights.ts";
import { settingsOfEverything } from "../addons/example.ts";

type Rules = NonNullable<ClusterRole["rules"]>;

const rulesOf = (kind: string): Rules =>
    gatekeeperRights
        .filter((it) => it.kind === kind)
        .flatMap((it) => (it as KubernetesObject & { rules: Rules }).rules);

const grant = (rules: Rules, group: string, resource: string, verb: string) =>
    rules.some(
        ({ apiGroups = [], resources = [], verbs }) =>
            apiGroups.includes(group) && resources.includes(resource) && verbs.includes(verb),
    );

test("Gatekeeper's audit may list every kind that a policy names, but Secrets outside of its namespace", () => {
    const missing = everyPolicy([])
        .flatMap(({ match }) => match)
        .flatMap(({ group, resources }) =>
            resources.filter((it) => !it.includes("/") && !grant(rulesOf("ClusterRole"), group, it, "list")),
        );
    expect([...new Set(missing)]).toEqual(["secrets"]);
    expect(rulesOf("ClusterRole").filter(({ resources = [] }) => resources.includes("secrets"))).toEqual([]);
});

test("Each hook of Gatekeeper may do its own work alone, as the account of its chart", () => {
    const bindings = gatekeeperRights.flatMap((it) =>
        "subjects" in it && it.kind === "ClusterRoleBinding" ? [it] : [],
    );
    const may = (account: string) =>
        gatekeeperRights
            .flatMap((it) => (it.kind === "ClusterRole" && isBound(it.metadata.name, account) ? [it] : []))
            .flatMap((it) => (it as KubernetesObject & { rules: Rules }).rules)
            .map(({ resources, verbs, resourceNames = [] }) => [verbs, resources, resourceNames].flat().join(" "));
    const isBound = (role: string | undefined, account: string) =>
        bindings.some(
            ({ roleRef, subjects }) => roleRef.name === role && subjects?.some(({ name }) => name === account),
        );
    expect(may("gatekeeper-admin-upgrade-crds")).toEqual(["get create patch customresourcedefinitions"]);
    expect(may("gatekeeper-delete-webhook-configs")).toEqual([
        "delete validatingwebhookconfigurations gatekeeper-validating-webhook-configuration",
    ]);
});

test("Gatekeeper may delete policies of the API server that its own templates would have become, and no others", () => {
    const deletes = rulesOf("ClusterRole").filter(
        ({ resources = [], verbs }) => verbs.includes("delete") && resources.includes("validatingadmissionpolicies"),
    );
    const templates = gatekeeperPolicies(settingsOfEverything, []).filter(({ kind }) => kind === "ConstraintTemplate");
    expect(deletes.flatMap(({ resourceNames = [] }) => resourceNames)).toEqual(
        templates.map(({ metadata }) => `gatekeeper-${metadata.name}`),
    );
});

test("Gatekeeper names what it may do, but for kinds that templates define", () => {
    const wild = [...rulesOf("ClusterRole"), ...rulesOf("Role")].filter(({ apiGroups = [], resources = [], verbs }) =>
        [...apiGroups, ...resources, ...verbs].some((it) => String(it).includes("*")),
    );
    expect(wild.map(({ apiGroups, resources }) => ({ apiGroups, resources }))).toEqual([
        { apiGroups: ["constraints.gatekeeper.sh"], resources: ["*"] },
    ]);
});
