import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { seal } from "../../../policy-pack/inventory/unknown.ts";

/** Pulumi types of the CloudFormation resources that are read. */
const types: Readonly<Record<string, string>> = {
    "AWS::EKS::Cluster": "aws:eks/cluster:Cluster",
    "AWS::EKS::Nodegroup": "aws:eks/nodeGroup:NodeGroup",
};

/** Properties that Pulumi calls otherwise. */
const renamed: Readonly<Record<string, string>> = {
    ResourcesVpcConfig: "vpcConfig",
    SourceSecurityGroups: "sourceSecurityGroupIds",
};

interface Template {
    Resources?: Record<string, { Type: string; Properties?: object }>;
}

/** Resources of a CloudFormation template, as Pulumi would have them. */
export function cloudFormation({ Resources = {} }: Template): readonly Resource[] {
    return Object.entries(Resources).flatMap(([name, { Type, Properties = {} }]) => {
        const type = types[Type];
        return type ? [{ urn: `urn:pulumi:suite::${type}::${name}`, type, name, props: seal(camel(Properties)) }] : [];
    });
}

/** In Pulumi's spelling; a block of which CloudFormation takes a list, of one, is that one. */
function camel(value: unknown): unknown {
    if (Array.isArray(value)) {
        const items = value.map(camel);
        return items.length === 1 && typeof items[0] === "object" ? items[0] : items;
    }
    if (typeof value !== "object" || value === null) return value;
    const spelled = (key: string) => renamed[key] ?? `${key[0]?.toLowerCase()}${key.slice(1)}`;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [spelled(key), camel(child)]));
}
