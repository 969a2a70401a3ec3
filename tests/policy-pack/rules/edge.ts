import { expect, test } from "vitest";
import { parseConfig } from "../../../policy-pack/configuration.ts";
import { evaluate } from "../../../policy-pack/evaluate.ts";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import type { Status } from "../../../policy-pack/judgement/result.ts";
import { rendered } from "../judged.ts";
import { object, type Props, resource } from "../ready/resource.ts";
import { type Change, changed } from "../stack.ts";

/** What a check says where what it asks for begins or ends: of some resources, or of the ready stack after a change. */
export type Edge = readonly [
    check: string,
    what: string,
    status: Status,
    of: readonly Resource[] | Change,
    options?: { readonly config?: object; readonly says?: RegExp },
];

const today = new Date("2026-11-21");

/** Tests each edge. */
export const hold = (edges: readonly Edge[]): void =>
    test.each(edges.map((edge) => [edge[0], edge[1], edge] as const))("%s: %s", (_check, _what, edge) => {
        expect(judgedAt(edge)).toBe(edge[2]);
    });

/** Status of the edge's check, and all that it says where it does not say what the edge asks for. */
function judgedAt([check, , , of, { config = {}, says } = {}]: Edge): string {
    const inventory = typeof of === "function" ? changed(of) : rendered(peopled(of));
    const { status, evidence = [] } =
        evaluate(inventory, parseConfig(config), today).checks.find(({ id }) => id === check) ?? {};
    const isSaid = !says || evidence.some((each) => each.status === status && says.test(each.message));
    return isSaid ? `${status}` : `${status}: ${evidence.map(({ message }) => message).join("; ")}`;
}

/** A cluster without any workload is one whose workloads are elsewhere, with all that they bring. */
const peopled = (resources: readonly Resource[]): readonly Resource[] =>
    resources.some(({ type }) => type === "aws:eks/cluster:Cluster") &&
    !resources.some(({ type }) => /:Deployment$/.test(type))
        ? [...resources, workload("apps/v1:Deployment", "bystander")]
        : resources;

export const cluster = (props: Props = {}) =>
    resource("aws:eks/cluster:Cluster", "shop", { name: "shop", version: "1.35", ...props });

export const autoCluster = (nodePools = ["system"]) => cluster({ computeConfig: { enabled: true, nodePools } });

export const nodeGroup = (props: Props, name = "system", from: Record<string, string[]> = {}) =>
    resource("aws:eks/nodeGroup:NodeGroup", name, props, from);

export const nodePool = (spec: Props, name = "default") => object("karpenter.sh/v1:NodePool", name, { spec });

/** A Deployment of one container, in the namespace `shop`. */
export const deployment = (container: Props = {}, pod: Props = {}, spec: Props = {}) =>
    workload("apps/v1:Deployment", "shop", container, pod, spec);

export const workload = (type: string, name: string, container: Props = {}, pod: Props = {}, spec: Props = {}) =>
    inShop(type, name, {
        spec: {
            ...spec,
            template: {
                metadata: { labels: { app: name } },
                spec: { containers: [{ name: "app", image: "app:1.0", ...container }], ...pod },
            },
        },
    });

/** An object of the namespace `shop`. */
export const inShop = (type: string, name: string, props: Props) =>
    object(type, name, { ...props, metadata: { namespace: "shop", ...props.metadata } });
