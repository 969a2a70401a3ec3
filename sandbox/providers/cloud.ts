/**
 * The sandbox's providers: a simulation of AWS, EKS and Kubernetes for one machine, with no account and no network.
 *
 * What is checked: what AWS, the API server or Helm would refuse at once. The types and properties that exist, required
 * properties, the spelling of names, ranges, ARNs, policies, versions and enumerations, references to things that must
 * exist, a second thing of the same name, overlapping subnets, a cluster in one zone, protected or still occupied
 * things that are deleted, custom resources before their definition.
 *
 * What is not: whether anything works. Nothing runs, no packet flows, no permission is evaluated, no quota is counted,
 * no chart is rendered, no pod is scheduled, and nested properties are checked only where a table names them. A stack
 * that comes up here has a consistent plan; that it works on AWS is shown only by bringing it up there.
 */
import type { Values } from "./values.ts";

/** A resource of a program, as its URN says. */
export interface Resource {
    urn: string;
    /** Type token, such as `aws:ec2/vpc:Vpc`. */
    type: string;
    /** Name in the program. */
    name: string;
}

/** Why a property is refused. */
export interface Failure {
    property: string;
    reason: string;
}

/** What differs between two sets of properties, and what of it no update can change. */
export interface Difference {
    changes: string[];
    replaces: string[];
    /** The new one cannot stand beside the old one: it has the same name. */
    deleteFirst?: boolean;
}

/**
 * What a simulated provider can do. All values are plain; the server keeps secrets secret and outputs unknown in a
 * plan.
 */
export interface Cloud {
    /** Says what is wrong with the provider's own settings, such as a region or a kubeconfig. */
    checkSettings(settings: Values): Failure[];
    /** Says which changed settings point at another cloud, so that all that was made through them must be made anew. */
    replacesOf(before: Values, after: Values): string[];
    configure(settings: Values): void;
    /** Completes the inputs by names and defaults, and says what would be refused at once. */
    check(resource: Resource, inputs: Values, before: Values | undefined): { inputs: Values; failures: Failure[] };
    diff(resource: Resource, before: Values, after: Values): Difference;
    /** Everything a resource with this id says of itself. */
    outputs(resource: Resource, id: string, inputs: Values): Values;
    /** Outputs that every update makes anew, so that its plan cannot know them. */
    recomputed(resource: Resource): string[];
    /** Makes it and returns its id; a second call for the same URN and inputs finds what the first one made. */
    create(resource: Resource, inputs: Values): string | Promise<string>;
    update(resource: Resource, id: string, inputs: Values, before: Values): void | Promise<void>;
    /** `timeout` in seconds, where the program gives one. */
    delete(resource: Resource, id: string, state: Values, timeout?: number): void | Promise<void>;
    /** What is there under this id, or nothing. `state` is what the engine remembers, if it knows the resource. */
    read(resource: Resource, id: string, state: Values | undefined): Values | undefined | Promise<Values | undefined>;
    /** Answers a look-up. */
    invoke(token: string, args: Values): Values;
}

/** Said to the user as it is, without a stack trace. */
export class Refusal extends Error {}
