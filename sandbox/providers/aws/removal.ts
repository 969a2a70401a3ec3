import type { Entry } from "../account.ts";
import { at } from "../checks.ts";
import { Refusal } from "../cloud.ts";
import { hexOf } from "../digest.ts";
import { Cluster } from "../kubernetes/cluster.ts";
import { asList, asRecord } from "../values.ts";
import { kindOf, occupantsOf } from "./kinds.ts";
import { clusterGone, groupGone } from "./late-logs.ts";
import type { World } from "./world.ts";

/** Removes a thing with what goes along. Throws when it is protected, or while something else uses it. */
export function remove(world: World, type: string, entry: Entry): void {
    if (entry.deletionProtection === true)
        throw new Refusal(`${entry.id} is protected: set deletionProtection to false and update first`);
    const users = occupantsOf(type).flatMap(([user, properties]) =>
        world.all(user).filter((other) => properties.some((property) => names(other, property, entry))),
    );
    if (users.length > 0)
        throw new Refusal(
            `${entry.id} cannot be deleted while these use it: ${users.map(({ urn }) => urn).join(", ")}`,
        );

    const { deletesAlong = {}, createsAlong = {} } = kindOf(type);
    for (const [other, property] of Object.entries(deletesAlong)) removeAll(world, other, property, entry.id);
    for (const other of Object.keys(createsAlong)) removeAll(world, other, "createdAlongWith", entry.id);
    if (type === "eks.Cluster") removeObjects(world, entry);
    world.remove(type, String(entry.key));
    if (type === "eks.Cluster") clusterGone(world, entry);
    if (type === "cloudwatch.LogGroup") groupGone(world, entry);
}

/** Whether an entry names another one by a property. */
const names = (entry: Entry, property: string, other: Entry): boolean =>
    at(entry, property).some(([, reference]) => [other.id, other.arn, other.key].includes(reference));

function removeAll(world: World, type: string, property: string, value: string): void {
    const gone = world.all(type).filter((entry) => entry[property] === value);
    for (const { key } of gone) world.remove(type, String(key));
}

/** With a cluster go its objects, but not what their controllers made in the VPC: that stays, in a subnet. */
function removeObjects(world: World, { vpcConfig, endpoint }: Entry): void {
    const cluster = new Cluster(world.account, String(endpoint).replace("https://", ""));
    const [subnetId] = asList(asRecord(vpcConfig).subnetIds);
    for (const object of cluster.inVpc()) {
        const id = `eni-${hexOf(object.urn).slice(0, 17)}`;
        const urn = `${object.urn} (left behind: its cluster went first)`;
        world.put("ec2.NetworkInterface", id, { id, urn, subnetId });
    }
    cluster.clear();
}
