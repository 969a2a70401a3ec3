import { expect, test } from "vitest";
import type { ClusterRole, KubernetesObject } from "../../components/platform/kubernetes-object.ts";
import { everyPolicy } from "../../components/security/admission/policies.ts";
import { gatekeeperRights } from "../../components/security/gatekeeper-rights.ts";

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

test("Gatekeeper names what it may do, but for kinds that templates define", () => {
    const wild = [...rulesOf("ClusterRole"), ...rulesOf("Role")].filter(({ apiGroups = [], resources = [], verbs }) =>
        [...apiGroups, ...resources, ...verbs].some((it) => String(it).includes("*")),
    );
    expect(wild.map(({ apiGroups, resources }) => ({ apiGroups, resources }))).toEqual([
        { apiGroups: ["constraints.gatekeeper.sh"], resources: ["*"] },
    ]);
});
