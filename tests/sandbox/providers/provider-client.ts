import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import services, { type ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages, {
    type CheckResponse,
    type CreateResponse,
    type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb.js";
import { execa } from "execa";
import struct, { type Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { root } from "../../../sandbox/paths.ts";
import type { Values } from "../../../sandbox/providers/values.ts";

/** A provider in a process of its own, spoken to as the engine does. */
export class ProviderClient {
    readonly #client: ResourceProviderClient;
    readonly #stop: () => void;

    private constructor(client: ResourceProviderClient, stop: () => void) {
        this.#client = client;
        this.#stop = stop;
    }

    static async start(name: string, settings: Values, folder: string): Promise<ProviderClient> {
        const script = join(root, "sandbox/providers", name, "main.ts");
        const child = execa("node", [script, "127.0.0.1:1"], {
            env: { PRODUCTION_CLUSTER_SANDBOX: folder },
            reject: false,
        });
        const port = await new Promise<string>((resolve) =>
            child.stdout.once("data", (line) => resolve(String(line).trim())),
        );
        const client = new services.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
        const provider = new ProviderClient(client, () => {
            client.close();
            child.kill();
        });
        const request = new messages.ConfigureRequest();
        request.setArgs(write(settings));
        await answer((done) => client.configure(request, done));
        return provider;
    }

    stop(): void {
        this.#stop();
    }

    async check(urn: string, news: Values): Promise<{ inputs: Values; reasons: string[] }> {
        const request = new messages.CheckRequest();
        request.setUrn(urn);
        request.setNews(write(news));
        const response = await answer<CheckResponse>((done) => this.#client.check(request, done));
        return {
            inputs: read(response.getInputs()),
            reasons: response.getFailuresList().map((failure) => failure.getReason()),
        };
    }

    async create(urn: string, inputs: Values, preview = false): Promise<{ id: string; outputs: Values }> {
        const request = new messages.CreateRequest();
        request.setUrn(urn);
        request.setProperties(write(inputs));
        request.setPreview(preview);
        const response = await answer<CreateResponse>((done) => this.#client.create(request, done));
        return { id: response.getId(), outputs: read(response.getProperties()) };
    }

    async update(urn: string, id: string, olds: Values, news: Values, preview: boolean): Promise<Values> {
        const request = new messages.UpdateRequest();
        request.setUrn(urn);
        request.setId(id);
        request.setOldInputs(write(olds));
        request.setNews(write(news));
        request.setPreview(preview);
        const response = await answer<UpdateResponse>((done) => this.#client.update(request, done));
        return read(response.getProperties());
    }
}

/** Turns a call that answers by a callback into a promise. */
const answer = <Response>(call: (done: (error: Error | null, response: Response) => void) => void): Promise<Response> =>
    new Promise((resolve, reject) => call((error, response) => (error ? reject(error) : resolve(response))));

const write = (values: Values): Struct =>
    struct.Struct.fromJavaScript(values as Parameters<typeof struct.Struct.fromJavaScript>[0]);
const read = (values: Struct | undefined): Values => values?.toJavaScript() ?? {};
