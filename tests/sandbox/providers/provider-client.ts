import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import services, { type ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages, {
    type CheckResponse,
    type CreateResponse,
    type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb.js";
import { execa } from "execa";
import struct, { type Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { clouds } from "../../../sandbox/paths.ts";
import type { Values } from "../../../sandbox/providers/values.ts";

/** What stands in the place of an engine: it says where the providers are, and waits. */
const engine = "console.log(process.env.PULUMI_DEBUG_PROVIDERS); setInterval(() => {}, 1_000)";

/** Simulated clouds in a process of their own, as the engine finds them. */
export class Clouds {
    readonly #ports: ReadonlyMap<string, string>;
    readonly stop: () => void;

    private constructor(ports: ReadonlyMap<string, string>, stop: () => void) {
        this.#ports = ports;
        this.stop = stop;
    }

    static async start(names: readonly string[], folder: string): Promise<Clouds> {
        const child = execa("node", [join(clouds, "main.ts"), names.join(), "node", "-e", engine], {
            env: { PRODUCTION_CLUSTER_SANDBOX: folder },
            reject: false,
        });
        const [line] = await once(createInterface(child.stdout), "line");
        const ports = String(line).split(",");
        return new Clouds(new Map(ports.map((port) => port.split(":") as [string, string])), () => child.kill());
    }

    /** A provider with settings of its own. */
    async provider(name: string, settings: Values): Promise<ProviderClient> {
        const provider = this.connection(name);
        await provider.configure(settings);
        return provider;
    }

    /** A connection of its own, as the engine's. */
    connection(name: string): ProviderClient {
        const options = { "grpc.use_local_subchannel_pool": 1 };
        const address = `127.0.0.1:${this.#ports.get(name)}`;
        return new ProviderClient(new services.ResourceProviderClient(address, credentials.createInsecure(), options));
    }
}

/** A provider, spoken to as the engine does. */
export class ProviderClient {
    readonly #client: ResourceProviderClient;

    constructor(client: ResourceProviderClient) {
        this.#client = client;
    }

    stop(): void {
        this.#client.close();
    }

    async configure(settings: Values): Promise<void> {
        const request = new messages.ConfigureRequest();
        request.setArgs(write(settings));
        await answer((done) => this.#client.configure(request, done));
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
