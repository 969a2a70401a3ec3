import {
    type handleUnaryCall,
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
import type { Cloud } from "./cloud.ts";
import { difference } from "./difference.ts";
import { answer, checked, decoded, different, read, resourceOf, write } from "./protocol.ts";
import {
    annotateSecrets,
    compact,
    plain,
    previewOutputs,
    propagateUnknown,
    unknownValue,
    type Values,
} from "./values.ts";

/** A package that a simulated cloud stands in for. */
export interface Package {
    /** Version of its SDK, which its provider has too. */
    readonly version: string;
    /** A cloud for a provider with settings of its own, such as one for each region. */
    readonly open: () => Cloud;
}

/**
 * Speaks Pulumi's provider protocol for a simulated cloud, and gives the port. The server of `@pulumi/pulumi/provider` is
 * not used here: it drops the provider's settings (region, kubeconfig) and does not tell a plan from an update.
 */
export function serve(it: Package): Promise<number> {
    const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
    server.addService(services.ResourceProviderService, byConnection(it));
    return new Promise((resolve, reject) =>
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
            error ? reject(error) : resolve(port),
        ),
    );
}

/** With what the engine begins to talk to a provider. */
const openings = ["getPluginInfo", "attach", "checkConfig", "diffConfig", "configure"];

/** The engine opens a connection for each provider: each has a cloud of its own. */
function byConnection({ open, version }: Package): UntypedServiceImplementation {
    const known = new Map<string, UntypedServiceImplementation>();
    const handOn = (method: string) => (call: ServerUnaryCall<unknown, unknown>, done: sendUnaryData<unknown>) => {
        const peer = call.getPeer();
        const handlersOfPeer = known.get(peer) ?? (openings.includes(method) && handlers(open(), version));
        if (!handlersOfPeer) return done({ code: status.FAILED_PRECONDITION, details: "the connection is a new one" });
        known.set(peer, handlersOfPeer);
        (handlersOfPeer[method] as handleUnaryCall<unknown, unknown>)(call, done);
    };
    const methods = Object.keys(handlers(open(), version));
    return Object.fromEntries(methods.map((method) => [method, handOn(method)]));
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
            return checked(news, annotateSecrets(news, inputs), failures);
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
            const [resource, properties] = [resourceOf(request), read(request.getProperties())];
            const inputs = plain<Values>(properties);
            const response = new messages.CreateResponse();
            if (request.getPreview()) {
                const outputs = cloud.outputs(resource, unknownValue, inputs);
                response.setProperties(write(annotateSecrets(properties, previewOutputs(inputs, compact(outputs)))));
            } else {
                const id = await cloud.create(resource, inputs);
                response.setId(id);
                response.setProperties(write(annotateSecrets(properties, cloud.outputs(resource, id, inputs))));
            }
            return response;
        }),
        update: answer(async (request: UpdateRequest) => {
            const [resource, properties] = [resourceOf(request), read(request.getNews())];
            const inputs = plain<Values>(properties);
            if (!request.getPreview())
                await cloud.update(resource, request.getId(), inputs, plain(read(request.getOldInputs())));
            const response = new messages.UpdateResponse();
            const outputs = cloud.outputs(resource, request.getId(), inputs);
            if (request.getPreview()) for (const output of cloud.recomputed(resource)) outputs[output] = unknownValue;
            response.setProperties(write(annotateSecrets(properties, propagateUnknown(outputs))));
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
            response.setProperties(write(annotateSecrets(state, found)));
            // Of what the engine does not know yet, as when it is imported, the inputs are what is found.
            response.setInputs(remembered && inputs ? inputs : write(annotateSecrets(state, found)));
            return response;
        }),
        invoke: answer((request: InvokeRequest) => {
            const response = new messages.InvokeResponse();
            response.setReturn(write(cloud.invoke(request.getTok(), plain(read(request.getArgs())))));
            return response;
        }),
    };
}
