/** Faults that change nothing of what a check says, by file and reason: each by its name in the list of survivors. */
interface Equivalent {
    readonly file: string;
    readonly reason: string;
    readonly faults: readonly string[];
}

export const equivalent: readonly Equivalent[] = [
    {
        file: "policy-pack/rules/access/access-entries.ts",
        reason: "what is not set reads the same as what stands for it",
        faults: [
            'awsAuthNoMapUsers: data.mapUsers ?? "" → (data.mapUsers)',
            'awsAuthNoMapUsers: data[key] ?? "" → (data[key])',
        ],
    },
    {
        file: "policy-pack/rules/traffic/services.ts",
        reason: "what is not set reads the same as what stands for it",
        faults: [
            'svcTypeRestricted: service.props.spec?.type ?? "ClusterIP" → (service.props.spec?.type)',
            `svcTypeRestricted: annotations[\`\${aws}-type\`] ?? "" → (annotations[\`\${aws}-type\`])`,
            "isPassedOn: port ?? 0 → (port)",
            'lbTls: sslPolicy ?? "" → (sslPolicy)',
        ],
    },
    {
        file: "policy-pack/rules/workloads/availability.ts",
        reason: "what is not set reads the same as what stands for it",
        faults: ['priorityClass: priorityClassName ?? "" → (priorityClassName)'],
    },
    {
        file: "policy-pack/rules/workloads/hygiene.ts",
        reason: "what is not set reads the same as what stands for it",
        faults: ['labelsStandard: labels[label] ?? "" → (labels[label])'],
    },
    {
        file: "policy-pack/rules/secrets/values.ts",
        reason: "what is not set reads the same as what stands for it",
        faults: ["argumentsOf: container[field] ?? [] → (container[field])"],
    },
    {
        file: "policy-pack/rules/storage/databases.ts",
        reason: "what is not set reads the same as what stands for it",
        faults: ['rdsBackedUp: props.engine ?? "" → (props.engine)'],
    },
    {
        file: "policy-pack/rules/workloads/autoscaling.ts",
        reason: "what is not set reads the same as what stands for it",
        faults: ["vpaNotFightingHpa: name !== undefined && controlled.includes(name) → (controlled.includes(name))"],
    },
    {
        file: "policy-pack/rules/workloads/resources.ts",
        reason: "what is not set reads the same as what stands for it",
        faults: [
            "resRatio: resources?.requests?.[resource] ?? resources?.limits?.[resource] → (resources?.requests?.[resource])",
        ],
    },
    {
        file: "policy-pack/rules/cluster/endpoint.ts",
        reason: "the list was made of what is there",
        faults: ['eksEndpointCidrsRestricted: cidrs[index] ?? "" → (cidrs[index])'],
    },
    {
        file: "policy-pack/rules/network/vpc-layout.ts",
        reason: "the list was made of what is there",
        faults: ["sgNoOpenIngress: rules[index] ?? {} → (rules[index])"],
    },
    {
        file: "policy-pack/rules/workloads/resource-fit.ts",
        reason: "only what is one is a subject",
        faults: ["resFitsNode: !node → false", "resFitsNode: smallest(inventory) → true"],
    },
    {
        file: "policy-pack/rules/traffic/service-mesh.ts",
        reason: "only what is one is a subject",
        faults: ["serviceMeshMtls: !release → false"],
    },
    {
        file: "policy-pack/rules/nodes/capacity.ts",
        reason: "only what is one is a subject",
        faults: ["clusterAutoscalerSane: !release → false"],
    },
    {
        file: "policy-pack/rules/cluster/apis.ts",
        reason: "only what is one is a subject",
        faults: ['apiNotDeprecated: apiOf(object.type) ?? { group: "", version: "", kind: "" } → (apiOf(object.type))'],
    },
    {
        file: "policy-pack/rules/workloads/autoscaling.ts",
        reason: "only what is one is a subject",
        faults: ["shares: props.spec ?? {} → (props.spec)"],
    },
    {
        file: "policy-pack/rules/cluster/apis.ts",
        reason: "one comparison holds of nothing without the other",
        faults: ["apiNotDeprecated: removed !== undefined && removed <= minor → (removed <= minor)"],
    },
    {
        file: "policy-pack/rules/workloads/probes.ts",
        reason: "one comparison holds of nothing without the other",
        faults: [
            "probeSane: !livenessProbe || !readinessProbe → (!livenessProbe)",
            "probeSane: !livenessProbe || !readinessProbe → (!readinessProbe)",
        ],
    },
    {
        file: "policy-pack/reading/operators.ts",
        reason: "what is kept from before is made anew, and is the same",
        faults: [
            "customIn: objects.get(inventory) ?? Map.groupBy(inventory.resources.filter(is... → (Map.groupBy(inventory.resources.filter(isNamed), placeOf(inventory)))",
        ],
    },
    {
        file: "policy-pack/reading/relations.ts",
        reason: "what is kept from before is made anew, and is the same",
        faults: [
            "memoized: indices.get(inventory) ?? new Map<string, Index>() → (new Map<string, Index>())",
            "memoized: known.get(name) ?? build() → (build())",
        ],
    },
    {
        file: "policy-pack/reading/pod-templates.ts",
        reason: "what is kept from before is made anew, and is the same",
        faults: ["customWorkloads: known → false"],
    },
    {
        file: "policy-pack/reading/owners.ts",
        reason: "what is kept from before is made anew, and is the same",
        faults: ["placesOf: known → false"],
    },
    {
        file: "policy-pack/reading/ingresses.ts",
        reason: "what is kept from before is made anew, and is the same",
        faults: ["pathsOfAll: known → false"],
    },
    {
        file: "policy-pack/reading/served-apis.ts",
        reason: "what is kept from before is made anew, and is the same",
        faults: ["servedBy: known → false"],
    },
    {
        file: "policy-pack/reading/namespaces.ts",
        reason: "nothing but what is unknown is thrown there",
        faults: ["attempt: error instanceof UnknownValue → true"],
    },
    {
        file: "policy-pack/reading/operators.ts",
        reason: "nothing but what is unknown is thrown there",
        faults: ["attempt: error instanceof UnknownValue → true"],
    },
    {
        file: "policy-pack/reading/relations.ts",
        reason: "nothing but what is unknown is thrown there",
        faults: ["index: !(error instanceof UnknownValue) → false"],
    },
    {
        file: "policy-pack/reading/alb.ts",
        reason: "what is not set reads the same as what stands for it",
        faults: ['redirectsByAction: actionOf(ingress, backend) ?? "" → (actionOf(ingress, backend))'],
    },
    {
        file: "policy-pack/reading/relations.ts",
        reason: "what is not set reads the same as what stands for it",
        faults: ['matches: labels[key] ?? "" → (labels[key])'],
    },
    {
        file: "policy-pack/reading/references.ts",
        reason: "what is not set reads the same as what stands for it",
        faults: ["inArguments: to === secret || undefined → (to === secret)"],
    },
    {
        file: "policy-pack/reading/gateways.ts",
        reason: "what is not set reads the same as what stands for it",
        faults: ['isSecured: protocol ?? "" → (protocol)'],
    },
    {
        file: "policy-pack/reading/installed.ts",
        reason: "what is not set reads the same as what stands for it",
        faults: ['installedOf: workload.release ?? "" → (workload.release)'],
    },
    {
        file: "policy-pack/reading/quantity.ts",
        reason: "what is not set reads the same as what stands for it",
        faults: ["quantity: units[suffix] ?? Number.NaN → (units[suffix])"],
    },
    {
        file: "policy-pack/reading/schedule.ts",
        reason: "the list was made of what is there",
        faults: ["period: runs[0] ?? 0 → (runs[0])", "expand: first ?? 0 → (first)", "expand: end ?? 0 → (end)"],
    },
    {
        file: "policy-pack/reading/alert-routes.ts",
        reason: "the list was made of what is there",
        faults: ['mayTake: labels[label] ?? "" → (labels[label])'],
    },
];
