import type { Entry } from "../account.ts";
import { asList } from "../values.ts";
import type { World } from "./world.ts";

const type = "cloudwatch.LogGroup";

/**
 * EKS delivers the logs of a control plane for a while after its end, by its own service-linked role, into a log group
 * that it makes where there is none: without retention, key and tags
 * (https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2763).
 */
export function clusterGone(world: World, { id, enabledClusterLogTypes }: Entry): void {
    if (asList(enabledClusterLogTypes).length === 0) return;
    const name = `/aws/eks/${id}/cluster`;
    const group = world.find(type, name);
    if (group) world.put(type, String(group.key), { ...group, stillWritten: true }, group);
    else make(world, name);
}

/** A log group that is still written to is there again. */
export function groupGone(world: World, { id, stillWritten }: Entry): void {
    if (stillWritten) make(world, id);
}

function make(world: World, name: string): void {
    const arn = `arn:aws:logs:${world.region}:${world.accountId}:log-group:${name}`;
    world.put(type, name, { id: name, name, arn, urn: `${name} (made by EKS, which still had logs to deliver)` });
}
