import { apiOf, kindKey } from "../inventory/api.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { namespaceOf } from "../inventory/namespaces.ts";
import { once } from "../inventory/once.ts";
import type { Resource } from "../inventory/resource.ts";
import { UnknownValue } from "../inventory/unknown.ts";
import { pass, undecided, type Verdict } from "../judgement/verdict.ts";
import type { Labels, Selector } from "./label-selectors.ts";

/**
 * Labels that operators give to the pods of an object, where they tell less than the object's API group does; `<name>`
 * is the object's.
 */
const labels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "monitoring.coreos.com/Prometheus": ofPrometheus("prometheus"),
    "monitoring.coreos.com/PrometheusAgent": ofPrometheus("prometheus-agent"),
    "monitoring.coreos.com/Alertmanager": ofPrometheus("alertmanager"),
    "monitoring.coreos.com/ThanosRuler": ofPrometheus("thanos-ruler"),
    "opentelemetry.io/OpenTelemetryCollector": { "app.kubernetes.io/name": "<name>-collector" },
    "rabbitmq.com/RabbitmqCluster": { "app.kubernetes.io/name": "<name>" },
};

function ofPrometheus(app: string): Record<string, string> {
    return { "app.kubernetes.io/name": app, "operator.prometheus.io/name": "<name>", [app]: "<name>" };
}

/** Pods that operators make, of which object each, by the labels that are known of them. */
export const madePods = (inventory: Inventory): readonly { maker: Resource; labels: Labels }[] =>
    Object.keys(labels).flatMap((key) => {
        const [group = "", kind = ""] = key.split("/");
        return inventory.objects(kind, group).map((maker) => ({ maker, labels: labelsOf(maker) }));
    });

/** What is to be said of a selector that selects nothing in its namespace, where an operator may make such pods. */
export function ofOperators(inventory: Inventory, namespace: string, selector: Selector): Verdict | undefined {
    const wanted = Object.entries(selector.matchLabels ?? {});
    const here = customIn(inventory, namespace);
    if (here.some((object) => wanted.some(([key, value]) => labelsOf(object)[key] === value))) return pass();
    const maker = here.find((object) => wanted.some(([key, value]) => isOwnLabel(object, key, value)));
    return maker && undecided(`an operator may make its pods, of ${maker.name}`);
}

/** API groups whose objects say something of others of their name, and make none: Kubernetes' own among them. */
const speaking =
    /(^|\.)(k8s\.io|helm\.sh|argoproj\.io|cert-manager\.io|external-secrets\.io|istio\.io|keda\.sh|kyverno\.io|monitoring\.coreos\.com)$/;

/** The object after which an operator may have named another one, such as `shop-rw` of the cluster `shop`. */
export const mayMake = (inventory: Inventory, namespace: string, name: string): Resource | undefined =>
    customIn(inventory, namespace).find(
        (object) =>
            !speaking.test(kindOf(object).group) && (name === nameOf(object) || name.startsWith(`${nameOf(object)}-`)),
    );

const kindOf = ({ type }: Resource): { group: string; kind: string } => apiOf(type) ?? { group: "", kind: "" };

function labelsOf(object: Resource): Record<string, string> {
    const known = Object.entries(labels[kindKey(object.type)] ?? {});
    return Object.fromEntries(known.map(([key, value]) => [key, value.replace("<name>", nameOf(object))]));
}

/** Whether a label is of the operator's own domain and names the object, as `cnpg.io/cluster: shop` does. */
function isOwnLabel(object: Resource, key: string, value: string): boolean {
    const { group } = kindOf(object);
    const [domain = "", name] = key.split("/");
    const isRelated = domain === group || group.endsWith(`.${domain}`) || domain.endsWith(`.${group}`);
    return name !== undefined && isRelated && value === nameOf(object);
}

const nameOf = ({ props }: Resource): string => props.metadata?.name ?? "";

/** Objects of API groups with a domain, by namespace; what is not known of one hides no other. */
const custom = once((inventory) => Map.groupBy(inventory.resources.filter(isNamed), placeOf(inventory)));

const customIn = (inventory: Inventory, namespace: string): readonly Resource[] =>
    custom(inventory).get(namespace) ?? [];

const isNamed = (object: Resource): boolean =>
    kindOf(object).group.includes(".") && attempt(() => nameOf(object)) !== "";

const placeOf = (inventory: Inventory) => (object: Resource) => attempt(() => namespaceOf(inventory, object));

/** What cannot be read is empty. */
function attempt(read: () => string): string {
    try {
        return read();
    } catch (error) {
        if (error instanceof UnknownValue) return "";
        throw error;
    }
}
