import type { Log, ReportingDescriptor, Result } from "sarif";
import type { Evidence, Severity } from "../../judgement/result.ts";
import { sentence } from "../phrases.ts";
import { urnParts } from "../urn.ts";
import type { CheckView, View } from "../view.ts";

/** The scale that code scanning reads (https://docs.github.com/code-security: security-severity). */
const scores: Record<Severity, string> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" };

/** Findings for code scanning, SARIF 2.1.0: what fails and what could not be judged. A debt is a suppression. */
export function sarif(view: View): string {
    const log: Log = {
        $schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [
            {
                tool: { driver: { name: "production-readiness", rules: view.checks.map(descriptor) } },
                results: view.checks.flatMap((check, index) => resultsOf(check, index, view)),
            },
        ],
    };
    return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor({ id, title, mend, url, level, severity }: CheckView): ReportingDescriptor {
    return {
        id,
        shortDescription: { text: sentence(title) },
        ...(mend && { help: { text: sentence(mend) } }),
        ...(url && { helpUri: url }),
        defaultConfiguration: { level: level === "mandatory" ? "error" : "warning" },
        properties: { "security-severity": scores[severity] },
    };
}

function resultsOf(check: CheckView, ruleIndex: number, view: View): Result[] {
    const found = check.evidence.filter(({ status }) => status === "fail" || status === "unknown");
    return found.map((evidence) => ({
        ruleId: check.id,
        ruleIndex,
        ...(evidence.status === "unknown"
            ? { kind: "open", level: "none" }
            : { kind: "fail", level: check.level === "mandatory" ? "error" : "warning" }),
        message: { text: sentence(evidence.message) },
        locations: [location(evidence, view)],
        partialFingerprints: { "subject/v1": `${check.id} ${evidence.urn}` },
        ...(check.debt && evidence.status === "fail" && { suppressions: [suppression(check.debt)] }),
    }));
}

/** A file for those that need one: the manifest, or what the report was made from. */
function location({ urn }: Evidence, { subject }: View): NonNullable<Result["locations"]>[number] {
    const { stack, project, name } = urnParts(urn);
    const uri = encodeURI(stack === "manifests" ? project : subject);
    return {
        physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } },
        ...(urn && { logicalLocations: [{ name: name || urn, fullyQualifiedName: urn, kind: "resource" }] }),
    };
}

function suppression({
    owner,
    reason,
    until,
}: NonNullable<CheckView["debt"]>): NonNullable<Result["suppressions"]>[number] {
    return { kind: "external", status: "accepted", justification: `${reason}; owed by ${owner} until ${until}` };
}
