import { rule } from "../rule.ts";
import { all, must } from "../verdict.ts";
import { besideCluster } from "./subjects.ts";

interface Statement {
    Effect?: string;
    Action?: string | string[];
    Resource?: string | string[];
}

const list = <T>(value: T | T[] | undefined): T[] =>
    value === undefined ? [] : Array.isArray(value) ? value : [value];

export const iamNoStarPolicies = rule({
    id: "iam-no-star-policies",
    title: "No IAM policy allows everything",
    level: "mandatory",
    severity: "critical",
    mend: "Name the actions and the resources that are needed",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    subjects: besideCluster(
        "aws:iam/policy:Policy",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/userPolicy:UserPolicy",
        "aws:iam/groupPolicy:GroupPolicy",
    ),
    judge: ({ props }) => {
        const document = typeof props.policy === "string" ? JSON.parse(props.policy) : props.policy;
        const allowing = list<Statement>(document?.Statement).filter(({ Effect }) => Effect === "Allow");
        return all(
            allowing.map(({ Action, Resource }) =>
                must(
                    () => !(list(Action).some((action) => /^\*(:\*)?$/.test(action)) && list(Resource).includes("*")),
                    "a statement allows every action on every resource",
                ),
            ),
        );
    },
});
