import {
    Server,
    ServerCredentials,
    type ServerUnaryCall,
    type sendUnaryData,
    status,
    type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages, {
    type CheckRequest,
    type ConfigureRequest,
    type CreateRequest,
    type DeleteRequest,
    type DiffRequest,
    type InvokeRequest,
    type ReadRequest,
    type UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct, { type Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { type Cloud, type Failure, Refusal, type Resource } from "./cloud.ts";
import { difference } from "./difference.ts";
import { compact, foreseen, plain, sealLike, secretsOf, unknownValue, type Values, veiled } from "./values.ts";

const { DiffResponse } = messages;

/**
 * Speaks Pulumi's provider protocol for a simulated cloud. The server of `@pulumi/pulumi/provider` is not used here: it
 * drops the provider's settings (region, kubeconfig) and does not tell a plan from an update.
 */
export async function serve(cloud: Cloud, version: string): Promise<void> {
    const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
    server.addService(services.ResourceProviderService, handlers(cloud, version));
    const port = await new Promise<number>((resolve, reject) =>
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
            error ? reject(error) : resolve(bound),
        ),
    );
    // The engine reads the port from the first line.
    console.log(String(port));
}

function handlers(cloud: Cloud, version: string): UntypedServiceImplementation {
    return {
        attach: answer(() => new empty.Empty()),
        cancel: answer(() => new empty.Empty()),
        getPluginInfo: answer(() => {
            const info = new plugins.PluginInfo();
            info.setVersion(version);
            return info;
        }),

        checkConfig: answer((request: CheckRequest) => {
            const settings = read(request.getNews());
            return checked(settings, settings, cloud.checkSettings(decoded(plain(settings))));
        }),
        diffConfig: answer((request: DiffRequest) => {
            const [before, after] = [
                plain<Values>(read(request.getOldInputs())),
                plain<Values>(read(request.getNews())),
            ];
            const { changes } = difference(before, after, []);
            return different(changes, changes.length > 0 ? cloud.replacesOf(decoded(before), decoded(after)) : []);
        }),
        configure: answer((request: ConfigureRequest) => {
            cloud.configure(decoded(plain(read(request.getArgs()))));
            const response = new messages.ConfigureResponse();
            response.setAcceptsecrets(true);
            response.setSupportspreview(true);
            return response;
        }),

        check: answer((request: CheckRequest) => {
            const [news, olds] = [read(request.getNews()), request.getOlds()];
            const before = olds && olds.getFieldsMap().getLength() > 0 ? plain<Values>(read(olds)) : undefined;
            const { inputs, failures } = cloud.check(resourceOf(request), plain(news), before);
            return checked(news, sealLike(news, inputs), failures);
        }),
        diff: answer((request: DiffRequest) => {
            const { changes, replaces, deleteFirst } = cloud.diff(
                resourceOf(request),
                plain(read(request.getOldInputs())),
                plain(read(request.getNews())),
            );
            return different(changes, replaces, deleteFirst);
        }),
        create: answer(async (request: CreateRequest) => {
            const [resource, sealed] = [resourceOf(request), read(request.getProperties())];
            const inputs = plain<Values>(sealed);
            const response = new messages.CreateResponse();
            if (request.getPreview()) {
                const outputs = cloud.outputs(resource, unknownValue, inputs);
                response.setProperties(write(sealLike(sealed, foreseen(inputs, compact(outputs)))));
            } else {
                const id = await cloud.create(resource, inputs);
                response.setId(id);
                response.setProperties(write(sealLike(sealed, cloud.outputs(resource, id, inputs))));
            }
            return response;
        }),
        update: answer(async (request: UpdateRequest) => {
            const [resource, sealed] = [resourceOf(request), read(request.getNews())];
            const inputs = plain<Values>(sealed);
            if (!request.getPreview())
                await cloud.update(resource, request.getId(), inputs, plain(read(request.getOldInputs())));
            const response = new messages.UpdateResponse();
            const outputs = cloud.outputs(resource, request.getId(), inputs);
            if (request.getPreview()) for (const output of cloud.renews(resource)) outputs[output] = unknownValue;
            response.setProperties(write(sealLike(sealed, veiled(outputs))));
            return response;
        }),
        delete: answer(async (request: DeleteRequest) => {
            const state = plain<Values>(read(request.getProperties()));
            await cloud.delete(resourceOf(request), request.getId(), state, request.getTimeout() || undefined);
            return new empty.Empty();
        }),
        read: answer(async (request: ReadRequest) => {
            const [inputs, state] = [request.getInputs(), read(request.getProperties())];
            const remembered = Object.keys(state).length > 0 ? plain<Values>(state) : undefined;
            const found = await cloud.read(resourceOf(request), request.getId(), remembered);
            const response = new messages.ReadResponse();
            if (!found) return response; // an empty id says that it is gone
            response.setId(request.getId());
            response.setProperties(write(sealLike(state, found)));
            // Of what the engine does not know yet, as when it is imported, the inputs are what is found.
            response.setInputs(remembered && inputs ? inputs : write(sealLike(state, found)));
            return response;
        }),
        invoke: answer((request: InvokeRequest) => {
            const response = new messages.InvokeResponse();
            response.setReturn(write(cloud.invoke(request.getTok(), plain(read(request.getArgs())))));
            return response;
        }),
    };
}

/** Turns a function into a handler; an error becomes a message, in which no secret of the request is quoted. */
function answer<Request, Response>(respond: (request: Request) => Response | Promise<Response>) {
    return async (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): Promise<void> => {
        try {
            callback(null, await respond(call.request));
        } catch (error) {
            const text = error instanceof Refusal ? error.message : `${error instanceof Error ? error.stack : error}`;
            callback({ code: status.UNKNOWN, details: redacted(text, valuesOf(call.request)) });
        }
    };
}

/** All values of a request, whatever its kind. */
function valuesOf(request: unknown): Values[] {
    const { getProperties, getNews, getArgs } = request as Record<string, (() => Struct | undefined) | undefined>;
    return [getProperties, getNews, getArgs].map((get) => read(get?.call(request)));
}

const redacted = (text: string, values: Values[]): string =>
    values
        .flatMap(secretsOf)
        .filter((secret) => secret.length > 3)
        .reduce((shown, secret) => shown.replaceAll(secret, "[secret]"), text);

function resourceOf(request: { getUrn(): string }): Resource {
    const urn = request.getUrn();
    const [, , types = "", name = ""] = urn.split("::");
    return { urn, type: types.slice(types.lastIndexOf("$") + 1), name };
}

const read = (values: Struct | undefined): Values => values?.toJavaScript() ?? {};

const write = (values: Values): Struct =>
    struct.Struct.fromJavaScript(compact(values) as Parameters<typeof struct.Struct.fromJavaScript>[0]);

/** A provider's settings arrive with every nested value as JSON text. */
function decoded(settings: Values): Values {
    return Object.fromEntries(
        Object.entries(settings).map(([key, value]) => {
            const json = typeof value === "string" && /^([[{]|true$|false$)/.test(value) && key !== "kubeconfig";
            return [key, json ? JSON.parse(value) : value];
        }),
    );
}

function checked(news: Values, inputs: Values, failures: Failure[]) {
    const response = new messages.CheckResponse();
    response.setInputs(write(inputs));
    for (const { property, reason } of failures) {
        const failure = new messages.CheckFailure();
        failure.setProperty(property);
        failure.setReason(redacted(reason, [news]));
        response.addFailures(failure);
    }
    return response;
}

function different(changes: string[], replaces: string[], deleteFirst = false) {
    const response = new DiffResponse();
    const { DIFF_SOME, DIFF_NONE } = DiffResponse.DiffChanges;
    response.setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE);
    response.setDiffsList(changes);
    response.setReplacesList(replaces);
    response.setDeletebeforereplace(deleteFirst && replaces.length > 0);
    return response;
}
