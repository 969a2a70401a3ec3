import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { idsOf } from "../inventory/ids.ts";
import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";
import { seal } from "../inventory/unknown.ts";
import { lookInside } from "../releases/look-inside.ts";
import { holdsSecret, plain } from "./decoding.ts";

/**
 * Collects the inputs of every resource while the engine registers them. At the end of a preview with an unknown
 * kubeconfig the engine hands over Kubernetes objects without any property, so what was registered is what is judged.
 */
export class Recording {
    readonly #recorded = new Map<string, Resource>();
    #built: Promise<Inventory> | undefined;

    record({ urn, type, name, props, opts, provider }: ResourceValidationArgs): void {
        this.#built = undefined;
        const secret =
            type.startsWith("kubernetes:helm.sh/") && holdsSecret(props) ? { holdsSecret: true as const } : {};
        const taken = { urn, type, name, props: seal(plain(props)), parent: opts.parent, provider: provider?.urn };
        this.#recorded.set(urn, { ...taken, ...secret });
    }

    /** The same inventory for every policy of one run; resources that the stack no longer holds are left out. */
    inventory(stack: readonly PolicyResource[]): Promise<Inventory> {
        this.#built ??= lookInside(stack.map((resource) => this.#resource(resource)));
        return this.#built;
    }

    #resource(held: PolicyResource): Resource {
        const outputs = plain(held.props) as { id?: unknown; arn?: unknown };
        const { urn, type, name, opts } = held;
        const recorded = this.#recorded.get(urn) ?? { urn, type, name, props: seal(outputs), parent: opts.parent };
        const dependencies = Object.fromEntries(
            Object.entries(held.propertyDependencies).map(([key, sources]) => [key, sources.map(({ urn }) => urn)]),
        );
        const exported = type === "pulumi:pulumi:Stack" ? { outputs: seal(outputs) } : {};
        const { id, arn } = outputs;
        return { ...recorded, ...exported, dependencies, ids: idsOf(seal({ id, arn })) };
    }
}
