import { rule } from "../../judgement/rule.ts";
import { any, fail, must } from "../../judgement/verdict.ts";
import { clusters } from "../../reading/subjects.ts";

/** Issuers of the build systems that sign in to AWS by OpenID Connect. */
const issuers = /token\.actions\.githubusercontent\.com|gitlab\.com|oidc\.circleci\.com|vstoken\.dev\.azure\.com/;

export const ciPushIdentity = rule({
    id: "ci-push-identity",
    title: "The build pipeline pushes images by a role, without keys",
    level: "advisory",
    severity: "high",
    mend: "Add a role that your build system assumes by OpenID Connect, limited to its repositories",
    url: "https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const roles = inventory.of("aws:iam/role:Role");
        return any(
            roles.map(({ urn, props }) => () => {
                const trust = JSON.stringify(props.assumeRolePolicy ?? "");
                if (!issuers.test(trust)) return fail("no role trusts a build system");
                return must(
                    () => /:sub\b/.test(trust),
                    "any repository of the build system may assume the role",
                    urn,
                )();
            }),
            () => fail("no role trusts a build system"),
        );
    },
});
