import { expect, test } from "vitest";
import { resultOf } from "../../judged.ts";
import { object } from "../../ready/resource.ts";

const aws = "service.beta.kubernetes.io/aws-load-balancer";
const service = (annotations: Record<string, string>, spec: object = {}) =>
    object("core/v1:Service", "broker", {
        metadata: {
            namespace: "shop",
            annotations: Object.fromEntries(
                Object.entries(annotations).map(([key, value]) => [`${aws}-${key}`, value]),
            ),
        },
        spec: { type: "LoadBalancer", ports: [{ port: 5671 }], ...spec },
    });

test.each<[string, Record<string, string>, string]>([
    ["no word of its kind", { internal: "true" }, "fail"],
    ["the AWS Load Balancer Controller's", { type: "external" }, "pass"],
    ["the controller's, internal", { type: "external", scheme: "internal" }, "pass"],
    ["the controller's by its older name", { type: "nlb-ip", scheme: "internal" }, "pass"],
    ["the controller's, open to the Internet", { type: "external", scheme: "internet-facing" }, "fail"],
    ["the controller's, not internal", { type: "external", internal: "false" }, "fail"],
    ["Kubernetes' own of the network", { type: "nlb" }, "fail"],
    ["Kubernetes' own of the network, internal", { type: "nlb", internal: "true" }, "pass"],
    ["Kubernetes' own of the network, not internal", { type: "nlb", internal: "false" }, "fail"],
    [
        "Kubernetes' own of the network, with a scheme that it does not know",
        { type: "nlb", scheme: "internal" },
        "fail",
    ],
])("a load balancer without class: %s", (_, annotations, status) => {
    expect(resultOf("svc-type-restricted", [service(annotations)])?.status).toBe(status);
});

test.each<[string, object, string]>([
    ["443 to a gateway", { port: 443, targetPort: 8443 }, "pass"],
    ["443 to a named port", { port: 443, targetPort: "https" }, "pass"],
    ["443 to a port of plain HTTP", { port: 443, targetPort: "http" }, "fail"],
    ["443 to the number of plain HTTP", { port: 443, targetPort: 8080 }, "fail"],
    ["a name of TLS on the port of plain HTTP", { name: "https", port: 80 }, "fail"],
    ["a name of TLS", { name: "tls-amqp", port: 5671 }, "pass"],
    ["a protocol of TLS", { port: 9000, appProtocol: "HTTPS" }, "pass"],
    ["a name that only begins alike", { name: "tlsless", port: 9000 }, "fail"],
    ["a database", { name: "postgres", port: 5432 }, "fail"],
])("a load balancer without a certificate that passes on %s", (_, port, status) => {
    expect(resultOf("lb-tls", [service({}, { ports: [{ port: 80 }, port] })])?.status).toBe(status);
});

test("a load balancer with a certificate may lead to any port", () => {
    expect(resultOf("lb-tls", [service({ "ssl-cert": "arn" })])?.status).toBe("pass");
});
