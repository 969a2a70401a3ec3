import * as pulumi from "@pulumi/pulumi";

/** Versions of the SDKs that the real component (4.3.0) was built with; its default providers carry them. */
const versions = { aws: "7.25.0", kubernetes: "4.18.1" };

/** A resource of any type, so that no SDK has to be loaded. `outputs` names the outputs that are read. */
export class Child extends pulumi.CustomResource {
    constructor(
        type: string,
        name: string,
        inputs: pulumi.Inputs,
        opts: pulumi.CustomResourceOptions,
        outputs: string[] = [],
    ) {
        const unread = Object.fromEntries(outputs.map((output) => [output, undefined]));
        const version = versions[type.split(":")[0] as keyof typeof versions];
        super(type, name, { ...unread, ...inputs }, { version, ...opts });
    }

    /** An output that was named when the resource was made. */
    output<T = string>(name: string): pulumi.Output<T> {
        return (this as unknown as Record<string, pulumi.Output<T>>)[name] as pulumi.Output<T>;
    }
}

export class KubernetesProvider extends pulumi.ProviderResource {
    constructor(name: string, inputs: pulumi.Inputs, opts: pulumi.ResourceOptions) {
        super("kubernetes", name, inputs, { version: versions.kubernetes, ...opts });
    }
}

/** Asks the aws provider of the parent; the answer's property `key`. */
export const ask = (token: string, args: pulumi.Inputs, key: string, parent: pulumi.Resource): pulumi.Output<string> =>
    pulumi
        .output(args)
        .apply(
            (known): Promise<Record<string, string>> =>
                pulumi.runtime.invoke(token, known, { parent, version: versions.aws }),
        )
        .apply((answer) => answer[key] ?? "");
