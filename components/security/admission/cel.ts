import type { ExemptedPolicy } from "./exempted-policies.ts";
import { literal, type Validation } from "./policy.ts";

export interface Named {
    name: string;
    expression: string;
}

/** What all engines take word for word; Gatekeeper matches by its constraints. */
export interface Cel {
    matchConstraints: {
        resourceRules: {
            apiGroups: string[];
            apiVersions: string[];
            operations: ("CREATE" | "UPDATE")[];
            resources: string[];
        }[];
    };
    matchConditions: Named[];
    variables?: Named[];
    validations: { expression: string; message: string; messageExpression?: string }[];
}

export function celOf({ match, operations = ["CREATE", "UPDATE"], ...policy }: ExemptedPolicy): Cel {
    const { judged, validations, exemptions } = policy;
    const variables = Object.entries(policy.variables ?? {}).map(([name, expression]) => ({ name, expression }));
    const changed = {
        name: "changed",
        expression: `request.operation != "UPDATE" || (${judged("object")}) != (${judged("oldObject")})`,
    };
    return {
        matchConstraints: {
            resourceRules: match.map(({ group, version, resources }) => ({
                apiGroups: [group],
                apiVersions: [version],
                operations,
                resources,
            })),
        },
        matchConditions: [...(operations.includes("UPDATE") ? [changed] : []), ...exemptions.map(exceptFor)],
        // The API server keeps no empty list.
        ...(variables.length > 0 && { variables }),
        validations: validations.map(validationOf),
    };
}

/** A message in CEL names what is at fault; the plain one is for an engine that cannot evaluate it. */
function validationOf({ expression, message, culprits, of = "container" }: Validation) {
    if (!culprits) return { expression, message };
    return {
        expression,
        message,
        messageExpression: `"${of} " + ${culprits}.join(", ") + ${literal(` ${message}`)}`,
    };
}

const namespace = '(object.kind == "Namespace" ? object.metadata.name : object.metadata.?namespace.orValue(""))';
const user = 'request.?userInfo.?username.orValue("")';

const subjects = "dyn(object).?subjects.orValue([])";

function exceptFor({ name, namespaces, names, users, butUsers, binds }: ExemptedPolicy["exemptions"][number]): Named {
    const all = [
        ...(namespaces ? [`${namespace} in ${literal(namespaces)}`] : []),
        ...(names ? [`object.metadata.?name.orValue("") in ${literal(names)}`] : []),
        ...(users ? [`(${users.map(isUser).join(" || ")})`] : []),
        ...(binds ? [`${subjects}.size() == 1 && ${subjects}.all(s, ${isAccount(binds)})`] : []),
        ...(butUsers?.length ? [`!(${butUsers.map(isUser).join(" || ")})`] : []),
    ];
    return { name, expression: `!(${all.join(" && ")})` };
}

const isAccount = ({ namespace, name }: { namespace: string; name: string }): string =>
    `s.kind == "ServiceAccount" && s.name == ${literal(name)} && s.?namespace.orValue("") == ${literal(namespace)}`;

const isUser = (name: string): string =>
    name.endsWith("*") ? `${user}.startsWith(${literal(name.slice(0, -1))})` : `${user} == ${literal(name)}`;
