import { setTimeout as delay } from "node:timers/promises";
import {
    type Client,
    type ClientDuplexStream,
    type ClientReadableStream,
    credentials,
    type MethodDefinition,
    makeClientConstructor,
    Server,
    ServerCredentials,
    type ServerDuplexStream,
    type ServerUnaryCall,
    type ServerWritableStream,
    type sendUnaryData,
    status,
} from "@grpc/grpc-js";

const written = (text: string) => Buffer.from(text);
const read = (bytes: Buffer) => bytes.toString();

const method = (path: string, requestStream: boolean, responseStream: boolean): MethodDefinition<string, string> => ({
    ...{ path, requestStream, responseStream },
    ...{ requestSerialize: written, requestDeserialize: read, responseSerialize: written, responseDeserialize: read },
});

/** A service of a team: it says once what it is told, as often as it is told, and all the time. */
const service = (name: string) => ({
    say: method(`/${name}/Say`, false, false),
    talk: method(`/${name}/Talk`, true, true),
    watch: method(`/${name}/Watch`, false, true),
});

/** Names of the service: the second one has a route and a policy of its own. */
export const services = ["shop.Echo", "shop.Clock"] as const;

const methods = {
    say: ({ request }: ServerUnaryCall<string, string>, answer: sendUnaryData<string>) =>
        request === "nothing"
            ? answer({ code: status.INVALID_ARGUMENT, details: "nothing said" })
            : answer(null, request),
    talk: (call: ServerDuplexStream<string, string>) =>
        void call.on("data", (said) => call.write(said)).on("end", () => call.end()),
    watch: async (call: ServerWritableStream<string, string>) => {
        for (let second = 1; second <= 4 && !call.cancelled; second++) {
            call.write(String(second));
            await delay(1000);
        }
        call.end();
    },
};

/** A pod of a team on loopback that speaks gRPC. */
export async function grpcPod(): Promise<{ port: number; close(): void }> {
    const server = new Server();
    for (const name of services) server.addService(service(name), methods);
    const port = await new Promise<number>((bound, failed) =>
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, it) =>
            error ? failed(error) : bound(it),
        ),
    );
    return { port, close: () => server.forceShutdown() };
}

/** Who calls it over TLS, whose server has to prove the host. */
export function grpcClient(name: (typeof services)[number], to: { port: number; host: string; ca: string }) {
    const Caller = makeClientConstructor(service(name), name);
    const own = { "grpc.ssl_target_name_override": to.host, "grpc.default_authority": to.host };
    return new Caller(`127.0.0.1:${to.port}`, credentials.createSsl(Buffer.from(to.ca)), own) as unknown as Client &
        Calls;
}

interface Calls {
    say(request: string, answered: (error: { code: number; details: string } | null, answer: string) => void): void;
    talk(): ClientDuplexStream<string, string>;
    watch(request: string): ClientReadableStream<string>;
}
