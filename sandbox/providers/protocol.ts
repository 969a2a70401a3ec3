import { type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import struct, { type Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { type Failure, Refusal, type Resource } from "./cloud.ts";
import { compact, secretsOf, type Values } from "./values.ts";

const { DiffResponse } = messages;

/** Turns a function into a handler; an error becomes a message, in which no secret of the request is quoted. */
export function answer<Request, Response>(respond: (request: Request) => Response | Promise<Response>) {
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

export function resourceOf(request: { getUrn(): string }): Resource {
    const urn = request.getUrn();
    const [, , types = "", name = ""] = urn.split("::");
    return { urn, type: types.slice(types.lastIndexOf("$") + 1), name };
}

export const read = (values: Struct | undefined): Values => values?.toJavaScript() ?? {};

export const write = (values: Values): Struct =>
    struct.Struct.fromJavaScript(compact(values) as Parameters<typeof struct.Struct.fromJavaScript>[0]);

/** A provider's settings arrive with every nested value as JSON text. */
export function decoded(settings: Values): Values {
    return Object.fromEntries(
        Object.entries(settings).map(([key, value]) => {
            const json = typeof value === "string" && /^([[{]|true$|false$)/.test(value) && key !== "kubeconfig";
            return [key, json ? JSON.parse(value) : value];
        }),
    );
}

export function checked(news: Values, inputs: Values, failures: Failure[]) {
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

export function different(changes: string[], replaces: string[], deleteFirst = false) {
    const response = new DiffResponse();
    const { DIFF_SOME, DIFF_NONE } = DiffResponse.DiffChanges;
    response.setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE);
    response.setDiffsList(changes);
    response.setReplacesList(replaces);
    response.setDeletebeforereplace(deleteFirst && replaces.length > 0);
    return response;
}
