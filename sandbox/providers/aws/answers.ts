import { Refusal } from "../cloud.ts";
import { hexOf } from "../digest.ts";
import { asList, asRecord, type Values } from "../values.ts";
import { addonVersionsFor } from "./kinds/eks-addons.ts";
import { zoneId, zonesOf } from "./kinds/network.ts";
import * as lookups from "./lookups.ts";
import type { World } from "./world.ts";

type Answer = (args: Values, world: World) => Values;

/** Look-ups by the end of their token, answered from the table in lookups.ts and from what exists. */
const answers: Record<string, Answer> = {
    getAvailabilityZones: ({ excludeNames }, { region }) => {
        const names = zonesOf(region).filter((zone) => !asList(excludeNames).includes(zone));
        return { names, zoneIds: names.map((zone) => zoneId(region, zone)), groupNames: [region], region };
    },
    getCallerIdentity: (_, { accountId }) => ({
        accountId,
        arn: `arn:aws:sts::${accountId}:assumed-role/sandbox-admin/sandbox`,
        userId: "AROASANDBOX:sandbox",
    }),
    getPartition: () => lookups.partition,
    getRegion: (_, { region }) => ({
        name: region,
        region,
        description: lookups.regions[region]?.description,
        endpoint: `ec2.${region}.amazonaws.com`,
    }),
    getAddonVersion: ({ addonName, kubernetesVersion, mostRecent }, { region }) => {
        const versions = addonVersionsFor(String(addonName), String(kubernetesVersion));
        const version = versions.at(mostRecent ? 0 : -1);
        if (!version) throw unknown(`${addonName} on Kubernetes ${kubernetesVersion}`, "addonVersions");
        return { addonName, kubernetesVersion, mostRecent, version, region };
    },
    getClusterVersions: (_, { region }) => ({
        clusterVersions: lookups.kubernetesVersions.map((clusterVersion) => ({ clusterVersion })),
        region,
    }),
    getAmi: (args, { region }) => {
        const stranger = asList(args.owners).find((owner) => !lookups.imageOwners.includes(String(owner)));
        if (stranger) throw unknown(`images of ${stranger}`, "imageOwners");
        const imageId = `ami-${hexOf(region, args).slice(0, 17)}`;
        return { ...args, id: imageId, imageId, ownerId: lookups.imageOwners[1], region, state: "available" };
    },
    getParameter: ({ name }, { region, accountId }) => {
        const parameter = lookups.parameters.find((known) => known.name.test(String(name)));
        if (!parameter) throw unknown(`parameter ${name}`, "parameters");
        const value = parameter.value === "ami" ? `ami-${hexOf(region, name).slice(0, 17)}` : "1.0.0-simulated";
        const arn = `arn:aws:ssm:${region}:${accountId}:parameter${name}`;
        return { name, arn, value, insecureValue: value, type: "String", version: 1, region };
    },
    getManagedPrefixList: prefixList,
    getPrefixList: prefixList,
    getVpcEndpointService: ({ service, serviceName }, { region }) => {
        const name = String(service ?? String(serviceName).replace(`com.amazonaws.${region}.`, ""));
        if (!lookups.endpointServices.interface.includes(name)) throw unknown(`service ${name}`, "endpointServices");
        return { serviceName: `com.amazonaws.${region}.${name}`, availabilityZones: zonesOf(region), region };
    },
    getVpc: ({ id }, world) => existing(world, "ec2.Vpc", id),
    getSubnet: ({ id }, world) => existing(world, "ec2.Subnet", id),
    getSubnets: ({ filters }, world) => {
        const vpcs = asList(filters).flatMap((filter) => asList(asRecord(filter).values));
        return { ids: world.all("ec2.Subnet").flatMap(({ id, vpcId }) => (vpcs.includes(vpcId) ? [id] : [])) };
    },
    getLogGroups: ({ logGroupNamePrefix = "" }, world) => {
        const groups = world.all("cloudwatch.LogGroup").filter(({ id }) => id.startsWith(String(logGroupNamePrefix)));
        return { logGroupNames: groups.map(({ id }) => id), arns: groups.map(({ arn }) => arn), region: world.region };
    },
    getCluster: ({ name }, world) => existing(world, "eks.Cluster", name),
    getRole: ({ name }, world) => existing(world, "iam.Role", name),
    getPolicyDocument: (args) => ({ json: document(args), minifiedJson: document(args) }),
};

/** Answers a look-up. Throws when the table does not know it. */
export function answer(token: string, args: Values, world: World): Values {
    const name = token.slice(token.lastIndexOf(":") + 1);
    const found = answers[name];
    if (!found)
        throw new Refusal(
            `the sandbox does not answer ${token}; it knows ${Object.keys(answers).join(", ")} (sandbox/providers/aws/answers.ts)`,
        );
    return { id: `${world.region}-${name}`, ...found(args, world) };
}

const unknown = (what: string, table: string): Refusal =>
    new Refusal(`the sandbox knows no ${what}: see ${table} in sandbox/providers/aws/lookups.ts`);

function prefixList({ name, filters }: Values, { region }: World): Values {
    const filtered = asList(filters).flatMap((filter) => asList(asRecord(filter).values))[0];
    const wanted = String(name ?? filtered);
    const service = Object.keys(lookups.prefixLists).find((end) => wanted.endsWith(`.${end}`));
    if (!service) throw unknown(`prefix list ${wanted}`, "prefixLists");
    return { id: lookups.prefixLists[service], name: wanted, cidrBlocks: [], entries: [], region };
}

function existing(world: World, type: string, reference: unknown): Values {
    const entry = world.find(type, String(reference));
    if (!entry) throw new Refusal(`there is no ${type} ${reference} in ${world.region}`);
    const { urn: _urn, key: _key, ...facts } = entry;
    return { ...facts, region: world.region };
}

/** A policy document from its parts, with the principals and conditions put together as IAM writes them. */
function document({ version = "2012-10-17", statements }: Values): string {
    const Statement = asList(statements).map((part) => {
        const {
            sid,
            effect = "Allow",
            actions,
            notActions,
            resources,
            notResources,
            principals,
            conditions,
        } = asRecord(part);
        return {
            Sid: sid,
            Effect: effect,
            Principal: grouped(principals, "type", "identifiers"),
            Action: actions,
            NotAction: notActions,
            Resource: resources,
            NotResource: notResources,
            Condition: conditionsOf(conditions),
        };
    });
    return JSON.stringify({ Version: version, Statement });
}

function grouped(parts: unknown, key: string, values: string): Values | string | undefined {
    if (parts === undefined) return undefined;
    const groups = asList(parts).map((part): [string, unknown] => [
        String(asRecord(part)[key]),
        asRecord(part)[values],
    ]);
    return groups.some(([group]) => group === "*") ? "*" : Object.fromEntries(groups);
}

function conditionsOf(conditions: unknown): Values | undefined {
    if (conditions === undefined) return undefined;
    const operators: Record<string, Values> = {};
    for (const condition of asList(conditions)) {
        const { test, variable, values } = asRecord(condition);
        operators[String(test)] = { ...operators[String(test)], [String(variable)]: values };
    }
    return operators;
}
