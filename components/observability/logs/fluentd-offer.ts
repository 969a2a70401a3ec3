import { type CertificatesOffer, type LogAggregatorOffer, type LogKind, type Offers, offered } from "../../offers.ts";
import { type CertificateSpec, certificate } from "../../platform/certificate.ts";
import { externalSecret, generatedSecret, password } from "../../platform/external-secret.ts";
import type { Certificate, ExternalSecret, KubernetesObject } from "../../platform/kubernetes-object.ts";
import { sharedSecrets } from "../../platform/shared-secrets.ts";
import { fluentBits } from "./fluent-bits.ts";
import { certificateFolder, ports, sharedKey } from "./fluentd-config.ts";

export const namespace = "fluentd";

const host = `fluentd.${namespace}.svc.cluster.local`;

/** Secret with the key, the store that shares it, and what Fluent Bit gets of it. */
const keySecret = "fluentd-shared-key";

/** Secret with a certificate, in each namespace its own. */
const certificateSecret = "fluentd-certificate";

/** The key as a variable of a container. */
export const keyVariable = { name: sharedKey, valueFrom: { secretKeyRef: { name: keySecret, key: "key" } } };

/** A key that is generated once and known to nobody, and the way of the Fluent Bits to it; the certificate of the host. */
export const ownObjects = ({ certificates, ...offers }: Offers): KubernetesObject[] => [
    ...generatedSecret(keySecret, namespace, { key: password }),
    ...sharedSecrets(
        { name: keySecret, namespace, secretNames: [keySecret] },
        [{ namespaces: [...fluentBits] }],
        offered(offers, "secretController"),
    ),
    // Fluentd reads it when it starts, and no pod of it runs for four years.
    ...(certificates
        ? [certificateOf(namespace, certificates, { dnsNames: [host], duration: "43800h", renewBefore: "35040h" })]
        : []),
];

/** A certificate, and beside it that of the CA that signed it. */
const certificateOf = (
    namespace: string,
    { internalIssuer }: CertificatesOffer,
    spec: Pick<CertificateSpec, "dnsNames" | "duration" | "renewBefore">,
): Certificate => certificate({ name: certificateSecret, namespace }, internalIssuer, spec);

/** Files of the certificate for a pod. */
export const certificateFiles = (keys: string[]) => ({
    volumes: [
        {
            name: "certificate",
            secret: { secretName: certificateSecret, items: keys.map((key) => ({ key, path: key })) },
        },
    ],
    mounts: [{ name: "certificate", mountPath: certificateFolder, readOnly: true }],
});

/** Fluentd in the words of Fluent Bit: the forward protocol, whose lines stay with Fluent Bit until they are on Fluentd's disk. */
export const offer: LogAggregatorOffer = {
    namespace,
    needs: ["external-secrets", namespace],
    flow: { peer: { namespace }, ports: [ports.forward] },
    credentials: (writer, { certificates }) => ({
        needs: certificates?.needs,
        before: [
            copiedKey(writer),
            // For its CA; the certificate itself serves for nothing.
            ...(certificates ? [certificateOf(writer, certificates, { dnsNames: [`${writer}.${writer}.svc`] })] : []),
        ],
        env: [keyVariable],
        ...(certificates ? certificateFiles(["ca.crt"]) : { volumes: [], mounts: [] }),
    }),
    outputs: (_, { certificates }) => {
        const encrypted = certificates !== undefined;
        return {
            containers: forward("containers", encrypted),
            nodes: forward("nodes", encrypted),
            events: forward("events", encrypted),
        };
    },
};

const copiedKey = (writer: string): ExternalSecret =>
    externalSecret({
        name: keySecret,
        namespace: writer,
        store: keySecret,
        key: keySecret,
        data: { key: "key" },
    });

const forward = (kind: LogKind, encrypted: boolean) => ({
    Name: "forward",
    Host: host,
    Port: ports.forward,
    Tag: kind,
    Shared_Key: `$\{${sharedKey}}`,
    Require_ack_response: "On",
    // Fluentd knows no metadata of a line.
    Retain_Metadata_In_Forward_Mode: "Off",
    Compress: "gzip",
    ...(encrypted && { tls: "On", "tls.verify": "On", "tls.ca_file": `${certificateFolder}/ca.crt` }),
});
