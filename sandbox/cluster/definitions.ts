import type { Api } from "./api.ts";
import { describe, isTrue, type KubernetesObject } from "./kubernetes-object.ts";
import { until } from "./until.ts";

/** Waits until the kind of a CustomResourceDefinition is served, at most so many seconds. */
export const untilServed = (api: Api, definition: KubernetesObject, seconds: number): Promise<true> =>
    until(`${describe(definition)} to be served`, seconds, async () => {
        const found = await api.get(definition);
        return found !== undefined && isTrue(found, "Established");
    });
