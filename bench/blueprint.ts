import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { installed } from "./installed.ts";

/** https://www.npmjs.com/package/@aws-quickstart/eks-blueprints and the CDK that it asks for. */
const dependencies = {
    "@aws-quickstart/eks-blueprints": "1.19.0",
    "aws-cdk": "2.1129.0",
    "aws-cdk-lib": "2.261.0",
};

/**
 * A cluster with eighteen add-ons, as its documentation writes one. What it would ask of AWS is given: the zones of the
 * account, and versions of add-ons.
 */
const program = `
    const { App } = require("aws-cdk-lib");
    const { KubernetesVersion } = require("aws-cdk-lib/aws-eks");
    const { addons, EksBlueprint } = require("@aws-quickstart/eks-blueprints");
    const [account, region] = ["111122223333", "eu-west-1"];
    const zones = ["a", "b", "c"].map((zone) => region + zone);
    const ofEks = [
        new addons.VpcCniAddOn({ version: "v1.20.4-eksbuild.2" }),
        new addons.CoreDnsAddOn("v1.12.4-eksbuild.1"),
        new addons.KubeProxyAddOn("v1.35.0-eksbuild.1"),
        new addons.EbsCsiDriverAddOn({ version: "v1.51.0-eksbuild.1" }),
        new addons.EksPodIdentityAgentAddOn("v1.3.9-eksbuild.3"),
    ];
    const names = ["EfsCsiDriver", "AwsLoadBalancerController", "CertManager", "ExternalsSecrets", "MetricsServer", "Velero",
        "ArgoCD", "FluxCD", "KubeStateMetrics", "PrometheusNodeExporter", "Nginx", "ClusterAutoScaler"];
    const logs = new addons.CloudWatchLogsAddon({ namespace: "logs", createNamespace: true, logGroupPrefix: "/shop",
        serviceAccountName: "fluent-bit", logRetentionDays: 30 });
    const context = { ["availability-zones:account=" + account + ":region=" + region]: zones };
    EksBlueprint.builder().account(account).region(region).version(KubernetesVersion.of("1.35"))
        .addOns(...ofEks, ...names.map((name) => new addons[name + "AddOn"]()), logs).build(new App({ context }), "shop");
`;

export interface Blueprint {
    /** Its synthesis into a folder, by the command that its users run: `cdk synth`. */
    command(into: string): readonly string[];
    /** How many resources that gives. */
    readonly resources: number;
}

/** cdk-eks-blueprints, in a folder of its own; undefined where npm does not serve it. */
export async function findBlueprint(into: string): Promise<Blueprint | undefined> {
    const name = `eks-blueprints-${dependencies["@aws-quickstart/eks-blueprints"]}`;
    const folder = await installed(name, "cdk-eks-blueprints: half a minute", async (draft) => {
        writeFileSync(join(draft, "package.json"), JSON.stringify({ private: true, dependencies }));
        const quietly = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
        await execa("npm", ["install", ...quietly], { cwd: draft });
    });
    if (!folder) return undefined;
    const file = join(folder, "blueprint.cjs");
    writeFileSync(file, program);
    const cdk = [process.execPath, join(folder, "node_modules/aws-cdk/bin/cdk"), "synth", "--quiet", "--no-notices"];
    const command = (output: string) => [...cdk, "--app", `${process.execPath} ${file}`, "--output", output];
    const [executable = "", ...args] = command(into);
    await execa(executable, args);
    return { command, resources: resourcesIn(into) };
}

/** How many resources the templates of a folder have. */
const resourcesIn = (folder: string): number =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".template.json"))
        .map((name) => Object.keys(JSON.parse(readFileSync(join(folder, name), "utf8")).Resources ?? {}).length)
        .reduce((sum, count) => sum + count, 0);
