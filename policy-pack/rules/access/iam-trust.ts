import { rule } from "../../judgement/rule.ts";
import { all, must } from "../../judgement/verdict.ts";
import { resourcesOf } from "../../reading/subjects.ts";

type Texts = string | string[];

interface Statement {
    Effect?: string;
    Principal?: "*" | { AWS?: Texts; Federated?: Texts };
    Condition?: Record<string, Record<string, Texts>>;
}

const list = <T>(value: T | T[] | undefined): T[] =>
    value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Statements that allow, of a policy that is a document or its text. */
function allowing(policy: unknown): Statement[] {
    const document = typeof policy === "string" ? JSON.parse(policy) : policy;
    return list<Statement>(document?.Statement).filter(({ Effect }) => Effect === "Allow");
}

/** Conditions by which a principal `*` is somebody after all. */
const restricting =
    /^aws:(principal(arn|account|org(id|paths)|tag\/.*)|source(arn|account|org(id|paths)|vpce?|identity))$/i;

/** Subjects of tokens that are anybody: every account of the cluster, every repository. */
const anybody = /^(\*|system:serviceaccount:\*(:.*)?|repo:\*.*)$/;

const conditionsOf = ({ Condition = {} }: Statement): [string, string][] =>
    Object.entries(Condition)
        .filter(([operator]) => !/^(ForAnyValue:|ForAllValues:)?(StringNot|ArnNot|Null)/i.test(operator))
        .flatMap(([, keys]) =>
            Object.entries(keys).flatMap(([key, values]) =>
                list(values).map((value): [string, string] => [key, value]),
            ),
        );

/** Whether everybody on AWS may take the role. */
function isOpen(statement: Statement): boolean {
    const { Principal: principal } = statement;
    const isEverybody = principal === "*" || (typeof principal === "object" && list(principal.AWS).includes("*"));
    return isEverybody && !conditionsOf(statement).some(([key]) => restricting.test(key));
}

/** Whether everybody to whom an OIDC provider gives tokens may: each pod of a cluster, each repository of a host. */
function isOpenToProvider(statement: Statement): boolean {
    const { Principal: principal } = statement;
    const federated = typeof principal === "object" ? list(principal.Federated) : [];
    if (!federated.some((provider) => provider.includes(":oidc-provider/"))) return false;
    const subjects = conditionsOf(statement).flatMap(([key, value]) => (key.endsWith(":sub") ? [value] : []));
    return subjects.length === 0 || subjects.some((subject) => anybody.test(subject));
}

export const iamTrustRestricted = rule({
    id: "iam-trust-restricted",
    title: "Roles say who may take them",
    level: "mandatory",
    severity: "critical",
    mend: "Name the principal, or of an OIDC provider the subject in a condition on its :sub",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
    subjects: resourcesOf("aws:iam/role:Role"),
    applies: ({ props }) => props.assumeRolePolicy !== undefined,
    judge: ({ props }) =>
        all(
            allowing(props.assumeRolePolicy).flatMap((statement) => [
                must(() => !isOpen(statement), "everybody on AWS may take the role"),
                must(
                    () => !isOpenToProvider(statement),
                    "everybody to whom the provider gives a token may take the role",
                ),
            ]),
        ),
});
