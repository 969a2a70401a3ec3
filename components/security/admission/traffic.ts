import { annotations, type Match, type Policy } from "./policy.ts";

// Who writes the status may write annotations with it.
const servicesOfKubernetes: Match[] = [{ group: "", version: "v1", resources: ["services", "services/status"] }];
const ingresses: Match[] = [
    { group: "networking.k8s.io", version: "v1", resources: ["ingresses", "ingresses/status"] },
];
const gateways: Match[] = [{ group: "gateway.networking.k8s.io", version: "v1", resources: ["gateways"] }];

/** Annotations decide as much as the spec. */
const judged = (object: string) => `[dyn(${object}.spec), dyn(${object}.metadata.?annotations.orValue({}))]`;

const balancer = "service.beta.kubernetes.io/aws-load-balancer";
const alb = "alb.ingress.kubernetes.io";

/** Whether a port carries TLS by its own word or number, to a port of the pods that is none of plain HTTP. */
const passedOn =
    '(p.?appProtocol.orValue("").matches("(?i)^(https|tls)$") || p.?name.orValue("").matches("^(https|tls)(-|$)") || ' +
    'p.port in [443, 8443]) && !(string(dyn(p).?targetPort.orValue(dyn(p).port)) in ["80", "8080", "http"])';

/** Whether a path `p` leads to an action that sends everybody to HTTPS: an older way than ssl-redirect. */
const redirectsAll =
    'p.?path.orValue("/") in ["/", "/*"] && p.?backend.?service.?port.?name.orValue("") == "use-annotation" && ' +
    `variables.annotations[?("${alb}/actions." + p.backend.service.name)].orValue("")` +
    `.matches(r'(?i)"protocol"\\s*:\\s*"https"')`;

const paths = "r.?http.?paths.orValue([])";

export const trafficPolicies: Policy[] = [
    {
        id: "svc-type-restricted",
        action: "deny",
        match: servicesOfKubernetes,
        judged,
        variables: {
            type: 'object.spec.?type.orValue("ClusterIP")',
            annotations,
            kind: `variables.annotations[?"${balancer}-type"].orValue("")`,
            // These types leave a Service without a class to the AWS Load Balancer Controller.
            controlled: 'object.spec.?loadBalancerClass.orValue("") != "" || variables.kind in ["external", "nlb-ip"]',
            older: `variables.annotations[?"${balancer}-internal"].orValue("")`,
            // The older annotation counts where there is no scheme; the controller's default is internal. Kubernetes'
            // own controller knows that annotation only, and faces the Internet without it.
            internal:
                `variables.controlled ? variables.annotations[?"${balancer}-scheme"].orValue(` +
                'variables.older in ["", "true"] ? "internal" : "internet-facing") == "internal" : ' +
                '!(variables.older in ["", "false"])',
        },
        validations: [
            {
                expression: 'variables.type != "NodePort"',
                message: "the Service opens a port on every node; use ClusterIP behind the gateway",
            },
            {
                expression: 'variables.type != "LoadBalancer" || variables.controlled || variables.kind == "nlb"',
                message: "without loadBalancerClass it becomes a Classic load balancer; set service.k8s.aws/nlb",
            },
            {
                // What becomes a Classic load balancer is said above.
                expression:
                    'variables.type != "LoadBalancer" || variables.internal || ' +
                    '!(variables.controlled || variables.kind == "nlb")',
                message: "the load balancer faces the Internet; take the annotation aws-load-balancer-scheme out",
            },
        ],
    },
    {
        id: "svc-no-external-ips",
        action: "deny",
        match: servicesOfKubernetes,
        judged,
        validations: [
            {
                expression: "object.spec.?externalIPs.orValue([]).size() == 0",
                message: "the Service takes over addresses; take externalIPs out (CVE-2020-8554)",
            },
        ],
    },
    {
        id: "lb-tls",
        action: "warn",
        match: servicesOfKubernetes,
        judged,
        validations: [
            {
                expression:
                    `object.spec.?type.orValue("") != "LoadBalancer" || ` +
                    `${annotations}[?"${balancer}-ssl-cert"].orValue("") != "" || ` +
                    `object.spec.?ports.orValue([]).exists(p, ${passedOn})`,
                message: "the load balancer has no certificate; set the annotation aws-load-balancer-ssl-cert",
            },
        ],
    },
    {
        id: "ingress-tls",
        action: "deny",
        match: [...ingresses, ...gateways],
        judged,
        variables: {
            annotations,
            ports: `variables.annotations[?"${alb}/listen-ports"].orValue("")`,
            ingress: 'object.kind == "Ingress"',
            certificates: "variables.ingress ? dyn(object).spec.?tls.orValue([]) : []",
            rules: "variables.ingress ? dyn(object).spec.?rules.orValue([]) : []",
            hosts: 'variables.rules.map(r, r.?host.orValue(""))',
            named: `variables.annotations[?"${alb}/certificate-arn"].orValue("") != ""`,
            // Where none is named, the controller looks one up for each host.
            looked:
                'variables.hosts.exists(h, h != "") || ' +
                "variables.certificates.exists(t, t.?hosts.orValue([]).size() > 0)",
            balanced:
                'variables.ports == "" ? variables.named : ' +
                'variables.ports.contains("HTTPS") && (variables.named || variables.looked)',
            redirects:
                `variables.annotations[?"${alb}/ssl-redirect"].orValue("") != "" || ` +
                `variables.rules.exists(r, ${paths}.exists(p, ${redirectsAll}))`,
            // Certificate authorities ask for it in plain HTTP (RFC 8555, 8.3).
            challenges:
                `variables.rules.exists(r, ${paths}.size() > 0) && variables.rules.all(r, ` +
                `${paths}.all(p, p.?path.orValue("").startsWith("/.well-known/acme-challenge/")))`,
            excused: "!variables.ingress || variables.challenges",
        },
        validations: [
            {
                expression: "variables.excused || variables.balanced || variables.certificates.size() > 0",
                message: "the Ingress speaks plain HTTP; set spec.tls, or certificate-arn and listen-ports of its ALB",
            },
            {
                expression: `variables.excused || !variables.balanced || !variables.ports.contains('"HTTP"') || variables.redirects`,
                message: "the load balancer speaks plain HTTP too; set the annotation ssl-redirect",
            },
            {
                expression:
                    "variables.excused || variables.balanced || variables.certificates.size() == 0 || variables.hosts.all(h, " +
                    'h == "" || variables.certificates.exists(t, t.?hosts.orValue([]).size() == 0 || ' +
                    't.hosts.exists(c, c == h || c == (h.contains(".") ? "*" + h.substring(h.indexOf(".")) : "*"))))',
                message: "no certificate is for one of its hosts; name the host in spec.tls",
            },
            {
                expression:
                    'object.kind == "Ingress" || ' +
                    'dyn(object).spec.?listeners.orValue([]).exists(l, l.?protocol.orValue("") in ["HTTPS", "TLS", "HBONE"])',
                message: "no listener of the Gateway speaks TLS; set protocol HTTPS",
            },
        ],
    },
    {
        id: "ingress-host-safe",
        action: "deny",
        match: ingresses,
        judged,
        variables: {
            hosts: 'object.spec.?rules.orValue([]).map(r, r.?host.orValue(""))',
        },
        validations: [
            {
                expression: 'variables.hosts.size() > 0 && variables.hosts.all(h, h != "")',
                message: "a rule takes every host; set host",
            },
            {
                expression: "!has(object.spec.defaultBackend)",
                message: "its default backend takes every host; take it out",
            },
            {
                expression: 'variables.hosts.all(h, !h.contains("*"))',
                message: "a rule takes every host of a domain; name one host",
            },
        ],
    },
    {
        id: "ingress-no-snippets",
        action: "deny",
        match: ingresses,
        judged,
        validations: [
            {
                expression: `${annotations}.all(key, !key.matches("nginx.*/[a-z-]*snippets?$"))`,
                message: "an annotation carries configuration of the proxy, which reads its secrets (CVE-2021-25742)",
            },
        ],
    },
];
