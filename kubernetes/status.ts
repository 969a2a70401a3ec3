import type { Api } from "./api.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { ifFound } from "./status-error.ts";

/** Gives an object a status, as its operator would, whether its kind has one of its own or takes any content. */
export async function says(api: Api, object: KubernetesObject, status: object): Promise<void> {
    await api.merge(object, { status });
    await ifFound(api.mergeStatus(object, status));
}
