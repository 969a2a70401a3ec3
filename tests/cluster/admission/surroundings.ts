import { registry } from "../../../components/images/args.ts";
import { admission } from "../../../components/security/admission/args.ts";
import type { AdmissionEngine } from "../../../components/security/admission/engine.ts";
import { exemptedPolicies } from "../../../components/security/admission/exempted-policies.ts";
import type { KubernetesObject } from "../../../kubernetes/kubernetes-object.ts";
import { gatewayCrd } from "./objects.ts";

/** The policies as they are where nothing but the engine is configured: no registry is allowed, and nothing is exempt. */
export const policiesOf = (engine: AdmissionEngine) =>
    exemptedPolicies({ admission: admission.parse({ engine }), registry: registry.parse({}) }, []);

export const policies = policiesOf("native");

export interface SurroundingsArgs {
    namespaces: readonly string[];
    /** Labels of each namespace. Default: none, so that Pod Security lets every pod through to the policies. */
    labels?: Record<string, string>;
    /** Names of service accounts, by namespace. */
    accounts: Readonly<Record<string, readonly string[]>>;
}

export const core = (kind: string, name: string, fields: object = {}, namespace?: string): KubernetesObject => ({
    apiVersion: "v1",
    kind,
    metadata: { name, namespace },
    ...fields,
});

/** What must be there before the objects that are to be judged, which are of `objects.ts` and `variations.ts`. */
export const surroundings = ({ namespaces, labels, accounts }: SurroundingsArgs): KubernetesObject[] => [
    gatewayCrd,
    { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name: "shop" }, value: 1 },
    ...namespaces.map((name) => core("Namespace", name, { metadata: { name, labels } })),
    ...Object.entries(accounts).flatMap(([namespace, names]) =>
        names.map((name) => core("ServiceAccount", name, {}, namespace)),
    ),
];
