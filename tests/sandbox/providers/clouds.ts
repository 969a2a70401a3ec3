import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { Account } from "../../../sandbox/providers/account.ts";
import { AwsCloud } from "../../../sandbox/providers/aws/cloud.ts";
import type { Failure, Resource } from "../../../sandbox/providers/cloud.ts";
import { KubernetesCloud } from "../../../sandbox/providers/kubernetes/cloud.ts";
import { apiVersionOf, gvkOf } from "../../../sandbox/providers/kubernetes/gvk.ts";
import type { RandomCloud } from "../../../sandbox/providers/random/cloud.ts";
import type { Values } from "../../../sandbox/providers/values.ts";

type Cloud = AwsCloud | KubernetesCloud | RandomCloud;

/** A provider with one account, as the engine uses it: check first, then create. */
export class Driver {
    readonly cloud: Cloud;

    constructor(cloud: Cloud) {
        this.cloud = cloud;
    }

    resource(type: string, name: string): Resource {
        return { urn: `urn:pulumi:test::test::${type}::${name}`, type, name };
    }

    check(type: string, inputs: Values, name = "it"): Failure[] {
        return this.cloud.check(this.resource(type, name), inputs, undefined).failures;
    }

    /** The id. Throws when it is refused. */
    make(type: string, inputs: Values, name = "it"): string {
        const resource = this.resource(type, name);
        const checked = this.cloud.check(resource, inputs, undefined);
        const [failure] = checked.failures;
        if (failure) throw new Error(failure.reason);
        return this.cloud.create(resource, checked.inputs);
    }

    /** Everything about what was made. */
    outputs(type: string, inputs: Values, name = "it"): Values {
        const resource = this.resource(type, name);
        const checked = this.cloud.check(resource, inputs, undefined);
        return this.cloud.outputs(resource, this.cloud.create(resource, checked.inputs), checked.inputs);
    }

    remove(type: string, inputs: Values, id: string, name = "it"): void {
        this.cloud.delete(
            this.resource(type, name),
            id,
            this.cloud.check(this.resource(type, name), inputs, undefined).inputs,
        );
    }
}

export const newAccount = (): Account => new Account(mkdtempSync(join(inject("scratchFolder"), "cloud-")));

export function aws(account = newAccount(), settings: Values = {}): Driver {
    const cloud = new AwsCloud(account);
    cloud.configure({ region: "eu-west-1", ...settings });
    return new Driver(cloud);
}

export function kubernetes(account: Account, endpoint: string, settings: Values = {}): Driver {
    const cloud = new KubernetesCloud(account);
    cloud.configure({ kubeconfig: kubeconfig(endpoint), ...settings });
    return new Driver(cloud);
}

export const kubeconfig = (server: string): string =>
    JSON.stringify({
        "current-context": "here",
        contexts: [{ name: "here", context: { cluster: "it", user: "me" } }],
        clusters: [{ name: "it", cluster: { server } }],
    });

/** An object as an SDK sends it: with the API version and kind of its type. */
export function object(type: string, body: Values): Values {
    const gvk = gvkOf(type);
    return { apiVersion: apiVersionOf(gvk), kind: gvk.kind, ...body };
}

export const trust = (service: string): string =>
    JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
    });

/** A VPC with a subnet in each of three zones, a role and a cluster on them. */
export function clusterIn(driver: Driver, more: Values = {}) {
    const vpcId = driver.make("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, "vpc");
    const subnetIds = ["a", "b", "c"].map((zone, index) =>
        driver.make(
            "aws:ec2/subnet:Subnet",
            { vpcId, cidrBlock: `10.0.${index}.0/24`, availabilityZone: `eu-west-1${zone}` },
            `subnet-${zone}`,
        ),
    );
    const role = driver.outputs(
        "aws:iam/role:Role",
        { name: "control", assumeRolePolicy: trust("eks.amazonaws.com") },
        "role",
    );
    const inputs = { name: "shop", version: "1.35", roleArn: role.arn, vpcConfig: { subnetIds }, ...more };
    const outputs = driver.outputs("aws:eks/cluster:Cluster", inputs, "cluster");
    return { vpcId, subnetIds, roleArn: role.arn, inputs, outputs, endpoint: String(outputs.endpoint) };
}
