import { execa } from "execa";
import { Refusal } from "../../providers/cloud.ts";
import { chartOf } from "../charts.ts";
import { type HelmArgs, helmArgs } from "../helm.ts";
import type { Release } from "../stack-objects.ts";
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
    has(release: Release): boolean {
        return chart(release) !== undefined;
    }

    /** Refused where the name is taken: it is an installation, and no upgrade. */
    install(release: Release, seconds: number): Promise<void> {
        return this.#put("install", release, seconds);
    }

    upgrade(release: Release, seconds: number): Promise<void> {
        return this.#put("upgrade", release, seconds);
    }

    async uninstall({ name, namespace }: Release, seconds: number): Promise<void> {
        await this.#helm(["uninstall", name, "--namespace", namespace, "--wait", "--timeout", `${seconds}s`]);
    }

    async #put(verb: HelmArgs["verb"], release: Release, timeout: number): Promise<void> {
        const found = chart(release);
        if (!found) throw new Refusal(`the chart ${release.chart} ${release.version} is in no chart source`);
        const args = helmArgs(release, { verb, chart: found, values: "-", timeout });
        await this.#helm([...args, "--atomic"], JSON.stringify(release.values));
    }

    async #helm(args: readonly string[], input = ""): Promise<void> {
        const options = { env: this.#credentials, reject: false, input } as const;
        const { exitCode, stderr } = await execa(helm, [...args, ...this.#flags], options);
        if (exitCode !== 0) throw new Refusal(String(stderr).trim());
    }
}

const sources = { charts: JSON.parse(charts) };

const chart = (release: Release) => chartOf(release, sources);
