import { largeStack } from "./large-stack.ts";

/** Kinds that a cluster has without any add-on. */
const kinds =
    /^kubernetes:(core\/v1:(Service|ServiceAccount|ConfigMap|Secret)|apps\/v1:\w+|policy\/v1:\w+|batch\/v1:\w+)$/;

/** A program that registers so many objects of Kubernetes, as a stack of one cluster has them, and does nothing else. */
export function programOf(size: number): string {
    const objects = largeStack(8 * size)
        .filter(({ type }) => kinds.test(type))
        .slice(0, size)
        .map(({ type, name, props }) => {
            const [, api = "", kind] = type.split(":");
            const metadata = { ...props.metadata, name, namespace: "default" };
            return { type, name, props: { ...props, apiVersion: api.replace(/^core\//, ""), kind, metadata } };
        });
    if (objects.length < size) throw new Error(`only ${objects.length} objects`);
    return `
        import { CustomResource } from "@pulumi/pulumi";
        for (const { type, name, props } of ${JSON.stringify(objects)}) new CustomResource(type, name, props);
    `;
}
