import { expect, test } from "vitest";
import { evaluate } from "../../../policy-pack/evaluate.ts";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { rendered } from "../judged.ts";
import { object, type Props, release, resource } from "../ready/resource.ts";

const modern = "ELBSecurityPolicy-TLS13-1-2-2021-06";
const old = "ELBSecurityPolicy-2016-08";
const alb = "alb.ingress.kubernetes.io";
const aws = "service.beta.kubernetes.io/aws-load-balancer";
const https = { [`${alb}/listen-ports`]: '[{"HTTPS":443}]' };

const ingress = (annotations: Props, spec: Props = {}) =>
    object("networking.k8s.io/v1:Ingress", "shop", {
        metadata: { namespace: "shop", annotations },
        spec: { rules: [{ host: "shop.example.com" }], ...spec },
    });
const encrypted = (annotations: Props = {}, spec?: Props) => ingress({ ...https, ...annotations }, spec);
const service = (annotations: Props) =>
    object("core/v1:Service", "shop", {
        metadata: { namespace: "shop", annotations: { [`${aws}-ssl-cert`]: "arn", ...annotations } },
        spec: { type: "LoadBalancer" },
    });
const named = (policy: string) => ({ [`${alb}/ssl-policy`]: policy });
const ofClass = (spec: Props): Resource[] => [
    encrypted(named(old), { ingressClassName: "edge" }),
    object("networking.k8s.io/v1:IngressClass", "edge", {
        spec: { parameters: { kind: "IngressClassParams", name: "edge" } },
    }),
    object("elbv2.k8s.aws/v1beta1:IngressClassParams", "other", { spec: { sslPolicy: old } }),
    object("elbv2.k8s.aws/v1beta1:IngressClassParams", "edge", { spec }),
];
const chart = (values: Props) => release("alb", "aws-load-balancer-controller", values);
const controller = (...args: string[]) =>
    object("apps/v1:Deployment", "alb", {
        metadata: { namespace: "kube-system" },
        spec: {
            template: {
                spec: {
                    containers: [
                        { name: "proxy", image: "proxy:1" },
                        { name: "alb", image: "public.ecr.aws/eks/aws-load-balancer-controller:v3.5.0", args },
                    ],
                },
            },
        },
    });
const cluster = resource("aws:eks/cluster:Cluster", "shop", { name: "shop" });

test.each<[string, Resource[], string]>([
    ["an Ingress that names a policy of today", [encrypted(named(modern))], "pass"],
    ["an Ingress that names an old one", [encrypted(named(old))], "fail"],
    ["an Ingress of a class whose parameters name one", ofClass({ sslPolicy: modern }), "pass"],
    ["an Ingress of a class whose parameters name none", ofClass({}), "fail"],
    [
        "an Ingress whose host is in its TLS alone",
        [encrypted(named(old), { rules: [], tls: [{ hosts: ["a"] }] })],
        "fail",
    ],
    ["an Ingress with TLS for no host", [encrypted(named(old), { rules: [], tls: [{}] })], "not-applicable"],
    ["an Ingress without host", [encrypted(named(old), { rules: [] })], "not-applicable"],
    [
        "an Ingress with a host among rules",
        [encrypted(named(old), { rules: [{}, { host: "shop.example.com" }] })],
        "fail",
    ],
    [
        "an Ingress with a certificate for plain HTTP",
        [ingress({ [`${alb}/listen-ports`]: '[{"HTTP":80}]', [`${alb}/certificate-arn`]: "arn", ...named(old) })],
        "not-applicable",
    ],
    ["a Service that names a policy of today", [service({ [`${aws}-ssl-negotiation-policy`]: modern })], "pass"],
    ["a Service that names an old one", [service({ [`${aws}-ssl-negotiation-policy`]: old })], "fail"],
    ["a Service with the annotation of an Ingress", [service(named(modern)), controller()], "fail"],
    ["a controller of a chart with a default of today", [encrypted(), chart({ defaultSSLPolicy: modern })], "pass"],
    ["a controller of a chart by its own default", [encrypted(), chart({})], "fail"],
    ["a controller with a flag", [encrypted(), controller("--v=2", `--default-ssl-policy=${modern}`)], "pass"],
    ["a controller with a flag for an old one", [encrypted(), controller(`--default-ssl-policy=${old}`)], "fail"],
    ["a controller by its own default", [encrypted(), controller("--v=2")], "fail"],
    ["a controller that is elsewhere", [encrypted()], "unknown"],
    ["a cluster without a controller", [encrypted(), cluster], "unknown"],
])("what a load balancer accepts is told by %s", (_, resources, status) => {
    const found = evaluate(rendered(resources)).checks.find(({ id }) => id === "lb-tls-policy");
    expect(found?.status).toBe(status);
});
