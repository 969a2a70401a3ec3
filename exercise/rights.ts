import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Api } from "../kubernetes/api.ts";

/** A service account. */
export interface Account {
    readonly name: string;
    readonly namespace: string;
}

/** Kubeconfigs with the rights of service accounts, as their pods have them: each is asked for once. */
export class Rights {
    readonly #api: Api;
    readonly #server: () => string;
    readonly #folder: string;
    readonly #given = new Map<string, Promise<string>>();

    /** @param server address of the API server, as pods know it */
    constructor(api: Api, server: () => string, folder: string) {
        this.#api = api;
        this.#server = server;
        this.#folder = folder;
    }

    /** Path of a kubeconfig. */
    async of(account: Account): Promise<string> {
        const key = `${account.namespace}-${account.name}`;
        const given = this.#given.get(key) ?? this.#ask(account, join(this.#folder, `kubeconfig-${key}`));
        this.#given.set(key, given);
        // The account may still have to come: a hook of a chart runs before it.
        given.catch(() => this.#given.delete(key));
        return given;
    }

    async #ask({ namespace, name }: Account, file: string): Promise<string> {
        const answer = await this.#api.send("POST", `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`, {
            apiVersion: "authentication.k8s.io/v1",
            kind: "TokenRequest",
            spec: { expirationSeconds: 86_400 },
        });
        const config = {
            apiVersion: "v1",
            kind: "Config",
            "current-context": name,
            contexts: [{ name, context: { cluster: name, user: name, namespace } }],
            clusters: [
                {
                    name,
                    cluster: {
                        server: this.#server(),
                        "certificate-authority-data": Buffer.from(this.#api.access.authority).toString("base64"),
                    },
                },
            ],
            users: [{ name, user: { token: answer.status.token } }],
        };
        writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
        return file;
    }
}
