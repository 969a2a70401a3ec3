import { describe, expect, test } from "vitest";
import type { Resource } from "../../../../policy-pack/inventory/resource.ts";
import { resultOf } from "../../judged.ts";
import { object } from "../../ready/resource.ts";

const alb = "alb.ingress.kubernetes.io";
const certificate = { [`${alb}/certificate-arn`]: "arn:aws:acm:eu-west-1:123456789012:certificate/shop" };
const ports = (...protocols: string[]) => ({
    [`${alb}/listen-ports`]: JSON.stringify(protocols.map((protocol) => ({ [protocol]: 443 }))),
});
const action = (protocol: string) => ({
    [`${alb}/actions.to-https`]: JSON.stringify({ type: "redirect", redirectConfig: { protocol, port: "443" } }),
});

const path = (at: string, name: string, port: object = { number: 80 }) => ({
    path: at,
    pathType: "Prefix",
    backend: { service: { name, port } },
});
const toHttps = path("/", "to-https", { name: "use-annotation" });

interface Shape {
    annotations?: object;
    paths?: object[];
    host?: string;
    ingressClassName?: string;
    name?: string;
}
const ingress = ({ annotations, paths = [path("/", "shop")], host, ingressClassName, name = "shop" }: Shape) =>
    object("networking.k8s.io/v1:Ingress", name, {
        metadata: { namespace: "shop", annotations },
        spec: { ingressClassName, rules: [{ host, http: { paths } }] },
    });
const host = "shop.example.com";

const classes = (params: object, group = "elbv2.k8s.aws/v1beta1", marks: object = {}): Resource[] => [
    object("networking.k8s.io/v1:IngressClass", "public", {
        metadata: { annotations: marks },
        spec: { controller: "ingress.k8s.aws/alb", parameters: { kind: "IngressClassParams", name: "edge" } },
    }),
    object(`${group}:IngressClassParams`, "edge", { spec: params }),
];
const isDefault = { "ingressclass.kubernetes.io/is-default-class": "true" };
const arns = ["arn:aws:acm:eu-west-1:123456789012:certificate/shop"];
const ofClass = (annotations: object = {}) => ingress({ host, ingressClassName: "public", annotations });

describe("TLS of an Ingress:", () => {
    test.each<[string, Resource[], string]>([
        ["a certificate makes HTTPS the only port", [ingress({ host, annotations: certificate })], "pass"],
        [
            "a certificate on HTTP is none",
            [ingress({ host, annotations: { ...certificate, ...ports("HTTP") } })],
            "fail",
        ],
        ["for a host a certificate is looked up", [ingress({ host, annotations: ports("HTTPS") })], "pass"],
        ["without a host none can be", [ingress({ annotations: ports("HTTPS") })], "fail"],
        ["HTTP beside it", [ingress({ host, annotations: { ...certificate, ...ports("HTTP", "HTTPS") } })], "fail"],
        [
            "HTTP beside it that an action sends to HTTPS",
            [ingress({ host, annotations: { ...ports("HTTP", "HTTPS"), ...action("HTTPS") }, paths: [toHttps] })],
            "pass",
        ],
        [
            "an action that leads elsewhere",
            [ingress({ host, annotations: { ...ports("HTTP", "HTTPS"), ...action("HTTP") }, paths: [toHttps] })],
            "fail",
        ],
        [
            "an action that nothing leads to",
            [ingress({ host, annotations: { ...ports("HTTP", "HTTPS"), ...action("HTTPS") } })],
            "fail",
        ],
        ["a certificate of the class", [ofClass(), ...classes({ certificateArn: arns })], "pass"],
        [
            "a certificate of a class of EKS Auto Mode",
            [ofClass(), ...classes({ certificateARNs: arns }, "eks.amazonaws.com/v1")],
            "pass",
        ],
        ["a class without one", [ofClass(), ...classes({ scheme: "internal" })], "fail"],
        [
            "a certificate of another class",
            [ingress({ host, ingressClassName: "x" }), ...classes({ certificateArn: arns })],
            "fail",
        ],
        [
            "a certificate of the default class",
            [ingress({ host }), ...classes({ certificateArn: arns }, undefined, isDefault)],
            "pass",
        ],
        [
            "a class that sends HTTP to HTTPS",
            [ofClass(ports("HTTP", "HTTPS")), ...classes({ sslRedirectPort: "443" })],
            "pass",
        ],
        [
            "what answers a certificate authority alone",
            [ingress({ host, paths: [path("/.well-known/acme-challenge/token", "solver")] })],
            "not-applicable",
        ],
        [
            "what does that beside something else",
            [ingress({ host, paths: [path("/.well-known/acme-challenge/token", "solver"), path("/", "shop")] })],
            "fail",
        ],
    ])("%s", (_, resources, status) => {
        expect(resultOf("ingress-tls", resources)?.status).toBe(status);
    });
});

test.each<[string, object, object, string]>([
    ["a class that faces the Internet, and no web ACL", { scheme: "internet-facing" }, {}, "fail"],
    [
        "a class that faces the Internet, whatever the annotation says",
        { scheme: "internet-facing" },
        { [`${alb}/scheme`]: "internal" },
        "fail",
    ],
    ["a class that names a web ACL", { scheme: "internet-facing", wafv2AclArn: "arn" }, {}, "pass"],
    [
        "a class that faces the Internet with a web ACL of the Ingress",
        { scheme: "internet-facing" },
        { [`${alb}/wafv2-acl-name`]: "edge" },
        "pass",
    ],
    ["an internal class", { scheme: "internal" }, { [`${alb}/scheme`]: "internet-facing" }, "not-applicable"],
])("an Ingress of %s", (_, params, annotations, status) => {
    expect(resultOf("edge-protected", [ofClass(annotations), ...classes(params)])?.status).toBe(status);
});

test.each<[string, Shape, string]>([
    ["of the same class", {}, "fail"],
    ["that is a canary of nginx", { annotations: { "nginx.ingress.kubernetes.io/canary": "true" } }, "pass"],
    ["that is no canary any more", { annotations: { "nginx.ingress.kubernetes.io/canary": "false" } }, "fail"],
    ["that others are merged into", { annotations: { "nginx.org/mergeable-ingress-type": "master" } }, "pass"],
    ["of another controller", { ingressClassName: "internal" }, "pass"],
    [
        "of another controller, by the older annotation",
        { annotations: { "kubernetes.io/ingress.class": "internal" } },
        "pass",
    ],
])("an Ingress beside one of the same host and path %s", (_, shape, status) => {
    const pair = [ingress({ host }), ingress({ host, name: "other", ...shape })];
    expect(resultOf("ingress-host-safe", pair)?.status).toBe(status);
});

test.each<[string, object, string]>([
    ["that an annotation describes", action("HTTPS"), "pass"],
    ["that no annotation describes", {}, "fail"],
])("a backend that is an action %s", (_, annotations, status) => {
    expect(resultOf("refs-resolve", [ingress({ host, annotations, paths: [toHttps] })])?.status).toBe(status);
});
