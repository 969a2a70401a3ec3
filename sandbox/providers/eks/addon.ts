import * as pulumi from "@pulumi/pulumi";
import { coreOf } from "./references.ts";
import { Child } from "./resources.ts";

const passed = [
    ...["addonName", "addonVersion", "podIdentityAssociations", "preserve", "resolveConflictsOnCreate"],
    ...["resolveConflictsOnUpdate", "serviceAccountRoleArn", "tags", "region"],
];

/** An EKS add-on of a cluster: `eks:index:Addon`. */
export class Addon extends pulumi.ComponentResource {
    readonly addon: Child;

    constructor(name: string, args: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) {
        super("eks:index:Addon", name, args, pulumi.mergeOptions(opts, { parent: args.cluster }));
        const { configurationValues } = args;
        const own = Object.fromEntries(passed.filter((key) => key in args).map((key) => [key, args[key]]));
        this.addon = new Child(
            "aws:eks/addon:Addon",
            name,
            {
                ...own,
                clusterName: coreOf(args.cluster).apply(({ cluster }) => cluster.output("name")),
                configurationValues: configurationValues && pulumi.jsonStringify(configurationValues),
            },
            { parent: this },
        );
        this.registerOutputs({ addon: this.addon });
    }
}
