import { expect, test } from "vitest";
import { elsewhere, grafanaSso, mistakesOf, right } from "./settings.ts";

const arn = "arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/1";
const outside = { id: "Z0OUTSIDE", domain: "example.com" };
const inside = { id: "Z0INSIDE", domain: "example.com", private: true };
const ownChart = (of: string) => ({ name: of, chart: of, version: "1.0.0", repository: "https://charts.example.com" });

test.each<[string, object]>([
    ["nothing but the argument", { certificates: {} }],
    [
        "Let's Encrypt with a public zone",
        { certificates: { issuer: "letsencrypt" }, dns: { zones: [inside, outside] } },
    ],
    [
        "a CA of one's own, for any host",
        { certificates: { issuer: "acmpca", privateCaArn: arn, loadBalancerHosts: ["shop.corp.test"] } },
    ],
    [
        "the zone's own name and all below it",
        { certificates: { loadBalancerHosts: ["example.com", "*.example.com"] }, dns: { zones: [outside] } },
    ],
])("It takes %s", (_, settings) => {
    expect(mistakesOf({ ...right, ...settings })).toEqual([]);
});

test.each<[object, RegExp[]]>([
    [
        { certificates: { issuer: "vault" } },
        [/^certificates\.issuer: "vault" is not allowed: give one of internal, letsencrypt, acmpca$/],
    ],
    [
        { certificates: { issuer: "letsencrypt" } },
        [/^certificates\.issuer: .* public zone; give one among dns\.zones$/],
    ],
    [{ certificates: { issuer: "letsencrypt" }, dns: { zones: [inside] } }, [/^certificates\.issuer: /]],
    [{ certificates: { issuer: "acmpca" } }, [/^certificates\.privateCaArn: is missing/]],
    [{ certificates: { privateCaArn: arn } }, [/^certificates\.privateCaArn: has no effect/]],
    [
        { certificates: { issuer: "acmpca", privateCaArn: arn.replace("eu-west-1", "eu-west-3") } },
        [/^certificates\.privateCaArn: is of eu-west-3/],
    ],
    [
        { certificates: { issuer: "acmpca", privateCaArn: "shop-ca" } },
        [/^certificates\.privateCaArn: .*the ARN of a CA/],
    ],
    [
        {
            certificates: { loadBalancerHosts: ["shop.example.com", "shop.example.net", "notexample.com"] },
            dns: { zones: [outside] },
        },
        [
            /^certificates\.loadBalancerHosts\[1\]: shop\.example\.net is in no public zone/,
            /^certificates\.loadBalancerHosts\[2\]: notexample\.com/,
        ],
    ],
    [
        { certificates: { loadBalancerHosts: ["shop.example.com"] }, dns: { zones: [inside] } },
        [/^certificates\.loadBalancerHosts\[0\]: /],
    ],
    [
        { certificates: { loadBalancerHosts: ["Shop.example.com"] } },
        [/^certificates\.loadBalancerHosts\[0\]: .*lower case/],
    ],
    [{ gateway: { hosts: ["shop.example.com"] } }, [/^gateway\.hosts: need certificates/]],
    [
        {
            gateway: { hosts: ["shop.example.com", "shop.example.net"] },
            certificates: { issuer: "letsencrypt" },
            dns: { zones: [outside] },
        },
        [/^gateway\.hosts\[1\]: shop\.example\.net is in no public zone/],
    ],
    [
        { gateway: { engine: "none", tlsMinVersion: "1.3", hosts: ["shop.example.com"] } },
        [/^gateway\.hosts: has no effect/, /^gateway\.tlsMinVersion: has no effect/],
    ],
    [
        {
            ownCharts: ["ingress-nginx", "oci://registry.example.com/charts/ingress-nginx"].map((chart, index) => ({
                name: `ingress-${index}`,
                chart,
                version: "4.15.1",
                ...(chart.startsWith("oci:") ? {} : { repository: "https://charts.example.com" }),
            })),
        },
        [/^ownCharts\[0\]\.chart: ingress-nginx gets no security fixes/, /^ownCharts\[1\]\.chart: /],
    ],
    [{ domain: "example.com" }, [/^domain: needs certificates/, /^domain: has no effect: nobody can sign in/]],
    [
        { domain: "example.com", certificates: {}, gateway: { engine: "none" }, grafana: { sso: grafanaSso } },
        [/^domain: needs a gateway/],
    ],
    [
        {
            domain: "example.com",
            certificates: {},
            gateway: { hosts: ["grafana.example.com", "argo-cd.example.com"] },
            grafana: { sso: grafanaSso, url: "https://metrics.example.com" },
        },
        [/^gateway\.hosts\[0\]: grafana\.example\.com is made of the domain/, /^grafana\.url: is made of the domain/],
    ],
    [
        {
            domain: `${"a".repeat(53)}.com`,
            certificates: { issuer: "letsencrypt" },
            dns: { zones: [outside] },
            grafana: { sso: grafanaSso },
        },
        [/^domain: makes names of more than 64 characters/, /^domain: a+\.com is in no public zone/],
    ],
    [{ mesh: { engine: "istio" } }, [/^mesh\.engine: needs certificates, and nobody signs its CA/]],
    [{ mesh: { engine: "linkerd" } }, [/^mesh\.engine: needs certificates, and nobody signs its CA/]],
    [{ mesh: { engine: "consul" } }, [/^mesh\.engine: "consul" is not allowed: give one of istio, linkerd, none$/]],
    [
        { mesh: { engine: "linkerd" }, certificates: {}, gateway: { engine: "istio" } },
        [/^gateway\.engine: istio needs the mesh, whose istiod makes its proxies/],
    ],
    [
        { mesh: { engine: "linkerd" }, certificates: {}, network: { policyEngine: "cilium" } },
        [/^mesh\.engine: linkerd and network\.policyEngine cilium both write themselves behind the VPC CNI/],
    ],
    [
        {
            mesh: { engine: "linkerd" },
            certificates: {},
            ownCharts: [
                { ...ownChart("web"), ports: [8080], egressNamespaces: ["store", "closed"] },
                { ...ownChart("store"), ports: [8080], metrics: [{ port: 9102 }, { port: 8080 }] },
                ownChart("closed"),
            ],
        },
        [
            /^ownCharts\[0\]\.egressNamespaces\[1\]: linkerd lets in by port, and closed names none/,
            /^ownCharts\[1\]\.metrics\[1\]\.port: is one of ports, and linkerd takes plain text/,
        ],
    ],
    [
        { mesh: { egress: [{ host: "api.example.com", namespaces: ["web"] }] } },
        [/^mesh\.egress: has no effect: mesh\.engine is none/],
    ],
    [
        {
            certificates: {},
            mesh: { engine: "istio", egress: [{ host: "metrics.example.com", namespaces: ["web"] }] },
            metrics: {
                remoteWrite: [
                    {
                        ...{ name: "a", url: "https://metrics.example.com/push" },
                        ...{ authentication: "basic", secretName: "shop/a" },
                    },
                ],
            },
        },
        [/^mesh\.egress\[0\]\.host: is where metrics\.remoteWrite leads; Prometheus is in the mesh/],
    ],
    [
        {
            certificates: {},
            mesh: {
                engine: "istio",
                egress: ["eu-west-1", "us-east-1"].map((region) => ({
                    host: `aps-workspaces.${region}.amazonaws.com`,
                    namespaces: ["web"],
                })),
            },
            metrics: { history: "amp" },
        },
        [/^mesh\.egress\[0\]\.host: is where metrics\.history amp leads; Prometheus is in the mesh/],
    ],
    [
        { mesh: { engine: "linkerd", egress: [{ host: "api.example.com", namespaces: ["web"] }] }, certificates: {} },
        [/^mesh\.egress: linkerd cannot: it judges what leaves in the pod itself/],
    ],
    [
        {
            certificates: {},
            mesh: {
                engine: "istio",
                egress: [
                    { host: "*.example.com", namespaces: ["web"] },
                    { host: "store.web.svc", namespaces: [] },
                    { host: "api.example.com", ports: [0], namespaces: ["web"] },
                ],
            },
        },
        [
            /^mesh\.egress\[0\]\.host: "\*\.example\.com" is not allowed: give a domain in lower case/,
            /^mesh\.egress\[1\]\.host: is a name of the cluster/,
            /^mesh\.egress\[1\]\.namespaces: give a namespace/,
            /^mesh\.egress\[2\]\.ports\[0\]: must be a whole number from 1 to 65535/,
        ],
    ],
    [
        {
            certificates: {},
            mesh: {
                engine: "istio",
                egress: [
                    { host: "api.example.com", namespaces: ["legacy", "monitoring", "kube-system"] },
                    { host: "api.example.com", namespaces: ["web"] },
                ],
            },
            ownCharts: [{ ...ownChart("legacy"), outsideMesh: true }],
        },
        [/^mesh\.egress\[1\]: repeats \[0\]: a host has its namespaces in one place/],
    ],
    [
        {
            certificates: {},
            mesh: {
                engine: "istio",
                egress: [{ host: "api.example.com", namespaces: ["legacy", "monitoring", "kube-system", "web"] }],
            },
            ownCharts: [{ ...ownChart("legacy"), outsideMesh: true }],
        },
        [
            /^mesh\.egress\[0\]\.namespaces\[0\]: legacy is outside of the mesh/,
            /^mesh\.egress\[0\]\.namespaces\[1\]: monitoring is a namespace of the platform/,
            /^mesh\.egress\[0\]\.namespaces\[2\]: kube-system is a namespace of the platform/,
        ],
    ],
    [
        { ownCharts: [{ ...ownChart("web"), outsideMesh: true }] },
        [/^ownCharts\[0\]\.outsideMesh: has no effect: mesh\.engine is none/],
    ],
    [
        {
            mesh: { engine: "istio" },
            certificates: {},
            ownCharts: [
                { ...ownChart("web"), egressNamespaces: ["legacy", "store"], outsideMesh: true },
                { ...ownChart("legacy"), egressNamespaces: ["store"], outsideMesh: true },
                ownChart("store"),
            ],
        },
        [
            /^ownCharts\[0\]\.egressNamespaces\[1\]: store takes mutual TLS alone/,
            /^ownCharts\[1\]\.egressNamespaces\[0\]: store /,
        ],
    ],
    [
        { gateway: { engine: "kong" } },
        [/^gateway\.engine: "kong" is not allowed: give one of envoy, alb, istio, nginx, traefik, none$/],
    ],
    [
        { gateway: { engine: "nginx" } },
        [
            /^gateway\.hosts: are missing: nginx passes TLS on by ListenerSets/,
            /^gateway\.engine: nginx needs certificates/,
        ],
    ],
    [
        { gateway: { engine: "nginx", hosts: ["shop.example.com"], maxRequestKiB: 10_000 }, certificates: {} },
        [/^gateway\.maxRequestKiB: is above 9999, .* give a multiple of 1024$/],
    ],
    [{ gateway: { maxRequestKiB: 0 } }, [/^gateway\.maxRequestKiB: must be a whole number from 1/]],
    [{ dns: {} }, [/^dns\.zones: is missing/]],
    [{ dns: { zones: [] } }, [/^dns\.zones: give at least one zone/]],
    [{ dns: { zones: [{ ...outside, domain: "example.com." }] } }, [/^dns\.zones\[0\]\.domain: .*without a dot/]],
    [{ dns: { zones: [{ ...outside, id: "/hostedzone/Z1" }] } }, [/^dns\.zones\[0\]\.id: .*the id of a hosted zone/]],
    [{ dns: { zones: [outside, { ...outside, id: "Z2" }] } }, [/^dns\.zones\[1\]: repeats \[0\]: one zone of a kind/]],
    [
        { dns: { zones: [outside, { ...inside, id: outside.id }] } },
        [/^dns\.zones\[1\]\.id: is the id of \[0\] already/],
    ],
])("It refuses %j at its path", (settings, mistakes) => {
    expect(mistakesOf({ ...right, ...settings })).toEqual(mistakes.map((mistake) => expect.stringMatching(mistake)));
});

test("Elsewhere than on EKS only the CA of the cluster can sign, and nobody writes names", () => {
    expect(mistakesOf({ ...elsewhere, certificates: {} })).toEqual([]);
    expect(
        mistakesOf({ ...elsewhere, certificates: { issuer: "letsencrypt", loadBalancerHosts: ["shop.example.com"] } }),
    ).toEqual([
        expect.stringMatching(/^certificates\.issuer: needs AWS/),
        expect.stringMatching(/^certificates\.loadBalancerHosts: needs AWS/),
    ]);
    expect(mistakesOf({ ...elsewhere, dns: { zones: [outside] } })).toEqual([
        expect.stringMatching(/^dns: has no effect/),
    ]);
});
