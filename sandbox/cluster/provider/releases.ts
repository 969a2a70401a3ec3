import { execa } from "execa";
import { Refusal } from "../../providers/cloud.ts";
import type { Values } from "../../providers/values.ts";
import { chartOf } from "../charts.ts";
import { type Release, releaseOf } from "../stack-objects.ts";
import type { accessOf } from "./access.ts";

/** Where charts are (a list in JSON), and the Helm that installs them; whoever starts the engine says so. */
const { PRODUCTION_CLUSTER_HELM: helm = "helm", PRODUCTION_CLUSTER_CHARTS: charts = "[]" } = process.env;

/** Helm on a real cluster. */
export class Releases {
    readonly #flags: readonly string[];
    /** Not a flag: everybody on the machine sees the command line. */
    readonly #credentials: { readonly HELM_KUBETOKEN: string };

    constructor({ server, token, authorityFile }: ReturnType<typeof accessOf>) {
        this.#flags = ["--kube-apiserver", server, "--kube-ca-file", authorityFile];
        this.#credentials = { HELM_KUBETOKEN: token };
    }

    /** Whether its chart is at hand. */
    has(inputs: Values): boolean {
        return chart(releaseOf(inputs)) !== undefined;
    }

    /** Refused where the name is taken: it is an installation, and no upgrade. */
    install(inputs: Values, seconds: number): Promise<void> {
        const { skipCrds } = releaseOf(inputs);
        return this.#put("install", inputs, seconds, skipCrds ? ["--skip-crds"] : []);
    }

    upgrade(inputs: Values, seconds: number): Promise<void> {
        return this.#put("upgrade", inputs, seconds, []);
    }

    async uninstall(inputs: Values, seconds: number): Promise<void> {
        const { name, namespace } = releaseOf(inputs);
        await this.#helm(["uninstall", name, "--namespace", namespace, "--wait", "--timeout", `${seconds}s`]);
    }

    async #put(verb: string, inputs: Values, seconds: number, flags: readonly string[]): Promise<void> {
        const release = releaseOf(inputs);
        const place = ["--namespace", release.namespace, "--values", "-"];
        const patience = ["--atomic", "--wait", "--timeout", `${seconds}s`];
        const args = [verb, release.name, ...(chart(release) ?? []), ...place, ...patience, ...flags];
        await this.#helm(args, JSON.stringify(release.values));
    }

    async #helm(args: readonly string[], input = ""): Promise<void> {
        const options = { env: this.#credentials, reject: false, input } as const;
        const { exitCode, stderr } = await execa(helm, [...args, ...this.#flags], options);
        if (exitCode !== 0) throw new Refusal(String(stderr).trim());
    }
}

const chart = (release: Release) => chartOf(release, { charts: JSON.parse(charts) });
