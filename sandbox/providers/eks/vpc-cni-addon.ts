import * as pulumi from "@pulumi/pulumi";
import { refuse, unless, unsimulated } from "./arguments.ts";
import { Child, newestVersion, sortedJson } from "./resources.ts";

type Environment = Record<string, [option: string, value?: string]>;

/** Environment variables of the CNI, the option that sets each, and what it is set to without. */
const environment: Environment = {
    AWS_VPC_CNI_NODE_PORT_SUPPORT: ["nodePortSupport"],
    AWS_VPC_ENI_MTU: ["eniMtu", "9001"],
    AWS_VPC_K8S_CNI_CONFIGURE_RPFILTER: ["cniConfigureRpfilter"],
    AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: ["cniCustomNetworkCfg", "false"],
    AWS_VPC_K8S_CNI_EXTERNALSNAT: ["externalSnat", "false"],
    AWS_VPC_K8S_CNI_LOGLEVEL: ["logLevel", "DEBUG"],
    AWS_VPC_K8S_CNI_LOG_FILE: ["logFile", "/host/var/log/aws-routed-eni/ipamd.log"],
    AWS_VPC_K8S_CNI_VETHPREFIX: ["vethPrefix", "eni"],
    AWS_VPC_K8S_PLUGIN_LOG_FILE: ["pluginLogFile", "/var/log/aws-routed-eni/plugin.log"],
    AWS_VPC_K8S_PLUGIN_LOG_LEVEL: ["pluginLogLevel", "DEBUG"],
    ENABLE_POD_ENI: ["enablePodEni", "false"],
    ENABLE_PREFIX_DELEGATION: ["enablePrefixDelegation"],
    ENI_CONFIG_LABEL_DEF: ["eniConfigLabelDef"],
    WARM_ENI_TARGET: ["warmEniTarget", "1"],
    WARM_IP_TARGET: ["warmIpTarget"],
    WARM_PREFIX_TARGET: ["warmPrefixTarget"],
};
const initEnvironment: Environment = { DISABLE_TCP_EARLY_DEMUX: ["disableTcpEarlyDemux", "false"] };

const simulated = [
    ...["clusterName", "clusterVersion", "addonVersion", "resolveConflictsOnCreate", "resolveConflictsOnUpdate"],
    ...["serviceAccountRoleArn", "tags", "configurationValues", "enableNetworkPolicy"],
    ...[...Object.values(environment), ...Object.values(initEnvironment)].map(([option]) => option),
];

/** The VPC CNI as an EKS add-on: `eks:index:VpcCniAddon`. */
export class VpcCniAddon extends pulumi.ComponentResource {
    readonly addon: Child;

    constructor(name: string, args: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) {
        super("eks:index:VpcCniAddon", name, args, opts);
        refuse("eks.VpcCniAddon", [
            ...unsimulated(args, simulated),
            unless(args.clusterName !== undefined, "clusterName", "it is required"),
            unless(
                args.addonVersion !== undefined || args.clusterVersion !== undefined,
                "addonVersion",
                "either addonVersion or clusterVersion is needed",
            ),
        ]);
        this.addon = new Child(
            "aws:eks/addon:Addon",
            name,
            {
                clusterName: args.clusterName,
                addonName: "vpc-cni",
                addonVersion: args.addonVersion ?? newestVersion("vpc-cni", args.clusterVersion, this),
                resolveConflictsOnCreate: args.resolveConflictsOnCreate ?? "OVERWRITE",
                resolveConflictsOnUpdate: args.resolveConflictsOnUpdate ?? "OVERWRITE",
                preserve: true,
                configurationValues: sortedJson(configuration(args)),
                serviceAccountRoleArn: args.serviceAccountRoleArn,
                tags: args.tags,
            },
            { parent: this },
        );
        this.registerOutputs({ addon: this.addon });
    }
}

/** The user's own values win over the options. */
const configuration = (args: pulumi.Inputs): pulumi.Output<object> =>
    pulumi.output(args).apply((options) => {
        const { configurationValues: own = {}, enableNetworkPolicy } = options;
        return {
            ...(enableNetworkPolicy !== undefined && { enableNetworkPolicy: String(enableNetworkPolicy) }),
            ...own,
            env: { ...variables(environment, options), ...own.env },
            init: { ...own.init, env: { ...variables(initEnvironment, options), ...own.init?.env } },
        };
    });

const variables = (table: Environment, options: Record<string, unknown>): Record<string, string> =>
    Object.fromEntries(
        Object.entries(table).flatMap(([variable, [option, value]]) => {
            const set = options[option] || value;
            return set === undefined ? [] : [[variable, String(set)]];
        }),
    );
