import type { Check } from "../checks.ts";
import { isRecord, type Values } from "../values.ts";

/**
 * What a policy document is attached to: people and roles, a resource, the trust of a role. Each has elements of its
 * own:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
type Purpose = "identity" | "resource" | "trust";

const elements = {
    Version: ["2012-10-17", "2008-10-17"],
    Effect: ["Allow", "Deny"],
    Statement: [
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    ],
    operators:
        /^(ForAllValues:|ForAnyValue:)?(String(Not)?(Equals|Like|EqualsIgnoreCase)|Numeric(Not)?Equals|Numeric(Less|Greater)Than(Equals)?|Date(Not)?Equals|Date(Less|Greater)Than(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like)|Null)(IfExists)?$/,
    action: /^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/,
    resource: /^(\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:.+)$/,
    sid: /^[A-Za-z0-9]*$/,
};

/** A policy document as text. `longest` counts what AWS counts: everything but white space. */
export const policyDocument =
    (purpose: Purpose, longest = 20_480): Check =>
    (value) => {
        const document = parsed(value);
        if (!document) return "a policy document: a JSON object with Version and Statement";
        const size = String(value).replace(/\s/g, "").length;
        if (size > longest) return `a policy document of at most ${longest} characters (it has ${size})`;
        const wrong = documentFault(document, purpose);
        return wrong && `a policy document that AWS accepts: ${wrong}`;
    };

function parsed(value: unknown): Values | undefined {
    try {
        const document: unknown = JSON.parse(String(value));
        return isRecord(document) ? document : undefined;
    } catch {
        return undefined;
    }
}

function documentFault(document: Values, purpose: Purpose): string | undefined {
    const strange = Object.keys(document).find((key) => !["Version", "Id", "Statement"].includes(key));
    if (strange) return `${strange} is no element of a policy document`;
    if (!elements.Version.includes(document.Version as string))
        return `Version is one of ${elements.Version.join(", ")}`;
    const statements = listOf(document.Statement);
    if (statements.length === 0) return "Statement has at least one statement";
    const sids = statements.flatMap((statement) => (isRecord(statement) && statement.Sid ? [statement.Sid] : []));
    if (new Set(sids).size < sids.length) return "each Sid is used once";
    for (const [index, statement] of statements.entries()) {
        const wrong = isRecord(statement) ? statementFault(statement, purpose) : "it is an object";
        if (wrong) return `in Statement[${index}], ${wrong}`;
    }
    return undefined;
}

function statementFault(statement: Values, purpose: Purpose): string | undefined {
    const strange = Object.keys(statement).find((key) => !elements.Statement.includes(key));
    if (strange) return `${strange} is no element of a statement`;
    if (!elements.Effect.includes(statement.Effect as string)) return "Effect is Allow or Deny";
    if (!exactlyOne(statement, "Action", "NotAction")) return "there is either Action or NotAction";
    const actions = listOf(statement.Action ?? statement.NotAction);
    const action = actions.find((name) => !elements.action.test(String(name)));
    if (action !== undefined || actions.length === 0) return `an action is service:Name, not ${JSON.stringify(action)}`;
    if (purpose === "identity" && !elements.sid.test(String(statement.Sid ?? "")))
        return "Sid has only letters and digits";
    return (
        principalFault(statement, purpose) ?? resourceFault(statement, purpose) ?? conditionFault(statement.Condition)
    );
}

function principalFault(statement: Values, purpose: Purpose): string | undefined {
    const given = ["Principal", "NotPrincipal"].filter((key) => key in statement);
    if (purpose === "identity")
        return given.length > 0 ? "there is no Principal: it is whoever the policy is attached to" : undefined;
    if (given.length !== 1) return "there is either Principal or NotPrincipal";
    const principal = statement.Principal ?? statement.NotPrincipal;
    const kinds = ["AWS", "Service", "Federated", "CanonicalUser"];
    if (principal === "*") return undefined;
    const named = isRecord(principal) && Object.keys(principal).length > 0;
    return named && Object.keys(principal).every((kind) => kinds.includes(kind))
        ? undefined
        : `Principal is "*" or an object with ${kinds.join(", ")}`;
}

function resourceFault(statement: Values, purpose: Purpose): string | undefined {
    if (purpose === "trust") return "Resource" in statement ? "there is no Resource: it is the role itself" : undefined;
    if (!exactlyOne(statement, "Resource", "NotResource")) return "there is either Resource or NotResource";
    const resources = listOf(statement.Resource ?? statement.NotResource);
    const strange = resources.find((resource) => !elements.resource.test(String(resource)));
    return strange === undefined && resources.length > 0
        ? undefined
        : `a resource is "*" or an ARN, not ${JSON.stringify(strange)}`;
}

function conditionFault(condition: unknown): string | undefined {
    if (condition === undefined) return undefined;
    if (!isRecord(condition)) return "Condition is an object";
    const strange = Object.keys(condition).find((operator) => !elements.operators.test(operator));
    return strange && `${strange} is no condition operator`;
}

/** The statements of a policy document; none of what is no document. */
export const statementsOf = (policy: unknown): Values[] => listOf(parsed(policy)?.Statement).filter(isRecord);

const exactlyOne = (statement: Values, one: string, other: string): boolean => one in statement !== other in statement;

export const listOf = (value: unknown): unknown[] => [value ?? []].flat();
