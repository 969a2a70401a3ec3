import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { installed } from "./installed.ts";

/** https://www.npmjs.com/package/@aws-quickstart/eks-blueprints and the CDK that it asks for. */
const dependencies = {
    "@aws-quickstart/eks-blueprints": "1.19.0",
    "aws-cdk": "2.1129.0",
    "aws-cdk-lib": "2.261.0",
};

/** A cluster with eighteen add-ons, as its documentation writes one; prints how many resources its template has. */
const program = `
    const { App } = require("aws-cdk-lib");
    const { KubernetesVersion } = require("aws-cdk-lib/aws-eks");
    const { addons, EksBlueprint } = require("@aws-quickstart/eks-blueprints");
    const names = ["VpcCni", "CoreDns", "KubeProxy", "EbsCsiDriver", "EfsCsiDriver", "EksPodIdentityAgent",
        "AwsLoadBalancerController", "CertManager", "ExternalsSecrets", "MetricsServer", "Velero", "ArgoCD", "FluxCD",
        "KubeStateMetrics", "PrometheusNodeExporter", "Nginx", "ClusterAutoScaler"];
    const logs = new addons.CloudWatchLogsAddon({ namespace: "logs", createNamespace: true, logGroupPrefix: "/shop",
        serviceAccountName: "fluent-bit", logRetentionDays: 30 });
    const app = new App({ outdir: process.argv[2] });
    EksBlueprint.builder().account("111122223333").region("eu-west-1").version(KubernetesVersion.of("1.35"))
        .addOns(...names.map((name) => new addons[name + "AddOn"]()), logs).build(app, "shop");
    const templates = Object.values(app.synth().stacks).map(({ template }) => template);
    console.log(templates.reduce((sum, { Resources }) => sum + Object.keys(Resources ?? {}).length, 0));
`;

export interface Blueprint {
    /** Its synthesis into a folder. */
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
    const command = (output: string) => [process.execPath, file, output];
    const [executable = "", ...args] = command(into);
    const { stdout } = await execa(executable, args);
    // Its log goes the same way.
    return { command, resources: Number(/^\d+$/m.exec(stdout)?.[0]) };
}
