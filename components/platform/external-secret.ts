import type { Input } from "@pulumi/pulumi";
import type { ExternalSecret, Password } from "./kubernetes-object.ts";

export interface ExternalSecretArgs {
    name: string;
    namespace: string;
    /** Name of the ClusterSecretStore. */
    store: string;
    /** Name of the secret in the store. */
    key: Input<string>;
    /** Property of the secret by key of the Kubernetes Secret; `undefined` takes the secret as a whole. */
    data: Record<string, string | undefined>;
    /** What stands in the Kubernetes Secret beside, and is no secret. Default: nothing. */
    constants?: Record<string, string>;
    labels?: Record<string, string>;
}

/** A Kubernetes Secret that external-secrets copies from the store and keeps up to date; its value is in no plan. */
export const externalSecret = ({ key, data, labels, constants, ...where }: ExternalSecretArgs): ExternalSecret =>
    copied(
        where,
        { metadata: { labels: labels ?? {} }, ...(constants && { mergePolicy: "Merge", data: constants }) },
        Object.entries(data).map(([secretKey, property]) => ({
            secretKey,
            remoteRef: { key, ...(property === undefined ? {} : { property }) },
        })),
    );

/** The same of several secrets of the store, each of them as a whole: their names by key of the Kubernetes Secret. */
export const gatheredSecrets = (where: Where, names: Record<string, Input<string>>): ExternalSecret =>
    copied(
        where,
        { metadata: { labels: {} } },
        Object.entries(names).map(([secretKey, key]) => ({ secretKey, remoteRef: { key } })),
    );

type Where = Pick<ExternalSecretArgs, "name" | "namespace" | "store">;

const copied = (
    { name, namespace, store }: Where,
    template: object,
    data: NonNullable<ExternalSecret["spec"]>["data"],
): ExternalSecret => ({
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name, namespace },
    spec: {
        refreshInterval: "1h",
        secretStoreRef: { kind: "ClusterSecretStore", name: store },
        target: { name, template },
        data,
    },
});

/**
 * A password that is generated in the cluster, once, and known to nobody. The Secret has the keys `user` and
 * `password`.
 */
export const generatedPassword = (name: string, namespace: string, user: string): [Password, ExternalSecret] =>
    generatedSecret(name, namespace, { user, password });

/** Where a Secret of `generatedSecret` holds the password. */
export const password = "{{ .password }}";

/** A Secret around such a password: its data, in which `password` stands for it. */
export function generatedSecret(
    name: string,
    namespace: string,
    data: Record<string, string>,
): [Password, ExternalSecret] {
    return [
        {
            apiVersion: "generators.external-secrets.io/v1alpha1",
            kind: "Password",
            metadata: { name, namespace },
            spec: { length: 32, digits: 8, symbols: 0, allowRepeat: true, noUpper: false },
        },
        {
            apiVersion: "external-secrets.io/v1",
            kind: "ExternalSecret",
            metadata: { name, namespace },
            spec: {
                refreshPolicy: "CreatedOnce",
                target: { name, template: { data } },
                dataFrom: [
                    {
                        sourceRef: {
                            generatorRef: {
                                apiVersion: "generators.external-secrets.io/v1alpha1",
                                kind: "Password",
                                name,
                            },
                        },
                    },
                ],
            },
        },
    ];
}
