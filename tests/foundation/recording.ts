import * as pulumi from "@pulumi/pulumi";

/** What a program registered, and what Pulumi's mocks keep to themselves: order and protection. */
export interface Registration {
    type: string;
    name: string;
    /** As Pulumi's mocks make it: without the types of grandparents. */
    urn: string;
    // biome-ignore lint/suspicious/noExplicitAny: inputs of any provider
    inputs: any;
    /** Names of the resources that it comes after, and goes before. */
    dependencies: string[];
    parent: string;
    /** Types of the parent and of its own parent. */
    parentType: string;
    /** Name of the provider that makes it; empty where it is the default one. */
    provider: string;
    protect: boolean;
    /** It stays when the stack goes. */
    kept: boolean;
    ignoreChanges: string[];
    /** What it says itself of the order of a replacement; a transform hands it on. */
    deleteBeforeReplace: boolean;
    /** How many functions run after it was made, and before what depends on it. */
    afterCreate: number;
    transforms: pulumi.ResourceTransform[];
}

/** Registrations of one run, with the outputs that `build` returned. */
export interface Recording<Outputs> {
    all: Registration[];
    outputs: Outputs;
    of(type: string): Registration[];
    /** The one of its type, whose name ends so. */
    one(type: string, nameEnd?: string): Registration;
}

// Pulumi's SDK keeps where in the code each resource was made, for an engine to show; Vitest works that out anew each time.
Object.assign(pulumi.Resource, { callsites: () => [] });

/** Runs a program against mocks. Components are imported inside `build`: only then do they meet the mocks. */
export async function record<Outputs>(build: () => Promise<Outputs>): Promise<Recording<Outputs>> {
    const all: Registration[] = [];
    const registering: Registration[] = [];
    await pulumi.runtime.setMocks({
        newResource: ({ type, name, inputs, transforms }) => {
            const registration = registering.at(-1) as Registration;
            const urn = `${registration.parentType}$${type}::${name}`;
            Object.assign(registration, { type, name, urn, inputs, transforms: transforms ?? [] });
            return { id: `${name}-id`, state: { ...inputs, ...computed(type, name, inputs) } };
        },
        call: ({ token, inputs }) => answers[token]?.(inputs) ?? {},
    });
    const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
    // Pulumi's mocks say that they know hooks, and do not.
    monitor.registerResourceHook = (_, callback) => callback(null, {});
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = (request, callback) => {
        const registration = {
            dependencies: request.getDependenciesList().map(nameOf),
            parent: nameOf(request.getParent()),
            parentType: typeOf(request.getParent()),
            provider: request.getProvider().split("::").at(-2) ?? "",
            protect: request.getProtect(),
            kept: request.getRetainondelete(),
            ignoreChanges: request.getIgnorechangesList(),
            deleteBeforeReplace: request.getDeletebeforereplace(),
            afterCreate: request.getHooks()?.getAfterCreateList().length ?? 0,
        } as Registration;
        all.push(registration);
        registering.push(registration);
        return register(request, callback);
    };
    // Also after a refusal: what was registered until then must not meet the mocks of the next run.
    const outputs = await build().finally(() => pulumi.runtime.disconnect());

    const of = (type: string) => all.filter((registration) => registration.type === type);
    const one = (type: string, nameEnd = "") => {
        const found = of(type).filter(({ name }) => name.endsWith(nameEnd));
        if (found.length !== 1) throw new Error(`${found.length} of ${type} ...${nameEnd}, not one`);
        return found[0] as Registration;
    };
    return { all, outputs, of, one };
}

interface Monitor {
    registerResourceHook(request: unknown, callback: (error: null, answer: object) => void): void;
    registerResource(request: RegisterRequest, callback: unknown): Promise<void>;
}

interface RegisterRequest {
    getDependenciesList(): string[];
    getParent(): string;
    getProvider(): string;
    getProtect(): boolean;
    getRetainondelete(): boolean;
    getIgnorechangesList(): string[];
    getDeletebeforereplace(): boolean;
    getHooks(): { getAfterCreateList(): string[] } | undefined;
}

const nameOf = (urn: string) => urn.split("::").at(-1) ?? "";
const typeOf = (urn: string) => urn.split("::").at(-2) ?? "";

/** Whose account every plan is in. */
const accountId = "111122223333";

/** Look-ups, by their token. */
const answers: Record<string, (inputs: pulumi.Inputs) => object> = {
    "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId }),
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": () => ({ id: "pl-0a1b" }),
    "aws:secretsmanager/getSecret:getSecret": ({ name }) => ({
        arn: `arn:aws:secretsmanager:eu-west-1:${accountId}:secret:${name}-a1b2c3`,
    }),
};

/** Of a cluster that nobody waits for. */
export const kubeconfig = JSON.stringify({
    "current-context": "aws",
    contexts: [{ name: "aws", context: { cluster: "shop", user: "aws" } }],
    clusters: [{ name: "shop", cluster: { server: "https://api.test.invalid" } }],
    users: [{ name: "aws", user: {} }],
});

const endpointOf = (type: string) =>
    type === "aws:amp/workspace:Workspace"
        ? { prometheusEndpoint: "https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-0a1b/" }
        : {};

/** What AWS adds to the inputs, as far as the foundation reads it. */
// biome-ignore lint/suspicious/noExplicitAny: inputs of any provider
function computed(type: string, name: string, inputs: any) {
    const { name: physicalName = `${name}-1a2b3c4` } = inputs;
    if (type === "random:index/randomId:RandomId") return { hex: "0a1b2c3d4e5f" };
    if (type === "aws:acm/certificate:Certificate") return { arn: `arn:${name}`, domainValidationOptions: [{}] };
    if (type === "aws:cloudfront/distribution:Distribution")
        return { arn: `arn:${name}`, domainName: "d111111abcdef8.cloudfront.net" };
    if (type === "aws:apigatewayv2/domainName:DomainName")
        return { domainNameConfiguration: { ...inputs.domainNameConfiguration, targetDomainName: `d-${name}.test` } };
    if (type !== "eks:index:Cluster")
        return { arn: `arn:${name}`, name: physicalName, keyId: `key-${name}`, latestVersion: 7, ...endpointOf(type) };
    return {
        eksCluster: { name: inputs.name, endpoint: "https://api.test.invalid", version: inputs.version },
        kubeconfigJson: kubeconfig,
        clusterSecurityGroupId: "sg-cluster",
    };
}
